"""Reads of deputies and stations, as adjectives."""

from typing import Self

from django.db import models


class MandateQuerySet(models.QuerySet):
    def in_office(self) -> Self:
        return self.filter(status="valid", term__is_current=True)


class StationQuerySet(models.QuerySet):
    def open_to_public(self) -> Self:
        return self.filter(is_open=True)

    def for_list(self) -> Self:
        """Everything one row of a list shows, in the same query."""
        return self.select_related("division__parent", "unit")
