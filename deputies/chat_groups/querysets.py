"""Queries of the register of WeChat groups."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from office.models import Division
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User

# After so many days without a log a group is listed as quiet.
QUIET_DAYS = 30


class ChatGroupQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The county's office sees all groups, a town's congress its town's.

        Deputies see those they own.
        """
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE):
            return self
        towns = [p.unit.division_id for p in user.posts if p.role == Role.TOWN_CONGRESS]
        visible = Q(constituency__town__in=towns)
        if user.has_role(Role.DEPUTY):
            visible |= Q(owner__user=user)
        return self.filter(visible)

    def in_use(self) -> Self:
        return self.filter(is_open=True)

    def quiet(self, today: date) -> Self:
        """No log for QUIET_DAYS, or none at all."""
        since = today - timedelta(days=QUIET_DAYS)
        return self.filter(Q(active_on__isnull=True) | Q(active_on__lt=since))

    def in_town(self, town: Division) -> Self:
        return self.filter(constituency__town=town)

    def named(self, words: str) -> Self:
        return self.filter(
            Q(name__contains=words)
            | Q(owner__name__contains=words)
            | Q(constituency__name__contains=words)
        )

    def for_list(self) -> Self:
        return self.select_related("owner", "constituency__town", "constituency__term")

    def counted(self, today: date) -> dict[str, int]:
        """Annotates ``total``, ``lively`` (not quiet) and ``people`` (sum of members).

        One query.
        """
        since = today - timedelta(days=QUIET_DAYS)
        found = self.aggregate(
            total=Count("pk"),
            lively=Count("pk", filter=Q(active_on__gte=since)),
            people=models.Sum("members"),
        )
        return {name: value or 0 for name, value in found.items()}
