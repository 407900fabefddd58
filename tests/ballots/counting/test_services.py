"""The count of the database against the oracle written from the words of the law."""

import pytest
from hypothesis import given, settings

from ballots.boxes.rules.marks import read_cells
from ballots.counting.services import count_marks, paper_rows
from ballots.models import BallotPaper
from ballots.tally import rules as tally
from tests.ballots import congress
from tests.ballots.tally.test_rules import elected, elections, fits, oracle

pytestmark = pytest.mark.django_db


@given(elections())
@settings(max_examples=60)
def test_one_statement_counts_any_ballots_as_the_law_says(county, election):
    text, ballots = election
    width = len(next(iter(ballots.values()), [""]))
    ballot = congress.draft(
        county,
        [f"第 {n} 项" for n in range(width)],
        kind=text["kind"],
        seats=text["seats"],
        max_marks=text["max_marks"],
        exact_marks=text["exact_marks"],
        quorum=text["quorum"],
        threshold=text["threshold"],
    )
    for label, cells in ballots.items():
        spoiled = label in text["spoiled"]
        BallotPaper.objects.create(
            ballot=ballot,
            label=f"{ballot.pk}-{label}",
            marks=read_cells(ballot, cells),
            is_spoiled=spoiled,
            is_valid=not spoiled and fits(text, cells),
        )
    rule = tally.read_rule(
        text | {"spoiled": [f"{ballot.pk}-{label}" for label in text["spoiled"]]}
    )

    sheet = count_marks(ballot, rule)

    outcome, chosen, tied = oracle(text, ballots)
    assert sheet.outcome == outcome
    assert {int(code) - 1 for code in elected(sheet)} == chosen
    run_off = sheet.run_off.items if sheet.run_off else []
    assert {int(code) - 1 for code in run_off} == tied
    assert tally.tally(paper_rows(ballot), rule).as_json() == sheet.as_json()
