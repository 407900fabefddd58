"""Base of the errors whose text is shown to the user."""


class ServiceError(Exception):
    """A service refused the request. ``str()`` is a plain Chinese sentence."""
