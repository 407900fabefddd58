"""Who may manage accounts, units and the portal itself (docs/roles.md)."""

from office.people.enums import Role
from office.people.models import User


def can_keep_accounts(user: User) -> bool:
    """Create, close and reopen accounts, set new passwords. Never grants roles."""
    return user.has_role(Role.SYSTEM_ADMIN)


def can_grant(user: User) -> bool:
    """Grant and end roles. Never creates accounts."""
    return user.has_role(Role.SECURITY_ADMIN)


def can_open_locks(user: User) -> bool:
    """Let somebody try passwords again; opens nothing by itself."""
    return user.has_role(Role.SYSTEM_ADMIN, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
