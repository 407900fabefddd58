"""Test databases: migrated once a run, then cloned by PostgreSQL for each worker.

The servers of a run are thrown away with their data (tools/pytest_services.py), so
nothing is dropped here. The template is kept for the next run (tools/cluster_cache.py).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from tools.cluster_cache import TEMPLATE

MAKING = f"{TEMPLATE}_making"


def use_clone(connection: BaseDatabaseWrapper) -> None:
    """Point ``connection`` at a fresh clone named as pytest-django named it."""
    name = connection.settings_dict["TEST"]["NAME"] or "test_portal"
    with _alone(), _maintenance(connection) as server:
        if not _exists(server, TEMPLATE):
            # It gets its name when it is whole: a run that is stopped leaves no half.
            server.execute(f"DROP DATABASE IF EXISTS {MAKING}")
            server.execute(f"CREATE DATABASE {MAKING}")
            _migrate(connection)
            server.execute(f"ALTER DATABASE {MAKING} RENAME TO {TEMPLATE}")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    connection.close()
    connection.settings_dict["NAME"] = name


def _migrate(connection: BaseDatabaseWrapper) -> None:
    connection.close()
    connection.settings_dict["NAME"] = MAKING
    call_command("migrate", verbosity=0, interactive=False)
    # A database that somebody is connected to cannot be cloned.
    connection.close()


@contextmanager
def _maintenance(connection: BaseDatabaseWrapper) -> Iterator[psycopg.Connection]:
    params = connection.get_connection_params() | {"dbname": "postgres"}
    keep = {"host", "port", "user", "password", "dbname"}
    with psycopg.connect(
        **{k: v for k, v in params.items() if k in keep}, autocommit=True
    ) as server:
        yield server


def _exists(server: psycopg.Connection, name: str) -> bool:
    found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


@contextmanager
def _alone() -> Iterator[None]:
    """One worker at a time: the first migrates, the others clone what it made."""
    with (Path(os.environ["MEDIA_ROOT"]).parent / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
