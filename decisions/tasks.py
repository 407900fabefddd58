"""Celery's way in: one service call each (see cases/tasks.py on the inner imports)."""

from celery import shared_task
from django.utils import timezone


@shared_task
def sweep_budgets() -> int:
    """Every day: what the rules find in the years that are not over long."""
    from decisions.budget.models import BudgetYear
    from decisions.budget.services.warnings import find_warnings

    today = timezone.localdate()
    years = BudgetYear.objects.filter(year__gte=today.year - 1)
    return sum(find_warnings(year=year, today=today) for year in years)


@shared_task
def close_drafts() -> int:
    """What people were asked about until now."""
    from decisions.opinions.services.drafts import close_due

    return close_due(now=timezone.now())
