"""The rota of each contact day: made for a month, published, closed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from deputies.contact.enums import DayState, DutyState
from deputies.contact.models import USUAL_HOURS, ContactDay, ContactRhythm, RosterDuty
from deputies.contact.services.rhythms import days_in_month
from deputies.register.models import Mandate
from deputies.stations.enums import StationKind
from deputies.stations.models import LiaisonStation
from office.audit import services as audit
from office.calendar.services.deadlines import WorkCalendar, cn_date, load_calendar
from office.models import User
from office.notices.services.outbox import notify
from office.text.errors import ServiceError

# Any number; two makers of rotas wait for one another.
_ROTA_LOCK = 2_026_0805
# Next month's rotas are made in the second half of this one.
PLAN_FROM_DAY = 15
# Months for which rotas can be made; later ones hang on calendars not yet published.
PLAN_AHEAD = 12


class RotaError(ServiceError):
    """The rota cannot be changed like this. The message is written for the user."""


def plan_ahead(*, today: date) -> int:
    """Make what is missing for this month and, from the 15th, for the next."""
    made = generate_rotas(month=today, today=today, by=None)
    if today.day >= PLAN_FROM_DAY:
        after = today.replace(day=1) + relativedelta(months=1)
        made += generate_rotas(month=after, today=today, by=None)
    return made


@transaction.atomic
def generate_rotas(*, month: date, today: date, by: User | None) -> int:
    """Make the contact days of ``month`` that are missing; returns how many.

    Every open station with deputies gets its days with everybody of its roster who is
    in office. A deputy of a station and of a point under it is put at the station. What
    exists is not touched, so a second run makes nothing; days before ``today`` are past.
    Raises RotaError for a month too far off to be planned.
    """
    if (
        not 0
        <= (month.year - today.year) * 12 + month.month - today.month
        <= PLAN_AHEAD
    ):
        raise RotaError(f"只能排本月到 {PLAN_AHEAD} 个月以后的。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ROTA_LOCK])
    calendar = load_calendar()
    plan = _placed(_missing_days(month, today, calendar))
    ContactDay.objects.bulk_create(day for day, _ in plan)
    RosterDuty.objects.bulk_create(_duty(day, m) for day, seats in plan for m in seats)
    if plan:
        detail = {"month": f"{month:%Y-%m}", "days": len(plan)}
        audit.record(action="generate_rotas", by=by, detail=detail)
    return len(plan)


def _missing_days(month: date, today: date, calendar: WorkCalendar) -> list[ContactDay]:
    seats = Mandate.objects.in_office()
    stations = (
        LiaisonStation.objects.filter(is_open=True, roster__in=seats)
        .select_related("rhythm")
        .distinct()
    )
    known = set(
        ContactDay.objects.of_month(month).values_list("station", "original_day")
    )
    return [
        ContactDay(
            station=station,
            day=found.day,
            original_day=found.nominal,
            place=station.address,
            hours=rhythm.hours if rhythm else USUAL_HOURS,
        )
        for station in stations
        for rhythm in [_rhythm_of(station)]
        for found in days_in_month(rhythm, month.year, month.month, calendar)
        if (station.pk, found.nominal) not in known and found.day >= today
    ]


def _rhythm_of(station: LiaisonStation) -> ContactRhythm | None:
    return station.rhythm if hasattr(station, "rhythm") else None


def _placed(days: list[ContactDay]) -> list[tuple[ContactDay, list[Mandate]]]:
    """Each day with its people: one place a day for everybody, stations before points.

    Where nobody is left there is no contact day; a point then shows its station's.
    """
    taken = set(
        RosterDuty.objects.not_excused()
        .filter(day__in={day.day for day in days})
        .values_list("deputy", "day")
    )
    rosters = _rosters_of(days)
    plan = []
    for day in sorted(days, key=lambda d: (_rank(d.station), d.station.code, d.day)):
        seats = []
        for mandate in rosters.get(day.station_id, []):
            if (mandate.deputy_id, day.day) not in taken:
                taken.add((mandate.deputy_id, day.day))
                seats.append(mandate)
        if seats:
            plan.append((day, seats))
    return plan


def _rank(station: LiaisonStation) -> int:
    return 0 if station.kind == StationKind.STATION else 1


def _rosters_of(days: Iterable[ContactDay]) -> dict[int, list[Mandate]]:
    through = LiaisonStation.roster.through.objects.filter(
        liaisonstation__in={day.station_id for day in days}
    ).values_list("liaisonstation_id", "mandate_id")
    # By level: who sits for county and town is counted among the county's deputies.
    seats = Mandate.objects.in_office().order_by("level", "pk").in_bulk()
    rosters: dict[int, list[Mandate]] = {}
    for station_id, mandate_id in sorted(through):
        if mandate_id in seats:
            rosters.setdefault(station_id, []).append(seats[mandate_id])
    for mandates in rosters.values():
        mandates.sort(key=lambda m: (m.level, m.pk))
    return rosters


def _duty(day: ContactDay, mandate: Mandate) -> RosterDuty:
    return RosterDuty(
        contact_day=day, day=day.day, deputy_id=mandate.deputy_id, mandate=mandate
    )


@transaction.atomic
def publish_rota(
    *, contact_day: ContactDay, by: User | None, at: datetime | None = None
) -> ContactDay:
    """Make day, place and names known, and tell the deputies. Raises RotaError.

    Late is allowed and shown as late: residents must know even so.
    """
    day = lock_day(contact_day)
    if day.state != DayState.DRAFT:
        raise RotaError("已经公布，不用再公布。")
    at = at or timezone.now()
    if timezone.localdate(at) > day.day:
        raise RotaError("接待日已经过去，不能再公布。")
    # Whoever left office since the rota was made is not announced.
    day.duties.exclude(mandate__in=Mandate.objects.in_office()).delete()
    if not day.duties.filter(state=DutyState.DUE).exists():
        raise RotaError("名单上没有应到的代表，请先排人。")
    day.state, day.published_at, day.published_by = DayState.PUBLISHED, at, by
    day.save()
    _notify_of_rota(day)
    audit.record(action="publish_rota", by=by, object=day)
    return day


def _notify_of_rota(day: ContactDay) -> None:
    text = (
        f"{cn_date(day.day)} {day.hours}，{day.place}。不能到的，请提前请假或者换班。"
    )
    for duty in day.duties.filter(state=DutyState.DUE).select_related("deputy__user"):
        notify_deputy(duty, "rota_published", f"您在{day.station}的接待日", text)


def notify_deputy(
    duty: RosterDuty, kind: str, title: str, text: str, *, part: str = ""
) -> None:
    """Tell the deputy of a duty once for each ``part``; one without account is not."""
    user = duty.deputy.user
    if user is not None:
        key = f"{kind}:{duty.pk}:{part}"
        url = duty.contact_day.get_absolute_url()
        notify(key=key, kind=kind, title=title, text=text, url=url, user=user)


@transaction.atomic
def change_place(
    *, contact_day: ContactDay, place: str, hours: str, by: User
) -> ContactDay:
    """Where and when, as long as it is not over. Raises RotaError."""
    day = lock_day(contact_day)
    if day.state == DayState.HELD:
        raise RotaError("接待日已经结束，不能再改。")
    day.place, day.hours = place.strip(), hours.strip()
    try:
        day.full_clean()
    except ValidationError as error:
        raise RotaError(" ".join(error.messages)) from error
    day.save()
    audit.record(action="change_place", by=by, object=day)
    return day


@transaction.atomic
def set_rhythm(
    *, station: LiaisonStation, by: User | None, **facts: object
) -> ContactRhythm:
    """Give a station a rhythm of its own; drafts not yet announced are made anew.

    ``facts`` are the fields of ContactRhythm. Raises RotaError.
    """
    rhythm = ContactRhythm.objects.select_for_update().filter(station=station).first()
    rhythm = rhythm or ContactRhythm(station=station)
    for name, value in facts.items():
        setattr(rhythm, name, value)
    try:
        rhythm.full_clean()
    except ValidationError as error:
        raise RotaError(" ".join(error.messages)) from error
    rhythm.save()
    drafts = station.contact_days.filter(state=DayState.DRAFT)
    months = {day.original_day.replace(day=1) for day in drafts}
    drafts.delete()
    today = timezone.localdate()
    for month in sorted(months):
        generate_rotas(month=month, today=today, by=by)
    audit.record(action="set_rhythm", by=by, object=station, reason=rhythm.reason)
    return rhythm


def lock_day(contact_day: ContactDay) -> ContactDay:
    """The row, held; its station comes with it."""
    rows = ContactDay.objects.select_for_update(of=("self",))
    return rows.select_related("station__division__parent").get(pk=contact_day.pk)


def days_to_close(today: date, wait: timedelta) -> list[ContactDay]:
    """Published days that ended longer than ``wait`` ago."""
    rows = ContactDay.objects.filter(state=DayState.PUBLISHED, day__lt=today - wait)
    return list(rows.order_by("pk"))
