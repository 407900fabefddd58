"""No test's verdict hangs on the speed of the machine: no fixed sleep, no own limit.

A test waits for what happens (tests/waiting.py); its one limit, HANG, ends a hang.
"""

import ast

import pytest

from tests.paths import ROOT

ALLOWED = {"tests/waiting.py"}
# Clocks and pauses: whoever measures or sleeps judges by the machine's speed.
CLOCKS = {"sleep", "monotonic", "perf_counter", "wait_for_timeout"}
LIMITS = {"timeout", "deadline", "shutdown_timeout"}
# Their first argument is a number of seconds or milliseconds.
WAITS = {"wait", "join", "set_default_timeout", "set_default_navigation_timeout"}


def fixed_waits(source: str) -> list[str]:
    """Calls that pause, read a clock or set a limit that is a plain number."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (words := _why(node)):
            found.append(f"line {node.lineno}: {words}")
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            names = {alias.name for alias in node.names} & CLOCKS
            found += [f"line {node.lineno}: imports {name}" for name in sorted(names)]
    return found


def _why(call: ast.Call) -> str:
    name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
    if name in CLOCKS:
        return f"{name}()"
    if name in WAITS and call.args and _is_number(call.args[0]):
        return f"{name}(a number)"
    for keyword in call.keywords:
        if keyword.arg in LIMITS and _is_number(keyword.value):
            return f"{keyword.arg}= a number"
    return ""


def _is_number(node: ast.expr) -> bool:
    """A number, or a sum of numbers; a name (HANG) is none."""
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def test_no_test_sleeps_or_has_a_limit_of_its_own():
    found = [
        f"{path}: {wait}"
        for file in sorted((ROOT / "tests").rglob("*.py"))
        if (path := file.relative_to(ROOT).as_posix()) not in ALLOWED
        for wait in fixed_waits(file.read_text(encoding="utf-8"))
    ]

    assert not found, "wait with tests/waiting.py:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "time.sleep(1)",
        "from time import sleep",
        "end = time.monotonic() + 60",
        "page.wait_for_timeout(300)",
        "page.wait_for_url(url, timeout=5_000)",
        "process.communicate(timeout=60)",
        "process.wait(30)",
        "thread.join(2 * 5)",
        "context.set_default_timeout(5000)",
        "settings(deadline=200)",
    ],
)
def test_the_guard_finds(source):
    assert fixed_waits(source)


@pytest.mark.parametrize(
    "source",
    [
        "process.communicate(timeout=HANG)",
        "start.wait()",
        "thread.join()",
        "context.set_default_timeout(HANG * 1000)",
        "settings(deadline=None)",
        "', '.join(names)",
        "timezone.now()",
    ],
)
def test_the_guard_lets_pass(source):
    assert not fixed_waits(source)
