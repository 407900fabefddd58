"""Reference data that every submission needs, cached in memory.

Consent text, categories, stations and places: four queries per submission for rows that
the office changes a few times a year.
"""

from functools import cached_property

from django.utils import timezone

from cases.categories.models import Category, ConsentText
from deputies.models import LiaisonStation
from office.calendar.services.deadlines import time_allowed
from office.models import Division
from office.places.enums import DivisionLevel
from office.web.cached_until_changed import cached_until_changed


class ReferenceCache:
    """Data read since the last change of the reference data; each on first use."""

    def __init__(self) -> None:
        self._stations: dict[str, LiaisonStation] = {}
        self._divisions: dict[int, Division] = {}

    @cached_property
    def consent(self) -> ConsentText | None:
        """The text in force: the newest."""
        return ConsentText.objects.first()

    @cached_property
    def screening_allowed(self) -> str:
        """The time a station has to screen a case submitted now, in words."""
        return time_allowed("case_screen", timezone.localdate())

    @cached_property
    def categories(self) -> dict[int, Category]:
        return {row.pk: row for row in Category.objects.all()}

    @cached_property
    def distinctive_categories(self) -> list[Category]:
        """Active categories whose keywords can identify a topic."""
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

    def station(self, code: str) -> LiaisonStation | None:
        """The open station with ``code``, with its unit, place and town."""
        if code not in self._stations:
            stations = LiaisonStation.objects.open_to_public().select_related(
                "division__parent", "unit"
            )
            found = stations.filter(code=code).first()
            if found is None:
                return None
            self._stations[code] = found
        return self._stations[code]

    def division(self, pk: int) -> Division | None:
        if pk not in self._divisions:
            found = Division.objects.select_related("parent").filter(pk=pk).first()
            if found is None:
                return None
            self._divisions[pk] = found
        return self._divisions[pk]


reference_cache = cached_until_changed(ReferenceCache)
