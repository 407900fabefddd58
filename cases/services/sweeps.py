"""Deadlines watched: due soon, overdue, each told once a day to the one who holds it."""

from collections.abc import Iterator
from datetime import date, datetime

from cases.models import Case
from cases.services.telling import people_of
from office.deadlines import WorkCalendar, cn_date, load_calendar
from office.models import Unit, User
from office.reminder_kinds import ReminderKind
from office.services.reminders import Reminder, remind


def tell_of_deadlines(*, today: date, at: datetime | None = None) -> int:
    """Remind holders of what is due soon and what is overdue; returns how many notices.

    Each person is reminded of each case once a day, however many sweeps run.
    """
    calendar = load_calendar()
    if not calendar.is_workday(today):
        return 0
    people = PeopleOf()
    soon = _due_soon(today, calendar, people)
    return remind([*_overdue(today, calendar, people), *soon], at=at)


def _due_soon(
    today: date, calendar: WorkCalendar, people: "PeopleOf"
) -> Iterator[Reminder]:
    for case in Case.objects.due_soon(today).select_related("holder").iterator():
        left = calendar.workdays_between(today, case.due_on)
        when = "今天到期" if left == 0 else f"还剩 {left} 个工作日"
        text = f"{case.number}“{case.title}”{when}（{cn_date(case.due_on)}）。"
        yield from _each(
            people, case, ReminderKind.DUE_SOON, "意见快到期了", text, today
        )


def _overdue(
    today: date, calendar: WorkCalendar, people: "PeopleOf"
) -> Iterator[Reminder]:
    for case in Case.objects.overdue(today).select_related("holder").iterator():
        late = calendar.workdays_between(case.due_on, today)
        text = f"{case.number}“{case.title}”已超期 {late} 个工作日，请马上答复。"
        yield from _each(people, case, ReminderKind.OVERDUE, "意见超期了", text, today)


def _each(
    people: "PeopleOf",
    case: Case,
    kind: ReminderKind,
    title: str,
    text: str,
    today: date,
) -> Iterator[Reminder]:
    for person in people.of(case.holder):
        key = f"{kind}:{case.pk}:{today.isoformat()}:{person.pk}"
        yield Reminder(person, key, kind, title, text, case.get_absolute_url())


class PeopleOf:
    """Those who work at a unit; asked once for all its cases."""

    def __init__(self) -> None:
        self.known: dict[int, list[User]] = {}

    def of(self, unit: Unit) -> list[User]:
        if unit.pk not in self.known:
            self.known[unit.pk] = list(people_of(unit))
        return self.known[unit.pk]
