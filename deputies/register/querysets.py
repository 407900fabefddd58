"""Reads of deputies and stations, as adjectives."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from office.models import Division
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class TermQuerySet(models.QuerySet):
    def with_counts(self) -> Self:
        """With ``drawn`` constituencies, ``given`` seats and ``elected`` mandates."""
        own, held = (
            apps.get_model("deputies", name)
            .objects.filter(term=OuterRef("pk"))
            .order_by()
            .values("term")
            for name in ("Constituency", "Mandate")
        )
        return self.annotate(
            drawn=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0),
            given=Coalesce(Subquery(own.annotate(n=Sum("seats")).values("n")), 0),
            elected=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
        )


class DeputyQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Whoever has, or had, a seat that ``user`` may see; the office everybody."""
        if user.is_authenticated and user.has_role(Role.CONGRESS_OFFICE):
            return self
        mandates = apps.get_model("deputies", "Mandate").objects.visible_to(user)
        return self.filter(pk__in=mandates.values("deputy"))


class MandateQuerySet(models.QuerySet):
    def in_office(self) -> Self:
        return self.filter(status="valid", term__is_current=True)

    def confirmed(self) -> Self:
        """Who was elected but not confirmed yet is no deputy (代表法 第六十二条 speaks of the others)."""
        return self.exclude(status="elected")

    def in_town(self, town: Division) -> Self:
        return self.filter(constituency__town=town)

    def named(self, words: str) -> Self:
        """By the person, the constituency, a village of it, its town or a station."""
        own = self.model._default_manager.filter(
            Q(constituency__villages__name__contains=words)
            | Q(stations__name__contains=words, stations__is_open=True)
        )
        return self.filter(
            Q(deputy__name__contains=words)
            | Q(constituency__name__contains=words)
            | Q(constituency__town__name__contains=words)
            | Q(pk__in=own.values("pk"))
        )

    def for_directory(self) -> Self:
        """Everything one row of the public list shows, in two queries."""
        stations = apps.get_model("deputies", "LiaisonStation").objects
        return self.select_related(
            "deputy", "term", "constituency__town"
        ).prefetch_related(
            Prefetch("stations", stations.open_to_public(), to_attr="open_stations")
        )

    def visible_to(self, user: "User") -> Self:
        """The county's office sees all; a town those elected in it."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        posts = [p for p in user.posts if p.role == Role.TOWN_CONGRESS]
        towns = [p.unit.division_id for p in posts]
        return self.filter(constituency__town__in=towns)

    def with_absences(self) -> Self:
        """With ``missed``: sessions that were closed and missed without leave."""
        absent = Q(attendances__state="absent", attendances__assembly__state="closed")
        return self.annotate(missed=Count("attendances", filter=absent))
