"""Who may do what with the budget."""

from decisions.budget.models import BudgetWarning
from decisions.budget.querysets import ANSWERING, KEEPING, READING
from office.models import User
from office.people.enums import Role


def can_open_budget(user: User) -> bool:
    return user.has_role(*READING, *ANSWERING)


def can_keep_budget(user: User) -> bool:
    """Open a year, import the treasury's files: both offices."""
    return user.has_role(*KEEPING)


def can_supervise_budget(user: User) -> bool:
    """Adjustments, rules, warnings: the congress's office, for the standing committee."""
    return user.has_role(Role.CONGRESS_OFFICE)


def can_answer_warning(user: User, warning: BudgetWarning) -> bool:
    return warning.unit_id is not None and warning.unit_id in user.unit_ids(*ANSWERING)
