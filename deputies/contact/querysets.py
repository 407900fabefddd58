"""Queries of contact days, rotas and requests."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


def _of_stations_of(user: "User", at: str) -> Q:
    """Filter: rows whose station (by the lookup ``at``) this person is responsible for."""
    towns = [p.unit.division_id for p in user.posts if p.role == Role.TOWN_CONGRESS]
    return (
        Q(**{f"{at}division__in": towns})
        | Q(**{f"{at}division__parent__in": towns})
        | Q(**{f"{at}unit__in": user.unit_ids(Role.STATION_KEEPER)})
    )


class ContactDayQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The county's office sees all, others their stations, deputies their own days."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        own = self.model._default_manager.filter(duties__deputy__user=user).values("pk")
        return self.filter(_of_stations_of(user, "station__") | Q(pk__in=own))

    def of_month(self, first: date) -> Self:
        """By the nominal day: a moved contact day belongs to its original month."""
        return self.filter(
            original_day__year=first.year, original_day__month=first.month
        )

    def announced(self) -> Self:
        return self.exclude(state="draft")

    def coming(self, today: date) -> Self:
        return self.filter(day__gte=today).order_by("day", "pk")

    def with_counts(self) -> Self:
        return self.annotate(
            due=Count("duties", filter=~Q(duties__state="excused")),
            came=Count("duties", filter=Q(duties__state="came")),
        )


class RosterDutyQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        return self.filter(
            _of_stations_of(user, "contact_day__station__") | Q(deputy__user=user)
        )

    def of_month(self, first: date) -> Self:
        return self.filter(
            contact_day__original_day__year=first.year,
            contact_day__original_day__month=first.month,
        )

    def counting(self) -> Self:
        """Duties of published days: only those count as due."""
        return self.exclude(contact_day__state="draft")

    def not_excused(self) -> Self:
        return self.exclude(state="excused")

    def for_list(self) -> Self:
        return self.select_related(
            "contact_day__station__division__parent",
            "deputy",
            "mandate",
            "checked_in_by",
        )


class LeaveRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(granted__isnull=True)

    def decidable_by(self, user: "User") -> Self:
        """Requests this person may decide: of stations of their town, or of any."""
        if user.has_role(Role.CONGRESS_OFFICE):
            return self.open()
        towns = [p.unit.division_id for p in user.posts if p.role == Role.TOWN_CONGRESS]
        return self.open().filter(
            Q(duty__contact_day__station__division__in=towns)
            | Q(duty__contact_day__station__division__parent__in=towns)
        )
