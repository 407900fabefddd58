"""The numbers of one area and month for a page."""

from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from cases.loop.enums import IntakeChannel
from deputies.models import LiaisonStation
from office.models import Division
from rollups.counting.enums import Dimension
from rollups.counting.models import RollUp, RollUpRow
from rollups.counting.rules import change_of

NOBODY = "没有分类"


@dataclass(frozen=True)
class Numbers:
    """``total`` is None without cases; ``tables`` are pairs of heading and rows."""

    total: RollUpRow | None
    changes: list[str]
    tables: list[tuple[str, list[tuple[str, RollUpRow]]]]
    towns: list[RollUpRow]
    stations: list[RollUpRow]


def numbers_of(
    rollup: RollUp,
    *,
    town: Division | None = None,
    station: LiaisonStation | None = None,
) -> Numbers:
    """For the county, for ``town`` or for ``station``; a constant number of queries."""
    rows = RollUpRow.objects.filter(rollup=rollup).select_related(
        "category", "place", "rollup"
    )
    own = rows.of_station(station) if station else rows.of_town(town)
    found: dict[str, list[tuple[str, RollUpRow]]] = {kind: [] for kind in Dimension}
    for row in own.order_by("-received", "pk"):
        found[row.dimension].append((name_of(row), row))
    total = found[Dimension.TOTAL][0][1] if found[Dimension.TOTAL] else None
    areas = rows.totals().select_related("town", "station").order_by("-received", "pk")
    is_county = not (town or station)
    return Numbers(
        total=total,
        changes=_changes(rollup, total, town, station),
        tables=[
            (Dimension(kind).label, found[kind])
            for kind in (Dimension.CATEGORY, Dimension.CHANNEL, Dimension.PLACE)
        ],
        towns=list(areas.filter(town__isnull=False)) if is_county else [],
        stations=list(_stations(areas, town)) if not station else [],
    )


def name_of(row: RollUpRow) -> str:
    """The label of the row's dimension value."""
    if row.dimension == Dimension.CHANNEL:
        return str(IntakeChannel(row.channel).label)
    named = row.category or row.place
    return named.name if named else NOBODY


def _stations(areas, town: Division | None):
    rows = areas.filter(station__isnull=False)
    if town is None:
        return rows
    places = Division.objects.and_predecessors_of(town)
    return rows.filter(station__division__in=places.values("pk"))


def _changes(
    rollup: RollUp,
    total: RollUpRow | None,
    town: Division | None,
    station: LiaisonStation | None,
) -> list[str]:
    if total is None:
        return []
    data = []
    for months, than in ((1, "上月"), (12, "去年同月")):
        month = rollup.month - relativedelta(months=months)
        rows = RollUpRow.objects.totals().filter(rollup__month=month)
        rows = rows.of_station(station) if station else rows.of_town(town)
        before = rows.values_list("received", flat=True).first()
        data.append(change_of(total.received, before, than))
    return [text for text in data if text]
