"""How far the loading of the demonstration has come, for every process to show.

Kept in the cache: the loading is one transaction, of which other sessions see nothing.
"""

from django.core.cache import cache
from redis.exceptions import RedisError

from office.web.cache_versions import renew_both_caches

KEY = "demo-progress"
# When the loading is killed the line goes away by itself.
SECONDS = 15 * 60


def show_step(number: int, total: int) -> None:
    """Have every page say from now on which step is under way."""
    cache.set(KEY, (number, total), SECONDS)
    renew_both_caches()


def hide_step() -> None:
    """Have no page say it any more, cached ones included."""
    cache.delete(KEY)
    renew_both_caches()


def current_step() -> tuple[int, int] | None:
    """The number of the step under way and how many there are; None without loading."""
    try:
        return cache.get(KEY)
    except RedisError:
        return None
