"""Deadlines watched, each told once a day to the one who holds it; silence asked about."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import CaseReminder, CaseStatus, ReplyState
from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case
from cases.loop.notifications import people_of
from cases.loop.services.clock import local_day
from office.calendar.services.deadlines import WorkCalendar, cn_date, load_calendar
from office.models import Unit, User
from office.notices.services.reminders import QUIET_FROM, QUIET_UNTIL, Reminder, remind
from office.people.enums import Role

# Who was asked for a judgement with the answer is asked once more.
ASK_AGAIN = timedelta(days=14)


def notify_of_deadlines(*, today: date, at: datetime | None = None) -> int:
    """Remind holders of what is due soon and what is overdue; returns how many notices.

    Each person is reminded of each case once a day, however many sweeps run.
    """
    calendar = load_calendar()
    if not calendar.is_workday(today):
        return 0
    people = PeopleOf()
    soon = _due_soon(today, calendar, people)
    waiting = _release_waiting(today, calendar, people)
    return remind([*_overdue(today, calendar, people), *waiting, *soon], at=at)


def ask_for_ratings_again(*, today: date, at: datetime | None = None) -> int:
    """Ask those who have not judged an answer after two weeks; once for each answer."""
    hour = timezone.localtime(at or timezone.now()).time()
    if not QUIET_UNTIL <= hour < QUIET_FROM:
        return 0
    silent = Case.objects.filter(
        status=CaseStatus.ANSWERED, answered_at__date__lte=today - ASK_AGAIN
    )
    told = 0
    for case in silent.select_related("suggestion").order_by("pk").iterator():
        key = f"{case.pk}:{case.round_no}"
        text = "您提的事已经答复两个星期，解决了没有，请您评价。"
        told += notifications.notify_submitters(
            case, "rating_asked", "请您评价", text, key=key
        )
    return told


def _due_soon(
    today: date, calendar: WorkCalendar, people: "PeopleOf"
) -> Iterator[Reminder]:
    for case in Case.objects.due_soon(today).select_related("holder").iterator():
        left = calendar.workdays_between(today, case.due_on)
        when = "今天到期" if left == 0 else f"还剩 {left} 个工作日"
        text = f"{case.number}{when}（{cn_date(case.due_on)}）。"
        yield from _each(
            people, case, CaseReminder.DUE_SOON, "意见快到期了", text, today
        )


def _overdue(
    today: date, calendar: WorkCalendar, people: "PeopleOf"
) -> Iterator[Reminder]:
    for case in Case.objects.overdue(today).select_related("holder").iterator():
        late = calendar.workdays_between(case.due_on, today)
        text = f"{case.number}已超期 {late} 个工作日，请马上答复。"
        yield from _each(people, case, CaseReminder.OVERDUE, "意见超期了", text, today)


def _release_waiting(
    today: date, calendar: WorkCalendar, people: "PeopleOf"
) -> Iterator[Reminder]:
    """Drafts of an earlier day, to those who may release them; never to their author."""
    drafts = Reply.objects.filter(
        state=ReplyState.SUBMITTED,
        round__case__status=CaseStatus.DRAFTED,
        drafted_at__date__lt=today,
    ).select_related("unit", "round__case", "round__supervisor")
    kind, title = CaseReminder.RELEASE_WAITING, "答复稿等复核"
    for reply in drafts.order_by("pk"):
        case = reply.round.case
        days = calendar.workdays_between(local_day(reply.drafted_at), today)
        text = f"{reply.unit}交来{case.number}的答复稿已等 {days} 个工作日。"
        able = {person.pk: person for person in people.of(reply.round.supervisor)}
        if case.round_no == 1:
            able |= {person.pk: person for person in people.signers_of(reply.unit)}
        for person in able.values():
            if person.pk != reply.drafted_by_id:
                key = f"{kind}:{reply.pk}:{today.isoformat()}:{person.pk}"
                url = case.get_absolute_url()
                yield Reminder(person, key, kind, title, text, url)


def _each(
    people: "PeopleOf",
    case: Case,
    kind: CaseReminder,
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
        self.signers: dict[int, list[User]] = {}

    def of(self, unit: Unit) -> list[User]:
        if unit.pk not in self.known:
            self.known[unit.pk] = list(people_of(unit))
        return self.known[unit.pk]

    def signers_of(self, unit: Unit) -> list[User]:
        if unit.pk not in self.signers:
            heads = [p for p in self.of(unit) if unit.pk in p.unit_ids(Role.SIGNER)]
            self.signers[unit.pk] = heads
        return self.signers[unit.pk]
