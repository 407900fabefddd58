"""Who reads and keeps the register of the standing committee (docs/roles.md)."""

from office.models import User
from office.people.enums import Role


def can_read_committee(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE, Role.DEPUTY)


def can_keep_committee(user: User) -> bool:
    """Write down what the congress elected or accepted; deciding it is not done here."""
    return user.has_role(Role.CONGRESS_OFFICE)
