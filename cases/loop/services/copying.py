"""Saving new rows the way PostgreSQL takes them in fastest: thousands by COPY, a few at once.

For objects that a service has just built and nobody else knows of. Constraints, keys
and triggers are checked by the database as for any other row.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import cache
from itertools import compress
from operator import attrgetter
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
        # The cursor below Django's has COPY; its errors become Django's here.
        connection.wrap_database_errors,
        cursor.cursor.copy(f"COPY {form.columns} FROM STDIN") as copy,
    ):
        for row in objects:
            copy.write_row(form.cells_of(row))
            _mark_saved(row)


def insert_rows(*objects: models.Model) -> None:
    """Save a few ``objects``, which have their keys, in this order and one round trip.

    Raises IntegrityError. What an object points at stands before it or is saved already.
    """
    statements, given = [], []
    for row in objects:
        form = _form_of(type(row))
        cells = form.cells_of(row)
        statements.append(form.insert_of(cells))
        given += [cell for cell in cells if cell is not None]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements), given)
    for row in objects:
        _mark_saved(row)


def _mark_saved(row: models.Model) -> None:
    row._state.adding = False
    row._state.db = connection.alias


class _Form:
    """How a row of ``model`` is written; worked out once."""

    def __init__(self, model: type[models.Model]):
        fields = model._meta.concrete_fields
        quote = connection.ops.quote_name
        self._table = quote(model._meta.db_table)
        self._names = [quote(field.column) for field in fields]
        self.columns = f"{self._table} ({', '.join(self._names)})"
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
            cells[at] = write(cells[at])
        return cells


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
        held = row._state.fields_cache
        for name, attname in names:
            if getattr(row, attname) is None and held.get(name) is not None:
                setattr(row, attname, held[name].pk)


def _writer(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value of ``field`` is written; None when it goes as it is."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda value: timezone.now()
    if type(field) is models.TextField or isinstance(field, _PLAIN):
        return _plain if field.choices else None
    return lambda value: field.get_db_prep_save(value, connection)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
