"""What people are reminded of. Each part hands in its own kinds when its app is ready.

A reminder ahead of a day may be turned off: its code ends with ``SOON``. One about what is
due or missed may not: 代表法 第二十八条 and the county's deadlines are duties.
"""

from django.db.models import TextChoices

SOON = "_soon"
DIGEST = "digest"
_kinds: dict[str, str] = {}


def register_reminders(kinds: type[TextChoices]) -> None:
    _kinds.update(kinds.choices)


def optional_reminders() -> dict[str, str]:
    """Codes with labels of what its owner may turn off."""
    return {code: label for code, label in _kinds.items() if code.endswith(SOON)}


def required_reminders() -> dict[str, str]:
    return {code: label for code, label in _kinds.items() if not code.endswith(SOON)}
