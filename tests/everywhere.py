"""What stands anywhere: every column of the database, Redis, the media folder."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from office.text.secrecy import SealedTextField, unseal_bytes


def in_database(mark: str) -> list[str]:
    """The tables with ``mark`` in any column as it is stored, sessions opened."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {name} t WHERE t::text LIKE %s", [f"%{mark}%"]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    if any(mark in str(session.get_decoded()) for session in Session.objects.all()):
        found.append("sessions")
    return found


def in_sealed_columns(mark: str) -> list[str]:
    """The sealed columns that show ``mark`` to whoever has the key."""
    return [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, SealedTextField)
        and any(
            mark in (value or "")
            for value in model._base_manager.values_list(column.attname, flat=True)
        )
    ]


def in_redis(mark: str) -> list[str]:
    client = cache._cache.get_client(None)
    return [
        key.decode()
        for key in client.scan_iter("*")
        if client.type(key) == b"string" and mark.encode() in (client.get(key) or b"")
    ]


def in_media(mark: str, *, opened: bool = False) -> list[str]:
    """Files that hold ``mark``; with ``opened`` what is sealed is opened first."""
    found = []
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if opened and path.suffix == ".sealed":
                content = unseal_bytes(content)
            if mark.encode() in content:
                found.append(path.name)
    return found
