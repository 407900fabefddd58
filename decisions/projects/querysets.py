"""Queries of projects; all visibility rules are here."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from decisions.projects.enums import DECIDED, PREPARED, UNDER_WAY, ProposalState
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import Division, User

SEEING_ALL = (Role.CONGRESS_OFFICE, Role.GOVERNMENT_OFFICE)
ANSWERING = (Role.HANDLER, Role.SIGNER)


class ProgrammeQuerySet(models.QuerySet):
    def collecting(self, today: date) -> Self:
        """Livelihood programmes that accept proposals on ``today``."""
        return self.filter(
            kind="livelihood", collects_from__lte=today, collects_until__gte=today
        )

    def with_numbers(self) -> Self:
        """Annotates the number of ``listed``, ``decided`` and ``finished`` projects."""
        return self.annotate(
            listed=Count("projects"),
            decided=Count("projects", filter=Q(projects__state__in=DECIDED)),
            finished=Count(
                "projects", filter=Q(projects__state__in=["done", "archived"])
            ),
        )


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The two offices: all. Units: their own. Deputies: those put to them."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*SEEING_ALL):
            return self
        visible = Q(pk__in=[])
        if units := user.unit_ids(*ANSWERING):
            visible |= Q(unit__in=units) | Q(
                pk__in=self.model._default_manager.filter(assisting__in=units).values(
                    "pk"
                )
            )
        if user.has_role(Role.DEPUTY, Role.TOWN_CONGRESS):
            visible |= ~Q(state="proposed")
        return self.filter(visible)

    def public(self) -> Self:
        """From the deputies' ballot on; a dropped one stays, with its disposition."""
        return self.exclude(state__in=PREPARED)

    def decided(self) -> Self:
        return self.filter(state__in=DECIDED)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def of_unit(self, units: list[int]) -> Self:
        return self.filter(unit__in=units)

    def in_town(self, town: "Division") -> Self:
        return self.filter(Q(division=town) | Q(division__parent=town))

    def with_progress(self, today: date) -> Self:
        """Annotates ``percent``, ``invested``, ``paid`` as last reported.

        ``is_late`` by dates.
        """
        newest = (
            apps.get_model("decisions", "ProgressReport")
            .objects.filter(project=OuterRef("pk"))
            .order_by("-day", "-pk")
        )
        return self.annotate(
            percent=Subquery(newest.values("percent")[:1]),
            invested=Subquery(newest.values("invested")[:1]),
            paid=Subquery(newest.values("paid")[:1]),
            is_late=Exists(self._late_milestones(today)),
        )

    def late(self, today: date) -> Self:
        return self.under_way().filter(Exists(self._late_milestones(today)))

    def for_list(self) -> Self:
        return self.select_related("programme", "unit", "division__parent")

    def for_page(self) -> Self:
        reports = apps.get_model("decisions", "ProgressReport").objects
        return self.for_list().prefetch_related(
            "assisting",
            "milestones",
            Prefetch("reports", reports.prefetch_related("files__attachment")),
        )

    @staticmethod
    def _late_milestones(today: date) -> models.QuerySet:
        rows = apps.get_model("decisions", "Milestone").objects
        return rows.filter(
            project=OuterRef("pk"),
            done_on__isnull=True,
            planned_on__lt=today,
            project__state__in=UNDER_WAY,
        )


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those who screen see all; a deputy their own."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*SEEING_ALL):
            return self
        return self.filter(by=user)

    def waiting(self) -> Self:
        return self.filter(state=ProposalState.NEW)

    def for_list(self) -> Self:
        return self.select_related("programme", "division__parent", "project")
