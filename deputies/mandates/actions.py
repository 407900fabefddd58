"""Actions on a seat, and on motions about it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from deputies.mandates.enums import MotionKind, MotionState
from deputies.mandates.forms.motions import DefenceForm, MotionForm, VoteForm
from deputies.mandates.forms.steps import (
    DecisionForm,
    EndForm,
    InvalidForm,
    SuspendForm,
)
from deputies.mandates.models.motions import SeatMotion
from deputies.mandates.rules import deciding_body
from deputies.mandates.services import motions, steps
from deputies.mandates.services.motions import SIGNATURES
from deputies.register.enums import EndCause, MandateStatus, MandateStep
from deputies.register.models import Mandate
from deputies.register.permissions import can_keep_mandates
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import ConfirmForm, sent

_S = MandateStatus
_with_mandate = partial(calls, argument="mandate")
_with_motion = partial(calls, argument="motion")
_keeps = by_role(can_keep_mandates)


@dataclass(frozen=True, kw_only=True)
class SeatAction(Action):
    """Registers a decision already taken; the deciding body follows from the step."""

    step: MandateStep
    cause: str = ""
    statuses: Collection[MandateStatus]
    template: str = "deputies/mandates/act.html"
    service_decides: bool = True

    def is_due(self, obj: Mandate) -> bool:
        return obj.status in self.statuses and self.when(obj)

    def context(self, request, obj: Mandate, form) -> dict:
        town = obj.constituency.town
        body = deciding_body(obj.level, town, self.step, self.cause)
        return {**super().context(request, obj, form), "row": obj, "body": body}


_of_seat = partial(
    SeatAction,
    may=_keeps,
    arguments=lambda form: {"decision": form.decision, **form.cause},
    done=lambda row, change: f"已登记：{change.get_step_display()}。",
)

SEAT_ACTIONS = Actions(
    _of_seat(
        name="confirm",
        label="确认资格有效",
        step=MandateStep.CONFIRM,
        statuses=(_S.ELECTED,),
        form=DecisionForm,
        run=_with_mandate(steps.confirm_mandate),
    ),
    _of_seat(
        name="invalid",
        label="确定当选无效",
        step=MandateStep.END,
        cause=EndCause.INVALID,
        statuses=(_S.ELECTED,),
        form=InvalidForm,
        run=_with_mandate(steps.end_mandate),
    ),
    _of_seat(
        name="suspend",
        label="暂停执行职务",
        step=MandateStep.SUSPEND,
        statuses=(_S.VALID,),
        form=SuspendForm,
        run=_with_mandate(steps.suspend_mandate),
    ),
    _of_seat(
        name="restore",
        label="恢复执行职务",
        step=MandateStep.RESTORE,
        statuses=(_S.SUSPENDED,),
        form=DecisionForm,
        run=_with_mandate(steps.restore_mandate),
    ),
    _of_seat(
        name="end",
        label="终止资格",
        step=MandateStep.END,
        statuses=(_S.VALID, _S.SUSPENDED),
        form=EndForm,
        run=_with_mandate(steps.end_mandate),
    ),
)

# Submitted by somebody, not decided: listed apart from the steps of the seat.
RECEIVE_ACTIONS = Actions(
    Action(
        name="motion",
        label="辞职或者罢免",
        may=_keeps,
        when=lambda row: row.status in (_S.VALID, _S.SUSPENDED),
        form=MotionForm,
        run=_with_mandate(motions.receive_motion),
        template="deputies/mandates/motion_new.html",
        more=lambda request, row: {"seat": row, "needed": SIGNATURES[row.level]},
        then=lambda row, motion: motion,
        done="已登记。",
        service_decides=True,
    ),
)


def _is_open(motion: SeatMotion) -> bool:
    return motion.state == MotionState.RECEIVED


def _defence_form(request, motion: SeatMotion) -> DefenceForm:
    return DefenceForm(*sent(request), initial={"defence": motion.defence})


_of_motion = partial(
    Action,
    may=_keeps,
    when=_is_open,
    template="deputies/mandates/motion_act.html",
    more=lambda request, motion: {"row": motion},
    done=lambda motion, after: f"已登记：{after.get_state_display()}。",
    service_decides=True,
)

MOTION_ACTIONS = Actions(
    _of_motion(
        name="vote",
        label="登记表决结果",
        form=VoteForm,
        run=_with_motion(motions.record_vote),
        arguments=lambda form: {"vote": form.vote},
    ),
    _of_motion(
        name="defence",
        label="登记申辩意见",
        when=lambda motion: _is_open(motion) and motion.kind == MotionKind.RECALL,
        form=_defence_form,
        run=_with_motion(motions.record_defence),
    ),
    _of_motion(
        name="withdraw",
        label="提出人撤回了",
        form=ConfirmForm,
        run=_with_motion(motions.withdraw_motion),
        lead=lambda motion: "登记以后这件事就结束了，不能恢复；再提要重新登记",
        done="已登记撤回。",
    ),
)
