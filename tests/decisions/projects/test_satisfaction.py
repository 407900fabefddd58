"""满意度测评: the tellers' sums, the published formula, and when a vote may be written down."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from decisions.models import Satisfaction
from decisions.projects.enums import Grade, HalfRule
from decisions.projects.services import construction
from decisions.projects.services.satisfaction import (
    Counted,
    grade_of,
    record_satisfaction,
)
from decisions.resolutions.errors import DecisionError
from tests.decisions.projects.projects import running

HELD = date(2026, 11, 25)
people = st.integers(0, 400)


@given(people, people, people, people, st.integers(0, 100))
def test_a_grade_is_what_reaches_half_of_all_members(good, fair, bad, none, away):
    """镇海区: of everybody entitled, so who stayed away counts against it."""
    voted = good + fair + bad + none
    counted = Counted(max(voted + away, 1), voted, good, fair, bad, none)
    counted.check()
    half = counted.members / 2

    assert (grade_of(counted, HalfRule.REACHES) == Grade.SATISFIED) == (good >= half)
    assert (grade_of(counted, HalfRule.FALLS_SHORT) == Grade.SATISFIED) == (good > half)
    assert (grade_of(counted, HalfRule.REACHES) == Grade.UNSATISFIED) == (
        good + fair < half
    )
    assert (grade_of(counted, HalfRule.FALLS_SHORT) == Grade.UNSATISFIED) == (
        good + fair <= half
    )


@given(st.tuples(people, people, people, people), people, people)
def test_numbers_pass_only_when_they_add_up(parts, voted, members):
    counted = Counted(members, voted, *parts)
    fits = sum(parts) == voted <= members and members > 0

    if fits:
        counted.check()
    else:
        with pytest.raises(DecisionError):
            counted.check()


@pytest.mark.parametrize("place", range(6))
def test_no_number_is_below_zero(place):
    numbers = [10, 4, 1, 1, 1, 1]
    numbers[place] = -1

    with pytest.raises(DecisionError, match="不能是负数"):
        Counted(*numbers).check()


def judge(county, row, counted=None, held_on=HELD, held_by="费县人大常委会"):
    return record_satisfaction(
        project=row,
        counted=counted or Counted(300, 222, 200, 20, 2),
        held_by=held_by,
        held_on=held_on,
        by=county.office,
    )


@pytest.fixture
def ended(county):
    return construction.end_project(
        project=running(county),
        verb="fail",
        text="没有完成。",
        on=date(2026, 11, 20),
        by=county.signer,
    )


@pytest.mark.django_db
def test_nothing_is_judged_while_it_is_built(county):
    with pytest.raises(DecisionError, match="年末报告以后"):
        judge(county, running(county))


@pytest.mark.django_db
def test_what_is_carried_over_may_be_judged(county, ended):
    construction.end_project(
        project=ended, verb="carry_over", text="结转。", on=HELD, by=county.signer
    )

    assert judge(county, ended).grade == Grade.SATISFIED


@pytest.mark.django_db
def test_a_vote_that_was_not_held_yet_is_not_written_down(county, ended):
    today = timezone.localdate()

    with pytest.raises(DecisionError, match="还没有到"):
        judge(county, ended, held_on=today + timedelta(days=1))
    with pytest.raises(DecisionError, match="测评机关"):
        judge(county, ended, held_by=" ")
    assert not Satisfaction.objects.exists()
    assert judge(county, ended, held_on=today).number == 1


@pytest.mark.django_db
def test_the_rule_of_the_programme_is_kept_beside_the_grade(county, ended):
    """Exactly half: whoever reads it later knows how it was read then."""
    half = Counted(300, 300, 150, 0, 150)
    assert judge(county, ended, half).grade == Grade.UNSATISFIED

    ended.programme.tie_at_half = HalfRule.REACHES
    ended.programme.save()
    again = judge(county, ended, half)

    assert (again.number, again.at_half, again.grade) == (
        2,
        HalfRule.REACHES,
        Grade.SATISFIED,
    )
    first = ended.satisfaction_results.get(number=1)
    assert first.at_half == HalfRule.FALLS_SHORT


@pytest.mark.django_db
def test_basically_satisfied_is_not_judged_again(county, ended):
    assert judge(county, ended, Counted(300, 222, 100, 60, 62)).grade == "basically"

    with pytest.raises(DecisionError, match="只有不满意的才再测评"):
        judge(county, ended)
