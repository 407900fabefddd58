"""Celery tasks: one service call each (cases/tasks.py explains the local imports)."""

from celery import shared_task
from django.utils import timezone

# A late sweep expires: beat has sent the next one, which does the same work.
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def sweep_budgets() -> int:
    """Daily: apply the warning rules to the current and recent years."""
    from decisions.budget.models import BudgetYear
    from decisions.budget.services.warnings import find_warnings

    today = timezone.localdate()
    years = BudgetYear.objects.filter(year__gte=today.year - 1)
    return sum(find_warnings(year=year, today=today) for year in years)


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def close_drafts() -> int:
    """Close the drafts whose period has ended."""
    from decisions.opinions.services.drafts import close_due

    return close_due(now=timezone.now())
