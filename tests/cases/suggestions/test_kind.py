"""Which deadline rule a suggestion falls under, and from which day it counts."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest

from cases.loop.enums import CaseKind
from cases.loop.services.kinds import KindRules, rules_of
from cases.loop.services.moves import CaseError
from cases.suggestions.enums import Occasion
from cases.suggestions.services.kind import SuggestionRules
from deputies.register.enums import Level
from office.models import DeadlineRule
from tests.county import moment

ASSIGNED, CLOSED = date(2026, 11, 3), date(2026, 10, 30)
RULES = SuggestionRules()


def case(
    level=Level.COUNTY, occasion=Occasion.BETWEEN, hard=False, number=1, closed=None
):
    facts = SimpleNamespace(
        level=level, occasion=occasion, is_hard=hard, session_closed_on=closed
    )
    return SimpleNamespace(kind="suggestion", round_no=number, suggestion=facts)


@pytest.mark.parametrize(
    ("level", "occasion", "hard", "rule"),
    [
        ("county", "between", False, "suggestion_answer"),
        ("county", "between", True, "suggestion_answer_hard"),
        ("county", "in_session", False, "suggestion_answer"),
        ("county", "in_session", True, "suggestion_answer_hard"),
        ("town", "between", False, "suggestion_answer"),
        ("town", "between", True, "suggestion_answer_hard"),
        ("town", "in_session", False, "town_suggestion_answer"),
        ("town", "in_session", True, "town_suggestion_answer_hard"),
    ],
)
def test_only_a_towns_session_has_rules_of_its_own(level, occasion, hard, rule):
    """代表法 第五十一条; 《山东省乡镇人民代表大会工作若干规定》第十五条."""
    assert RULES.answer_rule(case(level, occasion, hard), None) == rule


@pytest.mark.parametrize(("level", "hard"), [*product(Level, [True, False])])
def test_the_second_handling_has_one_rule_for_all(level, hard):
    """山东条例 第二十四条."""
    again = case(level, Occasion.IN_SESSION, hard, number=2)

    assert RULES.answer_rule(again, None) == "suggestion_answer_again"


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({}, ASSIGNED),
        ({"occasion": Occasion.IN_SESSION, "closed": CLOSED}, ASSIGNED),
        ({"level": Level.TOWN}, ASSIGNED),
        (
            {"level": Level.TOWN, "occasion": Occasion.IN_SESSION, "closed": CLOSED},
            CLOSED,
        ),
    ],
)
def test_the_clock_starts_with_the_hand_over_but_in_a_towns_session_with_its_end(
    facts, first
):
    assert RULES.answer_start(case(**facts), None, ASSIGNED) == first


def test_a_towns_session_that_has_not_closed_starts_no_clock():
    with pytest.raises(CaseError, match="请先填闭会之日"):
        RULES.answer_start(case(Level.TOWN, Occasion.IN_SESSION), None, ASSIGNED)


def test_the_second_handling_counts_from_the_judgement():
    handling = SimpleNamespace(started_at=moment("2026-11-12 23:30"))
    again = case(Level.TOWN, Occasion.IN_SESSION, number=2, closed=CLOSED)

    assert RULES.answer_start(again, handling, date(2026, 11, 16)) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("occasion", "closed", "clock"),
    [
        ("between", None, ("suggestion_hand_over", ASSIGNED)),
        ("in_session", CLOSED, ("suggestion_hand_over_session", CLOSED)),
        ("in_session", None, ("suggestion_hand_over_session", ASSIGNED)),
    ],
)
def test_handing_over_is_counted_from_receipt_or_from_the_end_of_the_session(
    occasion, closed, clock
):
    row = case(occasion=occasion, closed=closed)

    assert RULES.screening_clock(row, ASSIGNED) == clock


def test_the_loop_finds_these_rules_for_suggestions_alone():
    kinds = {kind: type(rules_of(SimpleNamespace(kind=kind))) for kind in CaseKind}

    assert kinds.pop(CaseKind.SUGGESTION) is SuggestionRules
    assert set(kinds.values()) == {KindRules}


@pytest.mark.django_db
def test_every_rule_that_is_named_here_is_among_the_reference_data():
    named = {RULES.assist_rule, RULES.return_rule}
    for level, occasion, hard, number in product(Level, Occasion, [0, 1], [1, 2]):
        row = case(level, occasion, hard, number, CLOSED)
        named |= {RULES.answer_rule(row, None), RULES.screening_clock(row, CLOSED)[0]}

    known = DeadlineRule.objects.filter(name__in=named).values_list("name", flat=True)
    assert set(known) == named
    assert len(named) == 9
