"""Celery's way in: one service call each.

Services may queue these tasks, so each task imports its service inside the function;
nowhere else in the project may an import sit in a function body.
"""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

# A sweep that comes late is dropped: beat has sent the next one, which finds the same.
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def sweep_deadlines() -> int:
    from cases.loop.services.sweeps import ask_for_ratings_again, notify_of_deadlines

    today = timezone.localdate()
    return notify_of_deadlines(today=today) + ask_for_ratings_again(today=today)


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def sweep_suspensions() -> int:
    from cases.loop.services.clock import end_suspensions

    return end_suspensions(today=timezone.localdate())


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def sweep_promises() -> int:
    from cases.loop.services.answering import sweep_promises as sweep

    return sweep(today=timezone.localdate())


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def sweep_ratings() -> int:
    from cases.loop.services.rating import close_unrated
    from cases.suggestions.services.rating import close_unrated_suggestions

    today = timezone.localdate()
    return close_unrated(today=today) + close_unrated_suggestions(today=today)


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def recount_deadlines() -> int:
    from cases.loop.services.clock import recount_deadlines as recount

    return recount()


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def forget_submitters() -> int:
    from cases.retention.services import forget_persons as forget

    return forget(today=timezone.localdate())


@shared_task(
    queue="heavy",
    expires=A_DAY,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def run_import(batch_id: int) -> None:
    from cases.imports.models import ImportBatch
    from cases.imports.services.imports import run_import as run

    run(batch=ImportBatch.objects.get(pk=batch_id))


@shared_task(queue="sweeps", expires=HALF_AN_HOUR, max_retries=0)
def resume_imports() -> int:
    from cases.imports.services.imports import resume_imports as resume

    return resume(now=timezone.now())
