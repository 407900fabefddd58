from office.text.errors import ServiceError


class DecisionError(ServiceError):
    """The state of a ballot, project, budget or draft does not allow this."""
