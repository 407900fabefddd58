"""What is published is shown at once: marks that change with every change.

Public pages are kept under one mark (office/web/page_cache.py); what hardly ever changes, as
categories, places and stations, is kept in memory under another (office/web/cached_until_changed.py).
Whatever writes something that they show calls ``refresh_public_pages`` or
``refresh_reference`` in its transaction.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.cache import cache
from django.db import transaction

PUBLIC_CACHE_VERSION = "public-pages"
REFERENCE_CACHE_VERSION = "reference"
_of_request: ContextVar[dict[str, str] | None] = ContextVar("versions", default=None)


def refresh_public_pages() -> None:
    """After the commit nobody is shown a page that was made before it."""
    transaction.on_commit(renew_public_cache, robust=True)


def refresh_reference() -> None:
    """The same, for pages and for what processes keep in memory."""
    transaction.on_commit(renew_both_caches, robust=True)


def renew_public_cache() -> None:
    """Leave every cached page behind. A random version cannot come back, a count could."""
    _renew(PUBLIC_CACHE_VERSION)


def renew_both_caches() -> None:
    _renew(REFERENCE_CACHE_VERSION)
    renew_public_cache()


def _renew(name: str) -> None:
    cache.set(name, secrets.token_hex(8), None)
    if (known := _of_request.get()) is not None:
        known.pop(name, None)


@contextmanager
def asked_once(known: dict[str, Any] | None = None) -> Iterator[None]:
    """For one request: each version is asked for once, or known already."""
    names = (PUBLIC_CACHE_VERSION, REFERENCE_CACHE_VERSION)
    found = {name: known[name] for name in names if known and known.get(name)}
    token = _of_request.set(found)
    try:
        yield
    finally:
        _of_request.reset(token)


def current_version(name: str) -> str:
    """The version of now; a new one when Redis is new or was emptied.

    Raises redis.RedisError.
    """
    known = _of_request.get()
    if known is None:
        return _read(name)
    if name not in known:
        known[name] = _read(name)
    return known[name]


def _read(name: str) -> str:
    if version := cache.get(name):
        return version
    # One that nothing cached before can carry.
    cache.add(name, secrets.token_hex(8), None)
    return cache.get(name, "")
