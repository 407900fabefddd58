"""Reminders of the roll-up: reports to check or approve, items to sign or answer."""

from collections.abc import Iterator
from datetime import date, datetime

from cases.loop.services.sweeps import PeopleOf
from office.calendar.services.deadlines import cn_date, load_calendar
from office.models import Unit, User
from office.notices.services.reminders import Reminder, remind
from rollups.counting.enums import ItemState, ReportState
from rollups.handing.enums import RollupReminder
from rollups.reports.models import Report, ReportItem


def notify_of_rollups(*, today: date, at: datetime | None = None) -> int:
    """Send the reminders due on ``today``, a working day. Idempotent."""
    if not load_calendar().is_workday(today):
        return 0
    return remind([*_reports(today), *_items(today)], at=at)


def _reports(today: date) -> Iterator[Reminder]:
    """In the following month: checked reports to approve, drafts to check."""
    people = PeopleOf()
    waiting = Report.objects.exclude(state=ReportState.APPROVED).filter(
        rollup__counted_at__isnull=False
    )
    for report in waiting.select_related("unit", "rollup", "town"):
        do = "批准" if report.state == ReportState.CHECKED else "核对"
        text = f"{report}等{do}。"
        for person in people.of(report.unit):
            # The checker may not approve it.
            if person.pk != report.checked_by_id:
                yield _reminder(
                    person,
                    RollupReminder.REPORT_WAITING,
                    "月报等办",
                    text,
                    report,
                    today,
                )


def _items(today: date) -> Iterator[Reminder]:
    owed = ReportItem.objects.owed().select_related(
        "report__rollup", "report__town", "report__unit", "unit"
    )
    kind, people = RollupReminder.ITEM_UNANSWERED, PeopleOf()
    for item in owed:
        if item.state == ItemState.HANDED_OVER and item.sign_by < today:
            text = f"“{item.title}”应当{cn_date(item.sign_by)}前签收。"
            yield from _each(
                people, item, [item.unit], kind, "移交事项没有签收", text, today
            )
        elif item.due_on < today:
            text = f"“{item.title}”应当{cn_date(item.due_on)}前反馈，已经超期。"
            both = [item.unit, item.report.unit]
            yield from _each(
                people, item, both, kind, "移交事项超期没有反馈", text, today
            )
        elif item.warn_on and item.warn_on <= today:
            text = f"“{item.title}”请{cn_date(item.due_on)}前反馈。"
            yield from _each(
                people, item, [item.unit], kind, "移交事项快到期", text, today
            )


def _each(
    people: PeopleOf,
    item: ReportItem,
    units: list[Unit],
    kind: str,
    title: str,
    text: str,
    today: date,
) -> Iterator[Reminder]:
    for unit in units:
        for person in people.of(unit):
            yield _reminder(person, kind, title, text, item, today)


def _reminder(
    person: User,
    kind: str,
    title: str,
    text: str,
    about: Report | ReportItem,
    today: date,
) -> Reminder:
    key = f"{kind}:{about.pk}:{today.isoformat()}:{person.pk}"
    return Reminder(person, key, kind, title, text, about.get_absolute_url())
