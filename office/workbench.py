"""The landing page of staff: tiles supplied by each app, by role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

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


def register(provider: Provider) -> Provider:
    _providers.append(provider)
    return provider


def tiles_of(request: HttpRequest) -> list[Tile]:
    return [tile for provider in _providers for tile in provider(request)]
