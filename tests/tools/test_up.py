"""``make run``: says when it is ready, loads the demonstration meanwhile, ends cleanly."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import psycopg
import pytest

from tests.paths import ROOT
from tests.waiting import HANG, read_until, wait_for
from tools.embedded import Postgres, Valkey

LOADING = "示例数据正在装入"
LOADED = "演示县已载入"
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


def stop(process: subprocess.Popen) -> str:
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=HANG)[0]


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=HANG) as answer:
        return answer.read()


@pytest.fixture
def state(open_path):
    return open_path / "local"


def test_run_serves_while_it_loads_keeps_the_data_and_stops_cleanly(state):
    port = free_port()
    first = launch(state, port, "1")
    home = f"http://127.0.0.1:{port}/"
    try:
        text = read_until(first, "已就绪")
        if LOADED not in text:
            text += read_until(first, LOADED)
        page = get(home).decode()
        signs = _wait_for_signs(port, first)
    finally:
        stop(first)

    assert re.search(rf"{home}desk/", text)
    assert text.index(LOADING) < text.index(LOADED)
    assert re.search(r"第 1 步，共 \d+ 步", text)
    assert "示例" in page
    assert LOADING not in page
    assert signs["worker"] and signs["beat"]
    assert not Postgres(state / "postgres").is_running()
    assert not Valkey(state / "redis").is_running()
    _second_start_does_nothing_twice(state)


def _wait_for_signs(port: int, process: subprocess.Popen) -> dict:
    def signs():
        text = json.loads(get(f"http://127.0.0.1:{port}/healthz"))
        return text if text["worker"] and text["beat"] else None

    return wait_for(signs, lambda: process.poll() is None)


def _second_start_does_nothing_twice(state: Path) -> None:
    before = _collected(state)
    second = launch(state, port := free_port(), "1")
    try:
        text = read_until(second, "已就绪")
        page = get(f"http://127.0.0.1:{port}/").decode()
    finally:
        text += stop(second)

    assert "示例" in page
    assert LOADING not in text
    assert _collected(state) == before


def _collected(state: Path) -> int:
    return (state / "static" / "staticfiles.json").stat().st_mtime_ns


def test_killed_while_loading_it_is_empty_and_loads_again(state):
    first = launch(state, port := free_port(), "1")
    try:
        read_until(first, "已就绪")
        page = wait_for(lambda: _loading_page(port), lambda: first.poll() is None)
    finally:
        stop(first)

    assert re.search(LOADING + r"（第 \d+ 步，共 \d+ 步）…", page)
    assert _accounts(state) == 0
    second = launch(state, free_port(), "1")
    try:
        text = read_until(second, LOADING)
    finally:
        stop(second)
    assert "第 1 步" in text


def _loading_page(port: int) -> str:
    page = get(f"http://127.0.0.1:{port}/").decode()
    return page if LOADING in page else ""


def _accounts(state: Path) -> int:
    server = Postgres(state / "postgres")
    server.start()
    try:
        with psycopg.connect(server.url("portal")) as link:
            return link.execute("SELECT count(*) FROM office_user").fetchone()[0]
    finally:
        server.stop()


def test_taken_port_is_said_in_words(state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = launch(state, taken.getsockname()[1], "1")
        text, _ = process.communicate(timeout=HANG)

    assert process.returncode != 0
    assert "已被占用" in text


def test_writing_to_a_closed_terminal_stops_nothing():
    code = "input(); from tools.up import Straight; Straight().write('x'); exit(7)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    process.stdin.write("\n")
    process.stdin.close()

    assert process.wait() == 7
