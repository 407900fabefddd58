"""What a ballot refuses, in words for the user."""

from office.text.errors import ServiceError


class BallotError(ServiceError):
    """What was asked of a ballot cannot be done now."""
