"""How often somebody may try: counted in Redis, over a sliding pair of windows."""

import time
from hashlib import sha256

from django.core.cache import cache


def allow(key: str, *, limit: int, window: int) -> bool:
    """Whether one more try under ``key`` is within ``limit`` per ``window`` seconds.

    Raises redis.RedisError when Redis is away: a guess is then refused and not waved on.
    """
    current, before, weight = _slots(key, window)
    cache.add(current, 0, 2 * window)
    count = cache.incr(current)
    return count + cache.get(before, 0) * weight <= limit


def exceeded(key: str, *, limit: int, window: int) -> bool:
    """Whether ``limit`` tries were counted already; asking counts as none."""
    current, before, weight = _slots(key, window)
    return cache.get(current, 0) + cache.get(before, 0) * weight >= limit


def _slots(key: str, window: int) -> tuple[str, str, float]:
    """The counters of this window and the one before, and how much that still weighs."""
    now = int(time.time())
    slot = now // window
    weight = 1 - (now % window) / window
    # A key holds what somebody typed: neither its length nor its signs are Redis' matter.
    name = sha256(key.encode()).hexdigest()
    return f"tries:{name}:{slot}", f"tries:{name}:{slot - 1}", weight
