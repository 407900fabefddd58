"""Caches reference data in memory: read at each request, rarely changed.

The entry is valid for one version in Redis: a service that changes the data calls
``refresh_reference`` (office/web/cache_versions.py), and after the commit every process
reads it again. ``SECONDS`` bounds how long a change made outside the portal (psql)
stays unseen.
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
    """Call ``read`` only if the reference data changed; without Redis, every time.

    The result is shared by all threads: callers must not modify it.
    """
    kept: tuple[str, float, T] | None = None

    @wraps(read)
    def recall() -> T:
        nonlocal kept
        try:
            version = current_version(REFERENCE_CACHE_VERSION)
        except RedisError:
            return read()
        now, known = time.time(), kept
        if known and known[0] == version and 0 <= now - known[1] < SECONDS:
            return known[2]
        # The version is read before the data, so that a change in between invalidates
        # the entry.
        found = read()
        kept = (version, now, found)
        return found

    return recall
