"""Celery's way in: one service call each.

Services may queue these tasks, so each task imports its service inside the function;
nowhere else in the project may an import sit in a function body.
"""

from celery import shared_task
from django.utils import timezone


@shared_task
def sweep_deadlines() -> int:
    from cases.loop.services.sweeps import ask_for_ratings_again, notify_of_deadlines

    today = timezone.localdate()
    return notify_of_deadlines(today=today) + ask_for_ratings_again(today=today)


@shared_task
def sweep_suspensions() -> int:
    from cases.loop.services.clock import end_suspensions

    return end_suspensions(today=timezone.localdate())


@shared_task
def sweep_promises() -> int:
    from cases.loop.services.answering import sweep_promises as sweep

    return sweep(today=timezone.localdate())


@shared_task
def sweep_ratings() -> int:
    from cases.loop.services.rating import close_unrated
    from cases.suggestions.services.rating import close_unrated_suggestions

    today = timezone.localdate()
    return close_unrated(today=today) + close_unrated_suggestions(today=today)


@shared_task(acks_late=True)
def recount_deadlines() -> int:
    from cases.loop.services.clock import recount_deadlines as recount

    return recount()


@shared_task
def forget_submitters() -> int:
    from cases.retention.services import forget_submitters as forget

    return forget(today=timezone.localdate())


@shared_task(acks_late=True)
def run_import(batch_id: int) -> None:
    from cases.imports.models import ImportBatch
    from cases.imports.services.imports import run_import as run

    run(batch=ImportBatch.objects.get(pk=batch_id))
