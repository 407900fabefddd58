"""月报: read, edit, check, approve, export as Word and Excel."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from office.audit import services as audit
from office.sheets.letters import DOCX
from office.sheets.workbooks import workbook_response
from office.web.access import needs
from office.web.actions import button, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of
from rollups.counting.enums import ItemState, ReportState
from rollups.reports import permissions as reports_permissions
from rollups.reports.forms import ReasonForm, SectionForm, TopicForm
from rollups.reports.models import Report
from rollups.reports.page import contents_of
from rollups.reports.services import reporting
from rollups.reports.sheets.annex import annex_of
from rollups.reports.sheets.letter import letter_of
from rollups.reports.worklist import WORK_QUEUES

SECTIONS = {
    "overview": "总体情况的补充",
    "trends": "苗头倾向的补充",
    "advice": "意见建议",
}


def seen_report(request, pk):
    rows = Report.objects.visible_to(request.user)
    related = ("rollup", "town", "unit", "checked_by", "approved_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def editable_report(request, pk):
    report = seen_report(request, pk)
    if not reports_permissions.can_edit_report(request.user, report):
        raise PermissionDenied
    return report


@needs(reports_permissions.can_open_reports)
@require_safe
def reports(request):
    """All reports the user may read, newest first.

    ``?show=`` only those waiting for them.
    """
    lists = queues_of(WORK_QUEUES, request.user, "rollups:reports")
    shown = lists.get(request.GET.get("show", ""))
    visible = Report.objects.visible_to(request.user)
    page = KeyPage(
        (shown.rows(request.user) if shown else visible).select_related(
            "rollup", "town", "unit"
        ),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    context = {"page": page, "shown": shown, "lists": lists.values()}
    return render(request, "rollups/reports/list.html", context)


@needs(reports_permissions.can_open_reports)
@require_safe
def report(request, pk: int):
    report = seen_report(request, pk)
    edits = reports_permissions.can_edit_report(request.user, report)
    contents = contents_of(report)
    proposed = [i for i in contents.items if i.state == ItemState.PROPOSED]
    context = {
        "report": report,
        "contents": contents,
        "left_out": report.rollup.topics.filter(is_left_out=True),
        "is_draft": report.state == ReportState.DRAFT,
        "may_edit": edits,
        "may_write": edits and report.state == ReportState.DRAFT,
        "may_approve": report.state == ReportState.CHECKED
        and reports_permissions.can_approve_report(request.user, report),
        "may_hand_over": edits and report.is_approved and proposed,
    }
    return render(request, "rollups/reports/report.html", context)


@needs(reports_permissions.can_open_reports)
def write(request, pk: int, section: str):
    report = editable_report(request, pk)
    if section not in SECTIONS:
        raise Http404
    initial = {"text": getattr(report, section)}
    return form_page(
        request,
        SectionForm(request.POST or None, initial=initial),
        lambda **data: reporting.write_section(
            report=report, section=section, by=request.user, **data
        ),
        title=SECTIONS[section],
        lead=str(report),
        button="保存",
        back=report,
        done="保存好了。",
    )


@needs(reports_permissions.can_open_reports)
def topic_edit(request, pk: int, topic_pk: int):
    report = editable_report(request, pk)
    topic = get_object_or_404(report.rollup.topics, pk=topic_pk)
    initial = {
        "heading": str(topic),
        "remark": topic.remark,
        "left_out": topic.is_left_out,
    }
    return form_page(
        request,
        TopicForm(request.POST or None, initial=initial),
        lambda **data: reporting.edit_topic(report=report, topic=topic, **data),
        title="改热点",
        lead=f"归并时的标题：{topic.title}",
        button="保存",
        back=report,
        done="保存好了。",
    )


@needs(reports_permissions.can_open_reports)
@require_POST
def check(request, pk: int):
    report = editable_report(request, pk)
    return button(
        request,
        lambda: reporting.check_report(report=report, by=request.user),
        back=report,
        done="已核对，等另一人批准。",
    )


def _approvable(request, pk):
    report = seen_report(request, pk)
    if not reports_permissions.can_approve_report(request.user, report):
        raise PermissionDenied
    return report


@needs(reports_permissions.can_open_reports)
@require_POST
def approve(request, pk: int):
    report = _approvable(request, pk)
    return button(
        request,
        lambda: reporting.approve_report(report=report, by=request.user),
        back=report,
        done="已批准。数字从此不变，可以逐项移交了。",
    )


@needs(reports_permissions.can_open_reports)
def send_back(request, pk: int):
    report = seen_report(request, pk)
    if not (
        reports_permissions.can_approve_report(request.user, report)
        or reports_permissions.can_edit_report(request.user, report)
    ):
        raise PermissionDenied
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda **data: reporting.send_back_report(
            report=report, by=request.user, **data
        ),
        title="退回修改",
        lead=str(report),
        button="退回",
        back=report,
        done="已退回，核对的人收到了通知。",
    )


@needs(reports_permissions.can_open_reports)
@require_safe
def word(request, pk: int):
    report = seen_report(request, pk)
    data = letter_of(report, contents_of(report))
    audit.record(action="export_report", by=request.user, object=report)
    response = HttpResponse(data, content_type=DOCX)
    name = content_disposition_header(True, f"{report}.docx")
    response["Content-Disposition"] = name
    return response


@needs(reports_permissions.can_open_reports)
@require_safe
def annex(request, pk: int):
    report = seen_report(request, pk)
    data = annex_of(report, contents_of(report))
    audit.record(action="export_report", by=request.user, object=report)
    return workbook_response(data, f"{report}附表")
