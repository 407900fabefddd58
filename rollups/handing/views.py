"""移交事项: the congress hands over and publishes, the government signs and answers."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from office.web.access import needs
from office.web.actions import action_page, button, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of
from rollups.handing import permissions as handing_permissions
from rollups.handing.actions import DRAFT_ACTIONS, ITEM_ACTIONS
from rollups.handing.forms import ItemFilterForm, ItemForm
from rollups.handing.services import handing
from rollups.reports import permissions as reports_permissions
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
    """Items handed to the user's unit or of their reports.

    ``?show=`` filters the waiting.
    """
    form = ItemFilterForm(request.GET)
    lists = queues_of(WORK_QUEUES, request.user, "rollups:items")
    shown = lists.get(request.GET.get("show", ""))
    visible = ReportItem.objects.visible_to(request.user)
    rows = (shown.rows(request.user) if shown else visible).for_list()
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
    visible = Case.objects.visible_to(request.user).filter(report_items=item)
    context = {
        "item": item,
        "today": timezone.localdate(),
        "events": item.events.select_related("unit", "by"),
        "cases": visible.for_list().order_by("pk")[:50],
        "number": item.cases.count(),
        "acts": ITEM_ACTIONS.pairs(request.user, item),
        "may_edit": bool(DRAFT_ACTIONS.open_to(request.user, item)),
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


@needs(reports_permissions.can_open_reports)
def item_edit(request, pk: int):
    return action_page(request, DRAFT_ACTIONS, "edit", seen_item(request, pk))


@needs(reports_permissions.can_open_reports)
def item_drop(request, pk: int):
    return action_page(request, DRAFT_ACTIONS, "drop", seen_item(request, pk))


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


@needs(handing_permissions.can_open_items)
def item_act(request, pk: int, act: str):
    return action_page(request, ITEM_ACTIONS, act, seen_item(request, pk))
