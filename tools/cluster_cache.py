"""The tests' PostgreSQL cluster with its migrated template, cached between runs.

Making it costs an initdb and every migration; unpacking its directory costs neither. The
key (tools/code_key.py) is a hash of all that is read on the way: migrations, models,
reference data, the tools that start servers, the installed packages. When any of that
changes the key does, so a stale cluster is never found.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tools.embedded import Postgres
from tools.local import ROOT

CACHE = Path(os.environ.get("TEST_CLUSTERS", ROOT / ".local" / "test-clusters"))
TEMPLATE = "test_template"
MAKING = "making-"


def restore(key: str, data: Path, cache: Path = CACHE) -> bool:
    """Unpack the cluster where a server will start; False when there is none."""
    if not (cache / key).is_file():
        return False
    data.mkdir()
    done = subprocess.run(
        ["tar", "-xpf", str(cache / key), "-C", str(data)], capture_output=True
    )
    if done.returncode:
        shutil.rmtree(data)
    return done.returncode == 0


def save(key: str, server: Postgres, cache: Path = CACHE) -> None:
    """Cache a server that has the template, in place of older ones; stops the server."""
    if not _leave_only_template(server):
        return
    server.stop()
    cache.mkdir(parents=True, exist_ok=True)
    handle, making = tempfile.mkstemp(prefix=MAKING, dir=cache)
    # Root's cluster belongs to the account the server runs under; so does its copy.
    pack = ["tar", "-cf", "-", "-C", str(server.data), "."]
    with os.fdopen(handle, "wb") as file:
        done = subprocess.run(pack, stdout=file, stderr=subprocess.DEVNULL)
        # A machine that fails now must not leave half a cluster under a whole name.
        os.fsync(file.fileno())
    if done.returncode:
        Path(making).unlink()
        return
    Path(making).rename(cache / key)
    for path in cache.iterdir():
        if path.name != key and not path.name.startswith(MAKING):
            path.unlink(missing_ok=True)


def _leave_only_template(server: Postgres) -> bool:
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as link:
        found = link.execute("SELECT datname FROM pg_database").fetchall()
        names = {name for (name,) in found}
        for name in names:
            if name.startswith("test_") and name != TEMPLATE:
                link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return TEMPLATE in names
