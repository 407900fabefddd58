"""Imports 放假安排 of the State Council from files: first a plan, then applied."""

import json
from dataclasses import dataclass
from datetime import date

from office.calendar.models.days import CalendarChange, CalendarDay, CalendarYear
from office.calendar.services.days import CalendarError, change_calendar
from office.calendar.services.deadlines import FIRST_DAY, LAST_DAY
from office.people.models import User
from office.text.cleaning import clean_text

LARGEST_FILE = 1024 * 1024
# What reading a strange file may raise; brackets in brackets end in a RecursionError.
_NO_NOTICE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)


@dataclass(frozen=True)
class HolidayPlan:
    """What importing one year would change. ``days`` maps a day to (is worked, name)."""

    year: int
    source: str
    is_published: bool
    days: dict[date, tuple[bool, str]]
    removed: list[date]
    is_new_year: bool

    @property
    def changes_nothing(self) -> bool:
        return not (self.days or self.removed or self.is_new_year)

    @property
    def summary(self) -> str:
        if not self.is_published:
            return f"{self.year}年还没有公布放假安排，仍按周末和固定节日推算。"
        if self.changes_nothing:
            return f"{self.year}年与已有的一致，不用改。"
        return f"{self.year}年：新增或更改 {len(self.days)} 天，去掉 {len(self.removed)} 天。"


def plan_holidays(content: bytes) -> HolidayPlan:
    """Compare one year's JSON with the calendar. Nothing is written.

    ``{"year", "papers": [url], "days": [{"name", "date", "isOffDay"}]}``; a year without
    days is one that is not published. Raises CalendarError.
    """
    year, papers, days = _read(content)
    # A weekend day off and a weekday worked are not special.
    special = {d: v for d, v in days.items() if v[0] != (d.weekday() < 5)}
    known = dict(
        CalendarDay.objects.filter(day__year=year).values_list("day", "is_workday")
    )
    is_published = bool(days)
    return HolidayPlan(
        year=year,
        source=("；".join(papers) or "国务院办公厅放假通知")[:200],
        is_published=is_published,
        days={d: v for d, v in special.items() if known.get(d) != v[0]},
        removed=sorted(known.keys() - special.keys()) if is_published else [],
        is_new_year=is_published and not CalendarYear.objects.filter(pk=year).exists(),
    )


def _read(content: bytes) -> tuple[int, list[str], dict[date, tuple[bool, str]]]:
    if len(content) > LARGEST_FILE:
        raise CalendarError("文件太大，不是放假安排。")
    try:
        page = json.loads(content.decode("utf-8-sig"))
        year, papers = (
            int(page["year"]),
            [_words(one) for one in page.get("papers") or []],
        )
        days = {
            date.fromisoformat(row["date"]): (
                _worked(row["isOffDay"]),
                _words(row["name"]),
            )
            for row in page["days"]
        }
    except _NO_NOTICE as error:
        raise CalendarError("不是放假安排的 JSON（要有 year 和 days）。") from error
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise CalendarError("年份超出工作日历的范围。")
    # A notice may name the last days of the previous year (up to 12-31), and no others.
    strange = [day for day in days if abs(day.year - year) > 1]
    if strange:
        raise CalendarError(f"{strange[0]:%Y-%m-%d} 不是{year}年的日子。")
    return year, papers, {d: v for d, v in days.items() if d.year == year}


def _words(said: object) -> str:
    """Text that the database can hold: no NUL, no half of a character."""
    return clean_text(str(said).encode(errors="ignore").decode())


def _worked(is_off: object) -> bool:
    if not isinstance(is_off, bool):
        raise TypeError("isOffDay is not a boolean")
    return not is_off


def import_holidays(*, plan: HolidayPlan, by: User | None) -> CalendarChange | None:
    """Apply ``plan``; None if there is nothing to change."""
    if not plan.is_published or plan.changes_nothing:
        return None
    return change_calendar(
        days=plan.days,
        removed=plan.removed,
        published_years={plan.year: plan.source},
        note=f"导入{plan.year}年放假安排",
        by=by,
    )
