"""Actions on a proposal, and on a case that might become one."""

from functools import partial

from cases.loop.enums import OPINIONS
from cases.models import Case
from decisions.projects import permissions as may
from decisions.projects.enums import ProposalState
from decisions.projects.forms.proposals import CaseProposeForm, RefuseForm, TakeForm
from decisions.projects.models.livelihood import Proposal
from decisions.projects.services import proposals
from office.models import User
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import sent

_with_proposal = partial(calls, argument="proposal")


def _take_form(request, row: Proposal) -> TakeForm:
    return TakeForm(*sent(request), proposal=row)


def _may_list(user: User, case: Case) -> bool:
    return case.kind in OPINIONS and may.can_propose_case(user)


_of_proposal = partial(
    Action,
    may=by_role(may.can_keep_programmes),
    when=lambda row: row.state == ProposalState.NEW,
    done="写好了，提出人会收到。",
    service_decides=True,
)

PROPOSAL_ACTIONS = Actions(
    _of_proposal(
        name="take",
        label="列入项目",
        form=_take_form,
        run=_with_proposal(proposals.take_proposal),
    ),
    _of_proposal(
        name="refuse",
        label="不列入",
        form=RefuseForm,
        run=_with_proposal(proposals.refuse_proposal),
    ),
)

CASE_ACTIONS = Actions(
    Action(
        name="propose",
        label="列为民生实事项目建议",
        may=_may_list,
        form=CaseProposeForm,
        run=calls(proposals.propose_from_case, "case"),
        lead=lambda case: f"{case.number}　{case.title}",
        button="列为建议",
        done="列上了，提出人在自己的页面上看得到。",
    ),
)
