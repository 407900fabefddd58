"""The portal on one machine without any service: servers, secrets and a prepared database.

Everything lives in ``.local/`` of the checkout. A real installation sets DATABASE_URL
and the other variables of ``.env.example`` itself, and none of this runs.
"""

import base64
import fcntl
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tools.code_key import key_of_code
from tools.embedded import Postgres, ServerError, Valkey

ROOT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("LOCAL_STATE", ROOT / ".local"))
DATABASE = "portal"


@contextmanager
def local_services(state: Path = LOCAL) -> Iterator[bool]:
    """Have servers for the time of the block; stop at its end what was started here.

    Yields whether embedded servers are used at all. What ``make run`` started stays up.
    """
    if os.environ.get("DATABASE_URL"):
        yield False
        return
    state.mkdir(exist_ok=True)
    database, broker = Postgres(state / "postgres"), Valkey(state / "redis")
    started = []
    try:
        with _one_at_a_time(state):
            for server in (database, broker):
                if server.start():
                    started.append(server)
            os.environ.update(environment(database, broker, state))
            create_database(database)
            if not is_prepared(database):
                migrate_once()
        yield True
    except ServerError as error:
        sys.exit(str(error))
    finally:
        for server in reversed(started):
            server.stop()


@contextmanager
def _one_at_a_time(state: Path) -> Iterator[None]:
    """Two commands started together must not both initialise the same directory."""
    with (state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment(database: Postgres, broker: Valkey, state: Path) -> dict[str, str]:
    """The variables the settings need, for embedded servers."""
    values = {
        "DATABASE_URL": database.url(DATABASE),
        "REDIS_URL": broker.url,
        "CACHE_URL": broker.cache_url,
        "MEDIA_ROOT": str(state / "media"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "INSECURE_COOKIES": "1",
        "LOG_FORMAT": "console",
        **_secrets(state / "secrets"),
    }
    return {name: os.environ.get(name, value) for name, value in values.items()}


def create_database(database: Postgres) -> None:
    """Make the portal's role and database where they are missing."""
    with psycopg.connect(database.url("postgres", "postgres"), autocommit=True) as link:
        if not link.execute(
            "select 1 from pg_roles where rolname = %s", [DATABASE]
        ).fetchone():
            # Not a superuser: a superuser may skip the triggers that keep the ledgers.
            link.execute(f"create role {DATABASE} login createdb")
        if not link.execute(
            "select 1 from pg_database where datname = %s", [DATABASE]
        ).fetchone():
            link.execute(f"create database {DATABASE} owner {DATABASE}")


def is_prepared(database: Postgres) -> bool:
    """Whether this database was ever brought up to date."""
    with psycopg.connect(database.url(DATABASE)) as link:
        found = link.execute("select to_regclass('django_migrations')").fetchone()
    return bool(found and found[0])


def migrate_once() -> None:
    """Bring the tables up to date, unless the code as it is now has done so.

    The key of that code is the comment on the database: a new database has none, one
    restored from a backup has another.
    """
    if _recorded_state() == _current_state():
        return
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    state = sql.Literal(_current_state())
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        name = sql.Identifier(link.info.dbname)
        link.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, state))


def _recorded_state() -> str:
    with psycopg.connect(os.environ["DATABASE_URL"]) as link:
        found = link.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    return (found and found[0]) or ""


def _current_state() -> str:
    """The key of the code and the last migration that the database lists."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as link:
        there = link.execute("SELECT to_regclass('django_migrations')").fetchone()
        if not there or not there[0]:
            return "not migrated"
        last = link.execute("SELECT max(id) FROM django_migrations").fetchone()
    return f"migrated by {key_of_code()} up to {last and last[0]}"


def _secrets(path: Path) -> dict[str, str]:
    """Keys made once for this machine; only their owner may read them."""
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "HASH_KEY": secrets.token_urlsafe(32),
            "FIELD_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in made.items())
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)
