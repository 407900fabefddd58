"""Gaps: vacant seats, deputies without a group or station, stations without deputies.

Each count links to its rows: the names are values of ``?show=`` of one page.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from deputies.groups.enums import GroupingKind
from deputies.register.enums import Level
from deputies.register.models import Constituency, Mandate
from deputies.stations.enums import StationKind
from deputies.stations.models import LiaisonStation

OF_STATIONS = Q(stations__kind=StationKind.STATION, stations__is_open=True)


@dataclass(frozen=True)
class Gap:
    """``name`` is the URL value, ``said`` the description, ``count`` how many rows."""

    name: str
    said: str
    count: int


def vacant(rows: QuerySet[Constituency]) -> QuerySet[Constituency]:
    """Constituencies of the present terms with fewer deputies in office than seats.

    Annotated with ``sitting``.
    """
    return (
        rows.filter(term__is_current=True)
        .annotate(sitting=Count("mandates", filter=Q(mandates__status="valid")))
        .filter(sitting__lt=F("seats"))
    )


def empty_stations(rows: QuerySet[LiaisonStation]) -> QuerySet[LiaisonStation]:
    """Open stations whose roster has no deputy in office."""
    staffed = Mandate.objects.in_office().values("stations")
    open_ones = rows.filter(is_open=True, kind=StationKind.STATION)
    return open_ones.exclude(pk__in=staffed.filter(stations__isnull=False))


def chosen(rows: QuerySet[Mandate], show: str) -> QuerySet[Mandate]:
    """Deputies in office with the gap or overlap ``show``.

    All of them for other values.
    """
    if show == "no-station":
        return rows.filter(stations__isnull=True)
    if show == "no-delegation":
        return rows.filter(level=Level.COUNTY).exclude(_in(GroupingKind.DELEGATION))
    if show == "no-group":
        return rows.exclude(_in(GroupingKind.GROUP))
    if show == "two-stations":
        return rows.annotate(
            at=Count("stations", filter=OF_STATIONS, distinct=True)
        ).filter(at__gt=1)
    return rows


def _in(kind: GroupingKind) -> Q:
    return Q(grouping_seats__kind=kind)


def gaps_of(
    mandates: QuerySet[Mandate],
    constituencies: QuerySet[Constituency],
    stations: QuerySet[LiaisonStation],
) -> list[Gap]:
    """Every kind of gap with its count, including 0."""
    return [
        Gap("vacant", "选区没有选满", vacant(constituencies).count()),
        Gap("empty", "联络站没有代表", empty_stations(stations).count()),
        Gap("no-station", "代表没有进站", chosen(mandates, "no-station").count()),
        Gap("two-stations", "代表在两个站", chosen(mandates, "two-stations").count()),
        Gap("no-delegation", "没有编团", chosen(mandates, "no-delegation").count()),
        Gap("no-group", "没有编小组", chosen(mandates, "no-group").count()),
    ]
