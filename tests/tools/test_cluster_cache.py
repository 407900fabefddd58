"""The cached cluster is found while nothing it depends on has changed, and whole."""

import psycopg
import pytest

from tools.cluster_cache import TEMPLATE, restore, save
from tools.code_key import key_of_code
from tools.embedded import Postgres


@pytest.fixture
def checkout(tmp_path):
    for name in ("office/migrations", "office/reference", "tests"):
        (tmp_path / name).mkdir(parents=True)
    for name in (
        "office/__init__.py",
        "office/migrations/0001_initial.py",
        "office/reference/rules.json",
        "tests/__init__.py",
        "tests/databases.py",
    ):
        (tmp_path / name).write_text("1")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "office/migrations/0001_initial.py",
        "office/migrations/0002_more.py",
        "office/reference/rules.json",
        "office/models.py",
        "tests/databases.py",
    ],
)
def test_what_the_template_is_made_of_changes_the_key(checkout, changed):
    before = key_of_code(checkout)

    (checkout / changed).write_text("2")

    assert key_of_code(checkout) != before


def test_a_test_that_is_edited_leaves_the_key(checkout):
    before = key_of_code(checkout)

    (checkout / "tests/test_new.py").write_text("2")

    assert key_of_code(checkout) == before


@pytest.mark.servers
def test_a_saved_cluster_starts_again_with_its_template_and_no_other(open_path):
    home = open_path
    first, again = (Postgres(home / name, fast=True) for name in ("first", "again"))
    first.start()
    with psycopg.connect(first.url("postgres", "postgres"), autocommit=True) as link:
        for name in (TEMPLATE, "test_portal_gw0"):
            link.execute(f"CREATE DATABASE {name}")
    save("key", first, home / "cache")

    missing = restore("other", again.data, home / "cache")
    found = restore("key", again.data, home / "cache")
    again.start()
    with psycopg.connect(again.url("postgres", "postgres"), autocommit=True) as link:
        rows = link.execute("SELECT datname FROM pg_database").fetchall()
    again.stop()

    assert (missing, found) == (False, True)
    assert TEMPLATE in {name for (name,) in rows}
    assert "test_portal_gw0" not in {name for (name,) in rows}
    assert not first.is_running()
