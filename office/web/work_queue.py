"""What waits for a person: lists of each app, as tiles of the workbench and the desk."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from office.web.addresses import address

if TYPE_CHECKING:
    from office.people.enums import Role
    from office.people.models import User


MOST = 99
STATEMENT_SECONDS = 60
MOST_STATEMENTS = 1000
_statements: dict[tuple, tuple[float, str, list[Any]]] = {}


@dataclass(frozen=True)
class QueueTile:
    """One duty of today. ``url`` opens exactly the rows that ``count`` counts."""

    title: str
    count: int
    url: str
    tone: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)


@dataclass(frozen=True)
class WorkQueue:
    """One list of duties. ``page`` shows exactly the rows that are counted, under ``?show=``.

    ``roles`` are those it concerns; none stands for everybody who signs in, and then the
    tile is shown to those alone for whom something waits. The cases have lists of their
    own on the desk: theirs are not ``on_desk``.
    """

    key: str
    label: str
    page: str
    rows: Callable[["User"], QuerySet]
    roles: tuple["Role", ...] = ()
    tone: str = ""
    on_desk: bool = True

    @property
    def url(self) -> str:
        return f"{address(self.page)}?show={self.key}"

    def concerns(self, user: "User") -> bool:
        return not self.roles or user.has_role(*self.roles)


_lists: list[WorkQueue] = []


def register(lists: Iterable[WorkQueue]) -> None:
    _lists.extend(lists)


def queues_of(
    lists: Iterable[WorkQueue], user: "User", page: str
) -> dict[str, WorkQueue]:
    """Those of ``page`` that concern this person, by their key."""
    return {row.key: row for row in lists if row.page == page and row.concerns(user)}


def tiles_of(request: HttpRequest) -> list[QueueTile]:
    """The workbench: all that concern this person, counted in one query."""
    user: Any = request.user
    rows = _concerning(user, _lists)
    return tiles(rows, count_queues(rows, user, lambda row: row.rows(user)))


def desk_lists_of(user: Any) -> list[WorkQueue]:
    """Those of ``/desk/``, for who counts them with lists of their own."""
    return _concerning(user, [row for row in _lists if row.on_desk])


def desk_tiles_of(request: HttpRequest) -> list[QueueTile]:
    """``/desk/``: those with something in them; an empty one is nobody's duty."""
    user: Any = request.user
    rows = desk_lists_of(user)
    counts = count_queues(rows, user, lambda row: row.rows(user))
    return [tile for tile in tiles(rows, counts) if tile.count]


def tiles(lists: Iterable[WorkQueue], counts: Iterable[int]) -> list[QueueTile]:
    return [
        QueueTile(row.label, count, row.url, row.tone if count else "")
        for row, count in zip(lists, counts, strict=True)
        if count or row.roles
    ]


def _concerning(user: Any, lists: Iterable[WorkQueue]) -> list[WorkQueue]:
    return [row for row in lists if user.is_authenticated and row.concerns(user)]


Q = TypeVar("Q", bound="Keyed")


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


def count_queues(
    queues: Sequence[Q], user: "User", rows: Callable[[Q], QuerySet]
) -> tuple[int, ...]:
    """What waits in each queue now, up to one more than ``MOST``, in one query.

    Django writes the statement once a minute for one person with equal posts: a dozen
    querysets cost more than the counting. What is asked of the clock inside a queryset
    (a consultation that has closed) is therefore up to a minute old.
    """
    posts = frozenset((post.role, post.unit_id) for post in user.posts)
    names = tuple(queue.key for queue in queues)
    asked = (names, user.pk, posts, timezone.localdate())
    known, now = _statements.get(asked), time.time()
    if known is None or not 0 <= now - known[0] < STATEMENT_SECONDS:
        if len(_statements) >= MOST_STATEMENTS:
            _statements.clear()
        known = (now, *_statement([rows(queue) for queue in queues]))
        _statements[asked] = known
    return _counted(*known[1:])


def count_at_once(lists: Sequence[QuerySet]) -> tuple[int, ...]:
    """The length of each list, up to one more than ``MOST``, in one query."""
    return _counted(*_statement(lists))


def _counted(sql: str, values: list[Any]) -> tuple[int, ...]:
    if not sql:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(cursor.fetchone())


def _statement(lists: Sequence[QuerySet]) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for rows in lists:
        capped = rows.order_by().values("pk")[: MOST + 1]
        try:
            sql, params = capped.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS waiting)")  # noqa: S608 - Django's own SQL
        values += params
    return f"SELECT {', '.join(parts)}" if parts else "", values
