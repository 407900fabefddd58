"""Django's Redis cache with one client kept, instead of a new one for every command.

Making the client costs as much as asking it; a kept public page asks once.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class KeptClient(RedisCacheClient):
    """A client is safe in threads: each command takes a connection from the pool."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._kept: dict[int, Any] = {}

    # Django's own; its stubs do not know it.
    _get_connection_pool_index: Callable[[bool], int]

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        server = self._get_connection_pool_index(write)
        if server not in self._kept:
            self._kept[server] = super().get_client(key, write=write)
        return self._kept[server]


class KeptClientCache(RedisCache):
    # Django's own; its stubs do not know it.
    _cache: Any

    def __init__(self, server: str, params: dict):
        super().__init__(server, params)
        self._class = KeptClient

    def delete_matching(self, pattern: str) -> None:
        """Delete the values whose key matches ``pattern``, as ``page:*``."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=self.make_key(pattern), count=1000):
            client.delete(key)
