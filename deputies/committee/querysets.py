"""Reads of the standing committee's register."""

from typing import TYPE_CHECKING, Self

from django.db import models

from deputies.register.enums import MandateStatus
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User


class CommitteeMemberQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those who keep the county's register, and deputies: they are elected in public."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.CONGRESS_OFFICE, Role.DEPUTY):
            return self
        return self.none()

    def in_office(self) -> Self:
        """组成人员 of today: not ended, and still a deputy with a valid seat."""
        return self.filter(ended_on__isnull=True, mandate__status=MandateStatus.VALID)
