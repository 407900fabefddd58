"""Celery tasks: one service call each (cases/tasks.py explains the local imports)."""

from celery import shared_task
from django.utils import timezone

# A late sweep expires: beat has sent the next one, which does the same work.
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def plan_rotas() -> int:
    from deputies.contact.services.rotas import plan_ahead

    return plan_ahead(today=timezone.localdate())


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def close_contact_days() -> int:
    from deputies.contact.services.check_in import close_days

    return close_days(today=timezone.localdate())


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def sweep_contact_days() -> int:
    from deputies.contact.services.reminders import notify_of_contact_days

    return notify_of_contact_days(today=timezone.localdate())
