"""Who may see which case, and what a search finds."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from cases.accusations.services import wall
from cases.loop.services import intake, routing
from cases.models import Case
from office.models import Division, User
from office.people.enums import Role
from office.places.enums import DivisionLevel
from tests import county as made


def sees(user, case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("gongwei", True),
        ("tanyi_renda", True),
        ("tanyi_zhan", True),
        ("shijing_renda", False),
        ("shuili", False),
        ("zhengfuban", False),
        ("jianju", False),
    ],
)
def test_new_case_is_seen_by_its_station_its_town_and_the_county(
    county, username, expected
):
    case = made.submitted(county)

    assert sees(User.objects.get(username=username), case) is expected


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("shuili", True),
        ("shuili_fuze", True),
        ("jiaotong", False),
        ("zhengfuban", True),
    ],
)
def test_assigned_case_is_seen_by_its_unit_and_the_dispatcher(
    county, username, expected
):
    case = made.assigned(county)

    assert sees(User.objects.get(username=username), case) is expected


def test_unit_that_returned_a_case_still_sees_it(county):
    case = made.assigned(county)
    routing.return_case(
        case=case,
        reason="不归我们",
        by=county.handler,
        at=made.moment("2026-11-03 09:00"),
    )

    assert sees(county.handler, case)


def test_anonymous_sees_nothing(county):
    made.submitted(county)

    assert not Case.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_keepers_of_the_system_see_no_case(county, role):
    case = made.submitted(county)
    user = made.person("keeper", "管", (role, county.congress))

    assert not sees(user, case)


def test_superuser_flag_opens_nothing(county):
    case = made.submitted(county)
    user = User.objects.create_superuser("root", password="x", name="根")

    assert not sees(user, case)


def test_ended_post_opens_nothing(county):
    case = made.submitted(county)
    county.keeper.grants.update(ended_at=made.moment("2026-01-01 00:00"))

    assert not sees(User.objects.get(pk=county.keeper.pk), case)


def test_walled_case_is_seen_by_nobody(county):
    case = made.submitted(county, "举报某人")
    wall.put_behind_wall(case=case, by=county.keeper)

    users = User.objects.all()
    assert [u.username for u in users if sees(u, case)] == []


def test_two_character_words_are_found_inside_longer_ones(county):
    made.submitted(county, "污水处理厂旁边的路灯不亮")
    made.submitted(county, "村里的水渠堵了")

    found = Case.objects.matching("路灯")
    assert [case.text for case in found] == ["污水处理厂旁边的路灯不亮"]
    assert Case.objects.matching("污水处理").count() == 1


def test_characters_that_do_not_stand_together_are_not_found(county):
    made.submitted(county, "路边有灯")

    assert not Case.objects.matching("路灯").exists()


@pytest.mark.parametrize(
    "words", ["", " ", "'", "\\", "!&|:*()<->", "\x00", "😡", "a'b"]
)
def test_no_search_breaks(county, words):
    made.submitted(county)

    assert list(Case.objects.matching(words)) in ([], list(Case.objects.all()))


def test_public_search_finds_only_what_is_published(county):
    hidden, shown = made.submitted(county), made.submitted(county)
    made.published(county, shown)

    assert list(Case.objects.publicly_matching("水渠")) == [shown]
    assert hidden in Case.objects.matching("水渠")


def test_cases_of_a_village_that_went_to_another_town_are_found_under_that_town(county):
    new = Division.objects.create(
        code="371325109299",
        name="东石村",
        level=DivisionLevel.VILLAGE,
        parent=county.other_town,
    )
    case = made.submitted(county)
    Division.objects.filter(pk=county.village.pk).update(
        successor=new, valid_until=date(2026, 11, 20)
    )

    assert case in Case.objects.of_place(county.other_town)
    assert case in Case.objects.of_place(county.division)
    assert case in Case.objects.visible_to(county.other_office)


def test_cases_of_a_merged_village_are_found_under_its_successor(county):
    new = Division.objects.create(
        code="371325104299",
        name="富强村",
        level=DivisionLevel.VILLAGE,
        parent=county.town,
    )
    case = made.submitted(county)
    Division.objects.filter(pk=county.village.pk).update(
        successor=new, valid_until=date(2026, 11, 20)
    )

    assert case in Case.objects.of_place(new)


def test_overdue_begins_the_day_after_the_due_day(county):
    case = made.assigned(county)  # due on 2026-11-16

    assert case not in Case.objects.overdue(date(2026, 11, 16))
    assert case in Case.objects.overdue(date(2026, 11, 17))


def test_for_list_needs_one_query(county, django_assert_num_queries):
    for _ in range(3):
        made.assigned(county)

    with django_assert_num_queries(1):
        rows = list(Case.objects.for_list())
        shown = [(c.title, c.holder.name, c.division.place_name) for c in rows]
    assert len(shown) == 3


def test_withdrawn_case_is_not_open(county):
    case = made.submitted(county)
    intake.withdraw_case(case=case)

    assert not Case.objects.open().exists()
