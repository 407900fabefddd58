"""What is published is shown at once: marks that change with every change.

Public pages are kept under one mark (office/web/page_cache.py); what hardly ever changes, as
categories, places and stations, is kept in memory under another (office/web/cached_until_changed.py).
Whatever writes something that they show calls ``refresh_public_pages`` or
``refresh_reference`` in its transaction.
"""

import secrets

from django.core.cache import cache
from django.db import transaction

MARK = "public-pages"
REFERENCE_CACHE_VERSION = "reference"


def refresh_public_pages() -> None:
    """After the commit nobody is shown a page that was made before it."""
    transaction.on_commit(renew_public_cache, robust=True)


def refresh_reference() -> None:
    """The same, for pages and for what processes keep in memory."""
    transaction.on_commit(renew_both_caches, robust=True)


def renew_public_cache() -> None:
    """Leave every kept page behind. A random mark cannot come back, as a count could."""
    cache.set(MARK, secrets.token_hex(8), None)


def renew_both_caches() -> None:
    cache.set(REFERENCE_CACHE_VERSION, secrets.token_hex(8), None)
    renew_public_cache()


def current_version(name: str) -> str:
    """The mark of now; a new one when Redis is new or was emptied.

    Raises redis.RedisError.
    """
    if mark := cache.get(name):
        return mark
    # One that nothing kept before can carry.
    cache.add(name, secrets.token_hex(8), None)
    return cache.get(name, "")
