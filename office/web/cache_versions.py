"""What is published is shown at once: versions that every write of it renews.

Public pages are cached under one version (office/web/page_cache.py); what hardly ever
changes, as categories, places and stations, is kept in memory under another
(office/web/cached_until_changed.py). Nobody who writes has to think of them: a wrapper of
the database connection sees each statement that writes, and renews after the commit.
Every table counts as shown unless its app says otherwise (``never_shown``), so that what
is forgotten costs a page made anew and never an old page.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache as cache_of_process
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

PUBLIC_CACHE_VERSION = "public-pages"
REFERENCE_CACHE_VERSION = "reference"
_of_request: ContextVar[dict[str, str] | None] = ContextVar("versions", default=None)
_WRITE = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.I)
_never_shown: set[str] = set()
_shown_later: set[str] = set()
_in_memory: set[str] = set()


def never_shown(*models: type[Model] | str) -> None:
    """No public page shows a row of ``models``; a label stands for a whole app."""
    for model in models:
        found = (
            apps.get_app_config(model).get_models(include_auto_created=True)
            if isinstance(model, str)
            else [model]
        )
        _never_shown.update(one._meta.db_table for one in found)


def shown_later(*models: type[Model]) -> None:
    """No public page shows a row of ``models`` before it is changed once more."""
    _shown_later.update(model._meta.db_table for model in models)


def held_in_memory(*models: type[Model]) -> None:
    """Rows of ``models`` are kept in memory by ``cached_until_changed``."""
    _in_memory.update(model._meta.db_table for model in models)


def watch_writes(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receiver of ``connection_created``."""
    if _watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watched)


def _watched(execute: Callable, sql: Any, params: Any, many: bool, context: dict):
    result = execute(sql, params, many, context)
    # A read begins with SELECT, and may say FOR UPDATE.
    if isinstance(sql, str) and not sql.startswith("SELECT"):
        writes = [row for row in _WRITE.findall(sql) if row[1] in _tables()]
        # Several rows that come in with one statement are known by the first of them: a
        # case with its first step. One that begins with WITH writes where it likes.
        several = sql.lstrip().startswith("WITH")
        for verb, table in writes if several else writes[:1]:
            wrote(table, is_new=verb.upper().startswith("INSERT"))
    return result


@cache_of_process
def _tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models)


def wrote(table: str, *, is_new: bool = False) -> None:
    """Rows of ``table`` were written: for statements that go past the wrapper (COPY)."""
    if table in _in_memory:
        _after_commit(renew_both_caches)
    elif table not in _never_shown and not (is_new and table in _shown_later):
        _after_commit(renew_public_cache)


def _after_commit(renew: Callable[[], None]) -> None:
    """Once a transaction; what is rolled back, alone or with a savepoint, renews nothing."""
    if not any(waiting[1] is renew for waiting in connection.run_on_commit):
        transaction.on_commit(renew, robust=True)


def refresh_public_pages() -> None:
    """After the commit nobody is shown a page that was made before it."""
    _after_commit(renew_public_cache)


def refresh_reference() -> None:
    """The same, for pages and for what processes keep in memory."""
    _after_commit(renew_both_caches)


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
