"""Servers of their own for one run: database, Redis, and gunicorn for both projects."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tools.embedded import Postgres, Valkey
from tools.local import ROOT, create_database, environment

PYTHON = sys.executable


@contextmanager
def data_servers(state: Path) -> Iterator[Postgres]:
    """PostgreSQL with its ordinary, safe settings, and Redis; both new and empty."""
    state.mkdir(parents=True, exist_ok=True)
    database, broker = Postgres(state / "postgres"), Valkey(state / "redis")
    for kept in (database.data, broker.data):
        shutil.rmtree(kept, ignore_errors=True)
    try:
        database.start()
        broker.start()
        for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "MEDIA_ROOT"):
            # Never the servers of an installation: what is measured is emptied first.
            os.environ.pop(name, None)
        os.environ.update(environment(database, broker, state))
        os.environ["STATIC_STORAGE"] = (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
        os.environ["STATIC_ROOT"] = str(state / "static")
        Path(os.environ["STATIC_ROOT"]).mkdir(exist_ok=True)
        os.environ["LOG_LEVEL"] = "ERROR"
        create_database(database)
        _make_room(database)
        yield database
    finally:
        broker.stop()
        database.stop()
        shutil.rmtree(database.data, ignore_errors=True)
        shutil.rmtree(state, ignore_errors=True)


def superuser_url(database: Postgres) -> str:
    return database.url("portal", "postgres")


def _make_room(database: Postgres) -> None:
    """Memory as an installation gives it (docs/performance.md); all stays durable."""
    with psycopg.connect(superuser_url(database), autocommit=True) as link:
        link.execute("ALTER SYSTEM SET shared_buffers = '1GB'")
        link.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
    database.stop()
    database.start()


@contextmanager
def web_server(application: str) -> Iterator[int]:
    """One gunicorn worker with two threads; yields its port."""
    port = _free_port()
    command = [PYTHON, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}"]
    command += ["-w", "1", "--threads", "2", "--keep-alive", "30"]
    command += ["--no-control-socket", "--log-level", "error"]
    # It logs every request, as an installation does.
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "LOG_LEVEL": "INFO", "LOG_FORMAT": "json"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server does not start")
