"""Queries of 列席. Person-times, speeches and suggestions are counted separately."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from decisions.sittings.enums import InviteState
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User

KEEPING = (Role.CONGRESS_OFFICE, Role.GOVERNMENT_OFFICE)


class SittingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Both offices: all. A deputy: those they were invited to."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*KEEPING):
            return self
        return self.filter(pk__in=self.filter(invites__deputy__user=user).values("pk"))

    def of_year(self, year: int) -> Self:
        return self.filter(held_on__year=year)

    def with_numbers(self) -> Self:
        """``invited``, ``came``, ``speeches``, ``suggestions``.

        Each in its own subquery: a single join would count a deputy once per speech.
        """
        invites = apps.get_model("decisions", "SittingInvite").objects
        speeches = apps.get_model("decisions", "SittingSpeech").objects
        asked = apps.get_model("decisions", "SittingSuggestion").objects
        here = invites.filter(sitting=OuterRef("pk"))
        return self.annotate(
            invited=_count(here, "sitting"),
            came=_count(here.filter(state=InviteState.CAME), "sitting"),
            speeches=_count(
                speeches.filter(invite__sitting=OuterRef("pk")), "invite__sitting"
            ),
            suggestions=_count(
                asked.filter(invite__sitting=OuterRef("pk")), "invite__sitting"
            ),
        )


def _count(rows: models.QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


class InviteQuerySet(models.QuerySet):
    def came(self) -> Self:
        return self.filter(state=InviteState.CAME)
