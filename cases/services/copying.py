"""Saving thousands of new rows with COPY, the way PostgreSQL takes them in fastest.

For objects that a service has just built and nobody else knows of. Constraints, keys
and triggers are checked by the database as for any other row.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import connection, models
from django.utils import timezone

# Fields whose Python value is what the database takes.
_PLAIN = (
    models.CharField,
    models.BooleanField,
    models.IntegerField,
    models.DateField,
    models.ForeignKey,
)


def copy_rows(objects: Sequence[models.Model]) -> None:
    """Save new ``objects`` of one model and give each its primary key.

    Raises IntegrityError as ``bulk_create`` does. Objects they point at must be saved.
    """
    if not objects:
        return
    model = type(objects[0])
    fields = model._meta.concrete_fields
    now = timezone.now()
    with connection.cursor() as cursor:
        for row, pk in zip(
            objects, _new_keys(cursor, model, len(objects)), strict=True
        ):
            row.pk = pk
        _take_keys_of_related(objects, fields)
        columns = [(field.attname, _reader(field, now)) for field in fields]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        # The cursor below Django's wrapper has COPY; the wrapper turns its errors.
        with (
            connection.wrap_database_errors,
            cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in objects:
                copy.write_row([read(getattr(row, name)) for name, read in columns])
    for row in objects:
        row._state.adding = False
        row._state.db = connection.alias


def _new_keys(cursor: Any, model: type[models.Model], count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
        [model._meta.db_table, model._meta.pk.column, count],
    )
    return [key for (key,) in cursor.fetchall()]


def _take_keys_of_related(
    objects: Sequence[models.Model], fields: Sequence[models.Field]
) -> None:
    """``event.case`` was saved after it was set: its key is known only now."""
    names = [(f.name, f.attname) for f in fields if f.is_relation]
    for row in objects:
        held = row._state.fields_cache
        for name, attname in names:
            if getattr(row, attname) is None and held.get(name) is not None:
                setattr(row, attname, held[name].pk)


def _reader(field: models.Field, now: datetime) -> Callable[[Any], Any]:
    """How a value of ``field`` is written."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda value: now
    if type(field) is models.TextField or isinstance(field, _PLAIN):
        return lambda value: value.value if isinstance(value, Enum) else value
    return lambda value: field.get_db_prep_save(value, connection)
