"""Queries of organisations."""

from typing import Self

from django.db import models
from django.db.models import Q

from office.units.enums import HANDLING_KINDS


class UnitQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def handling(self) -> Self:
        """承办单位: those that may be assigned a case."""
        return self.active().filter(kind__in=HANDLING_KINDS)

    def named(self, words: str) -> Self:
        """By full or short name, with or without the county's prefix."""
        return self.filter(Q(name=words) | Q(short_name=words))
