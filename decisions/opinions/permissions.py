"""Who may do what with drafts and opinions."""

from decisions.opinions.querysets import KEEPING
from office.models import User
from office.people.enums import Role


def can_open_drafts(user: User) -> bool:
    return user.has_role(*KEEPING, Role.DEPUTY)


def can_keep_drafts(user: User) -> bool:
    """Both offices: drafts, entered opinions, outcomes."""
    return user.has_role(*KEEPING)


def can_speak_as_deputy(user: User) -> bool:
    return user.has_role(Role.DEPUTY)
