"""Contact days of the demonstration: rotas, check-ins and receptions of past months.

The last contact day has the county's own rate of 97.2 %, with its list.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from cases.receptions.models import Outcome
from cases.receptions.services import Conversation, record_reception
from demo.cases.context import DemoContext
from demo.cases.texts import MARK
from demo.county.places import DATA, County
from deputies.contact.enums import CheckInSource
from deputies.contact.services.check_in import check_in, close_days
from deputies.contact.services.duties import excuse_duty
from deputies.contact.services.reminders import notify_of_contact_days
from deputies.contact.services.rotas import generate_rotas, plan_ahead, publish_rota
from deputies.models import ContactDay, RosterDuty
from deputies.stations.enums import StationKind
from office.models import Notice, User

MONTHS = 4
RATE = 97.2
# Reasons of deputies who cannot come.
REASONS = ("住院治疗", "外出参加培训", "家中有丧事", "出差在外")
RECEPTIONS_A_MONTH = 3


def play_contact_days(county: County) -> None:
    """The past contact days, and the next one in today's state."""
    context = DemoContext(county)
    context.last_notice = getattr(Notice.objects.order_by("pk").last(), "pk", 0)
    data = _receptions()
    for month in _months(context.today):
        generate_rotas(month=month, today=month, by=county.users["gongwei"])
        days = ContactDay.objects.of_month(month).filter(day__lt=context.today)
        for day in days.select_related("station__division__parent").order_by("pk"):
            _announce(context, day)
        context.date_notices(_at(month, 9))
        _hold(context, month, is_last=month == _last_month(context.today))
        _receive(context, month, data)
    ContactDay.objects.filter(state="draft", day__lt=context.today).delete()
    close_days(today=context.today)
    _prepare_next(context)


def _months(today: date) -> list[date]:
    """First days of the months, oldest first; the last is this month."""
    first = today.replace(day=1)
    return [first - relativedelta(months=n) for n in range(MONTHS, -1, -1)]


def _last_month(today: date) -> date:
    """The month of the newest past contact day."""
    over = ContactDay.objects.filter(day__lt=today).order_by("original_day").last()
    return over.original_day.replace(day=1) if over else today.replace(day=1)


def _at(day: date, hour: float) -> datetime:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return midnight + timedelta(hours=hour)


def _congress_of(context: DemoContext, day: ContactDay) -> User:
    return _people_of(context, day, "renda")


def _people_of(context: DemoContext, day: ContactDay, post: str) -> User:
    town = day.station.division.town
    key = next(key for key, place in context.county.towns.items() if place == town)
    return context.county.users[f"{key}_{post}"]


def _announce(context: DemoContext, day: ContactDay) -> None:
    """Five days before; one station per month is late."""
    late = day.pk % 17 == day.day.month
    at = _at(day.day - timedelta(days=1 if late else 5), 10.5)
    publish_rota(contact_day=day, by=_congress_of(context, day), at=at)


def _hold(context: DemoContext, month: date, *, is_last: bool) -> None:
    duties = list(
        RosterDuty.objects.of_month(month)
        .counting()
        .filter(day__lt=context.today)
        .select_related("contact_day__station__division__parent", "deputy__user")
        .order_by("pk")
    )
    rate = RATE if is_last else 94 + context.county.chance.random() * 4
    excused, absent = absences(len(duties), rate)
    away = context.county.chance.sample(_without_account(duties), excused + absent)
    for n, duty in enumerate(away[:excused]):
        by = _congress_of(context, duty.contact_day)
        excuse_duty(duty=duty, reason=REASONS[n % len(REASONS)], by=by)
    gone = {duty.pk for duty in away}
    sources = cycle(["code"] * 7 + ["keeper"] * 2 + ["paper"])
    for duty, source in zip(duties, sources, strict=False):
        if duty.pk not in gone:
            _come(context, duty, CheckInSource(source))


def _without_account(duties: list[RosterDuty]) -> list[RosterDuty]:
    """Demonstration accounts of deputies have always attended."""
    return [duty for duty in duties if duty.deputy.user_id is None]


def absences(people: int, rate: float) -> tuple[int, int]:
    """The excused and absent that give ``rate`` percent to one decimal, or the nearest."""
    if people < 2:
        return 0, 0
    wanted = round(rate, 1)
    tried = (
        (abs(round(100 * (due - away) / due, 1) - wanted), excused, away)
        for excused in range(1, max(2, people // 10))
        for due in [people - excused]
        for away in range(due // 5 + 1)
    )
    _, excused, away = min(tried)
    return excused, away


def _come(context: DemoContext, duty: RosterDuty, source: CheckInSource) -> None:
    hour = 8.7 + context.county.chance.random() * 0.6
    by: User | None = _people_of(context, duty.contact_day, "zhan")
    note, day = "", duty.day
    if source == CheckInSource.PAPER:
        note, day = "纸质签到表" + MARK, day + timedelta(days=1)
    if source == CheckInSource.CODE:
        by = duty.deputy.user
    check_in(duty=duty, source=source, by=by, note=note, at=_at(day, hour))


def _receptions() -> Iterator[dict[str, Any]]:
    text = (DATA / "receptions.json").read_text(encoding="utf-8")
    return iter(json.loads(text))


def _receive(context: DemoContext, month: date, data: Iterator[dict[str, Any]]) -> None:
    """A few conversations of the day that were answered on the spot."""
    days = ContactDay.objects.of_month(month).announced()
    held = days.filter(day__lt=context.today, station__kind=StationKind.STATION)
    chosen = list(held.select_related("station__division__parent").order_by("pk"))
    context.county.chance.shuffle(chosen)
    for day in chosen[:RECEPTIONS_A_MONTH]:
        one = next(data, None)
        duty = day.duties.filter(state="came").select_related("deputy").first()
        if one is None or duty is None:
            return
        villages = list(day.station.division.children.order_by("code")[:20])
        conversation = Conversation(
            key=f"demo-{day.pk}",
            station=day.station,
            deputy=duty.deputy,
            division=context.county.chance.choice(villages or [day.station.division]),
            words=one["words"] + MARK,
            outcome=Outcome.ANSWERED_ON_SPOT,
            answer=one["answer"] + MARK,
            at=_at(day.day, 9.5 + context.county.chance.random()),
            name=context.county.person(),
        )
        by = _people_of(context, day, "zhan")
        record_reception(data=conversation, by=by)


def _prepare_next(context: DemoContext) -> None:
    """The next month's rotas, one town of two published, and today's reminders."""
    plan_ahead(today=context.today)
    days = ContactDay.objects.filter(state="draft", day__gte=context.today)
    for n, day in enumerate(days.select_related("station__division__parent")):
        if n % 2 == 0 or day.station.code == "tanyi":
            publish_rota(contact_day=day, by=_congress_of(context, day))
    notify_of_contact_days(today=context.today)
