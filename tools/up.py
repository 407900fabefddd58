"""``make run``: embedded servers, migrations, then web, worker and beat until Ctrl-C.

What the last start did and would be the same now is not repeated. The demonstration is
loaded into an empty portal while the portal already answers.
"""

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg
from honcho.manager import Manager
from honcho.printer import Printer

from tools.code_key import installed_packages
from tools.local import LOCAL, ROOT, local_services, migrate_once

PYTHON = sys.executable
LOADER = "demo"


class Straight:
    """Standard output without a buffer.

    Ctrl-C may come while a line is written, and its handler writes too: a buffered
    stream refuses to be entered twice, and nothing would be stopped.
    """

    def write(self, text: str) -> None:
        rest = text.encode()
        # Who read it may be gone: what was started must be stopped all the same.
        with suppress(BrokenPipeError):
            while rest:
                rest = rest[os.write(sys.stdout.fileno(), rest) :]

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return sys.stdout.isatty()


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    with_demo = os.environ.get("DEMO", "1") != "0"
    _refuse_taken_port(port)
    prepare_environment(port, with_demo=with_demo)
    with local_services() as embedded:
        migrate_once() if embedded else _manage("migrate", "-v0")
        _collect_static()
        if not with_demo:
            _manage("create_administrator", "--if-none")
        return serve(port, load=with_demo and _has_nobody())


def prepare_environment(port: int, *, with_demo: bool) -> None:
    """Set the variables that the three processes need."""
    # Plain names with a hash: compressing every file takes ten seconds for nothing.
    os.environ.setdefault(
        "STATIC_STORAGE",
        "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    )
    os.environ["DEMO"] = "1" if with_demo else "0"
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"端口 {port} 已被占用，请换一个：make run PORT={port + 1}")


def _manage(*command: str) -> None:
    subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, check=True)


def _collect_static() -> None:
    """Collect the static files, unless the very same ones were collected before."""
    record = LOCAL / "static-sources"
    sources = _static_sources()
    if record.exists() and record.read_text() == sources:
        return
    _manage("collectstatic", "--noinput", "-v0")
    record.write_text(sources)


def _static_sources() -> str:
    """A hash of what the collected files are made of and where they go."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    for name in ("STATIC_ROOT", "STATIC_STORAGE"):
        digest.update(f"{os.environ.get(name)}\n".encode())
    for installed in installed_packages():
        digest.update(f"{installed}\n".encode())
    return digest.hexdigest()


def _has_nobody() -> bool:
    """Whether nobody has an account; the loader itself checks that all is empty."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as link:
        return not link.execute("SELECT 1 FROM office_user LIMIT 1").fetchone()


class Portal(Manager):
    """Honcho stops all processes when one ends; the loader may end, having loaded."""

    def _any_stopped(self) -> bool:
        return any(
            process.get("returncode") is not None
            for name, process in self._processes.items()
            if name != LOADER
        )


def serve(port: int, *, load: bool) -> int:
    """Run web, worker and beat until Ctrl-C, and the loader once; returns an exit code."""
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    manager = Portal(Printer(Straight()))
    celery = f"exec {PYTHON} -m celery -A feixian"
    schedule = LOCAL / "beat"
    commands = {
        "web": f"exec {PYTHON} -m gunicorn feixian.wsgi -b 127.0.0.1:{port}"
        " -w 2 --threads 4 --no-control-socket --log-level warning",
        "worker": f"{celery} worker -l warning -c 2",
        "beat": f"{celery} beat -l warning -s {schedule} --pidfile=",
    }
    if load:
        commands[LOADER] = f"exec {PYTHON} manage.py load_demo --if-empty"
    for name, command in commands.items():
        manager.add_process(name, command, env=env, cwd=str(ROOT))
    threading.Thread(target=_say_when_ready, args=[port], daemon=True).start()
    try:
        manager.loop()
    finally:
        # Nothing is left of what has already stopped; the rest must not outlive us.
        manager.kill()
    # 130 is Ctrl-C; a process that ended by itself is a failure, whatever it returned.
    return 0 if manager.returncode == 130 else manager.returncode or 1


def _say_when_ready(port: int) -> None:
    base = f"http://127.0.0.1:{port}"
    while not _answers(f"{base}/healthz"):
        time.sleep(0.1)
    print(
        f"已就绪：居民 {base}/ · 代表和承办单位 {base}/desk/ · 工作人员 {base}/admin/",
        flush=True,
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    Path(LOCAL).mkdir(exist_ok=True)
    sys.exit(main())
