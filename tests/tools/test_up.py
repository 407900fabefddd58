"""``make run``: one line when ready, and a clean shutdown."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.paths import ROOT
from tools.embedded import Postgres, Valkey

SECONDS = 150
pytestmark = pytest.mark.servers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(state: Path, port: int, demo: str) -> subprocess.Popen:
    keep = ("PATH", "HOME", "LANG")
    env = {name: os.environ[name] for name in keep if name in os.environ}
    env |= {
        "PORT": str(port),
        "DEMO": demo,
        "LOCAL_STATE": str(state),
        "STATIC_ROOT": str(state / "static"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tools.up"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until(process: subprocess.Popen, words: str) -> str:
    end, seen = time.monotonic() + SECONDS, ""
    while time.monotonic() < end:
        line = process.stdout.readline()
        seen += line
        if words in line:
            return seen
        if not line and process.poll() is not None:
            break
    raise AssertionError(f"{words!r} was not printed:\n{seen}")


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


@pytest.fixture
def state(tmp_path_factory):
    path = tmp_path_factory.mktemp("run")
    for part in (path, path.parent, path.parent.parent):
        part.chmod(part.stat().st_mode | 0o011)
    return path / "local"


def test_run_serves_all_surfaces_keeps_the_data_and_stops_cleanly(state):
    port = free_port()
    first = launch(state, port, "1")
    try:
        text = read_until(first, "已就绪")
        home = get(f"http://127.0.0.1:{port}/").decode()
        signs = _wait_for_signs(port)
    finally:
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)

    assert re.search(rf"http://127\.0\.0\.1:{port}/desk/", text)
    assert "示例" in home
    assert signs["worker"] and signs["beat"]
    assert not Postgres(state / "postgres").is_running()
    assert not Valkey(state / "redis").is_running()
    _second_start_is_quick(state)


def _wait_for_signs(port: int) -> dict:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        signs = json.loads(get(f"http://127.0.0.1:{port}/healthz"))
        if signs["worker"] and signs["beat"]:
            return signs
        time.sleep(0.5)
    return signs


def _second_start_is_quick(state: Path) -> None:
    port, began = free_port(), time.monotonic()
    second = launch(state, port, "1")
    try:
        read_until(second, "已就绪")
        took = time.monotonic() - began
        home = get(f"http://127.0.0.1:{port}/").decode()
    finally:
        second.send_signal(signal.SIGINT)
        second.communicate(timeout=60)
    assert "示例" in home
    assert took < 60


def test_taken_port_is_said_in_words(state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = launch(state, taken.getsockname()[1], "1")
        text, _ = process.communicate(timeout=60)

    assert process.returncode != 0
    assert "已被占用" in text
