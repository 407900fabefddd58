"""A station's next contact day as shown to residents: when, where, who."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Prefetch

from deputies.contact.enums import RhythmKind
from deputies.contact.models import ContactDay, RosterDuty
from deputies.contact.rules import days as contact_days
from deputies.contact.services.rhythms import days_in_month
from deputies.stations.models import LiaisonStation
from office.calendar.services.deadlines import load_calendar


@dataclass(frozen=True)
class NextRota:
    """``rota`` is the published rota; None if it is not published yet."""

    day: date
    sentence: str
    rota: ContactDay | None

    @property
    def names(self) -> list[str]:
        rota: Any = self.rota
        return [duty.deputy.name for duty in rota.coming] if rota else []


def next_rota(station: LiaisonStation, today: date) -> NextRota:
    """The first contact day that is not over.

    A point without deputies shows its station's.
    """
    rota = _published(station, today)
    if rota is None and station.parent_id is not None:
        rota = _published(station.parent, today)
    expected, rule = _expected(station, today)
    if rota is not None and rota.day <= expected.day:
        moved = contact_days.ContactDay(rota.day, rota.original_day, expected.basis)
        return NextRota(rota.day, rule or moved.sentence, rota)
    return NextRota(expected.day, rule or expected.sentence, None)


def _published(station: LiaisonStation, today: date) -> ContactDay | None:
    coming = Prefetch(
        "duties",
        RosterDuty.objects.not_excused()
        .select_related("deputy")
        .order_by("mandate__level", "pk"),
        to_attr="coming",
    )
    days = station.contact_days.announced().coming(today)
    return days.select_related("station").prefetch_related(coming).first()


def _expected(
    station: LiaisonStation, today: date
) -> tuple[contact_days.ContactDay, str]:
    """The next day by the station's own schedule, and that schedule in words if any."""
    return coming_days(station, today, 1)[0], rhythm_said(station)


def rhythm_said(station: LiaisonStation) -> str:
    """``接待日是每月第二个星期三。``; "" if the county's rule applies."""
    rhythm = getattr(station, "rhythm", None)
    if rhythm is None or rhythm.kind == RhythmKind.MONTH_DAY:
        return ""
    return f"接待日是{rhythm.said}。"


def coming_days(
    station: LiaisonStation, today: date, count: int
) -> list[contact_days.ContactDay]:
    """The next ``count`` contact days of a station, by its own schedule if it has one."""
    rhythm = getattr(station, "rhythm", None)
    if rhythm is None:
        return contact_days.coming_contact_days(today, count)
    calendar = load_calendar()
    first = today.replace(day=1) - relativedelta(months=1)
    # An interval of eight weeks leaves out at most one month.
    months = (first + relativedelta(months=n) for n in range(2 * count + 3))
    days = [
        day
        for month in months
        for day in days_in_month(rhythm, month.year, month.month, calendar)
        if day.day >= today
    ]
    # A schedule that starts later has no day yet: until then the county's rule applies.
    return days[:count] or contact_days.coming_contact_days(today, count)
