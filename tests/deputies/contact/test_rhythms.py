"""The contact days of a month: counted here with the calendar of the week, not with rrule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deputies.contact.enums import RhythmKind
from deputies.contact.models import ContactRhythm
from deputies.contact.services.rhythms import days_in_month
from office.calendar.services.deadlines import load_calendar

months = st.tuples(st.integers(2024, 2027), st.integers(1, 12))


class PlainWeeks:
    """Monday to Friday are worked: what a month looks like without holidays."""

    def next_workday(self, day):
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day

    def previous_workday(self, day):
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return day

    def basis(self, *days):
        return "published"


def days_of(year, month):
    first = date(year, month, 1)
    every = (first + timedelta(days=n) for n in range(31))
    return [day for day in every if day.month == month]


def weekly(weekday, every, begins_on, shift="none"):
    return ContactRhythm(
        kind=RhythmKind.WEEKS,
        weekday=weekday,
        every=every,
        begins_on=begins_on,
        shift=shift,
    )


def monthly(weekday, nth, shift="none"):
    return ContactRhythm(
        kind=RhythmKind.MONTH_WEEKDAY, weekday=weekday, nth=nth, shift=shift
    )


def found(rhythm, year, month):
    return [d.day for d in days_in_month(rhythm, year, month, PlainWeeks())]


@given(months, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]))
def test_the_nth_weekday_of_a_month(month, weekday, nth):
    fitting = [day for day in days_of(*month) if day.weekday() == weekday]

    expected = fitting[nth - 1 if nth > 0 else nth]
    assert found(monthly(weekday, nth), *month) == [expected]


@given(
    months,
    st.integers(0, 6),
    st.integers(1, 8),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_every_few_weeks_counted_from_the_week_it_begins_in(
    month, weekday, every, begins_on
):
    monday = begins_on - timedelta(days=begins_on.weekday())

    expected = [
        day
        for day in days_of(*month)
        if day.weekday() == weekday
        and day >= begins_on
        and (day - monday).days // 7 % every == 0
    ]
    assert found(weekly(weekday, every, begins_on), *month) == expected


@given(
    months, st.integers(0, 6), st.integers(1, 8), st.sampled_from(["next", "previous"])
)
def test_moved_days_are_worked_and_none_is_there_twice(month, weekday, every, shift):
    rhythm = weekly(weekday, every, date(2024, 1, 3), shift)

    rows = days_in_month(rhythm, *month, PlainWeeks())

    days = [row.day for row in rows]
    assert len(set(days)) == len(days)
    assert all(day.weekday() < 5 for day in days)
    assert all(row.nominal.month == month[1] for row in rows)


def test_a_rhythm_that_begins_later_has_no_day_yet():
    assert found(weekly(2, 1, date(2026, 12, 1)), 2026, 11) == []


@pytest.mark.django_db
def test_a_station_without_a_rhythm_keeps_the_fifth():
    calendar = load_calendar()
    own = ContactRhythm(kind=RhythmKind.MONTH_DAY, shift="previous")

    (usual,) = days_in_month(None, 2026, 12, calendar)
    (moved,) = days_in_month(own, 2026, 12, calendar)

    # 2026-12-05 is a Saturday.
    assert (usual.nominal, usual.day) == (date(2026, 12, 5), date(2026, 12, 7))
    assert (moved.nominal, moved.day) == (date(2026, 12, 5), date(2026, 12, 4))


@pytest.mark.django_db
def test_two_days_that_a_holiday_throws_together_are_one():
    """国庆 2026, 1 to 7 October: the Thursday of the holiday goes to the next one."""
    rhythm = weekly(3, 1, date(2026, 10, 1), "next")

    rows = days_in_month(rhythm, 2026, 10, load_calendar())

    assert [(row.nominal.day, row.day.day) for row in rows] == [
        (1, 8),
        (15, 15),
        (22, 22),
        (29, 29),
    ]
