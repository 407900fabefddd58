"""Places, present and former."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DivisionQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Those that existed on ``day``; ``valid_until`` is exclusive."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        )

    def villages(self) -> Self:
        return self.filter(level="village")

    def towns(self) -> Self:
        return self.filter(level="town")

    def and_predecessors_of(self, division: models.Model) -> Self:
        """``division``, what was merged into it, and everything inside any of these.

        Old cases of a merged place are found under its successor; its own page still
        finds its own.
        """
        return self.within(self.model._default_manager.filter(pk=division.pk))

    def within(self, divisions: models.QuerySet) -> Self:
        """``and_predecessors_of`` any of ``divisions``."""
        keys = divisions.values("pk")
        itself = (
            Q(pk__in=keys) | Q(successor__in=keys) | Q(successor__successor__in=keys)
        )
        places = self.model._default_manager.filter(itself).values("pk")
        return self.filter(
            Q(pk__in=places)
            | Q(parent__in=places)
            | Q(parent__parent__in=places)
            | Q(successor__parent__in=places)
        )
