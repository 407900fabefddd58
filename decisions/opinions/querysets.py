"""Queries of drafts and opinions; all visibility rules are here."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from decisions.opinions.enums import PUBLIC, OpinionSource
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User

KEEPING = (Role.CONGRESS_OFFICE, Role.GOVERNMENT_OFFICE)


class DraftQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(state__in=PUBLIC)

    def visible_to(self, user: "User") -> Self:
        """Both offices: all. Deputies: public ones."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_role(*KEEPING) else self.public()

    def with_numbers(self) -> Self:
        """Annotates opinions ``of_deputies``, ``of_informants``, ``of_public``.

        ``adopted``.
        """
        return self.annotate(
            of_deputies=Count(
                "opinions", filter=Q(opinions__source=OpinionSource.DEPUTY)
            ),
            of_informants=Count(
                "opinions", filter=Q(opinions__source=OpinionSource.INFORMANT)
            ),
            of_public=Count(
                "opinions", filter=Q(opinions__source=OpinionSource.PUBLIC)
            ),
            adopted=Count(
                "opinions", filter=Q(opinions__outcome__in=["adopted", "partly"])
            ),
        )


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Both offices: all. Others: their own, and those published with their outcome."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*KEEPING):
            return self
        return self.filter(Q(by=user) | Q(draft__state="settled"))

    def undecided(self) -> Self:
        return self.filter(outcome="", merged_into=None)

    def for_list(self) -> Self:
        return self.select_related(
            "article", "informant__point", "draft", "merged_into"
        )
