"""Queries of activity records."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    pass


class RecordQuerySet(models.QuerySet):
    def counting(self) -> Self:
        """Records that are not voided."""
        return self.filter(voided_at__isnull=True)

    def of_year(self, year: int) -> Self:
        return self.filter(day__year=year)
