"""移交事项: the congress hands over and publishes, the government signs and answers."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from office.web.access import needs
from office.web.actions import button, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of
from rollups.counting.enums import ITEM_MOVES, ItemState, ItemVerb
from rollups.handing import permissions as handing_permissions
from rollups.handing.forms import (
    AnswerForm,
    HandOverForm,
    ItemFilterForm,
    ItemForm,
    PublishForm,
)
from rollups.handing.services import handing
from rollups.reports import permissions as reports_permissions
from rollups.reports.forms import ReasonForm
from rollups.reports.models import ReportItem
from rollups.reports.views import editable_report
from rollups.reports.worklist import WORK_QUEUES


def seen_item(request, pk):
    rows = ReportItem.objects.visible_to(request.user).for_list()
    rows = rows.select_related("report__unit", "topic", "rule", "answered_by")
    return get_object_or_404(rows, pk=pk)


@needs(handing_permissions.can_open_items)
@require_safe
def items(request):
    """Those handed to one's unit, or of one's reports; ``?show=`` what waits for oneself."""
    form = ItemFilterForm(request.GET)
    lists = queues_of(WORK_QUEUES, request.user, "rollups:items")
    shown = lists.get(request.GET.get("show", ""))
    seen = ReportItem.objects.visible_to(request.user)
    rows = (shown.rows(request.user) if shown else seen).for_list()
    if form.is_valid() and (state := form.cleaned_data["state"]):
        rows = rows.filter(state=state)
    page = KeyPage(
        rows,
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    context = {
        "form": form,
        "page": page,
        "today": timezone.localdate(),
        "shown": shown,
        "lists": lists.values(),
    }
    return render(request, "rollups/handing/list.html", context)


@needs(handing_permissions.can_open_items)
@require_safe
def item(request, pk: int):
    item = seen_item(request, pk)
    seen = Case.objects.visible_to(request.user).filter(report_items=item)
    context = {
        "item": item,
        "today": timezone.localdate(),
        "events": item.events.select_related("unit", "by"),
        "cases": seen.for_list().order_by("pk")[:50],
        "number": item.cases.count(),
        "acts": actions_of(request.user, item),
        "may_edit": item.state == ItemState.PROPOSED
        and item.report.state == "draft"
        and reports_permissions.can_edit_report(request.user, item.report),
    }
    return render(request, "rollups/handing/item.html", context)


@needs(reports_permissions.can_open_reports)
def item_add(request, pk: int):
    report = editable_report(request, pk)
    return form_page(
        request,
        ItemForm(request.POST or None),
        lambda **data: handing.add_item(report=report, **data),
        title="加一项",
        lead=str(report),
        button="加上",
        back=report,
        done="加上了。",
    )


def _editable(request, pk):
    item = seen_item(request, pk)
    if not reports_permissions.can_edit_report(request.user, item.report):
        raise PermissionDenied
    return item


@needs(reports_permissions.can_open_reports)
def item_edit(request, pk: int):
    item = _editable(request, pk)
    initial = {"title": item.title, "text": item.text, "unit": item.unit}
    return form_page(
        request,
        ItemForm(request.POST or None, initial=initial),
        lambda **data: handing.edit_item(item=item, **data),
        title="改这一项",
        lead=str(item.report),
        button="保存",
        back=item.report,
        done="保存好了。",
    )


@needs(reports_permissions.can_open_reports)
@require_POST
def item_drop(request, pk: int):
    item = _editable(request, pk)
    return button(
        request,
        lambda: handing.drop_item(item=item),
        back=item.report,
        done="这一项不移交了。",
    )


@needs(reports_permissions.can_open_reports)
@require_POST
def hand_over_all(request, pk: int):
    report = editable_report(request, pk)
    return button(
        request,
        lambda: handing.hand_over_all(report=report, by=request.user),
        back=report,
        done="都移交了，各单位收到了通知。",
    )


# Of each act: the rule, the form, the service, the words of button and of what was done.
ACTS = {
    ItemVerb.SIGN: (
        handing_permissions.can_answer_item,
        None,
        handing.sign_item,
        "签收",
        "签收了。",
    ),
    ItemVerb.ANSWER: (
        handing_permissions.can_answer_item,
        AnswerForm,
        handing.answer_item,
        "写反馈",
        "反馈交给了人大，公布以后联络站和群众会看到。",
    ),
    ItemVerb.PUBLISH: (
        handing_permissions.can_publish_item,
        PublishForm,
        handing.publish_answer,
        "公布反馈",
        "公布了，联络站的页面上已有，提过这件事的人收到了通知。",
    ),
    ItemVerb.HAND_OVER: (
        handing_permissions.can_hand_over,
        HandOverForm,
        handing.hand_over_item,
        "移交",
        "移交了，单位收到了通知。",
    ),
    ItemVerb.SEND_BACK: (
        handing_permissions.can_publish_item,
        ReasonForm,
        handing.send_back_answer,
        "退回补充",
        "退回了，单位收到了通知。",
    ),
    ItemVerb.RETURN: (
        handing_permissions.can_answer_item,
        ReasonForm,
        handing.return_item,
        "不归我们管，退回",
        "退回了，人大收到了通知。",
    ),
}


def actions_of(user, item):
    """What this person may do with the item now, as pairs of address part and button."""
    return [
        (verb.value.replace("_", "-"), ACTS[verb][3])
        for verb in ACTS
        if item.state in ITEM_MOVES[verb].sources
        and ACTS[verb][0](user, item)
        and (verb != ItemVerb.HAND_OVER or item.report.is_approved)
    ]


@needs(handing_permissions.can_open_items)
def item_act(request, pk: int, act: str):
    verb = act.replace("-", "_")
    if verb not in ACTS:
        raise Http404
    item = seen_item(request, pk)
    rule, form, service, button, done = ACTS[ItemVerb(verb)]
    if not rule(request.user, item):
        raise PermissionDenied
    return _do(request, item, form, service, button, done)


def _do(request, item, form_class, service, button, done):
    def do(**data):
        service(item=item, by=request.user, **data)

    if form_class is None:
        if request.method != "POST":
            raise Http404
        return button(request, do, back=item, done=done)
    initial = {"unit": item.unit, "public_text": item.answer}
    initial |= {"text": item.answer, "result_class": item.result_class}
    return form_page(
        request,
        form_class(request.POST or None, initial=initial),
        do,
        title=button,
        lead=item.title,
        button=button,
        back=item,
        done=done,
    )
