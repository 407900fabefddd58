"""Celery's application, and the heartbeat that /healthz reads."""

import os
import time

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "feixian.settings")

app = Celery("feixian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKER_SIGN = "health:worker"
SIGN_SECONDS = 300


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery would replace the handlers; this makes it use Django's LOGGING."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_ready.connect
@heartbeat_sent.connect
def show_worker_is_alive(**_: object) -> None:
    from django.core.cache import cache

    cache.set(WORKER_SIGN, time.time(), SIGN_SECONDS)
