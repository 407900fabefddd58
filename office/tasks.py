"""Celery's way in: one service call each (see cases/tasks.py on the inner imports)."""

import time

from celery import shared_task
from django.core.cache import cache

BEAT_SIGN = "health:beat"
SIGN_SECONDS = 300


@shared_task
def heartbeat() -> None:
    """Sent by beat every half minute, done by a worker: both are alive."""
    cache.set(BEAT_SIGN, time.time(), SIGN_SECONDS)


@shared_task
def deliver_notices() -> int:
    from office.notices.services.outbox import deliver

    return deliver()


@shared_task
def drop_stray_files() -> int:
    from office.files.services import drop_stray_files as drop

    return drop()
