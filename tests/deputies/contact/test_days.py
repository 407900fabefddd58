"""The contact day: the 5th, moved by the stored calendar."""

from datetime import date

import pytest

from deputies.contact.rules.days import (
    coming_contact_days,
    contact_day_of,
    next_contact_day,
)
from office.calendar.enums import HolidayShift
from office.calendar.services.deadlines import load_calendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (4, date(2026, 4, 7)),
        (5, date(2026, 5, 6)),
        (7, date(2026, 7, 6)),
        (9, date(2026, 9, 7)),
        (10, date(2026, 10, 8)),
        (11, date(2026, 11, 5)),
        (12, date(2026, 12, 7)),
    ],
)
def test_a_fifth_that_is_not_worked_moves_to_the_next_worked_day(month, day):
    assert contact_day_of(2026, month, load_calendar()).day == day


def test_the_county_may_let_it_move_back_or_not_at_all():
    calendar = load_calendar()
    back = contact_day_of(2026, 12, calendar, HolidayShift.PREVIOUS)
    stays = contact_day_of(2026, 12, calendar, HolidayShift.NONE)
    assert (back.day, stays.day) == (date(2026, 12, 4), date(2026, 12, 5))


def test_the_next_one_is_today_until_the_day_is_over():
    assert next_contact_day(date(2026, 11, 5)).day == date(2026, 11, 5)
    assert next_contact_day(date(2026, 11, 6)).day == date(2026, 12, 7)


def test_between_the_fifth_and_the_day_it_moved_to_it_is_still_coming():
    assert next_contact_day(date(2026, 12, 6)).nominal == date(2026, 12, 5)


def test_moved_back_over_the_start_of_a_month_it_is_not_missed():
    found = next_contact_day(date(2026, 9, 30), shift=HolidayShift.PREVIOUS)
    assert (found.nominal, found.day) == (date(2026, 10, 5), date(2026, 9, 30))


def test_the_coming_ones_are_one_a_month():
    coming = coming_contact_days(date(2026, 9, 1), 4)
    assert [row.nominal.month for row in coming] == [9, 10, 11, 12]


def test_the_sentence_says_why_it_moved():
    moved = next_contact_day(date(2026, 11, 23)).sentence
    assert moved == (
        "接待日是每月 5 日。2026年12月5日（周六）不上班，顺延到2026年12月7日（周一）。"
    )


def test_a_year_without_a_published_calendar_is_said_to_be_provisional():
    january = next_contact_day(date(2026, 12, 20))
    assert january.is_provisional
    assert january.sentence.endswith("日子暂定。")
