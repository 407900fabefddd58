"""Actions on a budget warning: verify, refer, answer, close."""

from functools import partial

from decisions.budget import permissions as may
from decisions.budget.enums import WarningState
from decisions.budget.forms.budget import (
    AnswerWarningForm,
    CloseForm,
    ReferForm,
    ReturnForm,
    VerifyForm,
)
from decisions.budget.models import BudgetWarning
from decisions.budget.services import warnings
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import sent

_with_warning = partial(calls, argument="warning")
_supervises = by_role(may.can_supervise_budget)


def _in_state(state: WarningState):
    return lambda warning: warning.state == state


def _refer_form(request, row: BudgetWarning) -> ReferForm:
    initial = {"unit": row.line.unit_id} if row.line else {}
    return ReferForm(*sent(request), initial=initial)


_of_warning = partial(Action, done="写好了。")

WARNING_ACTIONS = Actions(
    _of_warning(
        name="verify",
        label="核实",
        may=_supervises,
        when=_in_state(WarningState.FOUND),
        form=VerifyForm,
        run=_with_warning(warnings.verify_warning),
    ),
    _of_warning(
        name="refer",
        label="转交",
        may=_supervises,
        when=_in_state(WarningState.VERIFIED),
        form=_refer_form,
        run=_with_warning(warnings.refer_warning),
    ),
    _of_warning(
        name="answer",
        label="反馈",
        may=may.can_answer_warning,
        when=_in_state(WarningState.REFERRED),
        form=AnswerWarningForm,
        run=_with_warning(warnings.answer_warning),
    ),
    _of_warning(
        name="close",
        label="办结",
        may=_supervises,
        when=_in_state(WarningState.ANSWERED),
        form=CloseForm,
        run=_with_warning(warnings.close_warning),
    ),
    _of_warning(
        name="return",
        label="退回",
        may=_supervises,
        when=_in_state(WarningState.ANSWERED),
        form=ReturnForm,
        run=_with_warning(warnings.return_warning),
    ),
)
