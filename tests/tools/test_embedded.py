"""The embedded servers: started, found again, stopped."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.paths import ROOT
from tools.embedded import Postgres, Valkey
from tools.local import create_database, environment, is_prepared

pytestmark = pytest.mark.servers


@pytest.fixture
def home(open_path):
    return open_path


@pytest.fixture
def database(home):
    server = Postgres(home / "postgres", fast=True)
    server.start()
    yield server
    server.stop()


def test_postgres_is_version_18_and_listens_on_no_port(database):
    with psycopg.connect(database.url("postgres")) as link:
        version = link.execute("show server_version_num").fetchone()
        port = link.execute("show listen_addresses").fetchone()

    assert version[0].startswith("18")
    assert port[0] == ""


def test_live_postgres_is_used_again(database):
    assert Postgres(database.data).start() is False


def test_the_portals_role_is_no_superuser(database):
    create_database(database)
    create_database(database)

    with psycopg.connect(database.url("portal")) as link:
        row = link.execute(
            "select rolsuper from pg_roles where rolname = current_user"
        ).fetchone()
    assert row == (False,)
    assert not is_prepared(database)


def test_valkey_is_started_found_and_stopped(home):
    server = Valkey(home / "redis")

    started = server.start()
    again = Valkey(home / "redis").start()
    server.stop()

    assert (started, again) == (True, False)
    assert not server.is_running()


def test_secrets_are_made_once_and_read_by_their_owner_alone(home):
    database, broker = Postgres(home / "postgres"), Valkey(home / "redis")

    first = environment(database, broker, home)
    second = environment(database, broker, home)

    assert first["FIELD_KEYS"] == second["FIELD_KEYS"]
    assert (home / "secrets").stat().st_mode & 0o077 == 0


def test_manage_py_starts_servers_for_one_command_and_prepares_the_database(home):
    keep = ("PATH", "HOME", "LANG", "PIP_FIND_LINKS")
    env = {name: os.environ[name] for name in keep if name in os.environ}
    code = (
        "import os, sys; from pathlib import Path; import tools.local as local;"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'feixian.settings';"
        "block = local.local_services(Path(sys.argv[1]));"
        "block.__enter__();"
        "import django; django.setup();"
        "from office.models import DeadlineRule;"
        "print('rules', DeadlineRule.objects.count());"
        "block.__exit__(None, None, None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(home / "state")],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(done.stdout.split("rules ")[1]) > 0
    assert not Postgres(home / "state" / "postgres").is_running()
    assert not Valkey(home / "state" / "redis").is_running()
