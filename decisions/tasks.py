"""Celery's way in: one service call each (see cases/tasks.py on the inner imports)."""

from celery import shared_task
from django.utils import timezone

# A sweep that comes late is dropped: beat has sent the next one, which finds the same.
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def sweep_budgets() -> int:
    """Every day: what the rules find in the years that are not over long."""
    from decisions.budget.models import BudgetYear
    from decisions.budget.services.warnings import find_warnings

    today = timezone.localdate()
    years = BudgetYear.objects.filter(year__gte=today.year - 1)
    return sum(find_warnings(year=year, today=today) for year in years)


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def close_drafts() -> int:
    """What people were asked about until now."""
    from decisions.opinions.services.drafts import close_due

    return close_due(now=timezone.now())
