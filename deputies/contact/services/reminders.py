"""Reminders of the contact day: three days before, on the day, the day after."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from deputies.contact.enums import ContactReminder, DayState, DutyState
from deputies.contact.models import ANNOUNCE_DAYS, ContactDay, RosterDuty
from deputies.contact.notifications import congress_people, keepers
from deputies.stations.models import LiaisonStation
from office.calendar.services.deadlines import cn_date
from office.models import User
from office.notices.services.reminders import Reminder, remind

SOON = timedelta(days=3)
# The congress is reminded two days before the last day for publishing, then daily.
ROTA_WARNING = timedelta(days=ANNOUNCE_DAYS + 2)
# If the sweep of the next day did not run, it is made up for within the paper week.
MISSED_WITHIN = timedelta(days=6)
NAMED = 8


def notify_of_contact_days(*, today: date, at: datetime | None = None) -> int:
    """Send the reminders of contact days due on ``today``. Idempotent."""
    return remind([*_to_deputies(today), *_missing(today), *_rotas(today)], at=at)


def _to_deputies(today: date) -> Iterator[Reminder]:
    near = RosterDuty.objects.filter(
        contact_day__state=DayState.PUBLISHED,
        state=DutyState.DUE,
        day__range=(today, today + SOON),
        deputy__user__isnull=False,
    )
    for duty in near.select_related("contact_day__station", "deputy__user"):
        day = duty.contact_day
        kind, title = ContactReminder.CONTACT_SOON, "接待日快到了"
        if duty.day == today:
            kind, title = ContactReminder.CONTACT_TODAY, "今天是您的接待日"
        text = f"{cn_date(day.day)} {day.hours}，{day.station}，{day.place}。"
        if duty.deputy.user is not None:
            yield _reminder(duty.deputy.user, kind, duty.pk, title, text, day)


def _missing(today: date) -> Iterator[Reminder]:
    """To the deputy, the keeper and the congress: paper can still be entered."""
    people = _People()
    days = ContactDay.objects.filter(
        state=DayState.PUBLISHED,
        day__range=(today - MISSED_WITHIN, today - timedelta(days=1)),
        duties__state=DutyState.DUE,
    ).distinct()
    kind, title = ContactReminder.CHECK_IN_MISSING, "接待日没有报到"
    for day in days.select_related("station__division__parent", "station__unit"):
        due = list(
            day.duties.filter(state=DutyState.DUE)
            .select_related("deputy__user")
            .order_by("pk")
        )
        for duty in due:
            if duty.deputy.user is not None:
                text = (
                    f"{cn_date(day.day)}，{day.station}。到了没有扫码的，请找站里补录。"
                )
                yield _reminder(duty.deputy.user, kind, duty.pk, title, text, day)
        names = "、".join(duty.deputy.name for duty in due[:NAMED])
        more = "等" if len(due) > NAMED else ""
        text = f"{cn_date(day.day)}，{day.station}还有 {len(due)} 人没有报到：{names}{more}。"
        for person in people.of(day.station):
            yield _reminder(person, kind, f"day{day.pk}", title, text, day)


def _rotas(today: date) -> Iterator[Reminder]:
    people = _People(keepers_too=False)
    drafts = ContactDay.objects.filter(
        state=DayState.DRAFT, day__range=(today, today + ROTA_WARNING)
    )
    for day in drafts.select_related("station__division__parent", "station__unit"):
        by = f"应当在{cn_date(day.announce_by)}以前公布"
        text = f"{day.station}{cn_date(day.day)}的接待日名单还没有公布，{by}。"
        for person in people.of(day.station):
            thing = f"{day.pk}:{today.isoformat()}"
            kind, title = ContactReminder.ROTA_WAITING, "名单还没有公布"
            yield _reminder(person, kind, thing, title, text, day)


def _reminder(
    user: User,
    kind: ContactReminder,
    thing: object,
    title: str,
    text: str,
    day: ContactDay,
) -> Reminder:
    key = f"{kind}:{thing}:{user.pk}"
    return Reminder(user, key, kind, title, text, day.get_absolute_url())


class _People:
    """People responsible for a station.

    Queried once for all stations of a town and unit.
    """

    def __init__(self, *, keepers_too: bool = True):
        self.keepers_too = keepers_too
        self.known: dict[tuple[int | None, int], list[User]] = {}

    def of(self, station: LiaisonStation) -> list[User]:
        town = station.division.town
        where = (town.pk if town else None, station.unit_id)
        if where not in self.known:
            found = {person.pk: person for person in congress_people(station)}
            if self.keepers_too:
                found |= {person.pk: person for person in keepers(station)}
            self.known[where] = list(found.values())
        return self.known[where]
