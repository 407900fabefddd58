"""Who held which role, and when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class RoleGrantQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> Self:
        """Grants in force at ``at``: the answer to "who could do what on that day"."""
        return self.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=at), started_at__lte=at
        )
