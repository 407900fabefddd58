"""What every installation starts with: deadline rules and the published calendar.

Loaded after every migrate (and after a flush). What the office changed stays: a rule is
added when its version is missing, a year when it is not yet in the table.
"""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
from django.db import transaction

from office.calendar.models.days import CalendarChange, CalendarDay, CalendarYear
from office.calendar.models.deadlines import DeadlineRule

RULES = Path(__file__).resolve().parents[1] / "reference" / "deadline_rules.json"
SOURCE = "国务院办公厅关于{year}年部分节假日安排的通知"
FIRST_YEAR = 2004


@transaction.atomic
def load_reference() -> None:
    """Add the rules and the years that are missing; running it twice changes nothing."""
    load_rules(read_rules())
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [year for year in published_years() if year not in known]
    if missing:
        _load_years(missing)


def read_rules() -> list[dict]:
    """The rules that come with the program, each with the fields of DeadlineRule."""
    return json.loads(RULES.read_text(encoding="utf-8"))


def load_rules(rows: list[dict]) -> int:
    """Add the rule versions that are missing; a version that is used never changes."""
    known = set(DeadlineRule.objects.values_list("name", "version"))
    new = [row for row in rows if (row["name"], row["version"]) not in known]
    DeadlineRule.objects.bulk_create(DeadlineRule(**row) for row in new)
    return len(new)


def published_years() -> list[int]:
    """The years whose days off the library knows."""
    return sorted({day.year for day in chinese_calendar.constants.holidays})


def _load_years(years: list[int]) -> None:
    CalendarYear.objects.bulk_create(
        CalendarYear(year=year, source=SOURCE.format(year=year)) for year in years
    )
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(day=day, is_workday=is_workday, name=name)
            for year in years
            for day, is_workday, name in special_days(year)
        ],
        ignore_conflicts=True,
    )
    named = "、".join(str(year) for year in years)
    CalendarChange.objects.create(note=f"载入{named}年放假安排"[:200], by=None)


@cache
def special_days(year: int) -> list[tuple[date, bool, str]]:
    """The days of ``year`` that are not what their weekday says: day, is_workday, name.

    Computed once a process: the library takes a third of a second for all years, and
    every flush loads them again.
    """
    found, day = [], date(year, 1, 1)
    while day.year == year:
        is_workday = chinese_calendar.is_workday(day)
        if is_workday != (day.weekday() < 5):
            found.append((day, is_workday, _name(day, is_workday)))
        day += timedelta(days=1)
    return found


def _name(day: date, works: bool) -> str:
    known = chinese_calendar.constants
    holiday = (known.workdays if works else known.holidays).get(day, "")
    chinese = {h.value: h.chinese for h in known.Holiday}.get(holiday, "节假日")
    return f"{chinese}调休上班" if works else chinese
