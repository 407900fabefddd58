"""Reads of one fixed shape, whose SQL Django writes once for each process.

Django builds and compiles a queryset anew at every request, which costs more than the
database does for a row by key. Several reads of one key make one round trip.
"""

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
# A key that no row has; its place in the parameters is where the asked key goes.
_ANY = -(2**62)


class Prepared(Generic[M]):
    """``build(key)`` gives the rows of one key; ``without`` are columns left unread.

    The objects are as of a queryset, without ``select_related`` and prefetches.
    """

    def __init__(
        self, build: Callable[[Any], QuerySet[M]], *, without: Collection[str] = ()
    ):
        self._build, self._without = build, without

    @cached_property
    def _read(self) -> tuple[type[M], list[str], str, tuple]:
        rows = self._build(_ANY)
        fields = [
            field
            for field in rows.model._meta.concrete_fields
            if field.name not in self._without
        ]
        sealed = [f.name for f in fields if f.get_db_converters(connection)]
        if sealed:
            raise TypeError(f"Not read as the database gives it: {sealed}")
        names = [field.name for field in fields]
        sql, params = rows.only(*names).query.sql_with_params()
        if list(params).count(_ANY) != 1:
            raise TypeError("A prepared read asks for exactly one key.")
        return rows.model, [field.attname for field in fields], sql, tuple(params)

    def rows(self, key: int) -> list[M]:
        return read_together(key, self)[0]

    def asked(self, key: int) -> tuple[str, list]:
        """The statement and its parameters."""
        _, _, sql, params = self._read
        return sql, [key if value == _ANY else value for value in params]

    def objects(self, found: list[tuple]) -> list[M]:
        model, names, _, _ = self._read
        return [model.from_db(connection.alias, names, row) for row in found]


def read_together(key: int, *reads: Prepared) -> list[list]:
    """The rows of each read for one key, in one round trip."""
    asked = [read.asked(key) for read in reads]
    params = [value for _, given in asked for value in given]
    found = []
    with connection.cursor() as cursor:
        cursor.execute("; ".join(sql for sql, _ in asked), params)
        for read in reads:
            found.append(read.objects(cursor.fetchall()))
            cursor.nextset()
    return found
