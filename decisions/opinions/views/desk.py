"""征求意见 at the desk: the task, its versions, its opinions, the points."""

import secrets

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from decisions.opinions import permissions as may
from decisions.opinions.enums import DraftState, OpinionSource
from decisions.opinions.forms import (
    DecideForm,
    DeskOpinionForm,
    DraftForm,
    InformantForm,
    InformantOpinionForm,
    MergeForm,
    PointForm,
    PutOffForm,
    ReportDraftForm,
    SettleForm,
    VersionForm,
)
from decisions.opinions.models import CollectionPoint, Draft, Opinion
from decisions.opinions.page import book_of, tally_of
from decisions.opinions.services import drafts as service
from decisions.opinions.services import opinions as opinions_service
from decisions.opinions.worklist import WORK_QUEUES
from office.files.services import take_in_file
from office.web.access import needs
from office.web.actions import button, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of

_S = DraftState
# Buttons of a draft by state: the step's name, its words.
BUTTONS = {
    _S.RECEIVED: [("open", "公布，开始征求"), ("version", "加一稿"), ("end", "改截止")],
    _S.OPEN: [("informant", "代信息员录入"), ("version", "加一稿"), ("end", "改截止")],
    _S.CLOSED: [("report", "汇总上报"), ("version", "加一稿")],
    _S.REPORTED: [("settle", "公布采纳情况"), ("version", "加一稿")],
    _S.SETTLED: [],
}


@needs(may.can_open_drafts)
@require_safe
def desk_drafts(request):
    lists = queues_of(WORK_QUEUES, request.user, "decisions:desk_drafts")
    shown = lists.get(request.GET.get("show", ""))
    seen = Draft.objects.visible_to(request.user)
    rows = seen.filter(pk__in=shown.rows(request.user).values("pk")) if shown else seen
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


def _seen(request, pk):
    return get_object_or_404(
        Draft.objects.visible_to(request.user).with_numbers(), pk=pk
    )


@needs(may.can_open_drafts)
@require_safe
def desk_draft(request, pk: int):
    row = _seen(request, pk)
    keeps = may.can_keep_drafts(request.user)
    seen = Opinion.objects.visible_to(request.user).filter(draft=row)
    opinions = list(seen.for_list().order_by("pk"))
    context = {
        "draft": row,
        "book": book_of(row, opinions),
        "tally": tally_of(opinions),
        "buttons": BUTTONS[DraftState(row.state)] if keeps else [],
        "keeps": keeps,
        "decides": keeps and row.state in opinions_service.DECIDING,
        "may_speak": row.is_open and may.can_speak_as_deputy(request.user),
        "files": row.files.select_related("attachment"),
        "steps": row.steps.select_related("by"),
    }
    return render(request, "decisions/opinions/desk_draft.html", context)


@needs(may.can_keep_drafts)
@require_POST
def draft_open(request, pk: int):
    row = _seen(request, pk)
    return button(
        request,
        lambda: service.open_draft(draft=row, by=request.user),
        back=row,
        done="公布了，联系点和采集点的信息员收到了通知。",
    )


_DOING = {
    "version": (VersionForm, service.add_version, "加一稿", "导入了，看看哪几条变了。"),
    "end": (PutOffForm, service.put_off, "改截止时间", "改好了。"),
    "report": (ReportDraftForm, service.report_draft, "汇总上报", "登记好了。"),
    "settle": (
        SettleForm,
        service.settle_draft,
        "公布采纳情况",
        "公布了，提出的人收到了结果。",
    ),
}


@needs(may.can_keep_drafts)
def draft_act(request, pk: int, name: str):
    row = _seen(request, pk)
    if name == "informant":
        return _speak(request, row, InformantOpinionForm, OpinionSource.INFORMANT)
    if name not in _DOING:
        raise Http404
    form, do, title, done = _DOING[name]
    # Only a form that asks for a file is handed the files.
    files = (request.FILES or None,) if name == "version" else ()
    return form_page(
        request,
        form(request.POST or None, *files),
        lambda **data: do(draft=row, by=request.user, **data),
        title=title,
        lead=str(row),
        button=title,
        back=row,
        done=done,
    )


@needs(may.can_speak_as_deputy)
def draft_speak(request, pk: int):
    """A deputy's opinion on ``?article=`` or the whole."""
    return _speak(request, _seen(request, pk), DeskOpinionForm, OpinionSource.DEPUTY)


def _speak(request, row, form, source):
    asked = request.GET.get("article", "")
    articles = {str(leaf.article.pk): leaf.article for leaf in book_of(row, []).leaves}
    article = articles.get(asked)

    def do(*, key, **data):
        opinions_service.give_opinion(
            draft=row,
            article=article,
            source=source,
            source_key=f"{source}:{request.user.pk}:{key}",
            by=request.user if source == OpinionSource.DEPUTY else None,
            **data,
        )

    return form_page(
        request,
        form(request.POST or None, initial={"key": secrets.token_urlsafe(16)}),
        do,
        title=f"对{article or '全文'}提意见",
        lead=str(row),
        button="提交",
        back=row,
        done="收到了。",
    )


@needs(may.can_keep_drafts)
def opinion_act(request, pk: int, name: str):
    """采纳情况, or what says the same."""
    rows = Opinion.objects.visible_to(request.user).select_related("draft", "article")
    opinion = get_object_or_404(rows, pk=pk)
    if opinion.draft.state not in opinions_service.DECIDING:
        raise PermissionDenied
    if name == "decide":
        initial = {"outcome": opinion.outcome, "reason": opinion.reason}
        form = DecideForm(request.POST or None, initial=initial)
        title = "采纳情况"

        def do(**data):
            opinions_service.decide_opinion(opinion=opinion, by=request.user, **data)

    elif name == "merge":
        form, title = MergeForm(request.POST or None, opinion=opinion), "合并同样的意见"

        def do(others):
            opinions_service.merge_opinions(
                main=opinion, others=others, by=request.user
            )

    else:
        raise Http404
    return form_page(
        request,
        form,
        do,
        title=title,
        lead=f"{opinion.where}：{opinion.text[:80]}",
        button=title,
        back=opinion.draft,
        done="写好了。",
    )


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
    """A point, or an informant of one."""
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
