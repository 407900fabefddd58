from office.text.errors import ServiceError


class DecisionError(ServiceError):
    """What was asked of a ballot, a project, the budget or a draft cannot be done now."""
