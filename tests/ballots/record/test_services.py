"""From the count to the announcement: the sheet, the run-off, the signatures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from ballots.counting import services as counting
from ballots.models import Ballot, BallotPaper, Box
from ballots.record import services as announcing
from ballots.rules.errors import BallotError
from ballots.setup import services as ballots
from ballots.tally import rules as counting_file
from ballots.voting import services as voting
from tests.ballots import congress
from tests.ballots.congress import vote

pytestmark = pytest.mark.django_db


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
    congress.closed(ballot, county.office)
    congress.type_papers(ballot, "ab..", "abc.", "x....")
    ballot = congress.signed(congress.counted(ballot, county.office))
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

    again = run_off(ballot, county)
    for person, marks in zip(people, ("a.", "a.", "a.", ".b", ".b"), strict=True):
        vote(again, person, marks)
    announced(again, county.office)

    assert elected(ballot) == ["1", "2"]


def test_the_chief_signs_last(county, people, ballot):
    receipt = vote(ballot, people[0], "ab..")
    congress.counted(congress.closed(ballot, county.office), county.office)
    chief, other = congress.tellers()

    with pytest.raises(BallotError, match="总监票人最后签字"):
        counting.sign_count(ballot=ballot, by=chief)
    with pytest.raises(BallotError, match="只有这次投票的监票人能签字"):
        counting.sign_count(ballot=ballot, by=county.office)
    counting.sign_count(ballot=ballot, by=other)
    counting.sign_count(ballot=ballot, by=chief)

    ballot.refresh_from_db()
    assert ballot.state == "certified"
    assert set(ballot.tellers.values_list("share", flat=True)) == {""}
    assert Box.objects.get().key == ""
    assert voting.has_receipt(ballot=ballot, receipt=receipt)
    assert not voting.has_receipt(ballot=ballot, receipt="0" * 64)


def test_a_changed_ballot_stops_the_signing(county, people, ballot):
    vote(ballot, people[0], "ab..")
    congress.counted(congress.closed(ballot, county.office), county.office)
    rows = QuerySet(BallotPaper).filter(ballot=ballot)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(marks=[0, 0, 1, 1])
    with connection.cursor() as cursor:
        # Whoever owns the tables can do this.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ballots_ballotpaper DISABLE TRIGGER USER")
    rows.update(marks=[0, 0, 1, 1])

    with pytest.raises(BallotError, match="选票和计票时的不一样"):
        counting.sign_count(ballot=ballot, by=congress.tellers()[1])


# --- 作废 ---------------------------------------------------------------------------------


def test_a_void_ballot_keeps_its_reason_and_is_drafted_again(county, people, ballot):
    vote(ballot, people[0], "ab..")

    ballot = announcing.void_ballot(
        ballot=ballot, reason="事项写错了", by=county.office
    )

    again = ballot.further.get()
    assert (ballot.state, ballot.void_reason) == ("voided", "事项写错了")
    assert [event.note for event in ballot.events.filter(verb="void")] == ["事项写错了"]
    assert (again.state, again.seats, again.electors.count()) == ("draft", 2, 5)
    assert [item.title for item in again.items.all()] == congress.ITEMS
    assert not again.tellers.exclude(public="").exists()
    with pytest.raises(BallotError, match="不在投票时间"):
        vote(ballot, people[1], "ab..")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_void_without_a_reason(county, ballot, reason):
    with pytest.raises(BallotError, match="作废的理由"):
        announcing.void_ballot(ballot=ballot, reason=reason, by=county.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(state="voided")


def test_after_the_announcement_nothing_is_void(county, people, ballot):
    vote(ballot, people[0], "ab..")
    ballot = announced(ballot, county.office)

    with pytest.raises(BallotError, match="不能作废"):
        announcing.void_ballot(ballot=ballot, reason="晚了", by=county.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(
            state="voided", voided_at=ballot.announced_at, void_reason="晚了"
        )


def test_a_void_run_off_is_drafted_again_as_a_run_off(county, people, ballot):
    for person, marks in zip(
        people, ("ab..", "ab..", "a.c.", "a.c.", ".bc."), strict=True
    ):
        vote(ballot, person, marks)
    ballot = announced(ballot, county.office)
    first = run_off(ballot, county)

    announcing.void_ballot(ballot=first, reason="断电", by=county.office)

    again = ballot.further.get(state="draft")
    assert (again.purpose, again.parent, again.threshold) == (
        "run_off",
        ballot,
        "plurality",
    )


def run_off(ballot, county):
    """The run-off that was prepared, opened."""
    again = ballot.further.get(state="draft")
    congress.take_keys(again)
    ballots.check_ballot(ballot=again, by=county.office)
    ballots.mark_present(ballot=again, came=again.electors.all(), by=county.office)
    return voting.open_ballot(ballot=again, by=county.office)
