"""Rate limits, counted in Redis over a sliding pair of windows."""

import time
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from office.text.errors import ServiceError
from office.web.address import network_of

# What anonymous people write of one kind within TEN_MINUTES: from one network, where a
# whole village may share one, and in the whole county.
TEN_MINUTES = 10 * 60
FROM_A_NETWORK, IN_THE_COUNTY = 20, 1000


def allow(key: str, *, limit: int, window: int) -> bool:
    """Whether one more attempt is within ``limit`` per ``window`` seconds.

    Attempts are counted by ``key``. Raises redis.RedisError if Redis is down: callers
    then refuse the attempt.
    """
    current, before, weight = _slots(key, window)
    cache.add(current, 0, 2 * window)
    count = cache.incr(current)
    return count + cache.get(before, 0) * weight <= limit


def slow_down(request: HttpRequest, kind: str, *, limit: int = FROM_A_NETWORK) -> None:
    """Count one more anonymous write of ``kind``. Raises ServiceError past the limits.

    The form keeps what was typed, so nothing is lost: it is sent again later. Without Redis
    there is no limit, because taking in what people say comes first.
    """
    network = network_of(request)
    try:
        if not allow(f"{kind}@{network}", limit=limit, window=TEN_MINUTES):
            raise ServiceError("这个网络上刚刚提了很多条，请过十分钟再提。写的还在。")
        # Only what its network may send counts here: one address cannot shut the county.
        if not allow(f"{kind}@county", limit=IN_THE_COUNTY, window=TEN_MINUTES):
            raise ServiceError("现在提的人太多，请过十分钟再提。写的还在。")
    except RedisError:
        return


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
