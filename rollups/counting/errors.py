"""What the monthly roll-up refuses, in words for the user."""

from office.text.errors import ServiceError


class RollUpError(ServiceError):
    """The roll-up, a report or an item cannot do this now."""
