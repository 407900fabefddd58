import json
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from office.calendar.enums import CalendarBasis, HolidayShift, TimeUnit
from office.calendar.services.deadlines import (
    DeadlineError,
    WorkCalendar,
    cn_date,
    count_deadline,
    find_rule,
    load_calendar,
)
from office.models import DeadlineRule
from tests.paths import ROOT

DAYS = st.dates(date(2005, 1, 1), date(2045, 12, 31))
# Three days off on weekdays, and a working Sunday.
SPECIAL = {
    date(2026, 10, 1): False,
    date(2026, 10, 2): False,
    date(2026, 10, 5): False,
    date(2026, 9, 20): True,
}
PLAIN = WorkCalendar(1, SPECIAL, set(range(2004, 2027)))


def rule(amount, unit, shift=HolidayShift.NONE, *, counts_start_day=False):
    return DeadlineRule(
        name="test",
        version=1,
        label="试",
        amount=amount,
        unit=unit,
        start_event="交办",
        holiday_shift=shift,
        counts_start_day=counts_start_day,
        source="《办法》",
    )


def due(amount, unit, start, shift=HolidayShift.NONE, **more):
    return count_deadline(rule(amount, unit, shift, **more), start, PLAIN).due


# --- Examples of the handbook
# ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected", "basis"),
    [
        ("case_screen", date(2026, 12, 2), "published"),
        ("case_dispatch", date(2026, 12, 1), "published"),
        ("case_return", date(2026, 12, 2), "published"),
        ("case_answer_town", date(2026, 12, 7), "published"),
        ("case_answer_county", date(2026, 12, 14), "published"),
        ("case_rating", date(2026, 12, 15), "published"),
        ("case_suspension", date(2026, 12, 30), "published"),
        ("petition_answer", date(2027, 1, 29), "provisional"),
        ("suggestion_answer", date(2027, 3, 1), "provisional"),
        ("suggestion_answer_hard", date(2027, 5, 31), "provisional"),
        # 30 January 2027 is a Saturday.
        ("town_suggestion_answer", date(2027, 2, 1), "provisional"),
        ("submitter_retention", date(2028, 11, 30), "provisional"),
    ],
)
def test_what_starts_on_30_november_2026_is_due(db, name, expected, basis):
    start = date(2026, 11, 30)

    counted = count_deadline(find_rule(name, start), start)

    assert (counted.due, str(counted.basis)) == (expected, basis)


def test_three_months_are_not_ninety_days():
    start = date(2026, 11, 30)

    assert due(3, TimeUnit.NATURAL_MONTHS, start) == date(2027, 2, 28)
    assert due(90, TimeUnit.NATURAL_DAYS, start) == date(2027, 2, 28)
    assert due(3, TimeUnit.NATURAL_MONTHS, date(2026, 7, 1)) == date(2026, 10, 1)
    assert due(90, TimeUnit.NATURAL_DAYS, date(2026, 7, 1)) == date(2026, 9, 29)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_without_the_day_ends_with_its_last(start, months, expected):
    assert due(months, TimeUnit.NATURAL_MONTHS, start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 3, 15), date(2026, 4, 14)),
        (date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_a_month_that_counts_its_first_day(start, expected):
    assert due(1, TimeUnit.NATURAL_MONTHS, start, counts_start_day=True) == expected


def test_days_that_count_the_first_day():
    monday = date(2026, 11, 23)

    assert due(5, TimeUnit.NATURAL_DAYS, monday, counts_start_day=True) == date(
        2026, 11, 27
    )
    assert due(1, TimeUnit.WORKING_DAYS, monday, counts_start_day=True) == monday


# --- 调休 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        # 中秋、国庆 2026: off 25-27 September and 1-7 October, worked 20 September and
        # 10 October.
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 24), 1, date(2026, 9, 28)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        # 春节 2026: off 15-23 February, worked on the Saturdays 14 and 28.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
    ],
)
def test_working_days_follow_the_state_council(db, start, amount, expected):
    counted = count_deadline(rule(amount, TimeUnit.WORKING_DAYS), start)

    assert counted.due == expected


def test_2026_has_248_working_days(db):
    worked = load_calendar().workdays_in(date(2026, 1, 1), date(2026, 12, 31))

    assert len(worked) == 248


