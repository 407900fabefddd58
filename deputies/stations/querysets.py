"""Queries of stations."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from office.models import Division

if TYPE_CHECKING:
    pass


class StationQuerySet(models.QuerySet):
    def open_to_public(self) -> Self:
        return self.filter(is_open=True)

    def placed(self) -> Self:
        """Those with coordinates."""
        return self.filter(longitude__isnull=False)

    def in_town(self, town: Division) -> Self:
        return self.filter(Q(division=town) | Q(division__parent=town))

    def named(self, words: str) -> Self:
        """Search by station, by its place, or by a village of its town."""
        return self.filter(
            Q(name__contains=words)
            | Q(address__contains=words)
            | Q(division__name__contains=words)
            | Q(division__parent__name__contains=words)
            | Q(
                kind="station",
                division__in=Division.objects.filter(children__name__contains=words),
            )
        )

    def for_list(self) -> Self:
        """Loads everything a row of a list shows in the same query."""
        return self.select_related("division__parent", "parent")
