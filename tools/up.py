"""``make run``: embedded servers, migrations, then web, worker and beat until Ctrl-C."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from tools.local import LOCAL, ROOT, local_services

READY_SECONDS = 60
PYTHON = sys.executable


class Straight:
    """Standard output without a buffer.

    Ctrl-C may arrive while a line is written, and its handler writes too: a buffered
    stream refuses re-entrant writes, and the processes would not be stopped.
    """

    def write(self, text: str) -> None:
        rest = text.encode()
        while rest:
            rest = rest[os.write(sys.stdout.fileno(), rest) :]

    def flush(self) -> None:
        """Does nothing: there is no buffer."""

    def isatty(self) -> bool:
        return sys.stdout.isatty()


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    with_demo = os.environ.get("DEMO", "1") != "0"
    _refuse_taken_port(port)
    # Plain hashed names: compressing every file takes ten seconds and is not needed
    # here.
    os.environ.setdefault(
        "STATIC_STORAGE",
        "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    )
    os.environ["DEMO"] = "1" if with_demo else "0"
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    with local_services():
        _manage("migrate", "-v0")
        _manage("collectstatic", "--noinput", "-v0")
        if with_demo:
            _manage("load_demo", "--if-empty")
        else:
            _manage("create_administrator", "--if-none")
        return _serve(port)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"端口 {port} 已被占用，请换一个：make run PORT={port + 1}")


def _manage(*command: str) -> None:
    subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, check=True)


def _serve(port: int) -> int:
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    manager = Manager(Printer(Straight()))
    celery = f"exec {PYTHON} -m celery -A feixian"
    schedule = LOCAL / "beat"
    commands = {
        "web": f"exec {PYTHON} -m gunicorn feixian.wsgi -b 127.0.0.1:{port}"
        " -w 2 --threads 4 --no-control-socket --log-level warning",
        "worker": f"{celery} worker -l warning -c 2",
        "beat": f"{celery} beat -l warning -s {schedule} --pidfile=",
    }
    for name, command in commands.items():
        manager.add_process(name, command, env=env, cwd=str(ROOT))
    threading.Thread(target=_say_when_ready, args=[port], daemon=True).start()
    try:
        manager.loop()
    finally:
        # Processes that have ended need nothing; the others must end with this one.
        manager.kill()
    return 0 if manager.returncode in (0, 130, None) else manager.returncode


def _say_when_ready(port: int) -> None:
    base = f"http://127.0.0.1:{port}"
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2):
                pass
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
            continue
        print(
            f"已就绪：居民 {base}/ · 代表和承办单位 {base}/desk/ · 工作人员 {base}/admin/",
            flush=True,
        )
        return


if __name__ == "__main__":
    Path(LOCAL).mkdir(exist_ok=True)
    sys.exit(main())
