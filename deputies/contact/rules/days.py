"""联系选民日: the 5th of each month, moved when that is not a worked day."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from office.calendar.enums import CalendarBasis, HolidayShift
from office.calendar.services.deadlines import WorkCalendar, cn_date, load_calendar

DAY_OF_MONTH = 5


@dataclass(frozen=True)
class ContactDay:
    """``day`` is when deputies are there; ``nominal`` the 5th it stands and counts for."""

    day: date
    nominal: date
    basis: CalendarBasis

    @property
    def is_provisional(self) -> bool:
        return self.basis == CalendarBasis.PROVISIONAL

    @property
    def sentence(self) -> str:
        """Why it is this day, in words a resident understands."""
        rule = f"接待日是每月 {DAY_OF_MONTH} 日。"
        if self.day != self.nominal:
            moved = "顺延到" if self.day > self.nominal else "提前到"
            rule += f"{cn_date(self.nominal)}不上班，{moved}{cn_date(self.day)}。"
        if self.is_provisional:
            rule += "这一年还没有发布放假安排，日子暂定。"
        return rule


def contact_day_of(
    year: int,
    month: int,
    calendar: WorkCalendar,
    shift: HolidayShift = HolidayShift.NEXT,
) -> ContactDay:
    """The contact day of a month: the 5th, or as ``shift`` says when it is not worked."""
    nominal = date(year, month, DAY_OF_MONTH)
    day = moved(nominal, calendar, shift)
    return ContactDay(day, nominal, calendar.basis(nominal, day))


def moved(nominal: date, calendar: WorkCalendar, shift: HolidayShift) -> date:
    """Where ``shift`` puts a day that is not worked; a worked day stays."""
    if shift == HolidayShift.NEXT:
        return calendar.next_workday(nominal)
    if shift == HolidayShift.PREVIOUS:
        return calendar.previous_workday(nominal)
    return nominal


def coming_contact_days(
    today: date,
    count: int,
    calendar: WorkCalendar | None = None,
    shift: HolidayShift = HolidayShift.NEXT,
) -> list[ContactDay]:
    """The next ``count`` contact days, one a month; today's is still coming.

    Without ``calendar`` the office's own is read.
    """
    calendar = calendar or load_calendar()
    # Moved forward, last month's day may still be ahead; moved back, next month's is near.
    first = today.replace(day=1) - relativedelta(months=1)
    months = (first + relativedelta(months=n) for n in range(count + 3))
    days = (contact_day_of(m.year, m.month, calendar, shift) for m in months)
    return [day for day in days if day.day >= today][:count]


def next_contact_day(
    today: date,
    calendar: WorkCalendar | None = None,
    shift: HolidayShift = HolidayShift.NEXT,
) -> ContactDay:
    """The first contact day that is not over on ``today``."""
    return coming_contact_days(today, 1, calendar, shift)[0]
