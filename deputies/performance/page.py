"""The public record of one deputy's work in one year.

代表法（2025）第五十八条: basic information of deputies and their activities are
published. Reasons of leave, scores, and unverified declarations are not.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deputies.activities.enums.records import DEDUCTED_KINDS, RecordKind
from deputies.activities.models.activities import Activity
from deputies.activities.models.records import ActivityRecord
from deputies.contact.enums import DayState, DutyState
from deputies.contact.figures import Attendance
from deputies.contact.models import RosterDuty
from deputies.register.models import Deputy
from office.text.masking import mask_text

# Larger than any real year; a safety limit.
MOST = 100
# These are listed one by one, or counted in the attendance.
LISTED = {RecordKind.CHECK_IN, *DEDUCTED_KINDS}


@dataclass(frozen=True)
class PublicActivity:
    row: Activity
    title: str


@dataclass(frozen=True)
class PublicRecord:
    """The rows of ``year``; ``counts`` are pairs of the kind's label and a number."""

    year: int
    years: list[int]
    duties: list[RosterDuty]
    activities: list[PublicActivity]
    counts: list[tuple[str, int]]
    attendance: Attendance | None


def record_of(deputy: Deputy, year: int | None, today: date) -> PublicRecord:
    """The record of ``year``; by default the newest year with rows, else this year."""
    activity_records = list(
        ActivityRecord.objects.counting()
        .filter(deputy=deputy)
        .values_list("kind", "day__year")
    )
    past = RosterDuty.objects.counting().filter(deputy=deputy, day__lt=today)
    worked = {y for _, y in activity_records} | set(
        past.values_list("day__year", flat=True)
    )
    years: list[Any] = sorted(worked, reverse=True) or [today.year]
    year = year if year in years else years[0]
    duties = list(
        past.filter(day__year=year)
        .select_related("contact_day__station")
        .order_by("-day", "-pk")[:MOST]
    )
    return PublicRecord(
        year=year,
        years=years,
        duties=duties,
        activities=_activities(deputy, year),
        counts=_counts([kind for kind, of_year in activity_records if of_year == year]),
        attendance=_attendance(duties),
    )


def coming_duties(deputy: Deputy, today: date) -> list[RosterDuty]:
    """The next published contact days with this deputy on the rota, nearest first."""
    rows = RosterDuty.objects.counting().not_excused()
    rows = rows.filter(deputy=deputy, day__gte=today)
    return list(rows.select_related("contact_day__station").order_by("day", "pk")[:6])


def _activities(deputy: Deputy, year: int) -> list[PublicActivity]:
    """Only titles, masked: the texts name other people."""
    rows = Activity.objects.granted().filter(deputy=deputy, day__year=year)
    return [
        PublicActivity(row, mask_text(row.title))
        for row in rows.order_by("-day", "-pk")[:MOST]
    ]


def _counts(kinds: list[str]) -> list[tuple[str, int]]:
    return [
        (str(kind.label), kinds.count(kind))
        for kind in RecordKind
        if kind not in LISTED and kind in kinds
    ]


def _attendance(duties: list[RosterDuty]) -> Attendance | None:
    """Of closed days only: until then paper can still be entered."""
    closed = [d for d in duties if d.contact_day.state == DayState.HELD]
    if not closed:
        return None
    states = [duty.state for duty in closed]
    return Attendance(
        name="联系选民日报到",
        came=states.count(DutyState.CAME),
        due=len(states) - states.count(DutyState.EXCUSED),
        excused=states.count(DutyState.EXCUSED),
        measure="次",
    )
