"""Who may do what with sittings."""

from decisions.sittings.querysets import KEEPING
from office.models import User
from office.people.enums import Role


def can_open_sittings(user: User) -> bool:
    return user.has_role(*KEEPING, Role.DEPUTY)


def can_keep_sittings(user: User) -> bool:
    return user.has_role(*KEEPING)
