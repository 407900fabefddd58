"""Who may look after accounts, units and the portal itself (docs/roles.md)."""

from office.enums import KEEPERS_OF_THE_SYSTEM, Role
from office.models import User

# Those whose day begins at the workbench.
WORKBENCH_ROLES = (*KEEPERS_OF_THE_SYSTEM, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_open_workbench(user: User) -> bool:
    return user.is_active and user.has_role(*WORKBENCH_ROLES)


def can_see_accounts(user: User) -> bool:
    return user.has_role(*KEEPERS_OF_THE_SYSTEM)


def can_keep_accounts(user: User) -> bool:
    """Make, close and reopen accounts, give new passwords. Never grants."""
    return user.has_role(Role.SYSTEM_ADMIN)


def can_grant(user: User) -> bool:
    """Give and end posts. Never makes accounts."""
    return user.has_role(Role.SECURITY_ADMIN)


def can_read_audit(user: User) -> bool:
    return user.has_role(Role.AUDITOR)


def can_keep_units(user: User) -> bool:
    return user.has_role(Role.SYSTEM_ADMIN)


def can_keep_calendar(user: User) -> bool:
    return user.has_role(Role.SYSTEM_ADMIN, Role.CONGRESS_OFFICE)


def can_retry_deliveries(user: User) -> bool:
    return user.has_role(Role.SYSTEM_ADMIN, Role.CONGRESS_OFFICE)


def must_have_second_factor(user: User) -> bool:
    """Staff: whoever holds a post other than that of a deputy."""
    return bool(user.roles - {Role.DEPUTY})
