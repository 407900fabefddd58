"""列席 of the demonstration: 176 person-times, 120 speeches, and the suggestions."""

import json
from datetime import date, timedelta

from django.utils import timezone

from decisions.models import Sitting, SittingSuggestion
from decisions.sittings import services as sittings
from decisions.sittings.enums import SittingKind, Taken
from demo.as_of import as_of
from demo.cases.texts import MARK
from demo.county.places import DATA, County
from deputies.models import Assembly, Deputy, Mandate
from deputies.register.enums import Level

MEETINGS, CAME, INVITED = 22, 8, 9
SPEECHES = 120


def play_sittings(county: County) -> None:
    told = json.loads((DATA / "drafts.json").read_text(encoding="utf-8"))
    seats = Mandate.objects.in_office().filter(level=Level.COUNTY).order_by("pk")
    deputies = list(Deputy.objects.filter(pk__in=seats.values("deputy")).order_by("pk"))
    data = 0
    for number, day in enumerate(_days()):
        sitting = _hold(county, number, day, deputies)
        # Five speeches per meeting, at some six: 120 in all.
        speakers = SPEECHES // MEETINGS + (number < SPEECHES % MEETINGS)
        with as_of(day, 11):
            for invite in sitting.invites.order_by("pk")[:speakers]:
                asked = told["asked"][data % len(told["asked"])]
                sittings.record_speech(
                    invite=invite,
                    text=told["spoken"][data % len(told["spoken"])] + MARK,
                    suggestions=[asked] if data % 2 else [],
                    by=county.users["gongwei"],
                )
                data += 1
        _answer(county, sitting, day)


def _days() -> list[date]:
    """Distributed over the year since its congress, on working days."""
    first = Assembly.objects.filter(town=None).order_by("-starts_on")[0].ends_on
    last = min(timezone.localdate() - timedelta(days=2), date(first.year, 12, 28))
    step = (last - first).days / MEETINGS
    days = [first + timedelta(days=int(step * (n + 1))) for n in range(MEETINGS)]
    return [day - timedelta(days=max(0, day.weekday() - 4)) for day in days]


def _hold(county: County, number: int, day: date, deputies: list[Deputy]) -> Sitting:
    kind = list(SittingKind)[number % 3]
    start = number * 5 % len(deputies)
    invited = [deputies[(start + n) % len(deputies)] for n in range(INVITED)]
    with as_of(day, 9):
        sitting = sittings.hold_sitting(
            kind=kind,
            title=f"{kind.label}（第 {number + 1} 次列席）",
            held_on=day,
            place="县行政中心",
            agenda=f"重点项目、民生实事和群众反映的问题{MARK}。",
            invited=invited,
            by=county.users["gongwei"],
        )
        rows = list(sitting.invites.order_by("pk"))
        sittings.record_attendance(
            sitting=sitting,
            came=rows[:CAME],
            excused=rows[CAME:],
            by=county.users["gongwei"],
        )
    return sitting


def _answer(county: County, sitting: Sitting, day: date) -> None:
    """Two weeks later; suggestions of the newest meetings are not answered yet."""
    when = day + timedelta(days=14)
    if when > timezone.localdate():
        return
    with as_of(when):
        rows = SittingSuggestion.objects.filter(invite__sitting=sitting)
        for turn, row in enumerate(rows.order_by("pk")):
            adopted = turn % 3 != 2
            sittings.answer_sitting_suggestion(
                suggestion=row,
                taken=Taken.ADOPTED if adopted else Taken.REFUSED,
                reason="已写进方案。"
                if adopted
                else "今年资金已经排满，列入明年储备。",
                by=county.users["gongwei"],
            )