def test_a_last_day_off_moves_to_the_next_worked_day(db):
    shifted = rule(15, TimeUnit.NATURAL_DAYS, HolidayShift.NEXT)

    counted = count_deadline(shifted, date(2026, 9, 17))

    assert counted.due == date(2026, 10, 8)
    assert "到2026年10月2日（周五），逢节假日顺延到2026年10月8日（周四）为止" in (
        counted.sentence
    )


def test_a_last_day_off_moves_back_where_the_rule_says_so(db):
    earlier = rule(15, TimeUnit.NATURAL_DAYS, HolidayShift.PREVIOUS)

    counted = count_deadline(earlier, date(2026, 9, 17))

    assert counted.due == date(2026, 9, 30)
    assert "提前到2026年9月30日（周三）" in counted.sentence


def test_the_contact_days_of_2026_move_six_times(db):
    contact = find_rule("contact_day", date(2026, 1, 1))
    firsts = [date(2026, month, 1) for month in range(1, 13)]

    days = [count_deadline(contact, first).due for first in firsts]

    moved = {day.month: day.day for day in days if day.day != 5}
    assert moved == {4: 7, 5: 6, 7: 6, 9: 7, 10: 8, 12: 7}


# --- Years that are not published ------------------------------------------------------


def test_an_unpublished_year_has_weekends_and_fixed_holidays(db):
    calendar = load_calendar()

    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 4))
    assert [calendar.is_workday(date(2027, 10, day)) for day in (1, 4)] == [False, True]
    assert not calendar.is_workday(date(2027, 1, 9))


def test_a_term_that_touches_an_unpublished_year_says_so(db):
    counted = count_deadline(rule(10, TimeUnit.WORKING_DAYS), date(2026, 12, 25))

    assert counted.basis == CalendarBasis.PROVISIONAL
    assert "暂按未发布日历推算" in counted.sentence


def test_a_term_within_published_years_does_not(db):
    counted = count_deadline(rule(10, TimeUnit.WORKING_DAYS), date(2026, 11, 30))

    assert counted.basis == CalendarBasis.PUBLISHED
    assert "暂按" not in counted.sentence


# --- Properties ------------------------------------------------------------------------


@given(DAYS, st.integers(1, 400))
def test_a_working_term_ends_on_a_worked_day_with_as_many_between(start, amount):
    end = due(amount, TimeUnit.WORKING_DAYS, start)

    assert PLAIN.is_workday(end)
    assert PLAIN.workdays_between(start, end) == amount


@given(DAYS, st.integers(1, 60), st.integers(0, 40))
def test_who_starts_later_is_never_due_earlier(start, amount, later):
    for unit in TimeUnit:
        for shift in HolidayShift:
            first = due(amount, unit, start, shift)
            assert due(amount, unit, start + timedelta(days=later), shift) >= first


@given(DAYS, st.integers(1, 100))
def test_adding_and_taking_back_worked_days_returns(day, count):
    day = PLAIN.next_workday(day)

    assert PLAIN.add_workdays(PLAIN.add_workdays(day, count), -count) == day


@given(DAYS, st.integers(1, 36))
def test_natural_months_are_those_of_the_calendar(start, months):
    assert due(months, TimeUnit.NATURAL_MONTHS, start) == start + relativedelta(
        months=months
    )


@given(DAYS, st.integers(1, 200))
def test_a_shift_never_crosses_a_worked_day(start, amount):
    plain = due(amount, TimeUnit.NATURAL_DAYS, start)
    later = due(amount, TimeUnit.NATURAL_DAYS, start, HolidayShift.NEXT)
    earlier = due(amount, TimeUnit.NATURAL_DAYS, start, HolidayShift.PREVIOUS)

    assert earlier <= plain <= later
    between = PLAIN.workdays_in(earlier + timedelta(days=1), later - timedelta(days=1))
    assert between in ((), (plain,))


@given(DAYS, st.integers(1, 60))
def test_counting_the_first_day_never_ends_later(start, amount):
    for unit in TimeUnit:
        with_first = due(amount, unit, start, counts_start_day=True)
        assert with_first <= due(amount, unit, start)


