"""The bench itself, kept alive at a size that says nothing about speed."""

import os
import subprocess
import sys

import pytest

from bench.report import Cost, Line, growth_lines, rate_lines
from tests.paths import ROOT
from tests.waiting import HANG

TINY = [
    "--rows",
    "600",
    "--small",
    "300",
    "--seconds",
    "0.2",
    "--imported",
    "200",
    "--drafts",
    "40",
    "--messages",
    "300",
    "--voters",
    "20",
    "--papers",
    "2000",
]


@pytest.mark.servers
def test_the_bench_measures_every_page_and_ratio_in_one_run(open_path):
    inherited = (
        "DATABASE_URL",
        "REDIS_URL",
        "CACHE_URL",
        "MEDIA_ROOT",
        "PORTAL_TEST_SERVERS",
    )
    env = {name: value for name, value in os.environ.items() if name not in inherited}

    done = subprocess.run(
        [sys.executable, "-m", "bench", *TINY, "--state", str(open_path / "bench")],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=HANG,
    )

    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    measured = [line[5:33].strip() for line in done.stdout.splitlines()]
    for name in ("station", "list", "list_deep", "case", "track", "desk", "admin"):
        assert f"{name}, growth" in measured
        assert f"{name}, queries" in measured
    for name in ("search_rare, growth", "search_common, growth", "import, rows/s"):
        assert name in measured
    assert {"roll-up ÷ one statement", "hot topics, s", "hot topics, MiB"} <= set(
        measured
    )
    for name in ("station ÷ floor item", "case ÷ floor item", "list ÷ floor list"):
        assert name in measured
    assert {"submit ÷ floor post", "cached ÷ floor constant"} <= set(measured)
    assert {"desk ÷ floor list", "workbench ÷ floor list"} <= set(measured)
    assert {"case anew ÷ floor item", "list anew ÷ floor list"} <= set(measured)
    assert not (open_path / "bench").exists()


def test_a_page_that_grows_too_much_is_a_miss():
    few, many = {"list": Cost(10.0, 5)}, {"list": Cost(16.0, 13)}

    assert [line.holds for line in growth_lines(few, many)] == [False, False]


def test_a_page_too_far_below_the_floor_is_a_miss():
    rates = {
        "floor item": 100.0,
        "floor list": 100.0,
        "floor post": 100.0,
        "floor constant": 100.0,
        "station": 49.0,
        "case": 51.0,
        "list": 80.0,
        "cached": 90.0,
        "station anew": 1.0,
        "case anew": 24.0,
        "list anew": 30.0,
        "desk": 20.0,
        "workbench": 19.0,
        "submit": 34.0,
    }

    holds = {line.name: line.holds for line in rate_lines(rates)}

    assert [name for name, held in holds.items() if not held] == [
        "station ÷ floor item",
        "case anew ÷ floor item",
        "workbench ÷ floor list",
        "submit ÷ floor post",
    ]


def test_a_limit_may_be_met_from_either_side():
    assert Line("a", 3.0, 3.0, at_least=True).holds
    assert Line("a", 3.0, 3.0).holds
