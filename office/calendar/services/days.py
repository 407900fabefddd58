"""Changes of the working calendar. Each gets a number; deadlines are recomputed."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction

from office.audit import services as audit
from office.calendar.models.days import CalendarChange, CalendarDay, CalendarYear
from office.calendar.services.deadlines import FIRST_DAY, LAST_DAY
from office.people.models import User
from office.text.errors import ServiceError


class CalendarError(ServiceError):
    """The change is refused; the text is shown to the user."""


@transaction.atomic
def change_calendar(
    *,
    days: Mapping[date, tuple[bool, str]],
    removed: Iterable[date] = (),
    published_years: Mapping[int, str] | None = None,
    note: str,
    by: User | None,
) -> CalendarChange:
    """Set special days (worked or not, with a name), remove others, publish years.

    After the commit the tasks in AFTER_CALENDAR_CHANGE recompute what depends on it.
    """
    removed = sorted(removed)
    if not days and not removed and not published_years:
        raise CalendarError("没有要改的日子。")
    _check_range([*days, *removed])
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(day=day, is_workday=works, name=name[:40])
            # Sorted, so that two concurrent changes wait for each other and do not
            # deadlock.
            for day, (works, name) in sorted(days.items())
        ],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_workday", "name"],
    )
    CalendarDay.objects.filter(day__in=removed).delete()
    for year, source in (published_years or {}).items():
        CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    change = CalendarChange.objects.create(note=note[:200], by=by)
    audit.record(action="change_calendar", by=by, object=change, reason=note[:200])
    for name in settings.AFTER_CALENDAR_CHANGE:
        transaction.on_commit(partial(current_app.send_task, name))
    return change


def _check_range(days: Iterable[date]) -> None:
    for day in days:
        if not FIRST_DAY <= day <= LAST_DAY:
            raise CalendarError(f"{day:%Y-%m-%d} 超出工作日历的范围。")
