"""Queries of the monthly roll-up; all visibility rules are here."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from office.people.enums import Role
from rollups.counting.enums import Dimension, ItemState

if TYPE_CHECKING:
    from deputies.models import LiaisonStation
    from office.models import Division, User


class RollUpRowQuerySet(models.QuerySet):
    def of_county(self) -> Self:
        return self.filter(town__isnull=True, station__isnull=True)

    def of_town(self, town: "Division | None") -> Self:
        """The rows of a town; of the whole county when ``town`` is None."""
        return self.filter(town=town, station__isnull=True)

    def of_station(self, station: "LiaisonStation") -> Self:
        return self.filter(station=station)

    def totals(self) -> Self:
        return self.filter(dimension=Dimension.TOTAL)

    def by(self, dimension: Dimension) -> Self:
        return self.filter(dimension=dimension)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The county's office: all; a town's congress: its own, and approved ones."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        if user.has_role(Role.TOWN_CONGRESS):
            towns = _towns_of(user, Role.TOWN_CONGRESS)
            return self.filter(Q(town__in=towns) | Q(town=None, state="approved"))
        return self.none()


class ReportItemQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Items of the reports a user sees, and items handed over to their unit."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        visible = Q(pk__in=[])
        handed = ~Q(state=ItemState.PROPOSED)
        if towns := _towns_of(user, Role.TOWN_CONGRESS):
            visible |= Q(report__town__in=towns)
        if units := user.unit_ids(Role.HANDLER, Role.SIGNER):
            visible |= Q(unit__in=units) & handed
        if user.has_role(Role.GOVERNMENT_OFFICE):
            visible |= handed & Q(report__town=None)
        return self.filter(visible)

    def owed(self) -> Self:
        return self.filter(state__in=[ItemState.HANDED_OVER, ItemState.SIGNED])

    def handed_over(self) -> Self:
        return self.exclude(state=ItemState.PROPOSED)

    def published(self) -> Self:
        return self.filter(state=ItemState.PUBLISHED)

    def for_list(self) -> Self:
        return self.select_related("report__rollup", "report__town", "unit")


def _towns_of(user: "User", role: Role) -> list[int]:
    return [post.unit.division_id for post in user.posts if post.role == role]
