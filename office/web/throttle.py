"""Rate limits, counted in Redis over a sliding pair of windows."""

import time

from django.core.cache import cache


def allow(key: str, *, limit: int, window: int) -> bool:
    """Whether one more attempt is within ``limit`` per ``window`` seconds.

    Attempts are counted by ``key``. Raises redis.RedisError if Redis is down: callers
    then refuse the attempt.
    """
    now = int(time.time())
    slot = now // window
    current, before = f"tries:{key}:{slot}", f"tries:{key}:{slot - 1}"
    cache.add(current, 0, 2 * window)
    count = cache.incr(current)
    earlier = cache.get(before, 0)
    weight = 1 - (now % window) / window
    return count + earlier * weight <= limit
