"""Who keeps the register of terms, seats and elections (docs/roles.md)."""

from office.models import User
from office.people.enums import Role


def can_read_register(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_keep_terms(user: User) -> bool:
    """Open terms, draw constituencies, set quotas: the county's office.

    选举法 第十三条: the towns' numbers are decided by the county's standing committee.
    """
    return user.has_role(Role.CONGRESS_OFFICE)


def can_keep_mandates(user: User) -> bool:
    """Register decisions about a seat; they are not taken here."""
    return user.has_role(Role.CONGRESS_OFFICE)


def towns_kept_by(user: User) -> list[int]:
    """The divisions whose congress this person works for."""
    posts = [p for p in user.posts if p.role == Role.TOWN_CONGRESS]
    return [p.unit.division_id for p in posts if p.unit.division_id is not None]
