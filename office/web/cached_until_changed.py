"""What hardly ever changes and is asked at each request: read once, kept in memory.

It is kept under a mark in Redis: whoever changes it calls ``refresh_reference``
(office/web/cache_versions.py), and after the commit every process reads it anew.
``SECONDS`` bounds how long a change behind the portal's back (psql) stays unseen.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from redis.exceptions import RedisError

from office.web.cache_versions import REFERENCE_CACHE_VERSION, current_version

SECONDS = 60
T = TypeVar("T")


def cached_until_changed(read: Callable[[], T]) -> Callable[[], T]:
    """``read`` anew only when the reference was changed; without Redis each time.

    What is given is shared by all threads: look at it, never change it.
    """
    kept: tuple[str, float, T] | None = None

    @wraps(read)
    def recall() -> T:
        nonlocal kept
        try:
            mark = current_version(REFERENCE_CACHE_VERSION)
        except RedisError:
            return read()
        now, known = time.time(), kept
        if known and known[0] == mark and 0 <= now - known[1] < SECONDS:
            return known[2]
        # The mark is older than what is read: a change meanwhile leaves it behind.
        found = read()
        kept = (mark, now, found)
        return found

    return recall
