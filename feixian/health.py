"""/healthz: whether the portal and its services are running."""

import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from feixian.celery import WORKER_SIGN
from office.tasks import BEAT_SIGN
from office.web.access import public


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """``{"ok", "database", "redis", "worker", "beat", "backup", "version"}``.

    503 if the database or Redis is down. Times are UTC, ISO 8601, or null.
    """
    database, redis = _database_answers(), _redis_answers()
    report = {
        "ok": database and redis,
        "database": database,
        "redis": redis,
        "worker": _sign(WORKER_SIGN) if redis else None,
        "beat": _sign(BEAT_SIGN) if redis else None,
        "backup": _last_backup(),
        "version": settings.VERSION,
    }
    return JsonResponse(report, status=200 if report["ok"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        cache.get(WORKER_SIGN)
    except RedisError:
        return False
    return True


def _sign(key: str) -> str | None:
    at = cache.get(key)
    return _iso(at) if at and at <= time.time() + 60 else None


def _last_backup() -> str | None:
    folder = Path(settings.BACKUP_DIR)
    times = [path.stat().st_mtime for path in folder.glob("*.dump")]
    return _iso(max(times)) if times else None


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
