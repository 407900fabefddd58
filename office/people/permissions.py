"""Who may look after accounts, units and the portal itself (docs/roles.md)."""

from office.people.enums import Role
from office.people.models import User


def can_keep_accounts(user: User) -> bool:
    """Make, close and reopen accounts, give new passwords. Never grants."""
    return user.has_role(Role.SYSTEM_ADMIN)


def can_grant(user: User) -> bool:
    """Give and end posts. Never makes accounts."""
    return user.has_role(Role.SECURITY_ADMIN)


def can_open_locks(user: User) -> bool:
    """Let somebody try passwords again; opens nothing by itself."""
    return user.has_role(Role.SYSTEM_ADMIN, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
