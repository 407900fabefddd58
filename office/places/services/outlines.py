"""Outlines of places from GeoJSON: read, simplified for a small map, stored."""

import math
from typing import TYPE_CHECKING, Any

from django.db import transaction

from office.audit import services as audit
from office.places.models.divisions import Division
from office.places.models.outlines import Outline
from office.text.errors import ServiceError
from office.text.json_input import read_json

if TYPE_CHECKING:
    from office.people.models import User

LARGEST_FILE = 20 * 1024 * 1024
Point = tuple[float, float]
Ring = list[Point]
# Degrees. 60 m on the ground is a third of a pixel on a county map 600 pixels wide.
TOLERANCE = 0.0006
# The extent of China: coordinates outside of it are not WGS 84 degrees.
LONGITUDES, LATITUDES = (73, 136), (3, 54)


class OutlineError(ServiceError):
    """The file cannot be read as outlines. The message is written for the user."""


def read_outlines(content: bytes) -> dict[str, list[Ring]]:
    """Outer rings by the code of the place, simplified. Raises OutlineError.

    Codes are ``adcode`` or ``code`` of a feature's properties; geometries are Polygon
    or MultiPolygon in WGS 84. Holes are left out: they are not drawn.
    """
    if len(content) > LARGEST_FILE:
        raise OutlineError("文件太大，不是区划轮廓。")
    try:
        features = read_json(content.decode("utf-8-sig"))["features"]
        return {_code(feature): _rings(feature["geometry"]) for feature in features}
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
    ) as error:
        raise OutlineError("这不是区划轮廓的 GeoJSON 文件。") from error


def _code(feature: dict[str, Any]) -> str:
    properties = feature["properties"]
    return str(properties.get("adcode") or properties["code"])


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    shapes = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        shapes = [shapes]
    elif geometry["type"] != "MultiPolygon":
        raise OutlineError("轮廓要是面（Polygon 或者 MultiPolygon）。")
    rings = [_thinned([_point(pair) for pair in shape[0]]) for shape in shapes]
    if not rings or any(len(ring) < 4 for ring in rings):
        raise OutlineError("轮廓的点太少，围不成面。")
    return rings


def _point(pair: list[Any]) -> Point:
    longitude, latitude = float(pair[0]), float(pair[1])
    if not (
        LONGITUDES[0] <= longitude <= LONGITUDES[1]
        and LATITUDES[0] <= latitude <= LATITUDES[1]
    ):
        raise OutlineError("坐标不是中国境内的经纬度（WGS 84，先经度后纬度）。")
    return round(longitude, 6), round(latitude, 6)


def _thinned(ring: Ring) -> Ring:
    """Douglas-Peucker: no removed point is farther away than TOLERANCE."""
    kept, spans = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far = max(
            range(first + 1, last),
            key=lambda n: _distance(ring[n], ring[first], ring[last]),
        )
        if _distance(ring[far], ring[first], ring[last]) > TOLERANCE:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [ring[n] for n in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance from ``point`` to the line, or to ``start`` if the line is closed."""
    run, rise = end[0] - start[0], end[1] - start[1]
    x, y = point[0] - start[0], point[1] - start[1]
    length = math.hypot(run, rise)
    return abs(x * rise - y * run) / length if length else math.hypot(x, y)


@transaction.atomic
def import_outlines(
    *,
    outlines: dict[str, list[Ring]],
    source: str,
    approval: str = "",
    by: "User | None",
) -> int:
    """Store the outlines of known places; returns how many.

    ``approval`` is the map's approval number (审图号), shown beside the map. Raises
    OutlineError if none belongs to a known place.
    """
    if not source.strip():
        raise OutlineError("请写明轮廓的来源。")
    places = Division.objects.select_for_update().filter(code__in=outlines)
    known = list(places.order_by("pk"))
    if not known:
        raise OutlineError("文件里没有登记过的区划，请先导入行政区划。")
    for place in known:
        values = {
            "rings": outlines[place.code],
            "source": source.strip()[:120],
            "approval": approval.strip()[:40],
        }
        row, _ = Outline.objects.update_or_create(division=place, defaults=values)
        detail = {"code": place.code, "points": sum(map(len, row.rings))}
        audit.record(action="import_outline", by=by, object=row, detail=detail)
    return len(known)
