"""Refusals of the monthly roll-up."""

from office.text.errors import ServiceError


class RollUpError(ServiceError):
    """The state of the roll-up, report or item does not allow this. Shown to the user."""
