"""Queries of receptions."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class ReceptionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those of a person's stations and towns; a deputy sees their own."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        towns = [p.unit.division_id for p in user.posts if p.role == Role.TOWN_CONGRESS]
        return self.filter(
            Q(station__division__in=towns)
            | Q(station__division__parent__in=towns)
            | Q(station__unit__in=user.unit_ids(Role.STATION_KEEPER))
            | Q(deputy__user=user)
            | Q(recorded_by=user)
        )

    def for_list(self) -> Self:
        return self.select_related("station", "deputy", "division", "case")
