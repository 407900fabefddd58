"""Reads of elections, as adjectives."""

from typing import Self

from django.db import models
from django.db.models import Count


class ElectionQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Everything one row of a list shows, in the same query."""
        rows = self.select_related("constituency__town", "constituency__term")
        return rows.annotate(named=Count("candidates")).order_by("-day", "-pk")
