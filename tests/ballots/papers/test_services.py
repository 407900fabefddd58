"""Paper ballots: typed by two tellers, the same or not at all."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from ballots.boxes.rules import blind
from ballots.models import BallotPaper
from ballots.papers import services as papers
from ballots.papers.services import Paper
from ballots.rules.errors import BallotError
from ballots.voting import services as voting
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, vote

pytestmark = pytest.mark.django_db


def test_papers_that_two_tellers_typed_differently_block_the_count(
    county, people, ballot
):
    congress.give_paper(ballot, people[0], county.office)
    congress.closed(ballot, county.office)
    first, second = congress.tellers()
    with pytest.raises(BallotError, match="还没有登记收回多少张"):
        congress.counted(ballot, county.office)
    papers.record_returned(ballot=ballot, returned={"": 1}, by=first)
    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("ab..")), by=first)
    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("a.c.")), by=second)

    with pytest.raises(BallotError, match=r"第 1 张第 2、3 项两人录的不同"):
        congress.counted(ballot, county.office)

    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("ab..")), by=second)
    assert congress.counted(ballot, county.office).state == "counted"


def test_one_teller_alone_cannot_type_both_hands(county, people, ballot):
    congress.give_paper(ballot, people[0], county.office)
    congress.closed(ballot, county.office)
    first, _ = congress.tellers()
    papers.record_returned(ballot=ballot, returned={"": 1}, by=first)
    for marks in ("ab..", "a..."):
        papers.enter_paper(ballot=ballot, paper=Paper(1, cells(marks)), by=first)

    ballot.refresh_from_db()
    assert [row.said for row in papers.differences(ballot)] == ["只录了 1 次"]
    with pytest.raises(BallotError, match="只有这次投票的监票人"):
        papers.enter_paper(
            ballot=ballot, paper=Paper(1, cells("ab..")), by=county.office
        )


def test_more_papers_than_were_given_out_are_refused_before_the_count(
    county, people, ballot
):
    """Two of the three phones never cast: the sums would balance, the papers do not."""
    for person in people[:3]:
        Phone(ballot, person.user).fetch()
    congress.give_paper(ballot, people[3], county.office)
    congress.closed(ballot, county.office)

    with pytest.raises(BallotError, match=r"纸票发出 1 张，收回 2 张.*第四十四条"):
        congress.type_papers(ballot, "ab..", "ab..")
    with pytest.raises(BallotError, match="还没有登记收回多少张"):
        congress.counted(ballot, county.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot.boxes.update(paper_returned=2)


def test_more_papers_of_one_delegation_are_not_balanced_by_another(county):
    people = congress.seat_deputies(county, 12, ["甲团", "乙团"])
    ballot = congress.draft(county, by_group=True)
    ballot = voting.open_ballot(
        ballot=congress.prepared(county, people, ballot), by=county.office
    )
    for person in people[:4]:
        congress.give_paper(ballot, person, county.office)
    congress.closed(ballot, county.office)
    first, _ = congress.tellers()

    with pytest.raises(BallotError, match="甲团纸票发出 2 张，收回 3 张"):
        papers.record_returned(ballot=ballot, returned={"甲团": 3, "乙团": 1}, by=first)
    with pytest.raises(BallotError, match="每个票箱都要登记"):
        papers.record_returned(ballot=ballot, returned={"甲团": 2}, by=first)


def test_papers_typed_into_another_box_than_they_came_from_block_the_count(county):
    people = congress.seat_deputies(county, 12, ["甲团", "乙团"])
    ballot = congress.draft(county, by_group=True)
    ballot = voting.open_ballot(
        ballot=congress.prepared(county, people, ballot), by=county.office
    )
    for person in people[:2]:
        congress.give_paper(ballot, person, county.office)
    congress.closed(ballot, county.office)
    tellers = congress.tellers()
    papers.record_returned(
        ballot=ballot, returned={"甲团": 1, "乙团": 1}, by=tellers[0]
    )
    for number, teller in itertools.product((1, 2), tellers):
        paper = Paper(number, cells("ab.."), box="甲团")
        papers.enter_paper(ballot=ballot, paper=paper, by=teller)

    with pytest.raises(BallotError, match="甲团收回 1 张，录了 2 张"):
        congress.counted(ballot, county.office)


def test_more_phone_ballots_than_tickets_are_refused_before_the_count(
    county, people, ballot
):
    """Somebody who has the signing key makes a ticket that was never given out."""
    vote(ballot, people[0], "ab..")
    phone = Phone(ballot, people[1].user)
    key = blind.SigningKey.read(phone.box.key)
    phone.unhide(key.blind_sign(bytes.fromhex(phone.hidden)).hex())
    phone.cast(cells("ab.."))
    congress.closed(ballot, county.office)

    with pytest.raises(BallotError, match=r"手机票发出 1 张，收回 2 张.*作废"):
        congress.counted(ballot, county.office)
    assert not BallotPaper.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot.boxes.update(phone_returned=2)
