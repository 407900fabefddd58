"""Queries of sessions and attendance."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class AssemblyQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The county's office sees all, a town its own and the county's.

        Deputies see the sessions they were due at.
        """
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        if not user.has_role(Role.TOWN_CONGRESS):
            due = self.model._default_manager.filter(
                attendances__mandate__deputy__user=user
            )
            return self.filter(pk__in=due.values("pk"))
        towns = [p.unit.division_id for p in user.posts if p.role == Role.TOWN_CONGRESS]
        return self.filter(Q(town__isnull=True) | Q(town__in=towns))

    def with_counts(self) -> Self:
        """With ``due`` (all), ``present``, ``excused``, ``absent`` and ``unknown``."""
        counts = {
            name: Count("attendances", filter=Q(attendances__state=state))
            for name, state in (
                ("present", "present"),
                ("excused", "excused"),
                ("absent", "absent"),
                ("unknown", "due"),
            )
        }
        return self.annotate(due=Count("attendances"), **counts)


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those who may register attendance see all rows, a deputy their own."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS):
            return self
        return self.filter(mandate__deputy__user=user)

    def unapproved(self) -> Self:
        """Absences without leave, in closed sessions."""
        return self.filter(state="absent", assembly__state="closed")
