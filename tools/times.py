"""``make times``: what setting a test up and starting the portal cost, as ratios.

Each is measured beside what it is compared with, in the same run and on the same server,
so that the machine's speed cancels out. The lower of two tries counts, save for what is
cold only once.
"""

import argparse
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.report import Line, print_lines
from tools.embedded import Postgres
from tools.local import ROOT, create_database

ONE_TEST = "tests/tools/test_databases.py"
TRIES = 2
BARE_SETTINGS = """
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql",
    "NAME": "bare", "USER": "portal", "HOST": %r}}
"""
THREE = """
from tools.local import local_services
from tools.up import prepare_environment, serve
with local_services():
    prepare_environment({port}, with_demo=True)
    print("servers are up", flush=True)
    serve({port}, load=False)
"""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.times", description=__doc__)
    parser.add_argument("--suite", action="store_true", help="also run all tests")
    parser.add_argument("--only", choices=["test", "run"], help="one of the two parts")
    asked = parser.parse_args(argv)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="portal-times-") as name:
        home = Path(name)
        home.chmod(0o755)
        if asked.only != "run":
            lines += test_lines(home)
        if asked.only != "test":
            lines += run_lines(home)
    if asked.suite:
        lines.append(suite_line())
    print_lines(lines)
    return 0 if all(line.holds for line in lines) else 1


# --- Setting one test up --------------------------------------------------------------


def test_lines(home: Path) -> list[Line]:
    env = {**os.environ, "TEST_CLUSTERS": str(home / "clusters")}
    with bare_project(home) as migrate:
        first = migrate()
        cold, cold_whole = one_test(env)
        pairs = [(migrate(), *one_test(env)) for _ in range(TRIES)]
    bare, set_up, whole = map(min, zip(*pairs, strict=True))
    bare = min(bare, first)
    return [
        ratio("set-up of a test ÷ bare migrate", set_up, bare, 3.0),
        ratio("the same, code changed", cold, bare),
        ratio("one test in all ÷ bare migrate", whole, bare),
        ratio("the same, code changed", cold_whole, bare),
    ]


@contextmanager
def bare_project(home: Path) -> Iterator:
    """A project as startproject makes it; yields what migrates it anew, in seconds."""
    server = Postgres(home / "postgres", fast=True)
    server.start()
    project = home / "bare"
    project.mkdir()
    create_database(server)
    python(["-m", "django", "startproject", "bare", "."], cwd=project)
    with (project / "bare" / "settings.py").open("a") as settings:
        settings.write(BARE_SETTINGS % str(server.socket))
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}

    def migrate() -> float:
        admin = server.url("postgres", "postgres")
        with psycopg.connect(admin, autocommit=True) as link:
            link.execute("DROP DATABASE IF EXISTS bare")
            link.execute("CREATE DATABASE bare OWNER portal")
        start = time.monotonic()
        python(["manage.py", "migrate", "-v0"], cwd=project, env=env)
        return time.monotonic() - start

    try:
        yield migrate
    finally:
        server.stop()


def one_test(env: dict[str, str]) -> tuple[float, float]:
    """The seconds of its set-up, as pytest counts them, and of the whole run."""
    start = time.monotonic()
    shown = ["--durations=0", "--durations-min=0", "-vv"]
    text = python(["-m", "pytest", ONE_TEST, *shown], cwd=ROOT, env=env)
    whole = time.monotonic() - start
    found = re.search(r"([\d.]+)s setup", text)
    if not found:
        sys.exit(f"pytest said nothing of a set-up:\n{text}")
    return float(found[1]), whole


# --- Starting -------------------------------------------------------------------------


def run_lines(home: Path) -> list[Line]:
    checkout, env = home / "checkout", clean_environment()
    unpack_head(checkout)
    interpreter = str(checkout / ".venv" / "bin" / "python")

    def took(*command: str) -> float:
        start = time.monotonic()
        subprocess.run(command, cwd=checkout, env=env, check=True)
        return time.monotonic() - start

    pip = took("make", "--no-print-directory", ".venv/.base", f"PY={sys.executable}")
    npm = took(interpreter, "-m", "tools.node", "--only", "install")
    build = took(interpreter, "-m", "tools.node", "--only", "build")
    env["PYTHONPATH"] = str(checkout)
    up = [interpreter, "-m", "tools.up"]
    ready, loaded = start_until(up, checkout, env, "已就绪", "演示县已载入")
    pairs = [warm_start(interpreter, checkout, env) for _ in range(TRIES)]
    warm, three = map(min, zip(*pairs, strict=True))
    installing = pip + npm
    note = (
        f"pip {pip:.0f} s, npm {npm:.0f} s; assets {build:.0f} s, start {ready:.0f} s"
    )
    return [
        Line("ready ÷ installing", (build + ready) / installing, 0.5, note=note),
        ratio("demonstration ÷ installing", build + loaded, installing),
        ratio("warm start ÷ its processes", warm, three, 2.0),
    ]


def clean_environment() -> dict[str, str]:
    """What a newcomer's shell has, and where pip finds its packages."""
    keep = ("PATH", "HOME", "LANG", "TMPDIR")
    return {
        name: value
        for name, value in os.environ.items()
        if name in keep or name.startswith("PIP_")
    }


def unpack_head(checkout: Path) -> None:
    """The last commit, without anything that was installed or built."""
    checkout.mkdir()
    pack = subprocess.Popen(
        ["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE
    )
    subprocess.run(["tar", "-x"], cwd=checkout, stdin=pack.stdout, check=True)
    if pack.wait():
        sys.exit("git archive failed")


def warm_start(
    interpreter: str, checkout: Path, env: dict[str, str]
) -> tuple[float, float]:
    """Seconds of a whole second start, and of web, worker and beat alone."""
    up = [interpreter, "-m", "tools.up"]
    whole = start_until(up, checkout, env, "已就绪")[0]
    port = free_port()
    code = [interpreter, "-c", THREE.format(port=port)]
    began, answered = start_until(
        code, checkout, env, "servers are up", "已就绪", port=port
    )
    return whole, answered - began


def start_until(
    command: list[str], checkout: Path, env: dict[str, str], *words: str, port: int = 0
) -> list[float]:
    """Seconds after which each of the words was printed; then it is stopped."""
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=checkout,
        env={**env, "PORT": str(port or free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    seen, times = "", list[float]()
    for line in process.stdout or ():
        seen += line
        if words[len(times)] in line:
            times.append(time.monotonic() - start)
            if len(times) == len(words):
                break
    process.send_signal(signal.SIGINT)
    process.communicate()
    if len(times) < len(words):
        sys.exit(f"{words[len(times)]!r} was not printed:\n{seen}")
    return times


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- All tests ------------------------------------------------------------------------


def suite_line() -> Line:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    command = ["-m", "pytest", "-n", "auto", "--dist", "loadscope"]
    code = subprocess.run([sys.executable, *command], cwd=ROOT).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = sum(
        getattr(after, name) - getattr(before, name)
        for name in ("ru_utime", "ru_stime")
    )
    note = f"{time.monotonic() - start:.0f} s by the clock; without the database"
    return Line("processor seconds of all tests", spent, note=f"{note}, exit {code}")


# --- Both -----------------------------------------------------------------------------


def ratio(name: str, what: float, beside: float, limit: float | None = None) -> Line:
    note = f"{what:.2f} s beside {beside:.2f} s"
    return Line(name, what / beside, limit, note=note)


def python(arguments: list[str], cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=env, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr[-3000:])
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
