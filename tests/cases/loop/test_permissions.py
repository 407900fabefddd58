"""Who may act. Statuses are tested elsewhere."""

import pytest

from cases.loop import permissions as may
from cases.loop.enums import Grade
from cases.loop.services import routing
from office.models import User
from tests import county as made


def allowed(rule, case) -> set[str]:
    return {user.username for user in User.objects.all() if rule(user, case)}


def test_new_case_is_screened_by_its_station_and_the_county(county):
    case = made.submitted(county)

    assert allowed(may.can_screen, case) == {"tanyi_zhan", "gongwei", "gongwei2"}


def test_case_of_a_town_is_assigned_by_its_congress_and_the_county(county):
    case = made.accepted(county, level="town")

    assert allowed(may.can_assign, case) == {"tanyi_renda", "gongwei", "gongwei2"}


def test_assigned_case_is_signed_by_its_unit(county):
    assert allowed(may.can_sign, made.assigned(county)) == {"shuili", "shuili_fuze"}


def test_first_answer_is_released_by_the_head_of_the_unit_or_the_congress(county):
    case = made.in_hand(county)

    assert allowed(may.can_release, case) == {"shuili_fuze", "gongwei", "gongwei2"}


def test_second_answer_is_not_released_by_its_own_unit(county):
    case = made.rated(county, Grade.NOT_SOLVED)
    case = routing.assign_case(case=case, lead=county.roads, by=county.office2)

    assert allowed(may.can_release, case) == {"gongwei", "gongwei2"}


def test_assisting_unit_may_give_its_opinion(county):
    case = made.in_hand(county)
    routing.add_assisting_unit(case=case, unit=county.roads, by=county.office)

    assert allowed(may.can_assist, case) == {"jiaotong", "jiaotong_fuze"}


def test_accusations_are_read_by_their_officer(county):
    users = User.objects.all()

    assert {u.username for u in users if may.can_read_accusations(u)} == {"jianju"}


@pytest.mark.parametrize(
    "rule", [may.can_reveal, may.can_note, may.can_assign, may.can_screen]
)
def test_other_town_may_nothing(county, rule):
    assert not rule(county.other_office, made.accepted(county, level="town"))