@given(DAYS)
def test_a_day_is_its_own_next_and_previous_worked_day_or_not_worked(day):
    if PLAIN.is_workday(day):
        assert PLAIN.next_workday(day) == PLAIN.previous_workday(day) == day
    else:
        assert PLAIN.previous_workday(day) < day < PLAIN.next_workday(day)


# --- Bad input and versions ------------------------------------------------------------


@pytest.mark.parametrize("start", [date(1, 1, 1), date(1999, 1, 1), date(9999, 12, 31)])
def test_a_day_outside_the_calendar_is_refused_in_words(start):
    with pytest.raises(DeadlineError, match="超出可计算的范围"):
        due(1, TimeUnit.WORKING_DAYS, start)


@pytest.mark.parametrize("unit", list(TimeUnit))
def test_a_term_beyond_the_calendar_is_refused_in_words(unit):
    with pytest.raises(DeadlineError, match="超出可计算的范围"):
        due(32_000, unit, date(2049, 1, 1), HolidayShift.NEXT)


def test_a_rule_nobody_knows_is_refused_in_words(db):
    with pytest.raises(DeadlineError, match="没有名为“nothing”"):
        find_rule("nothing", date(2026, 11, 23))


def test_the_version_in_force_on_the_day_counts(db):
    old = find_rule("case_screen", date(2026, 1, 1))
    DeadlineRule.objects.filter(pk=old.pk).update(valid_until=date(2027, 1, 1))
    old.pk, old.version, old.amount = None, 2, 1
    old.valid_from = date(2027, 1, 1)
    old.save(force_insert=True)

    assert find_rule("case_screen", date(2026, 12, 31)).amount == 2
    assert find_rule("case_screen", date(2027, 1, 1)).amount == 1


def test_a_date_is_said_with_its_weekday():
    assert cn_date(date(2026, 11, 23)) == "2026年11月23日（周一）"


# --- The command and its document -------------------------------------------------------


def said(capsys, *args):
    call_command("deadline", *args)
    return capsys.readouterr().out


def test_the_command_explains_the_day(db, capsys):
    out = said(capsys, "--rule", "case_answer_county", "--start", "2026-11-30")

    assert out == (
        "2026-12-14\n"
        "2026年11月30日（周一）交办，从第二天起算，10 个工作日，"
        "到2026年12月14日（周一）为止。"
        "依据：《费县社情民意办理办法（示例）》第十二条（规则第 1 版）。\n"
    )


def test_the_command_gives_json(db, capsys):
    out = said(capsys, "--rule", "suggestion_answer", "--start", "2026-11-30", "--json")

    found = json.loads(out)
    sentence = found.pop("sentence")
    assert found == {
        "rule": "suggestion_answer",
        "version": 1,
        "unit": "natural_months",
        "amount": 3,
        "counts_start_day": False,
        "holiday_shift": "next",
        "due": "2027-03-01",
        "calendar": "provisional",
    }
    assert "到2027年2月28日（周日），逢节假日顺延到2027年3月1日（周一）为止" in sentence


def test_the_command_lists_every_rule_with_its_source(db, capsys):
    listed = json.loads(said(capsys, "--list", "--json"))

    assert len(listed) == DeadlineRule.objects.count()
    assert all(row["source"] and row["unit"] in TimeUnit.values for row in listed)
    assert "case_answer_county" in said(capsys, "--list")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--rule", "case_screen"], "请写 --rule 和 --start"),
        (["--rule", "case_screen", "--start", "2026-02-30"], "2026-11-30 这样的日期"),
        (["--rule", "x\x00", "--start", "2026-11-30"], "没有名为"),
        (["--rule", "nothing", "--start", "2026-11-30"], "没有名为“nothing”"),
        (["--rule", "case_screen", "--start", "9999-12-31"], "超出可计算的范围"),
    ],
)
def test_the_command_refuses_in_words(db, args, message):
    with pytest.raises(CommandError, match=message):
        call_command("deadline", *args)


def test_the_document_is_what_the_command_writes(capsys):
    written = (ROOT / "docs" / "deadlines.md").read_text(encoding="utf-8")

    assert written == said(capsys, "--list", "--markdown")
