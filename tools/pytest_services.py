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
HOMES = "portal-test-"


def _start() -> None:
    from tools import cluster_cache
    from tools.code_key import key_of_code
    from tools.embedded import Postgres, Valkey
    from tools.local import create_database

    place = Path(tempfile.gettempdir())
    _clear_up(place)
    home = Path(tempfile.mkdtemp(prefix=HOMES, dir=place))
    home.chmod(0o755)
    (home / "pid").write_text(str(os.getpid()))
    # WhiteNoise warns of a missing directory, and warnings are errors here.
    (home / "static").mkdir()
    database, broker = Postgres(home / "postgres", fast=True), Valkey(home / "redis")
    key = key_of_code()
    cached = cluster_cache.restore(key, database.data)
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
        if not cached:
            cluster_cache.save(key, database)
        database.stop()
        shutil.rmtree(home, ignore_errors=True)


def _clear_up(place: Path) -> None:
    """Stop the servers that killed runs left behind, and remove their data."""
    from tools.embedded import Postgres, Valkey, is_alive

    for home in place.glob(f"{HOMES}*"):
        try:
            pid = int((home / "pid").read_text())
        except (OSError, ValueError):
            continue  # another run has just made it, or is removing it
        if not is_alive(pid):
            Postgres(home / "postgres").stop()
            Valkey(home / "redis").stop()
            shutil.rmtree(home, ignore_errors=True)


if _MARK not in os.environ:
    _start()

_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["REDIS_URL"] = os.environ["REDIS_URL"].partition("?")[0] + f"?db={_worker}"
