"""A ballot from its draft to the announcement, and everything that must not happen."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ballots.counting import services as counting
from ballots.models import Ballot, BallotPaper, Box, BoxShard, Elector, Opening
from ballots.papers import services as papers
from ballots.papers.services import Paper
from ballots.record import services as announcing
from ballots.setup import services as ballots
from ballots.tally import rules as counting_file
from ballots.voting import services as voting
from decisions.resolutions.errors import DecisionError
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, vote
from tests.sessions import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(county):
    return congress.seat_deputies(county, 5)


@pytest.fixture
def ballot(county, people):
    return congress.opened(county, people)


def announced(ballot, by):
    return announcing.announce_ballot(ballot=congress.certified(ballot, by), by=by)


def elected(ballot):
    return announcing.elected_codes(ballot)


def test_five_votes_by_phone_are_counted_and_announced(county, people, ballot):
    for person, marks in zip(
        people, ("ab..", "ab..", "a.c.", "a...", "...."), strict=True
    ):
        vote(ballot, person, marks)

    ballot = announced(ballot, county.office)

    assert ballot.result.sheet["items"][0]["for"] == 4
    assert ballot.result.abstained == 1
    # 3 of 5 members are needed; the second has 2.
    assert ballot.result.outcome == "short"
    assert elected(ballot) == ["1"]


def test_paper_and_phone_come_onto_one_sheet(county, people, ballot):
    vote(ballot, people[0], "ab..")
    vote(ballot, people[1], "ab..")
    for person in people[2:]:
        congress.give_paper(ballot, person, county.office)
    voting.close_ballot(ballot=ballot, by=county.office)
    congress.type_papers(ballot, "ab..", "abc.", "x....")
    ballot = congress.signed(counting.count_ballot(ballot=ballot, by=county.office))
    ballot = announcing.announce_ballot(ballot=ballot, by=county.office)

    result = ballot.result
    assert (result.issued, result.returned) == (5, 5)
    assert (result.valid, result.invalid) == (3, 2)
    assert elected(ballot) == ["1", "2"]
    assert len(result.spoiled) == 1


def test_the_public_files_give_a_stranger_the_same_sheet(
    county, people, ballot, tmp_path
):
    for person, marks in zip(
        people, ("ab..", "ab..", "a.c.", "a.c.", ".b.."), strict=True
    ):
        vote(ballot, person, marks)
    ballot = announced(ballot, county.office)
    (tmp_path / "ballots.csv").write_text("".join(counting.csv_lines(ballot)))
    (tmp_path / "rule.json").write_text(json.dumps(counting.rule_json(ballot)))

    found = subprocess.run(
        [
            sys.executable,
            "-I",
            Path(counting_file.__file__),
            tmp_path / "ballots.csv",
            "--rule",
            tmp_path / "rule.json",
            "--json",
        ],
        capture_output=True,
        check=True,
    )

    assert json.loads(found.stdout) == ballot.result.sheet


def test_what_still_prevents_the_opening_is_said_in_one_list(county, people):
    ballot = congress.draft(county)
    ballots.set_electorate(
        ballot=ballot, mandates=[one.mandate for one in people], by=county.office
    )

    assert ballots.missing_for_opening(ballot) == [
        "还没有定监票人和总监票人",
        "全体 5 人，签到 0 人，人数不够",
    ]


def test_three_of_five_are_no_two_thirds(county, people):
    ballot = congress.prepared(county, people, present=3)

    with pytest.raises(DecisionError, match="签到 3 人，人数不够"):
        voting.open_ballot(ballot=ballot, by=county.office)

    ballots.mark_present(
        ballot=ballot, came=ballot.electors.all()[:4], by=county.office
    )
    assert voting.open_ballot(ballot=ballot, by=county.office).members == 5


def test_as_many_candidates_as_places_is_no_differential_ballot(county):
    ballot = congress.draft(county, items=["甲", "乙"], purpose="livelihood")

    with pytest.raises(DecisionError, match="差额票决要多于 2 项"):
        ballots.check_ballot(ballot=ballot, by=county.office)


@pytest.mark.parametrize(
    "change", [{"seats": 3}, {"threshold": "plurality"}, {"max_marks": 4}]
)
def test_the_rule_is_frozen_by_the_database(county, people, ballot, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(**change)


def test_nobody_joins_or_leaves_after_the_opening(county, people, ballot):
    late = congress.seat_deputies(county, 1, prefix="late")[0]

    with pytest.raises(DecisionError, match="不能再变"):
        ballots.set_electorate(ballot=ballot, mandates=[late.mandate], by=county.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Elector.objects.create(ballot=ballot, mandate=late.mandate)
    with pytest.raises(DatabaseError), transaction.atomic():
        ballot.electors.all()[:1].get().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(members=4)


def test_a_ticket_asked_again_after_a_broken_net_is_the_same_ticket(people, ballot):
    phone = Phone(ballot, people[0].user)

    first = phone.fetch().signature

    assert phone.fetch().signature == first


def test_a_second_phone_of_the_same_deputy_gets_no_ticket(people, ballot):
    Phone(ballot, people[0].user).fetch()

    with pytest.raises(DecisionError, match="另一部手机"):
        Phone(ballot, people[0].user).fetch()


def test_nobody_gets_paper_and_phone(county, people, ballot):
    congress.give_paper(ballot, people[0], county.office)
    with pytest.raises(DecisionError, match="已经领了纸票"):
        Phone(ballot, people[0].user).fetch()

    Phone(ballot, people[1].user).fetch()
    with pytest.raises(DecisionError, match="已经用手机领了票"):
        congress.give_paper(ballot, people[1], county.office)


def test_who_did_not_sign_in_gets_no_ticket_and_no_outsider_either(county, people):
    ballot = congress.opened(county, people, present=4)
    outsider = congress.seat_deputies(county, 1, prefix="out")[0]
    phone = Phone(ballot, people[0].user)
    phone.user = outsider.user

    with pytest.raises(DecisionError, match="还没有签到"):
        Phone(ballot, people[4].user).fetch()
    with pytest.raises(DecisionError, match="不在这次投票的名单里"):
        phone.fetch()


def test_a_cast_sent_twice_is_one_ballot_with_one_receipt(people, ballot):
    phone = Phone(ballot, people[0].user).fetch()

    first, second = phone.cast(cells("ab..")), phone.cast(cells("..cd"))

    assert first == second
    assert voting.turnout(ballot)["cast"] == 1


def test_a_made_up_ticket_puts_nothing_into_the_box(people, ballot):
    phone = Phone(ballot, people[0].user)
    phone.signature = "1234"

    for signature in ("1234", "", "zz", "0", "f" * 600):
        phone.signature = signature
        with pytest.raises(DecisionError, match="票据无效"):
            phone.cast(cells("a..."))
    assert voting.turnout(ballot)["cast"] == 0


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (["1", "1", "1", ""], "选的项数不合规则"),
        (["1"], "对不上"),
        (["x", "", "", ""], "读不懂"),
        (["1"] * 5, "对不上"),
    ],
)
def test_a_phone_is_told_before_a_ballot_is_void(people, ballot, marks, data):
    phone = Phone(ballot, people[0].user).fetch()

    with pytest.raises(DecisionError, match=data):
        phone.cast(marks)


def test_a_ticket_of_one_delegation_opens_no_other_box(county):
    people = congress.seat_deputies(county, 12, ["甲团", "乙团"])
    ballot = congress.draft(county, by_group=True, quorum="none", threshold="plurality")
    ballot = voting.open_ballot(
        ballot=congress.prepared(county, people, ballot), by=county.office
    )
    phone = Phone(ballot, people[0].user).fetch()
    phone.box = ballot.boxes.exclude(pk=phone.box.pk).get()

    with pytest.raises(DecisionError, match="票据无效"):
        phone.cast(cells("a..."))


def test_small_delegations_share_a_box(county):
    people = congress.seat_deputies(county, 14, ["甲团", "乙团", "丙团"])
    ballot = congress.draft(county, by_group=True, quorum="none")
    ballots.set_electorate(
        ballot=ballot, mandates=[one.mandate for one in people], by=county.office
    )

    boxes = set(ballot.electors.values_list("group", "box"))

    # 5, 5 and 4: the last one would show how its people voted.
    assert boxes == {("甲团", "甲团"), ("乙团", "乙团"), ("丙团", "合并票箱")}


def test_a_vote_late_by_a_millisecond_is_late(county, people, time_machine):
    ballot = congress.prepared(county, people)
    end = timezone.now() + timedelta(minutes=5)
    voting.open_ballot(ballot=ballot, by=county.office, closes_at=end)
    ballot.refresh_from_db()
    on_time, late = (Phone(ballot, one.user).fetch() for one in people[:2])

    time_machine.move_to(end - timedelta(milliseconds=1), tick=False)
    on_time.cast(cells("a..."))
    time_machine.move_to(end, tick=False)
    with pytest.raises(DecisionError, match="已经截止"):
        late.cast(cells("a..."))
    # Whose ballot is in the box still gets the receipt.
    assert on_time.cast(cells("a..."))


def test_papers_that_two_tellers_typed_differently_block_the_count(
    county, people, ballot
):
    congress.give_paper(ballot, people[0], county.office)
    voting.close_ballot(ballot=ballot, by=county.office)
    first, second = congress.tellers()
    with pytest.raises(DecisionError, match="还没有登记收回多少张"):
        counting.count_ballot(ballot=ballot, by=county.office)
    papers.record_returned(ballot=ballot, returned=1, by=first)
    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("ab..")), by=first)
    papers.enter_paper(ballot=ballot, paper=Paper(1, cells("a.c.")), by=second)

    with pytest.raises(DecisionError, match=r"第 1 张第 2、3 项两人录的不同"):
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
    with pytest.raises(DecisionError, match="只有这次投票的监票人"):
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


def test_a_tie_at_the_line_is_declared_and_its_run_off_prepared(county, people, ballot):
    for person, marks in zip(
        people, ("ab..", "ab..", "a.c.", "a.c.", ".bc."), strict=True
    ):
        vote(ballot, person, marks)
    ballot = announced(ballot, county.office)

    assert ballot.result.outcome == "run_off"
    again = ballot.further.get()
    assert [item.title for item in again.items.all()] == ["乙镇修路", "丙校取暖"]
    assert (again.seats, again.max_marks, again.threshold) == (1, 1, "plurality")
    assert (again.electors.count(), again.tellers.count()) == (5, 2)

    ballots.check_ballot(ballot=again, by=county.office)
    ballots.mark_present(ballot=again, came=again.electors.all(), by=county.office)
    voting.open_ballot(ballot=again, by=county.office)
    for person, marks in zip(people, ("a.", "a.", "a.", ".b", ".b"), strict=True):
        vote(again, person, marks)
    announced(again, county.office)

    assert elected(ballot) == ["1", "2"]


def test_the_chief_signs_last_and_then_nonces_and_keys_are_gone(county, people, ballot):
    receipt = vote(ballot, people[0], "ab..")
    voting.close_ballot(ballot=ballot, by=county.office)
    counting.count_ballot(ballot=ballot, by=county.office)
    chief, other = congress.tellers()

    assert counting.lists_open(ballot)
    with pytest.raises(DecisionError, match="总监票人最后签字"):
        counting.sign_count(ballot=ballot, by=chief)
    with pytest.raises(DecisionError, match="只有这次投票的监票人能签字"):
        counting.sign_count(ballot=ballot, by=county.office)
    counting.sign_count(ballot=ballot, by=other)
    assert Opening.objects.count() == 1
    counting.sign_count(ballot=ballot, by=chief)

    ballot.refresh_from_db()
    assert ballot.state == "certified"
    assert not Opening.objects.exists()
    assert Box.objects.get().key == ""
    assert voting.has_receipt(ballot=ballot, receipt=receipt)
    assert not voting.has_receipt(ballot=ballot, receipt="0" * 64)


def test_a_changed_ballot_stops_the_signing(county, people, ballot):
    vote(ballot, people[0], "ab..")
    voting.close_ballot(ballot=ballot, by=county.office)
    counting.count_ballot(ballot=ballot, by=county.office)
    opening = Opening.objects.get()
    Opening.objects.update(nonce="00" * 32)

    with pytest.raises(DecisionError, match="回执和选票对不上"):
        counting.sign_count(ballot=ballot, by=congress.tellers()[1])

    Opening.objects.update(nonce=opening.nonce)
    rows = QuerySet(BallotPaper).filter(pk=opening.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(marks=[0, 0, 1, 1])


def test_a_receipt_is_known_while_the_voting_goes_on(people, ballot):
    receipt = vote(ballot, people[0], "ab..")

    assert voting.has_receipt(ballot=ballot, receipt=receipt.upper() + " ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM ballots_boxshard")
        (stored,) = cursor.fetchone()
    assert "1,1,0,0" in BoxShard.objects.get().content
    assert stored.startswith("v1:") and "1,1,0,0" not in stored


@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_ticket_at_once_are_one_ballot(county):
    people = congress.seat_deputies(county, 3)
    ballot = congress.opened(county, people)
    phone = Phone(ballot, people[0].user).fetch()

    found = together(
        lambda: phone.cast(cells("a...")), lambda: phone.cast(cells(".b.."))
    )

    assert len(set(found)) == 1
    assert voting.turnout(ballot)["cast"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_phones_of_one_deputy_at_once_get_one_ticket(county):
    people = congress.seat_deputies(county, 3)
    ballot = congress.opened(county, people)
    phones = [Phone(ballot, people[0].user) for _ in range(2)]

    found = together(*(phone.fetch for phone in phones))

    assert sorted(isinstance(one, DecisionError) for one in found) == [False, True]
