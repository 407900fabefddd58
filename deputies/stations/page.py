"""Stations on the outline of the county, as coordinates for an inline SVG.

No map tiles and no script, so it works on any phone. Without an outline the stations
are drawn on a blank background; without coordinates there is no map, only the list.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from deputies.stations.enums import StationKind
from deputies.stations.models import LiaisonStation
from deputies.stations.querysets import StationQuerySet
from office.models import Outline
from office.places.enums import DivisionLevel
from office.web.cached_until_changed import cached_until_changed

WIDTH = 1000
# More markers are slow to draw on a phone and too dense to tap.
MOST = 300
# Degrees: the minimum extent, so that a single village does not fill the map.
LEAST_SPAN = 0.08
MARGIN = 0.06
SIZES = {StationKind.STATION: 12, StationKind.POINT: 8, StationKind.OBSERVATION: 10}


@dataclass(frozen=True)
class Frame:
    """The extent of the map in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> tuple[float, float]:
        """Map units per degree of longitude and of latitude."""
        narrow = math.cos(math.radians((self.south + self.north) / 2))
        across = WIDTH / (self.east - self.west)
        return across, across / narrow

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale[1])

    @property
    def said(self) -> str:
        """For the script that shows the visitor's position: west, north, scales."""
        across, down = self.scale
        return f"{self.west:.6f} {self.north:.6f} {across:.3f} {down:.3f}"

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        across, down = self.scale
        return (
            round((longitude - self.west) * across),
            round((self.north - latitude) * down),
        )


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    size: int
    station: LiaisonStation


@dataclass(frozen=True)
class CountyMap:
    frame: Frame
    land: str
    dots: list[Dot]
    outline: Outline | None
    here: Dot | None = None
    kinds: list[StationKind] = field(default_factory=list)
    left_out: int = 0


@cached_until_changed
def county_outline() -> Outline | None:
    rows = Outline.objects.filter(division__level=DivisionLevel.COUNTY)
    return rows.select_related("division").first()


def map_of_stations(rows: StationQuerySet, *, whole: bool) -> CountyMap | None:
    """A map of the ``rows`` with coordinates; None if there are none.

    ``whole`` draws the county with its stations only: hundreds of points would hide
    them.
    """
    rows = rows.placed().order_by("-kind", "code")
    if whole:
        rows = rows.exclude(kind=StationKind.POINT)
    placed = list(rows[: MOST + 1])
    shown = placed[:MOST]
    if not shown:
        return None
    outline = county_outline()
    frame = _frame_of(_lines(outline) if whole and outline else [_places(shown)])
    return CountyMap(
        frame=frame,
        land=_land(outline, frame),
        # Stations are selected first and drawn last: they are on top.
        dots=[_dot(row, frame) for row in reversed(shown)],
        outline=outline,
        kinds=[k for k in StationKind if any(row.kind == k for row in shown)],
        left_out=len(placed) - len(shown),
    )


def map_of_one(station: LiaisonStation) -> CountyMap | None:
    """The station's place in the county; None without coordinates or outline."""
    outline = county_outline()
    if outline is None or station.longitude is None:
        return None
    frame = _frame_of(_lines(outline))
    here = _dot(station, frame)
    return CountyMap(frame, _land(outline, frame), [], outline, here)


def _lines(outline: Outline) -> list[list[tuple[float, float]]]:
    return [[(pair[0], pair[1]) for pair in ring] for ring in outline.rings]


def _places(rows: Iterable[LiaisonStation]) -> list[tuple[float, float]]:
    return [(float(row.longitude), float(row.latitude)) for row in rows]  # type: ignore[arg-type]


def _frame_of(lines: list[list[tuple[float, float]]]) -> Frame:
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    span = max(max(xs) - min(xs), max(ys) - min(ys), LEAST_SPAN)
    room = span * MARGIN
    wide, high = (max(0, LEAST_SPAN - (max(p) - min(p))) / 2 for p in (xs, ys))
    return Frame(
        west=min(xs) - room - wide,
        south=min(ys) - room - high,
        east=max(xs) + room + wide,
        north=max(ys) + room + high,
    )


def _land(outline: Outline | None, frame: Frame) -> str:
    """The path of the outline: ``M1 2L3 4…z`` for each ring."""
    if outline is None:
        return ""
    return "".join(
        f"M{'L'.join(f'{x} {y}' for x, y in (frame.at(*p) for p in ring))}z"
        for ring in _lines(outline)
    )


def _dot(row: LiaisonStation, frame: Frame) -> Dot:
    ((longitude, latitude),) = _places([row])
    x, y = frame.at(longitude, latitude)
    return Dot(x, y, SIZES[StationKind(row.kind)], row)
