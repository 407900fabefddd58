"""项目建议 at the desk: what was proposed, screened one by one."""

import secrets

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.enums import CaseKind
from cases.models import Case
from decisions.projects import permissions as may
from decisions.projects.enums import ProposalSource, ProposalState
from decisions.projects.forms.proposals import (
    CaseProposeForm,
    DeputyProposeForm,
    RefuseForm,
    TakeForm,
)
from decisions.projects.models.livelihood import Proposal
from decisions.projects.models.programmes import Programme
from decisions.projects.services import proposals as service
from decisions.projects.worklist import WORK_QUEUES
from office.web.access import needs
from office.web.actions import form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of


@needs(may.can_propose)
@require_safe
def proposals(request):
    lists = queues_of(WORK_QUEUES, request.user, "decisions:proposals")
    shown = lists.get(request.GET.get("show", ""))
    seen = Proposal.objects.visible_to(request.user)
    page = KeyPage(
        (shown.rows(request.user) if shown else seen).for_list(),
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


def _seen(request, pk):
    rows = Proposal.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows.select_related("case", "screened_by"), pk=pk)


@needs(may.can_propose)
@require_safe
def proposal(request, pk: int):
    row = _seen(request, pk)
    is_new = row.state == ProposalState.NEW
    seen = Case.objects.visible_to(request.user).filter(pk=row.case_id)
    context = {
        "proposal": row,
        "case": seen.first(),
        "may_screen": is_new and may.can_keep_programmes(request.user),
    }
    return render(request, "decisions/projects/proposal.html", context)


@needs(may.can_keep_programmes)
def proposal_act(request, pk: int, name: str):
    row = _seen(request, pk)
    if name not in ("take", "refuse"):
        raise Http404
    if name == "take":
        form = TakeForm(request.POST or None, proposal=row)
        do, title = service.take_proposal, "列入项目"
    else:
        form = RefuseForm(request.POST or None)
        do, title = service.refuse_proposal, "不列入"
    return form_page(
        request,
        form,
        lambda **data: do(proposal=row, by=request.user, **data),
        title=title,
        lead=str(row),
        button=title,
        back=row,
        done="写好了，提出人会收到。",
    )


@needs(may.can_propose)
def proposal_new(request):
    """A deputy proposes, while a year collects."""
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
    if case.kind == CaseKind.SUGGESTION:
        raise PermissionDenied
    return form_page(
        request,
        CaseProposeForm(request.POST or None),
        lambda **data: service.propose_from_case(case=case, by=request.user, **data),
        title="列为民生实事项目建议",
        lead=f"{case.number}　{case.title}",
        button="列为建议",
        back=case,
        done="列上了，提出人在自己的页面上看得到。",
    )
