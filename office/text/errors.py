"""The one kind of error whose text is written for the person at the screen."""


class ServiceError(Exception):
    """A service could not do what was asked now. ``str()`` is plain Chinese."""
