"""Queries of suggestions."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from office.models import User
from cases.loop.querysets import _proposed_by


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those whose case the user may see.

        Drafts only for their proposers and invitees.
        """
        if not user.is_authenticated:
            return self.none()
        cases = apps.get_model("cases", "Case").objects.visible_to(user)
        return self.filter(Q(case__in=cases) | Q(pk__in=_proposed_by(user)))

    def drafts(self) -> Self:
        return self.filter(case__isnull=True)

    def submitted(self) -> Self:
        return self.filter(case__isnull=False)

    def published(self) -> Self:
        return self.filter(case__is_public=True)

    def for_list(self) -> Self:
        """Loads everything a row of a list shows in the same query."""
        return self.select_related(
            "case__holder", "lead__deputy", "lead__constituency", "lead__term"
        ).prefetch_related("proposers__mandate__deputy")
