"""Early pytest plugin: one PostgreSQL and one Redis for the whole run.

It runs before the settings load. Workers of pytest-xdist inherit the environment and
use the same servers, each with its own database and its own part of Redis.
"""

import os
import shutil
import tempfile
from pathlib import Path

from tools.testing import TEST_ENVIRONMENT

_MARK = "PORTAL_TEST_SERVERS"


def _start() -> None:
    from tools.embedded import Postgres, Valkey
    from tools.local import create_database

    home = Path(tempfile.mkdtemp(prefix="portal-test-"))
    home.chmod(0o755)
    # WhiteNoise warns of a missing directory, and warnings are errors here.
    (home / "static").mkdir()
    database, broker = Postgres(home / "postgres", fast=True), Valkey(home / "redis")
    database.start()
    broker.start()
    create_database(database)
    os.environ.update(
        TEST_ENVIRONMENT,
        DATABASE_URL=database.url("portal"),
        REDIS_URL=broker.url,
        MEDIA_ROOT=str(home / "media"),
        BACKUP_DIR=str(home / "backups"),
        STATIC_ROOT=str(home / "static"),
    )
    os.environ[_MARK] = "1"

    global pytest_unconfigure

    def pytest_unconfigure() -> None:
        broker.stop()
        database.stop()
        shutil.rmtree(home, ignore_errors=True)


if _MARK not in os.environ:
    _start()

_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["REDIS_URL"] = os.environ["REDIS_URL"].partition("?")[0] + f"?db={_worker}"
