"""A backup is written whole and gives the same rows back."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.paths import ROOT
from tools.embedded import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def database(open_path):
    server = Postgres(open_path / "postgres", fast=True)
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as link:
        link.execute("create database before")
        link.execute("create database after")
    with psycopg.connect(server.url("before", "postgres"), autocommit=True) as link:
        link.execute("create table said (text text)")
        link.execute("insert into said values ('水渠堵了')")
    yield server
    server.stop()


def run(script: str, *args: str, database, name: str, home: Path, **env):
    binaries = str(database.binaries)
    return subprocess.run(
        [str(ROOT / "deploy" / script), *args],
        env={
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "DATABASE_URL": database.url(name, "postgres"),
            "BACKUP_DIR": str(home / "backups"),
            "MEDIA_ROOT": str(home / name),
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_backup_and_restore_give_rows_and_files_back(database, tmp_path):
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "photo.jpg").write_bytes(b"photo")

    dump = run("backup.sh", database=database, name="before", home=tmp_path)
    restored = run(
        "restore.sh",
        dump.stdout.strip(),
        database=database,
        name="after",
        home=tmp_path,
    )

    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(database.url("after", "postgres")) as link:
        assert link.execute("select text from said").fetchall() == [("水渠堵了",)]
    assert (tmp_path / "after" / "photo.jpg").read_bytes() == b"photo"


def test_failed_backup_leaves_no_dump_that_looks_whole(database, tmp_path):
    done = run("backup.sh", database=database, name="nowhere", home=tmp_path)

    assert done.returncode != 0
    assert list((tmp_path / "backups").glob("*.dump")) == []


def test_old_backups_are_removed_and_others_stay(database, tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    old, note = backups / "2020-01-01T000000.dump", backups / "note.txt"
    for path in (old, note):
        path.write_text("x")
        os.utime(path, (0, 0))

    run("backup.sh", database=database, name="before", home=tmp_path)

    assert not old.exists()
    assert note.exists()


def test_pg_dump_comes_with_the_embedded_server(database):
    assert shutil.which("pg_dump", path=str(database.binaries))
