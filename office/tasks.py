"""Celery's way in: one service call each (see cases/tasks.py on the inner imports)."""

import time

from celery import shared_task
from django.core.cache import cache

# What beat sends again in time is dropped when it comes late, and never tried twice.
HALF_A_MINUTE, A_MINUTE, A_DAY = 30, 60, 24 * 3600
BEAT_SIGN = "health:beat"
SIGN_SECONDS = 300


@shared_task(queue="notices", expires=HALF_A_MINUTE, max_retries=0)
def heartbeat() -> None:
    """Sent by beat every half minute, done by a worker: both are alive."""
    cache.set(BEAT_SIGN, time.time(), SIGN_SECONDS)


@shared_task(queue="notices", expires=A_MINUTE, max_retries=0)
def deliver_notices() -> int:
    from office.notices.services.outbox import deliver

    return deliver()


@shared_task(queue="sweeps", expires=A_DAY, max_retries=0)
def clear_sessions() -> int:
    from office.web.sessions import clear_ended

    return clear_ended()


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def drop_stray_files() -> int:
    from office.files.services import drop_stray_files as drop

    return drop()


@shared_task(queue="heavy", expires=A_DAY, max_retries=0)
def drop_old_audit() -> int:
    from office.audit.services import drop_old_entries

    return drop_old_entries()
