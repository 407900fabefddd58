"""/healthz and /metrics."""

import os
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings

from feixian.celery import WORKER_SIGN
from office.tasks import BEAT_SIGN, heartbeat

pytestmark = pytest.mark.django_db


def report(client) -> dict:
    return client.get("/healthz").json()


def test_healthz_needs_no_account_and_says_what_lives(client):
    shown = report(client)

    assert shown["ok"] is True
    assert shown["database"] is True
    assert shown["redis"] is True
    assert shown["version"]


def test_healthz_without_a_worker_says_so(client):
    shown = report(client)

    assert shown["worker"] is None
    assert shown["beat"] is None


def test_healthz_shows_the_last_signs_of_life(client):
    cache.set(WORKER_SIGN, time.time())
    heartbeat()

    shown = report(client)

    assert shown["worker"] is not None
    assert cache.get(BEAT_SIGN)
    assert shown["beat"] is not None


def test_healthz_shows_the_last_backup(client, tmp_path):
    dump = Path(tmp_path) / "2026-11-23T020000.dump"
    dump.write_bytes(b"x")
    os.utime(dump, (1_795_000_000, 1_795_000_000))

    with override_settings(BACKUP_DIR=str(tmp_path)):
        shown = report(client)

    assert shown["backup"] == "2026-11-18T11:06:40+00:00"


def test_metrics_are_prometheus_text(client):
    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert b"django_http_requests" in answer.content
