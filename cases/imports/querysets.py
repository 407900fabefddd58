"""Queries of imports."""

from typing import TYPE_CHECKING, Self

from django.db import models

from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Files of opinions are visible to the county's office only."""
        if user.is_authenticated and user.has_role(Role.CONGRESS_OFFICE):
            return self
        return self.none()
