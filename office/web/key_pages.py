"""Keyset pagination: the next page starts after the last row, at constant cost."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Q, QuerySet

from office.text.json_input import read_json

SIZE = 20


class KeyPage:
    """One page of ``queryset`` in ``order``, which must end in a unique column.

    ``rows`` is a list; ``next`` and ``previous`` are tokens for ``?after=`` and
    ``?before=``, or "". An unreadable token gives the first page.
    """

    def __init__(
        self,
        queryset: QuerySet,
        *,
        order: Sequence[str],
        after: str = "",
        before: str = "",
        size: int = SIZE,
    ):
        self.order, self.size = tuple(order), size
        key = _read(after or before, len(self.order))
        backwards = bool(before and not after and key)
        try:
            rows = self._fetch(queryset, key, backwards)
        except (ValueError, TypeError, ValidationError, FieldError):
            # A token of another list, or an invented one: the first page.
            key, backwards = None, False
            rows = self._fetch(queryset, key, backwards)
        more = len(rows) > size
        rows = rows[:size]
        if backwards:
            rows.reverse()
        self.rows = rows
        has_next = bool(rows) if backwards else more
        has_previous = more if backwards else bool(key)
        self.next = self._token(rows[-1]) if rows and has_next else ""
        self.previous = self._token(rows[0]) if rows and has_previous else ""

    def _fetch(self, queryset: QuerySet, key: list | None, backwards: bool) -> list:
        order = tuple(map(_turned, self.order)) if backwards else self.order
        ordered = queryset.order_by(*order)
        if key is not None:
            ordered = ordered.filter(_after(order, key))
        return list(ordered[: self.size + 1])

    def _token(self, row: Any) -> str:
        values = [_value(row, name.lstrip("-")) for name in self.order]
        raw = json.dumps([_plain(value) for value in values], separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _after(order: Sequence[str], key: list) -> Q:
    """``(a, b) > (x, y)`` with mixed directions.

    The condition on the first column alone bounds the index scan.
    """
    beyond = Q(pk__in=[])
    same = Q()
    for name, value in zip(order, key, strict=True):
        column = name.lstrip("-")
        beyond |= same & Q(**{f"{column}__{'lt' if name[0] == '-' else 'gt'}": value})
        same &= Q(**{column: value})
    first = order[0].lstrip("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": key[0]}) & beyond


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(token: str, length: int) -> list | None:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        key = read_json(raw)
    except (ValueError, binascii.Error, UnicodeError):
        return None
    fits = isinstance(key, list) and len(key) == length
    return key if fits and all(map(_may_stand_in_a_row, key)) else None


def _may_stand_in_a_row(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, str) and "\x00" not in value
