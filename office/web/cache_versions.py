"""Version numbers of cached data; each change of the data sets a new one.

Public pages are cached under one version (office/web/page_cache.py); reference data
such as categories, places and stations is cached in memory under another
(office/web/cached_until_changed.py). A service that changes any of it calls
``refresh_public_pages`` or ``refresh_reference`` in its transaction.
"""

import secrets

from django.core.cache import cache
from django.db import transaction

MARK = "public-pages"
REFERENCE_CACHE_VERSION = "reference"


def refresh_public_pages() -> None:
    """Invalidate the cached public pages after the commit."""
    transaction.on_commit(renew_public_cache, robust=True)


def refresh_reference() -> None:
    """Invalidate, after the commit, the cached pages and the reference data in memory."""
    transaction.on_commit(renew_both_caches, robust=True)


def renew_public_cache() -> None:
    """Invalidate all cached pages. A random version cannot repeat, as a counter could."""
    cache.set(MARK, secrets.token_hex(8), None)


def renew_both_caches() -> None:
    cache.set(REFERENCE_CACHE_VERSION, secrets.token_hex(8), None)
    renew_public_cache()


def current_version(name: str) -> str:
    """The current version; a new one if Redis was empty.

    Raises redis.RedisError.
    """
    if version := cache.get(name):
        return version
    # A value that no cached entry can have.
    cache.add(name, secrets.token_hex(8), None)
    return cache.get(name, "")
