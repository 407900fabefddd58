"""Work queues of the budget, for the workbench and the desk."""

from collections.abc import Callable

from django.db.models import QuerySet

from decisions.budget.enums import WarningState
from decisions.budget.models import BudgetWarning
from decisions.budget.querysets import ANSWERING
from office.models import User
from office.people.enums import Role
from office.web.work_queue import WorkQueue


def _in(state: WarningState) -> Callable[[User], QuerySet]:
    return lambda user: BudgetWarning.objects.visible_to(user).filter(state=state)


def _to_answer(user: User) -> QuerySet:
    return BudgetWarning.objects.filter(
        state=WarningState.REFERRED, unit__in=user.unit_ids(*ANSWERING)
    )


_PAGE, _OFFICE = "decisions:budget_warnings", (Role.CONGRESS_OFFICE,)
WORK_QUEUES = (
    WorkQueue("found", "预算预警待核实", _PAGE, _in(WarningState.FOUND), _OFFICE),
    WorkQueue("verified", "预算预警待转交", _PAGE, _in(WarningState.VERIFIED), _OFFICE),
    WorkQueue("answer", "预算预警待反馈", _PAGE, _to_answer, ANSWERING),
    WorkQueue("answered", "预算反馈待办结", _PAGE, _in(WarningState.ANSWERED), _OFFICE),
)
