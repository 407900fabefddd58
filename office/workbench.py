"""What waits for a person: tiles supplied by each app, for the workbench and the desk."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

MOST = 99


@dataclass(frozen=True)
class Tile:
    """One duty of today. ``url`` opens exactly the rows that ``count`` counts."""

    title: str
    count: int
    url: str
    tone: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)


Provider = Callable[[HttpRequest], Iterable[Tile]]
_providers: list[Provider] = []
_for_desk: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Tiles of the workbench."""
    _providers.append(provider)
    return provider


def register_for_desk(provider: Provider) -> Provider:
    """Tiles of ``/desk/``: what the apps above the cases have waiting for a person."""
    _for_desk.append(provider)
    return provider


def tiles_of(request: HttpRequest) -> list[Tile]:
    return [tile for provider in _providers for tile in provider(request)]


def desk_tiles_of(request: HttpRequest) -> list[Tile]:
    """Those with something in them: an empty one is nobody's duty."""
    tiles = (tile for provider in _for_desk for tile in provider(request))
    return [tile for tile in tiles if tile.count]


def count_at_once(lists: Sequence[QuerySet]) -> tuple[int, ...]:
    """The length of each list, up to one more than ``MOST``, in one query."""
    parts, values = [], []
    for rows in lists:
        capped = rows.order_by().values("pk")[: MOST + 1]
        try:
            sql, params = capped.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS waiting)")  # noqa: S608 - Django's own SQL
        values += params
    if not parts:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return tuple(cursor.fetchone())
