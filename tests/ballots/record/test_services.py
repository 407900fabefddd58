"""From the count to the announcement: the sheet, the run-off, the signatures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from ballots.counting import services as counting
from ballots.models import BallotPaper, Box, Opening
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
    with pytest.raises(BallotError, match="总监票人最后签字"):
        counting.sign_count(ballot=ballot, by=chief)
    with pytest.raises(BallotError, match="只有这次投票的监票人能签字"):
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

    with pytest.raises(BallotError, match="回执和选票对不上"):
        counting.sign_count(ballot=ballot, by=congress.tellers()[1])

    Opening.objects.update(nonce=opening.nonce)
    rows = QuerySet(BallotPaper).filter(pk=opening.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(marks=[0, 0, 1, 1])
