"""The table of moves and its diagram."""

from cases.loop.enums import MOVES, OPEN_STATUSES, TRANSITIONS, CaseStatus
from cases.loop.page.states import draw_states
from tests.paths import ROOT

DRAWING = ROOT / "docs" / "case-states.md"


def test_drawing_in_docs_is_that_of_the_table():
    assert DRAWING.read_text(encoding="utf-8") == draw_states()


def test_every_status_is_reached_or_is_where_a_case_begins():
    reached = {move.target for move in MOVES.values()} | {CaseStatus.RECEIVED}

    assert reached == set(CaseStatus)


def test_every_open_status_has_a_way_on():
    assert all(TRANSITIONS[status] for status in OPEN_STATUSES)


def test_nothing_leaves_the_wall():
    assert TRANSITIONS[CaseStatus.WALLED] == frozenset()
