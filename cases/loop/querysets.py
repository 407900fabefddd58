"""Reads of cases. Views start at ``visible_to`` or ``published``, never at ``all()``."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from cases.loop.enums import OPEN_STATUSES, OWED_STATUSES, CaseStatus
from deputies.models import LiaisonStation, Mandate
from office.models import Division
from office.people.enums import Role
from office.text.search import tsquery
from office.units.enums import HANDLING_KINDS

if TYPE_CHECKING:
    from office.models import User


# 山东条例 第十一条: a suggestion may be confidential, so that its place lets nobody in.
IS_SUGGESTION = Q(kind="suggestion")

# What a row of a list shows (templates/pieces/entry.html, queue.html).
ROW = (
    "number",
    "title",
    "status",
    "division",
    "holder",
    "received_at",
    "due_on",
    "warn_on",
    "round_no",
    "submitter_count",
    "grade",
    "published_at",
    "public_title",
    "answer_brief",
)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The cases this user may open; accusations are in none of them."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        return self.filter(_seen_by(user))

    def published(self) -> Self:
        return self.filter(is_public=True)

    def joinable(self) -> Self:
        """Somebody else may still say 我也是."""
        return self.filter(status__in=[*OPEN_STATUSES, CaseStatus.ANSWERED])

    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def owed(self) -> Self:
        """A unit owes an answer and its clock runs."""
        return self.filter(status__in=OWED_STATUSES)

    def overdue(self, today: date) -> Self:
        return self.owed().filter(due_on__lt=today)

    def due_soon(self, today: date) -> Self:
        return self.owed().filter(due_on__gte=today, warn_on__lte=today)

    def held_by(self, unit_ids: list[int]) -> Self:
        return self.filter(holder__in=unit_ids)

    def of_place(self, division: Division) -> Self:
        """Cases of a place, of what lies in it, and of what was merged into it."""
        places = Division.objects.and_predecessors_of(division)
        return self.filter(division__in=places.values("pk"))

    def matching(self, words: str) -> Self:
        """Full-text search in everything staff may read."""
        query = tsquery(words)
        if not query:
            return self.none()
        return self.filter(
            search=SearchQuery(query, search_type="raw", config="simple")
        )

    def publicly_matching(self, words: str) -> Self:
        """Full-text search in what is published."""
        query = tsquery(words)
        if not query:
            return self.none()
        return self.published().filter(
            public_search=SearchQuery(query, search_type="raw", config="simple")
        )

    def for_list(self) -> Self:
        """Everything one row of a list shows, in the same query."""
        return self.select_related(
            "station", "division__parent", "holder", "category"
        ).defer("search", "public_search", "text")

    def for_rows(self) -> Self:
        """What one row shows of the case itself: its place and holder are in memory.

        Hand the rows to ``reference_cache().attach``.
        """
        return self.only(*ROW)

    def for_act(self) -> Self:
        """What an action asks of a case, in one query."""
        return self.select_related("category", "division__parent", "holder", "station")

    def for_page(self) -> Self:
        """What the page of one case shows, in a constant number of queries."""
        main = "merged_into__"
        return self.select_related(
            "category",
            "holder",
            "station",
            "submitter",
            "division__parent",
            "recorded_by",
            f"{main}holder",
        ).with_history()

    def with_history(self) -> Self:
        """The rounds with what their clock is counted from, and every step."""
        return self.prefetch_related(*history())


def history() -> list[str | Prefetch]:
    """What the clock and the thread of a case are made of, in two queries."""
    rounds = apps.get_model("cases", "Round").objects.select_related("lead", "rule")
    events = apps.get_model("cases", "CaseEvent").objects.select_related("unit", "by")
    return [
        Prefetch("rounds", rounds),
        Prefetch("events", events),
    ]


class CaseManager(models.Manager):
    """Leaves out what lies behind the wall: no count, list or search finds it."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().exclude(status=CaseStatus.WALLED)


def _seen_by(user: "User") -> Q:
    assignments = apps.get_model("cases", "Assignment").objects
    seen = Q(pk__in=[])
    if units := user.unit_ids(Role.STATION_KEEPER):
        seen |= Q(station__unit__in=units) | Q(holder__in=units)
    if units := user.unit_ids(Role.TOWN_CONGRESS):
        seen |= _in_towns_of(units) & ~IS_SUGGESTION | Q(holder__in=units)
        rounds = apps.get_model("cases", "Round").objects
        watched = rounds.filter(case=OuterRef("pk"), supervisor__in=units)
        seen |= IS_SUGGESTION & Q(Exists(watched))
    if units := user.unit_ids(Role.HANDLER, Role.SIGNER):
        part = assignments.filter(case=OuterRef("pk"), unit__in=units)
        seen |= Q(Exists(part))
    if user.has_role(Role.GOVERNMENT_OFFICE):
        government = assignments.filter(
            case=OuterRef("pk"),
            unit__kind__in=HANDLING_KINDS,
        )
        seen |= Q(Exists(government))
    if user.has_role(Role.DEPUTY):
        seen |= Q(recorded_by=user) | _of_deputy(user)
    return seen


def _in_towns_of(units: list[int]) -> Q:
    towns = Division.objects.filter(units__in=units)
    return Q(division__in=Division.objects.within(towns).values("pk"))


def _of_deputy(user: "User") -> Q:
    """代表法 第二十八条: deputies keep in touch with those who elected them."""
    mandates = Mandate.objects.in_office().filter(deputy__user=user)
    stations = LiaisonStation.objects.filter(roster__in=mandates)
    villages = Division.objects.filter(in_constituencies__mandates__in=mandates)
    return (
        Q(station__in=stations)
        | (Q(division__in=villages) & ~IS_SUGGESTION)
        | Q(suggestion__in=_proposed_by(user))
    )


def _proposed_by(user: "User") -> models.QuerySet:
    """The suggestions this deputy leads, or was asked to join and has not refused."""
    proposers = apps.get_model("cases", "Proposer").objects
    own = proposers.filter(mandate__deputy__user=user).exclude(state="refused")
    return own.values("suggestion")
