"""What stays the same from one submission to the next, kept in memory.

Consent text, categories, stations and places: four queries of every submission, for
rows that the office changes a few times a year.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from django.db.models import Manager, Model
from django.utils import timezone

from cases.categories.models import Category, ConsentText
from cases.loop.models.cases import Case
from deputies.models import LiaisonStation
from office.calendar.models.deadlines import DeadlineRule
from office.calendar.services.deadlines import time_allowed
from office.models import Division, Unit
from office.places.enums import DivisionLevel
from office.web.cached_until_changed import cached_until_changed

M = TypeVar("M", bound=Model)


class ReferenceCache:
    """What was read since the reference was last changed; each when first asked for."""

    def __init__(self) -> None:
        self._stations: dict[str, LiaisonStation] = {}
        self._divisions: dict[int, Division] = {}
        self._all_stations: dict[int, LiaisonStation] = {}
        self._units: dict[int, Unit] = {}
        self._rules: dict[int, DeadlineRule] = {}

    @cached_property
    def consent(self) -> ConsentText | None:
        """The text in force: the newest."""
        return ConsentText.objects.first()

    @cached_property
    def screening_allowed(self) -> str:
        """The time a station has to take up what is submitted now, in words."""
        return time_allowed("case_screen", timezone.localdate())

    @cached_property
    def categories(self) -> dict[int, Category]:
        return {row.pk: row for row in Category.objects.all()}

    @cached_property
    def distinctive_categories(self) -> list[Category]:
        """Those in use whose keywords may tell what a text is about."""
        return [
            row for row in self.categories.values() if row.is_active and row.keywords
        ]

    @cached_property
    def main_category_choices(self) -> list[tuple[int, str]]:
        main = (row for row in self.categories.values() if row.parent_id is None)
        return [(row.pk, row.name) for row in main if row.is_active]

    @cached_property
    def town_choices(self) -> list[tuple[int, str]]:
        towns = Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        )
        return list(towns.order_by("code").values_list("pk", "name"))

    @cached_property
    def all_town_choices(self) -> list[tuple[int, str]]:
        """Those that were merged too: older cases lie in them."""
        towns = Division.objects.filter(level=DivisionLevel.TOWN).order_by("code")
        return [(town.pk, str(town)) for town in towns]

    @cached_property
    def unit_choices(self) -> list[tuple[int, str]]:
        return [(unit.pk, str(unit)) for unit in Unit.objects.active()]

    @cached_property
    def handling_choices(self) -> list[tuple[int, str]]:
        return [(unit.pk, str(unit)) for unit in Unit.objects.handling()]

    def station(self, code: str) -> LiaisonStation | None:
        """The station of ``code`` that is open, with its unit, place and town."""
        if code not in self._stations:
            stations = LiaisonStation.objects.open_to_public().select_related(
                "division__parent", "unit"
            )
            found = stations.filter(code=code).first()
            if found is None:
                return None
            self._stations[code] = found
        return self._stations[code]

    def station_of(self, pk: int | None) -> LiaisonStation | None:
        return _known(self._all_stations, pk, LiaisonStation.objects)

    def division(self, pk: int) -> Division | None:
        if pk not in self._divisions:
            found = Division.objects.select_related("parent").filter(pk=pk).first()
            if found is None:
                return None
            self._divisions[pk] = found
        return self._divisions[pk]

    def unit(self, pk: int | None) -> Unit | None:
        return _known(self._units, pk, Unit.objects)

    def rule(self, pk: int | None) -> DeadlineRule | None:
        return _known(self._rules, pk, DeadlineRule.objects)

    def attach(self, rows: Iterable[Case]) -> None:
        """Give each its place and holder, which a list would otherwise join."""
        for row in rows:
            row.division = self.division(row.division_id)
            row.holder = self.unit(row.holder_id)


def _known(rows: dict[int, M], pk: int | None, objects: Manager[M]) -> M | None:
    """The row of ``pk`` out of ``rows``, which all are read at the first time."""
    if pk is None:
        return None
    if pk not in rows:
        rows.update(objects.in_bulk())
    return rows.get(pk)


reference_cache = cached_until_changed(ReferenceCache)
