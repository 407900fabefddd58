"""Notices about a report and its items, once each."""

from cases.loop.notifications import WORKING_ROLES
from office.calendar.services.deadlines import cn_date
from office.models import Unit, User
from office.notices.services.outbox import notify, notify_posts
from rollups.reports.models import ItemEvent, Report, ReportItem


def notify_of_checked_report(report: Report) -> None:
    """To those who may approve: everybody of the body, including the checker."""
    text = f"{report}已经核对，请批准。核对的人不能批准。"
    key = f"report_checked:{report.pk}:{report.checked_at:%Y%m%d%H%M%S}"
    _notify(report.unit, "report_checked", "月报等批准", text, key, report)


def notify_of_report_sent_back(report: Report, checked_by: User | None) -> None:
    if checked_by is None:
        return
    notify(
        key=f"report_back:{report.pk}:{checked_by.pk}:{report.sent_back_reason}"[:120],
        kind="report_back",
        title="月报退回修改",
        text=f"{report}：{report.sent_back_reason}",
        url=report.get_absolute_url(),
        user=checked_by,
    )


def notify_unit_of_item(item: ReportItem, key: str) -> None:
    text = (
        f"{item.report}移交“{item.title}”，请{cn_date(item.sign_by)}前签收，"
        f"{cn_date(item.due_on)}前反馈。"
    )
    _notify(item.unit, "item_handed", "月报移交一项", text, f"item_handed:{key}", item)


def notify_congress_of_returned_item(item: ReportItem, reason: str) -> None:
    text = f"{item.unit}退回“{item.title}”：{reason}"
    key = f"item_returned:{item.pk}:{item.events.count()}"
    _notify(item.report.unit, "item_returned", "移交事项退回", text, key, item)


def notify_congress_of_answer(item: ReportItem, event: ItemEvent) -> None:
    text = f"{item.unit}反馈了“{item.title}”，请看后公布，或退回补充。"
    key = f"item_answered:{event.pk}"
    _notify(item.report.unit, "item_answered", "移交事项有了反馈", text, key, item)


def notify_unit_of_answer_sent_back(item: ReportItem, event: ItemEvent) -> None:
    text = f"“{item.title}”的反馈退回补充：{event.note}"
    key = f"item_back:{event.pk}"
    _notify(item.unit, "item_back", "反馈退回补充", text, key, item)


def _notify(
    unit: Unit | None,
    kind: str,
    title: str,
    text: str,
    key: str,
    about: Report | ReportItem,
) -> None:
    if unit is None:
        return
    notify_posts(
        unit=unit,
        roles=WORKING_ROLES,
        key=key,
        kind=kind,
        title=title,
        text=text[:500],
        url=about.get_absolute_url(),
    )
