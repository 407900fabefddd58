"""Places, today's and those of the past."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DivisionQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Those that existed on ``day``; ``valid_until`` is the first day they do not."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        )

    def villages(self) -> Self:
        return self.filter(level="village")

    def towns(self) -> Self:
        return self.filter(level="town")
