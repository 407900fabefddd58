"""The clock: working days with 调休, natural days, natural months, and the sentence.

Three measures that are never mixed. A year whose days off are not yet
published falls back to weekends and the fixed statutory days, and says so.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from django.db import connection

from office.calendar.enums import CalendarBasis, HolidayShift, TimeUnit
from office.calendar.models.days import CalendarChange, CalendarDay, CalendarYear
from office.calendar.models.deadlines import DeadlineRule
from office.text.errors import ServiceError

# 全国年节及纪念日放假办法（2024 修订）第二条: the days whose solar date is fixed.
# 春节、清明、端午、中秋 move with the moon and cannot be guessed from the date alone.
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_NEWEST = f"SELECT max(id) FROM {CalendarChange._meta.db_table}"  # noqa: S608
WEEKDAYS = "一二三四五六日"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2060, 12, 31)


class DeadlineError(ServiceError):
    """There is no such rule, or the day lies outside what can be counted."""


class WorkCalendar:
    """Which days are worked, as one sorted tuple, so that counting is a bisection."""

    def __init__(self, revision: int, special: dict[date, bool], published: set[int]):
        self.revision = revision
        self.published = frozenset(published)
        self._special = special
        days = (LAST_DAY - FIRST_DAY).days + 1
        every = (FIRST_DAY + timedelta(days=n) for n in range(days))
        self._worked = tuple(day for day in every if self._reckon(day))

    def _reckon(self, day: date) -> bool:
        if day in self._special:
            return self._special[day]
        if day.year not in self.published and (day.month, day.day) in FIXED_HOLIDAYS:
            return False
        return day.weekday() < 5

    def is_workday(self, day: date) -> bool:
        at = bisect_left(self._worked, day)
        return at < len(self._worked) and self._worked[at] == day

    def next_workday(self, day: date) -> date:
        """``day`` itself when worked, else the first worked day after it."""
        return self._worked[bisect_left(self._worked, day)]

    def previous_workday(self, day: date) -> date:
        """``day`` itself when worked, else the last worked day before it."""
        return self._worked[bisect_right(self._worked, day) - 1]

    def add_workdays(self, day: date, count: int) -> date:
        """The ``count``-th worked day after ``day`` (before it, when negative)."""
        if count < 0:
            return self._worked[bisect_left(self._worked, day) + count]
        return self._worked[bisect_right(self._worked, day) + count - 1]

    def workdays_between(self, start: date, end: date) -> int:
        """Worked days after ``start`` up to and including ``end``; never negative."""
        count = bisect_right(self._worked, end) - bisect_right(self._worked, start)
        return max(count, 0)

    def workdays_in(self, first: date, last: date) -> tuple[date, ...]:
        """The worked days from ``first`` to ``last``, both included."""
        return self._worked[
            bisect_left(self._worked, first) : bisect_right(self._worked, last)
        ]

    def basis(self, start: date, end: date) -> CalendarBasis:
        """PROVISIONAL as soon as one year between the days is not published."""
        years = range(start.year, end.year + 1)
        if all(year in self.published for year in years):
            return CalendarBasis.PUBLISHED
        return CalendarBasis.PROVISIONAL


def load_calendar() -> WorkCalendar:
    """The calendar as it stands now; kept in memory until its revision changes."""
    # By hand: every page with a deadline asks, and Django takes longer over an aggregate
    # than the database.
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        return _calendar(cursor.fetchone()[0] or 0)


@lru_cache(maxsize=2)
def _calendar(revision: int) -> WorkCalendar:
    special = dict(CalendarDay.objects.values_list("day", "is_workday"))
    published = set(CalendarYear.objects.values_list("year", flat=True))
    return WorkCalendar(revision, special, published)


def find_rule(name: str, on: date) -> DeadlineRule:
    """The version of rule ``name`` in force on ``on``. Raises DeadlineError."""
    rule = (
        DeadlineRule.objects.filter(name=name.replace("\x00", ""), valid_from__lte=on)
        .exclude(valid_until__lte=on)
        .order_by("-version")
        .first()
    )
    if rule is None:
        raise DeadlineError(f"没有名为“{name}”、在 {on:%Y-%m-%d} 有效的期限规则。")
    return rule


def time_allowed(name: str, on: date) -> str:
    """The time that rule ``name`` allows on ``on``, in words for a sentence."""
    rule = find_rule(name, on)
    return f"{rule.amount} {TimeUnit(rule.unit).label}内"


@dataclass(frozen=True)
class Deadline:
    """A due day with all it was counted from."""

    rule: DeadlineRule
    start: date
    due: date
    basis: CalendarBasis
    revision: int
    # The last day before it was moved off a holiday; None when it did not move.
    moved_from: date | None = None

    @property
    def sentence(self) -> str:
        """How the day was counted, in words a resident understands."""
        rule = self.rule
        whence = "当天" if rule.counts_start_day else "第二天"
        parts = [
            f"{cn_date(self.start)}{rule.start_event}，从{whence}起算",
            f"{rule.amount} {TimeUnit(rule.unit).label}",
        ]
        if self.moved_from:
            way = "顺延" if self.due > self.moved_from else "提前"
            parts.append(
                f"到{cn_date(self.moved_from)}，逢节假日{way}到{cn_date(self.due)}为止"
            )
        else:
            parts.append(f"到{cn_date(self.due)}为止")
        text = "，".join(parts) + "。"
        if self.basis == CalendarBasis.PROVISIONAL:
            text += "其中有的年份还没有发布放假安排，暂按未发布日历推算。"
        return text + f"依据：{rule.source}（规则第 {rule.version} 版）。"


def count_deadline(
    rule: DeadlineRule, start: date, calendar: WorkCalendar | None = None
) -> Deadline:
    """When what started on ``start`` is due by ``rule``.

    Natural months are counted by the calendar (2026-11-30 and three months give
    2027-02-28), never as 30 days each.
    """
    calendar = calendar or load_calendar()
    if not FIRST_DAY <= start <= LAST_DAY - timedelta(days=3660):
        raise DeadlineError(f"日期 {start:%Y-%m-%d} 超出可计算的范围。")
    try:
        last = _last_day(rule, start, calendar)
        due = _shifted(rule, last, calendar)
    except (IndexError, OverflowError) as error:
        raise DeadlineError("期限太长，超出可计算的范围。") from error
    basis = calendar.basis(start, max(due, last))
    moved_from = last if due != last else None
    return Deadline(rule, start, due, basis, calendar.revision, moved_from)


def _last_day(rule: DeadlineRule, start: date, calendar: WorkCalendar) -> date:
    if rule.unit == TimeUnit.WORKING_DAYS:
        counted_from = start - timedelta(days=1) if rule.counts_start_day else start
        return calendar.add_workdays(counted_from, rule.amount)
    if rule.unit == TimeUnit.NATURAL_DAYS:
        return start + timedelta(days=rule.amount - rule.counts_start_day)
    last = start + relativedelta(months=rule.amount)
    # 民法典 第二百零二条: without a corresponding day the month's last day is the end,
    # also for a term that counts its first day.
    if rule.counts_start_day and last.day == start.day:
        last -= timedelta(days=1)
    return last


def _shifted(rule: DeadlineRule, last: date, calendar: WorkCalendar) -> date:
    # 民法典 第二百零三条: a last day that is a holiday moves to the day after it.
    if rule.unit == TimeUnit.WORKING_DAYS or rule.holiday_shift == HolidayShift.NONE:
        return last
    if rule.holiday_shift == HolidayShift.NEXT:
        return calendar.next_workday(last)
    return calendar.previous_workday(last)


def cn_date(day: date) -> str:
    """``2026年11月23日（周一）``."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
