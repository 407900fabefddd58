"""A month's counts, checked by counting another way: one case after another, in Python."""

from datetime import date, timedelta

import pytest

from cases.accusations.services import wall
from cases.loop.enums import CaseStatus, Grade, IntakeChannel
from cases.loop.services import rating, screening
from cases.models import Case, Category
from deputies.models import LiaisonStation
from office.models import Division
from rollups.counting.enums import Dimension
from rollups.counting.services import COUNTED, count_month
from rollups.models import RollUp
from tests.county import accepted, answered, assigned, in_hand, moment, submitted
from tests.rollups.by_hand import count_by_hand, counted_rows, read_cases

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)


def rolled(month=NOVEMBER):
    rollup = RollUp.objects.create(month=month)
    count_month(rollup)
    return rollup


def total(rollup, **area):
    return rollup.rows.totals().get(**({"town": None, "station": None} | area))


def test_what_came_in_is_counted_for_county_town_and_station(county):
    submitted(county)
    submitted(county, division=county.other_town, station=None)
    rollup = rolled()
    assert total(rollup).received == 2
    assert total(rollup, town=county.town).received == 1
    assert total(rollup, town=county.other_town).received == 1
    assert total(rollup, station=county.station).received == 1


def test_a_case_of_the_county_itself_is_in_no_town(county):
    submitted(county, division=county.division, station=None)
    rollup = rolled()
    assert total(rollup).received == 1
    assert not rollup.rows.filter(town__isnull=False).exists()


def test_what_came_in_at_midnight_belongs_to_the_new_month(county):
    submitted(county, at=moment("2026-10-31 23:59"))
    submitted(county, at=moment("2026-11-01 00:00"))
    assert total(rolled(OCTOBER)).received == 1
    assert total(rolled(NOVEMBER)).received == 1


def test_an_answer_counts_in_the_month_in_which_it_was_given(county):
    answered(county)
    row = total(rolled())
    assert (row.answered, row.answered_on_time, row.waiting) == (1, 1, 0)
    assert row.answer_days == row.median_days > 0


def test_what_was_not_answered_when_the_month_ended_waits_in_it(county):
    in_hand(county)
    rollup = rolled()
    assert (total(rollup).waiting, total(rollup).overdue) == (1, 1)
    assert total(rollup).carried == 0
    december = rolled(date(2026, 12, 1))
    assert (total(december).waiting, total(december).carried) == (1, 1)


def test_a_month_made_up_for_later_counts_what_was_then(county):
    """The same rows on the 1st as after the answer of the next month."""
    waiting = assigned(county)
    before = rolled()
    on_time = [snapshot(row) for row in before.rows.order_by("pk")]
    Case.objects.filter(pk=waiting.pk).update(
        answered_at=moment("2026-12-03 09:00"),
    )
    waiting.rounds.update(answered_at=moment("2026-12-03 09:00"))
    count_month(before)
    assert [snapshot(row) for row in before.rows.order_by("pk")] == on_time


def test_what_was_declined_later_was_still_waiting(county):
    case = submitted(county)
    screening.decline_case(
        case=case, reason="unclear", by=county.keeper, at=moment("2026-12-02 09:00")
    )
    assert total(rolled()).waiting == 1
    assert total(rolled(date(2026, 12, 1))).waiting == 0


def test_accusations_and_suggestions_are_in_no_count(county):
    case = submitted(county)
    wall.put_behind_wall(case=case, by=county.keeper)
    other = submitted(county)
    Case.objects.filter(pk=other.pk).update(kind="suggestion")
    assert not rolled().rows.filter(received__gt=0).exists()


def test_a_point_is_counted_with_its_station(county):
    point = LiaisonStation.objects.create(
        code="wangfu",
        name="王富村联络点",
        kind="point",
        parent=county.station,
        division=county.village,
        unit=county.station_unit,
        address="王富村",
    )
    submitted(county, station=point)
    rollup = rolled()
    assert total(rollup, station=county.station).received == 1
    assert not rollup.rows.filter(station=point).exists()


def test_a_merged_village_counts_under_what_it_became(county):
    old = Division.objects.create(
        code="old",
        name="老王富村",
        level="village",
        parent=county.other_town,
        successor=county.village,
        valid_until=date(2020, 1, 1),
    )
    case = submitted(county)
    Case.objects.filter(pk=case.pk).update(division=old)
    rollup = rolled()
    assert total(rollup, town=county.town).received == 1
    place = rollup.rows.of_county().by(Dimension.PLACE).get()
    assert place.place == county.village


def test_counting_twice_gives_the_same_rows(county):
    answered(county)
    submitted(county)
    rollup = rolled()
    first = [snapshot(row) for row in rollup.rows.order_by("pk")]
    count_month(rollup)
    assert [snapshot(row) for row in rollup.rows.order_by("pk")] == first


def test_the_rows_agree_with_counting_case_by_case(county):
    build_many(county)
    for month in (OCTOBER, NOVEMBER):
        rollup = rolled(month)
        expected = count_by_hand(month, read_cases())
        assert expected
        assert counted_rows(rollup) == expected
        sums = rollup.rows.filter(dimension="category", town=None, station=None)
        assert sum(row.received for row in sums) == total(rollup).received


def snapshot(row):
    fields = [*COUNTED, "dimension", "town_id", "station_id", "category_id", "channel"]
    return {name: getattr(row, name) for name in [*fields, "place_id", "median_days"]}


def build_many(county):
    """Every way a case may go, over two months, two towns and several channels."""
    categories = list(Category.objects.filter(parent=None)[:3])
    children = list(Category.objects.exclude(parent=None)[:2])
    channels = list(IntakeChannel)[:4]
    made = []
    for n in range(36):
        at = moment("2026-10-03 09:00") + timedelta(days=n * 1.6)
        make = (submitted, accepted, in_hand, answered)[n % 4] if n < 20 else submitted
        case = make(county, text=f"第{n}件，路坏了没有人修。")
        division = (county.village, county.town, county.other_town, county.division)
        Case.objects.filter(pk=case.pk).update(
            received_at=at,
            division=division[n % 4],
            category=[*categories, *children, None][n % 6],
            channel=channels[n % 4],
            station=county.station if n % 3 else None,
        )
        made.append(Case.objects.get(pk=case.pk))
    for case in made:
        if case.status == CaseStatus.ANSWERED and case.pk % 2:
            rating.rate_case(
                case=case, grade=Grade.SOLVED, at=moment("2026-11-20 09:00")
            )
    screening.merge_case(
        case=made[24], into=made[28], by=county.keeper, at=moment("2026-11-10 09:00")
    )
    screening.decline_case(
        case=made[32], reason="unclear", by=county.keeper, at=moment("2026-11-28 09:00")
    )
