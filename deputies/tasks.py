"""Celery's way in: one service call each (see cases/tasks.py on the inner imports)."""

from celery import shared_task
from django.utils import timezone


@shared_task
def plan_rotas() -> int:
    from deputies.contact.services.rotas import plan_ahead

    return plan_ahead(today=timezone.localdate())


@shared_task
def close_contact_days() -> int:
    from deputies.contact.services.check_in import close_days

    return close_days(today=timezone.localdate())


@shared_task
def sweep_contact_days() -> int:
    from deputies.contact.services.reminders import notify_of_contact_days

    return notify_of_contact_days(today=timezone.localdate())
