"""Rolls a month up in three steps, each done exactly once.

Each step locks the month's row, checks whether it is done, runs, and marks itself done
in the same transaction. Two workers take turns; if one is killed, the step stays undone
and the next run continues from there.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from cases.models import Case
from office.audit import services as audit
from office.models import User
from rollups.counting.enums import Step
from rollups.counting.errors import RollUpError
from rollups.counting.models import RollUp
from rollups.counting.services import count_month
from rollups.reports.services.drafting import draft_reports
from rollups.topics.services import find_topics

DO = {
    Step.COUNTS: count_month,
    Step.TOPICS: find_topics,
    Step.REPORTS: draft_reports,
}


def roll_up_month(*, month: date, today: date) -> RollUp:
    """Run the steps of ``month`` that are not done. Raises RollUpError."""
    rollup = start_month(month=month, today=today)
    while step := rollup.next_step:
        rollup = _run(rollup, step)
    return rollup


def start_month(*, month: date, today: date) -> RollUp:
    month = month.replace(day=1)
    if today < month + relativedelta(months=1):
        raise RollUpError("这个月还没有过完，下月 1 日才能汇总。")
    rollup, _ = RollUp.objects.get_or_create(
        month=month, defaults={"started_at": timezone.now()}
    )
    return rollup


@transaction.atomic
def _run(rollup: RollUp, step: Step) -> RollUp:
    """Run ``step`` unless another worker has done it meanwhile."""
    row = RollUp.objects.select_for_update().get(pk=rollup.pk)
    if row.next_step != step:
        return row
    DO[step](row)
    row.done += 1
    if row.is_counted:
        row.counted_at = timezone.now()
    row.save(update_fields=["done", "counted_at"])
    return row


@transaction.atomic
def count_again(*, rollup: RollUp, by: User) -> RollUp:
    """Count the month again; only until one of its reports was checked."""
    row = RollUp.objects.select_for_update().get(pk=rollup.pk)
    if row.frozen_at or row.reports.exclude(state="draft").exists():
        raise RollUpError("已有月报核对过，这个月的数不能再变。要重数先退回月报。")
    if RollUp.objects.filter(month__gt=row.month, frozen_at__isnull=False).exists():
        raise RollUpError("后面的月份已经批准，它的比较不能再变。")
    if row.is_counted:
        row.done, row.counted_at = 0, None
        row.save(update_fields=["done", "counted_at"])
        audit.record(action="count_rollup_again", by=by, object=row)
    return row


def roll_up_missing(*, today: date) -> int:
    """Count every past month not counted yet; returns how many there were.

    The first month is the one before the portal's first roll-up; later missed months
    are made up for.
    """
    last = today.replace(day=1) - relativedelta(months=1)
    known = dict(RollUp.objects.values_list("month", "done"))
    month = min(known, default=last)
    if not known and not Case.objects.exists():
        return 0
    counted = 0
    while month <= last:
        if known.get(month) != len(Step):
            roll_up_month(month=month, today=today)
            counted += 1
        month += relativedelta(months=1)
    return counted
