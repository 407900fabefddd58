"""Queries of activities and leave."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class OwnedQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Deputies see their own, a town congress its town's, the county's office all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        visible = Q(deputy__user=user)
        if units := user.unit_ids(Role.TOWN_CONGRESS):
            towns = Q(deputy__mandates__constituency__town__units__in=units)
            visible |= towns & Q(deputy__mandates__term__is_current=True)
        return self.filter(
            pk__in=self.model._default_manager.filter(visible).values("pk")
        )

    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def granted(self) -> Self:
        return self.filter(state="granted")
