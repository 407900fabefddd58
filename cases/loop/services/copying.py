"""Saving new rows the way PostgreSQL takes them in fastest: thousands by COPY, a few at once.

For objects that a service has just built and nobody else knows of. Constraints, keys
and triggers are checked by the database as for any other row. Only documented parts of
Django are used: ``pre_save`` and ``get_db_prep_save`` of fields, ``_state``, and the
cursor's own ``copy``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import cache
from itertools import compress
from operator import attrgetter
from typing import Any

import psycopg
from django.db import DatabaseError, DataError, IntegrityError, connection, models
from psycopg import sql

from office.web.cache_versions import wrote

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
    keys = new_keys(model, len(objects))
    for row, pk in zip(objects, keys, strict=True):
        row.pk = pk
    _take_keys_of_related(objects, model._meta.concrete_fields)
    stream_rows(model, objects)


def stream_rows(model: type[models.Model], objects: Iterable[models.Model]) -> None:
    """Save ``objects``, which have their keys, while they are being made.

    The database takes in one while the next is built; so building must ask it nothing.
    """
    form = _form_of(model)
    with (
        connection.cursor() as cursor,
        _errors_as_of_django(),
        cursor.copy(form.copy_statement) as copy,
    ):
        for row in objects:
            copy.write_row(form.cells_of(row))
            _mark_saved(row)
    # COPY goes past what watches the statements.
    wrote(model._meta.db_table, is_new=True)


@contextmanager
def _errors_as_of_django() -> Iterator[None]:
    """Django translates the errors of statements, but not those of COPY."""
    try:
        yield
    except psycopg.IntegrityError as error:
        raise IntegrityError(*error.args) from error
    except psycopg.DataError as error:
        raise DataError(*error.args) from error
    except psycopg.DatabaseError as error:
        raise DatabaseError(*error.args) from error


def insert_rows(
    *objects: models.Model, then: tuple[str, Sequence[Any]] | None = None
) -> list[tuple]:
    """Save a few ``objects``, which have their keys, in this order and one round trip.

    Raises IntegrityError. What an object points at stands before it or is saved already.
    The statement ``then`` goes with them; what it gives is returned.
    """
    statements: list[str] = []
    given: list[Any] = []
    for row in objects:
        form = _form_of(type(row))
        cells = form.cells_of(row)
        statements.append(form.insert_of(cells))
        given += [cell for cell in cells if cell is not None]
    if then:
        statements.append(then[0])
        given += then[1]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements), given)
        while cursor.nextset():
            pass
        found = cursor.fetchall() if then else []
    for row in objects:
        _mark_saved(row)
    return found


def _mark_saved(row: models.Model) -> None:
    row._state.adding = False
    row._state.db = connection.alias


class _Form:
    """How a row of ``model`` is written; worked out once."""

    def __init__(self, model: type[models.Model]):
        fields = model._meta.concrete_fields
        self._table = _quoted(model._meta.db_table)
        self._names = [_quoted(field.column) for field in fields]
        columns = ", ".join(self._names)
        self.copy_statement = f"COPY {self._table} ({columns}) FROM STDIN"
        self._inserts: dict[tuple[bool, ...], str] = {}
        self._attributes = attrgetter(*(field.attname for field in fields))
        written = [(at, _writer(field)) for at, field in enumerate(fields)]
        self._changed = [(at, write) for at, write in written if write]

    def insert_of(self, cells: list[Any]) -> str:
        """The statement for what of ``cells`` is not empty; a short one is read faster."""
        given = tuple([cell is not None for cell in cells])
        if given not in self._inserts:
            names = list(compress(self._names, given))
            into = f"INSERT INTO {self._table} ({', '.join(names)})"
            marks = ", ".join(["%s"] * len(names))
            self._inserts[given] = f"{into} VALUES ({marks})"
        return self._inserts[given]

    def cells_of(self, row: models.Model) -> list[Any]:
        cells = list(self._attributes(row))
        for at, write in self._changed:
            cells[at] = write(row, cells[at])
        return cells


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string()


@cache
def _form_of(model: type[models.Model]) -> _Form:
    return _Form(model)


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """``count`` primary keys that nobody else will get."""
    with connection.cursor() as cursor:
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
        for name, attname in names:
            if getattr(row, attname) is None:
                # Asks the database nothing: without a key only a set object is found.
                held = getattr(row, name, None)
                if held is not None:
                    setattr(row, attname, held.pk)


def _writer(field: models.Field) -> Callable[[models.Model, Any], Any] | None:
    """How a row's value of ``field`` is written; None when it goes as it is."""
    if type(field) is models.TextField or isinstance(field, _PLAIN):
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            return lambda row, value: field.pre_save(row, True)
        return _plain if field.choices else None
    if type(field).pre_save is models.Field.pre_save:
        return lambda row, value: field.get_db_prep_save(value, connection)
    return lambda row, value: field.get_db_prep_save(
        field.pre_save(row, True), connection
    )


def _plain(row: models.Model, value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
