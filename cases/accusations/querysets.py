"""Queries of accusations."""

from typing import TYPE_CHECKING, Self

from django.db import models

from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class AccusationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """信访工作条例 第三十条: only officers appointed for accusations."""
        if user.is_authenticated and user.has_role(Role.ACCUSATION_OFFICER):
            return self
        return self.none()
