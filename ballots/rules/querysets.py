"""Reads of ballots. What a user may see is decided here and nowhere else."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from ballots.rules.enums import PUBLIC_STATES, BallotState
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class BallotQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Who runs it, who counts it, who may vote in it.

        Being a superuser adds nothing, and no state shows more than the next line does:
        the numbers of an item stand on no page before the announcement.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(self._run_by(user) | self._taking_part(user)).distinct()

    def run_by(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(self._run_by(user))

    def counted_by(self, user: "User") -> Self:
        return self.filter(tellers__user=user)

    def of_voter(self, user: "User") -> Self:
        """Open to the voter now or later: those whose electorate holds their seat."""
        return self.filter(
            electors__mandate__deputy__user=user,
            state__in=[BallotState.CHECKED, *PUBLIC_STATES],
        ).distinct()

    def public(self) -> Self:
        """Those with a public record; its numbers are shown after the announcement."""
        return self.filter(state__in=PUBLIC_STATES)

    def announced(self) -> Self:
        return self.filter(state=BallotState.ANNOUNCED)

    @staticmethod
    def _run_by(user: "User") -> Q:
        if user.has_role(Role.CONGRESS_OFFICE):
            # An empty Q would vanish beside the other.
            return Q(pk__isnull=False)
        posts = [p for p in user.posts if p.role == Role.TOWN_CONGRESS]
        return Q(town__in=[p.unit.division_id for p in posts])

    @staticmethod
    def _taking_part(user: "User") -> Q:
        voting = Q(electors__mandate__deputy__user=user) & ~Q(state=BallotState.DRAFT)
        return Q(tellers__user=user) | voting
