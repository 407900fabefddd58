"""月报: edited by its body, checked by one person, approved by another, then frozen."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from office.audit import services as audit
from office.models import User
from rollups.counting.enums import ItemState, ReportState
from rollups.counting.errors import RollUpError
from rollups.counting.models import HotTopic, RollUp
from rollups.reports import notifications
from rollups.reports.models import Report

SECTIONS = ("overview", "trends", "advice")


def lock_report(report: Report, *states: ReportState) -> Report:
    """Lock the month, then the report: the same order as in a recount, so no deadlock."""
    RollUp.objects.select_for_update().get(pk=report.rollup_id)
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.state not in states:
        raise RollUpError(f"这份月报现在是“{row.get_state_display()}”，不能这样做。")
    return row


@transaction.atomic
def write_section(*, report: Report, section: str, text: str, by: User) -> Report:
    """Store the body's text for one of the three sections. Raises RollUpError."""
    if section not in SECTIONS:
        raise RollUpError("没有这一部分。")
    row = lock_report(report, ReportState.DRAFT)
    setattr(row, section, text.strip())
    row.save(update_fields=[section])
    return row


@transaction.atomic
def edit_topic(
    *, report: Report, topic: HotTopic, heading: str, remark: str, left_out: bool
) -> HotTopic:
    """Store the office's text on a topic; the generated title is kept separately.

    Proposed items with the old title get the new one.
    """
    row = lock_report(report, ReportState.DRAFT)
    if row.rollup.frozen_at:
        raise RollUpError("这个月的月报已有批准的，热点不能再改。")
    kept = HotTopic.objects.select_for_update().get(pk=topic.pk, rollup=row.rollup)
    heading, before = heading.strip(), str(kept)
    kept.heading = "" if heading == kept.title else heading
    kept.remark, kept.is_left_out = remark.strip(), left_out
    kept.save(update_fields=["heading", "remark", "is_left_out"])
    for item in kept.items.filter(state=ItemState.PROPOSED, title=before):
        item.title = str(kept)
        item.text = item.text.replace(f"“{before}”", f"“{kept}”")
        item.save(update_fields=["title", "text"])
    return kept


@transaction.atomic
def check_report(*, report: Report, by: User, at: datetime | None = None) -> Report:
    """核对: confirmed as checked against the lists. Raises RollUpError."""
    row = lock_report(report, ReportState.DRAFT)
    if not row.rollup.is_counted:
        raise RollUpError("这个月还没有数完，请稍后再核对。")
    if row.items.filter(unit=None).exists():
        raise RollUpError("有的事项还没有定移交给谁，请先定好或删去。")
    row.state, row.sent_back_reason = ReportState.CHECKED, ""
    row.checked_by, row.checked_at = by, at or timezone.now()
    row.save(update_fields=["state", "sent_back_reason", "checked_by", "checked_at"])
    notifications.notify_of_checked_report(row)
    return row


@transaction.atomic
def send_back_report(*, report: Report, reason: str, by: User) -> Report:
    row = lock_report(report, ReportState.CHECKED)
    if not reason.strip():
        raise RollUpError("请写明退回的意见。")
    checked_by = row.checked_by
    row.state, row.sent_back_reason = ReportState.DRAFT, reason.strip()[:300]
    row.checked_by = row.checked_at = None
    row.save(update_fields=["state", "sent_back_reason", "checked_by", "checked_at"])
    audit.record(action="send_back_report", by=by, object=row, reason=reason)
    notifications.notify_of_report_sent_back(row, checked_by)
    return row


@transaction.atomic
def approve_report(*, report: Report, by: User, at: datetime | None = None) -> Report:
    """批准: from now on the report and the numbers of its month never change."""
    row = lock_report(report, ReportState.CHECKED)
    if row.checked_by_id == by.pk:
        raise RollUpError("核对的人不能批准同一份月报，请另一人批准。")
    at = at or timezone.now()
    RollUp.objects.filter(pk=row.rollup_id, frozen_at=None).update(frozen_at=at)
    row.state, row.approved_by, row.approved_at = ReportState.APPROVED, by, at
    row.save(update_fields=["state", "approved_by", "approved_at"])
    audit.record(action="approve_report", by=by, object=row)
    return row
