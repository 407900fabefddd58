"""Paper ballots: typed by two tellers, the same or not at all."""

import pytest

from ballots.counting import services as counting
from ballots.papers import services as papers
from ballots.papers.services import Paper
from ballots.record import services as announcing
from ballots.rules.errors import BallotError
from ballots.voting import services as voting
from tests.ballots import congress
from tests.ballots.congress import cells, vote

pytestmark = pytest.mark.django_db


def announced(ballot, by):
    return announcing.announce_ballot(ballot=congress.certified(ballot, by), by=by)


def elected(ballot):
    return announcing.elected_codes(ballot)


def test_papers_that_two_tellers_typed_differently_block_the_count(
    county, people, ballot
):
    congress.give_paper(ballot, people[0], county.office)
    voting.close_ballot(ballot=ballot, by=county.office)
    first, second = congress.tellers()
    with pytest.raises(BallotError, match="还没有登记收回多少张"):
        counting.count_ballot(ballot=ballot, by=county.office)
    papers.record_returned(ballot=ballot, returned=1, by=first)
    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("ab..")), by=first)
    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("a.c.")), by=second)

    with pytest.raises(BallotError, match=r"第 1 张第 2、3 项两人录的不同"):
        counting.count_ballot(ballot=ballot, by=county.office)

    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("ab..")), by=second)
    assert counting.count_ballot(ballot=ballot, by=county.office).state == "counted"


def test_one_teller_alone_cannot_type_both_hands(county, people, ballot):
    congress.give_paper(ballot, people[0], county.office)
    voting.close_ballot(ballot=ballot, by=county.office)
    first, _ = congress.tellers()
    papers.record_returned(ballot=ballot, returned=1, by=first)
    for marks in ("ab..", "a..."):
        papers.enter_paper(ballot=ballot, paper=Paper(1, cells(marks)), by=first)

    ballot.refresh_from_db()
    assert [row.said for row in papers.differences(ballot)] == ["只录了 1 次"]
    with pytest.raises(BallotError, match="只有这次投票的监票人"):
        papers.enter_paper(
            ballot=ballot, paper=Paper(1, cells("ab..")), by=county.office
        )


def test_more_papers_than_were_given_out_void_the_whole(county, people, ballot):
    for person in people[:4]:
        vote(ballot, person, "ab..")
    congress.give_paper(ballot, people[4], county.office)
    voting.close_ballot(ballot=ballot, by=county.office)
    congress.type_papers(ballot, "ab..", "ab..")
    ballot = congress.signed(counting.count_ballot(ballot=ballot, by=county.office))
    ballot = announcing.announce_ballot(ballot=ballot, by=county.office)

    assert ballot.result.outcome == "void"
    assert elected(ballot) == []
