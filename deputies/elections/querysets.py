"""Queries of elections."""

from typing import Self

from django.db import models
from django.db.models import Count


class ElectionQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Loads everything a row of the list shows in the same query."""
        rows = self.select_related("constituency__town", "constituency__term")
        return rows.annotate(named=Count("candidates")).order_by("-day", "-pk")
