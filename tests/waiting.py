"""Waiting for what happens: how long it takes decides no verdict.

``HANG`` only ends a test that would wait for ever. Set HANG_SECONDS to fail sooner while
a test is being written.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from typing import TypeVar

HANG = float(os.environ.get("HANG_SECONDS", 15 * 60))
PAUSE = 0.05
T = TypeVar("T")


def wait_for(fact: Callable[[], T], alive: Callable[[], bool] = lambda: True) -> T:
    """Poll ``fact`` until it is true; returns its value.

    Raises AssertionError when the process that should bring it about (``alive``) has
    ended without doing so.
    """
    end = time.monotonic() + HANG
    while time.monotonic() < end:
        # Asked before the fact, or what was done just before the end would be missed.
        living = alive()
        if found := fact():
            return found
        if not living:
            raise AssertionError("the process ended and it has not happened")
        time.sleep(PAUSE)
    raise AssertionError(f"it has not happened in {HANG:.0f} s")


def read_until(process: subprocess.Popen, words: str) -> str:
    """What a process prints, up to the line with ``words``.

    Raises AssertionError with what was printed when the process ends before.
    """
    seen = ""
    limit = threading.Timer(HANG, process.kill)
    limit.start()
    try:
        for line in process.stdout:
            seen += line
            if words in line:
                return seen
    finally:
        limit.cancel()
    raise AssertionError(f"{words!r} was not printed:\n{seen}")
