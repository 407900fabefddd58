"""Two sessions at once, for the tests of contested writes."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from tests.waiting import HANG


def at_once(count: int, work: Callable[[], Any]) -> list[Any]:
    """Run ``work`` in ``count`` database sessions started together.

    Returns what each gave; an exception is returned in its place.
    """
    return together(*[work] * count)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run different pieces of work, each in a session of its own, started together."""
    start = threading.Barrier(len(works))

    def run(work):
        try:
            start.wait(HANG)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
