"""The rota of each contact day: created per month, published, closed."""

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

# An arbitrary advisory lock number; concurrent generators wait for each other.
_ROTA_LOCK = 2_026_0805
# From this day of a month on, the next month's rotas are created.
PLAN_FROM_DAY = 15
# How many months ahead rotas can be made; later calendars are not published yet.
PLAN_AHEAD = 12


class RotaError(ServiceError):
    """The change of the rota is refused. The message is shown to the user."""


def plan_ahead(*, today: date) -> int:
    """Create what is missing for this month and, from the 15th, for the next."""
    created = generate_rotas(month=today, today=today, by=None)
    if today.day >= PLAN_FROM_DAY:
        after = today.replace(day=1) + relativedelta(months=1)
        created += generate_rotas(month=after, today=today, by=None)
    return created


@transaction.atomic
def generate_rotas(*, month: date, today: date, by: User | None) -> int:
    """Create the missing contact days of ``month``; returns how many.

    Every open station with deputies gets its days with all members of its roster who
    are in office. A deputy of a station and of a point under it is placed at the
    station. Existing days do not change, so a second run creates nothing; days before
    ``today`` are skipped. Raises RotaError for a month too far ahead.
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
    """Assign each deputy one place per day, stations before points.

    A place without deputies gets no contact day; a point then shows its station's.
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
    # By level: a deputy of county and town counts among the county's.
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
    """Publish day, place and names, and notify the deputies. Raises RotaError.

    Publishing late is allowed, and shown as late.
    """
    day = lock_day(contact_day)
    if day.state != DayState.DRAFT:
        raise RotaError("已经公布，不用再公布。")
    at = at or timezone.now()
    if timezone.localdate(at) > day.day:
        raise RotaError("接待日已经过去，不能再公布。")
    # Deputies who left office since the rota was made are not published.
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
    """Notify the deputy of a duty, once per ``part``.

    Without an account nobody is notified.
    """
    user = duty.deputy.user
    if user is not None:
        key = f"{kind}:{duty.pk}:{part}"
        url = duty.contact_day.get_absolute_url()
        notify(key=key, kind=kind, title=title, text=text, url=url, user=user)


@transaction.atomic
def change_place(
    *, contact_day: ContactDay, place: str, hours: str, by: User
) -> ContactDay:
    """Change place and time, until the day is over. Raises RotaError."""
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
    """Set a station's own schedule; unpublished days are generated again.

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
    """The contact day with its station, locked."""
    rows = ContactDay.objects.select_for_update(of=("self",))
    return rows.select_related("station__division__parent").get(pk=contact_day.pk)


def days_to_close(today: date, wait: timedelta) -> list[ContactDay]:
    """Published days that ended longer than ``wait`` ago."""
    rows = ContactDay.objects.filter(state=DayState.PUBLISHED, day__lt=today - wait)
    return list(rows.order_by("pk"))
