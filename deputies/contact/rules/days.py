"""联系选民日: the 5th of each month, moved if it is not a working day."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from office.calendar.enums import CalendarBasis, HolidayShift
from office.calendar.services.deadlines import WorkCalendar, cn_date, load_calendar

DAY_OF_MONTH = 5


@dataclass(frozen=True)
class ContactDay:
    """``day`` is when it takes place, ``nominal`` the 5th that it counts for."""

    day: date
    nominal: date
    basis: CalendarBasis

    @property
    def is_provisional(self) -> bool:
        return self.basis == CalendarBasis.PROVISIONAL

    @property
    def sentence(self) -> str:
        """Why it is on this day, in words a resident understands."""
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
    """The contact day of a month: the 5th, moved by ``shift`` if it is a day off."""
    nominal = date(year, month, DAY_OF_MONTH)
    day = moved(nominal, calendar, shift)
    return ContactDay(day, nominal, calendar.basis(nominal, day))


def moved(nominal: date, calendar: WorkCalendar, shift: HolidayShift) -> date:
    """The day to which ``shift`` moves a day off; a working day is not moved."""
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
    """The next ``count`` contact days, one per month, today included.

    Without ``calendar`` the stored one is read.
    """
    calendar = calendar or load_calendar()
    # Moved later, last month's day may still be ahead; moved earlier, next month's may
    # be first.
    first = today.replace(day=1) - relativedelta(months=1)
    months = (first + relativedelta(months=n) for n in range(count + 3))
    days = (contact_day_of(m.year, m.month, calendar, shift) for m in months)
    return [day for day in days if day.day >= today][:count]


def next_contact_day(
    today: date,
    calendar: WorkCalendar | None = None,
    shift: HolidayShift = HolidayShift.NEXT,
) -> ContactDay:
    """The first contact day not before ``today``."""
    return coming_contact_days(today, 1, calendar, shift)[0]
