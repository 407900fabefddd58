"""征求意见 at the desk: the draft, its versions, its opinions, the points."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.opinions import permissions as may
from decisions.opinions.actions import (
    DRAFT_ACTIONS,
    OPINION_ACTIONS,
    SPEAK_ACTIONS,
)
from decisions.opinions.forms import DraftForm, InformantForm, PointForm
from decisions.opinions.models import CollectionPoint, Draft, Opinion
from decisions.opinions.page import book_of, tally_of
from decisions.opinions.services import drafts as service
from decisions.opinions.services import opinions as opinions_service
from decisions.opinions.worklist import WORK_QUEUES
from office.files.services import take_in_file
from office.web.access import needs
from office.web.actions import action_page, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of


@needs(may.can_open_drafts)
@require_safe
def desk_drafts(request):
    lists = queues_of(WORK_QUEUES, request.user, "decisions:desk_drafts")
    shown = lists.get(request.GET.get("show", ""))
    visible = Draft.objects.visible_to(request.user)
    rows = (
        visible.filter(pk__in=shown.rows(request.user).values("pk"))
        if shown
        else visible
    )
    page = KeyPage(
        rows.with_numbers(),
        order=("-received_on", "-id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    context = {
        "page": page,
        "lists": lists.values(),
        "shown": shown,
        "may_keep": may.can_keep_drafts(request.user),
    }
    return render(request, "decisions/opinions/desk_list.html", context)


@needs(may.can_keep_drafts)
def draft_new(request):
    def do(*, material, **data):
        files = [take_in_file(upload=material, by=request.user)] if material else []
        service.receive_draft(by=request.user, attachments=files, **data)

    return form_page(
        request,
        DraftForm(request.POST or None, request.FILES or None),
        do,
        title="新的征求意见",
        lead="法规草案分条征求；重大事项对全文征求",
        button="建立",
        back=reverse("decisions:desk_drafts"),
        done="建立了，核对以后再公布。",
    )


def _draft_or_404(request, pk):
    return get_object_or_404(
        Draft.objects.visible_to(request.user).with_numbers(), pk=pk
    )


@needs(may.can_open_drafts)
@require_safe
def desk_draft(request, pk: int):
    row = _draft_or_404(request, pk)
    keeps = may.can_keep_drafts(request.user)
    visible = Opinion.objects.visible_to(request.user).filter(draft=row)
    opinions = list(visible.for_list().order_by("pk"))
    context = {
        "draft": row,
        "book": book_of(row, opinions),
        "tally": tally_of(opinions),
        "buttons": DRAFT_ACTIONS.pairs(request.user, row),
        "keeps": keeps,
        "decides": keeps and row.state in opinions_service.DECIDING,
        "may_speak": bool(SPEAK_ACTIONS.open_to(request.user, row)),
        "files": row.files.select_related("attachment"),
        "steps": row.steps.select_related("by"),
    }
    return render(request, "decisions/opinions/desk_draft.html", context)


@needs(may.can_keep_drafts)
def draft_act(request, pk: int, name: str):
    return action_page(request, DRAFT_ACTIONS, name, _draft_or_404(request, pk))


@needs(may.can_keep_drafts)
def draft_open(request, pk: int):
    return draft_act(request, pk, "open")


@needs(may.can_speak_as_deputy)
def draft_speak(request, pk: int):
    """A deputy's opinion on ``?article=`` or the whole."""
    return action_page(request, SPEAK_ACTIONS, "speak", _draft_or_404(request, pk))


@needs(may.can_keep_drafts)
def opinion_act(request, pk: int, name: str):
    """Record 采纳情况, or merge opinions."""
    rows = Opinion.objects.visible_to(request.user).select_related("draft", "article")
    return action_page(request, OPINION_ACTIONS, name, get_object_or_404(rows, pk=pk))


@needs(may.can_open_drafts)
@require_safe
def points(request):
    rows = CollectionPoint.objects.select_related("division__parent")
    context = {
        "points": rows.prefetch_related("informants"),
        "may_keep": may.can_keep_drafts(request.user),
    }
    return render(request, "decisions/opinions/points.html", context)


@needs(may.can_keep_drafts)
def point_new(request, name: str):
    """Create a point, or an informant of one."""
    forms = {
        "point": (PointForm, service.add_point, "加联系点、采集点"),
        "informant": (InformantForm, service.add_informant, "加信息员"),
    }
    if name not in forms:
        raise Http404
    form, do, title = forms[name]
    return form_page(
        request,
        form(request.POST or None),
        lambda **data: do(by=request.user, **data),
        title=title,
        lead="立法联系点由上级人大常委会设立，采集点由县人大设立",
        button="加上",
        back=reverse("decisions:points"),
        done="加上了。",
    )
