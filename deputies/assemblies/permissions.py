"""Who keeps the register of terms, seats and elections (docs/roles.md)."""

from deputies.assemblies.models import Assembly
from deputies.register.permissions import can_read_register, towns_kept_by
from office.models import User
from office.people.enums import Role


def can_open_assembly(user: User) -> bool:
    """A deputy may open the sessions they were due at, and sees only their own row."""
    return can_read_register(user) or user.has_role(Role.DEPUTY)


def can_keep_assembly(user: User, assembly: Assembly) -> bool:
    """Register attendance: a town for its own congress, the county's office for all."""
    if user.has_role(Role.CONGRESS_OFFICE):
        return True
    return assembly.town_id is not None and assembly.town_id in towns_kept_by(user)
