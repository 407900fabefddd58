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
