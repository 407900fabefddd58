"""By which rule an opinion is answered, of every kind of unit and in every round."""

import pytest

from cases.loop.services.answer_rules import answer_rule
from office.models import DeadlineRule, Unit
from office.units.enums import HANDLING_KINDS, UnitKind


@pytest.mark.parametrize("kind", HANDLING_KINDS)
def test_a_town_has_its_own_time_and_the_second_round_one_for_all(kind):
    first = "case_answer_county"
    if kind == UnitKind.TOWN_GOVERNMENT:
        first = "case_answer_town"

    found = [answer_rule(Unit(kind=kind), number) for number in (1, 2, 3)]

    assert found == [first, "case_answer_again", "case_answer_again"]


@pytest.mark.django_db
def test_every_rule_named_here_is_among_the_reference_data():
    names = {answer_rule(Unit(kind=kind), n) for kind in HANDLING_KINDS for n in (1, 2)}

    known = DeadlineRule.objects.filter(name__in=names).values_list("name", flat=True)
    assert set(known) == names
