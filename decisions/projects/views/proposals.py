"""项目建议 at the desk: proposals and their screening."""

import secrets

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case
from decisions.projects import permissions as may
from decisions.projects.actions.proposal import CASE_ACTIONS, PROPOSAL_ACTIONS
from decisions.projects.enums import ProposalSource
from decisions.projects.forms.proposals import DeputyProposeForm
from decisions.projects.models.livelihood import Proposal
from decisions.projects.models.programmes import Programme
from decisions.projects.services import proposals as service
from decisions.projects.worklist import WORK_QUEUES
from office.web.access import needs
from office.web.actions import action_page, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of


@needs(may.can_propose)
@require_safe
def proposals(request):
    lists = queues_of(WORK_QUEUES, request.user, "decisions:proposals")
    shown = lists.get(request.GET.get("show", ""))
    visible = Proposal.objects.visible_to(request.user)
    page = KeyPage(
        (shown.rows(request.user) if shown else visible).for_list(),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    context = {
        "page": page,
        "lists": lists.values(),
        "shown": shown,
        "collecting": Programme.objects.collecting(timezone.localdate()).exists(),
    }
    return render(request, "decisions/projects/proposals.html", context)


def _proposal_or_404(request, pk):
    rows = Proposal.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows.select_related("case", "screened_by"), pk=pk)


@needs(may.can_propose)
@require_safe
def proposal(request, pk: int):
    row = _proposal_or_404(request, pk)
    visible = Case.objects.visible_to(request.user).filter(pk=row.case_id)
    context = {
        "proposal": row,
        "case": visible.first(),
        "may_screen": bool(PROPOSAL_ACTIONS.open_to(request.user, row)),
    }
    return render(request, "decisions/projects/proposal.html", context)


@needs(may.can_keep_programmes)
def proposal_act(request, pk: int, name: str):
    return action_page(request, PROPOSAL_ACTIONS, name, _proposal_or_404(request, pk))


@needs(may.can_propose)
def proposal_new(request):
    """A deputy proposes, while a year collects proposals."""
    form = DeputyProposeForm(
        request.POST or None, initial={"key": secrets.token_urlsafe(16)}
    )

    def do(*, key, **data):
        service.propose(
            source=ProposalSource.DEPUTY,
            source_key=f"deputy:{request.user.pk}:{key}",
            by=request.user,
            **data,
        )

    return form_page(
        request,
        form,
        do,
        title="提民生实事项目",
        lead="筛选以后，列入不列入都会告诉您",
        button="提交",
        back=reverse("decisions:proposals"),
        done="收到了，等筛选。",
    )


@needs(may.can_propose_case)
def case_propose(request, pk: int):
    """From the case's page in one action."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    return action_page(request, CASE_ACTIONS, "propose", case)
