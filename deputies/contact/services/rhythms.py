"""Contact days of a station in a month, by its own schedule or on the county's 5th."""

from collections.abc import Iterator
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from deputies.contact.enums import RhythmKind
from deputies.contact.models import ContactRhythm
from deputies.contact.rules import days as contact_days
from office.calendar.enums import HolidayShift
from office.calendar.services.deadlines import WorkCalendar


def days_in_month(
    rhythm: ContactRhythm | None, year: int, month: int, calendar: WorkCalendar
) -> list[contact_days.ContactDay]:
    """The days that count for the month, each moved off a holiday.

    The station's rule says in which direction. Two nominal days moved to the same day
    become one.
    """
    if rhythm is None:
        return [contact_days.contact_day_of(year, month, calendar)]
    shift = HolidayShift(rhythm.shift)
    if rhythm.kind == RhythmKind.MONTH_DAY:
        return [contact_days.contact_day_of(year, month, calendar, shift)]
    found: dict[date, contact_days.ContactDay] = {}
    for nominal in _nominal(rhythm, date(year, month, 1)):
        day = contact_days.moved(nominal, calendar, shift)
        found.setdefault(
            day, contact_days.ContactDay(day, nominal, calendar.basis(nominal, day))
        )
    return list(found.values())


def _nominal(rhythm: ContactRhythm, first: date) -> Iterator[date]:
    last = first + relativedelta(months=1, days=-1)
    if rhythm.kind == RhythmKind.MONTH_WEEKDAY:
        rule = rrule(
            MONTHLY,
            dtstart=_at(first),
            until=_at(last),
            byweekday=weekday(rhythm.weekday, rhythm.nth),
        )
    else:
        rule = rrule(
            WEEKLY,
            dtstart=_at(rhythm.begins_on),
            until=_at(last),
            interval=rhythm.every,
            byweekday=weekday(rhythm.weekday),
        )
    return (day.date() for day in rule if day.date() >= first)


def _at(day: date) -> datetime:
    # rrule works with datetimes; midnight without a time zone stands for a date.
    return datetime.combine(day, time())
