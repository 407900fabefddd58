"""Celery tasks: one service call each (cases/tasks.py explains the local imports)."""

from datetime import date

from celery import shared_task
from django.utils import timezone

# A late sweep expires: beat has sent the next one, which does the same work.
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def roll_up() -> int:
    """Count what is not counted yet: the last month, and any missed one."""
    from rollups.months.services import roll_up_missing

    return roll_up_missing(today=timezone.localdate())


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def roll_up_month(month: str) -> None:
    """``month`` as 2026-10."""
    from rollups.months.services import roll_up_month as run

    run(month=date.fromisoformat(f"{month}-01"), today=timezone.localdate())


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def sweep_rollups() -> int:
    from rollups.handing.services.reminders import notify_of_rollups

    return notify_of_rollups(today=timezone.localdate())
