"""Kinds of reminder. Each part registers its own when its app is ready.

A reminder ahead of a date may be turned off: its code ends with ``SOON``. One for
something due or missed may not: 代表法 第二十八条 and the county's deadlines are
duties.
"""

from django.db.models import TextChoices

SOON = "_soon"
DIGEST = "digest"
_kinds: dict[str, str] = {}


def register_reminders(kinds: type[TextChoices]) -> None:
    _kinds.update(kinds.choices)


def optional_reminders() -> dict[str, str]:
    """Codes with labels of the reminders that a user may turn off."""
    return {code: label for code, label in _kinds.items() if code.endswith(SOON)}


def required_reminders() -> dict[str, str]:
    return {code: label for code, label in _kinds.items() if not code.endswith(SOON)}
