"""The office's list: filters with an address, bulk actions tried dry, export."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.loop import permissions as may
from cases.loop.enums import MOVES, CaseKind, Verb
from cases.loop.forms.workbench import BulkForm, WorkbenchFilterForm
from cases.loop.models.cases import Case
from cases.loop.querysets import CaseQuerySet
from cases.loop.services import handling, routing
from cases.loop.services.answer_rules import answer_rule
from cases.loop.services.exports import export_cases
from cases.loop.services.reference_cache import reference_cache
from cases.loop.worklist import BY_KEY, case_queues_of, count_case_queues
from office.calendar.services.deadlines import (
    cn_date,
    count_deadline,
    find_rule,
    load_calendar,
)
from office.web.forms import asked_of
from office.web.key_pages import KeyPage

PAGING = ("after", "before")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def asked_cases(request, form: WorkbenchFilterForm) -> tuple[CaseQuerySet, tuple]:
    """The rows a filter asks for, and their order. Lists, counts and exports start here."""
    asked, today = asked_of(form, also=PAGING), timezone.localdate()
    rows, order = Case.objects.visible_to(request.user), ("-id",)
    if duty := BY_KEY.get(asked.get("show", "")):
        rows = duty.rows(request.user, today)
        if duty.key in ("overdue", "soon"):
            order = ("due_on", "id")
    if asked.get("q"):
        rows = rows.matching(asked["q"])
    if asked.get("status"):
        rows = rows.filter(status=asked["status"])
    if asked.get("town"):
        rows = rows.of_place(asked["town"])
    if asked.get("unit"):
        rows = rows.filter(holder=asked["unit"])
    if asked.get("category"):
        rows = rows.filter(category=asked["category"])
    return rows, order


def case_list(request, site):
    """``/admin/cases/case/``."""
    form = WorkbenchFilterForm(request.GET)
    rows, order = asked_cases(request, form)
    page = KeyPage(
        rows.for_rows(),
        order=order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    reference_cache().attach(page.rows)
    today = timezone.localdate()
    saved = count_case_queues(case_queues_of(request.user), request.user, today)
    context = {
        "form": form,
        "page": page,
        "saved": saved,
        "show": request.GET.get("show", ""),
        "bulk": BulkForm(user=request.user),
        "calendar": load_calendar(),
        "may_export": may.can_export(request.user),
    }
    return render(request, "cases/loop/list.html", context)


def case_bulk(request, site):
    """Preview what a bulk action will do to every row; do it when confirmed."""
    if request.method != "POST":
        return redirect("admin:cases_case_changelist")
    form = BulkForm(request.POST, user=request.user)
    if not form.is_valid():
        errors = [e for several in form.errors.values() for e in several]
        messages.error(request, " ".join(errors))
        return _back_to_list(request)
    cleaned = form.cleaned_data
    if "confirmed" in request.POST:
        return _carry_out(request, cleaned)
    context = {
        **site.each_context(request),
        "form": form,
        "asked": cleaned,
        "preview": [
            (case, _foresee(request.user, case, cleaned)) for case in cleaned["cases"]
        ],
        "due": _due(cleaned),
    }
    return render(request, "cases/loop/bulk.html", context)


def _rule(data) -> tuple:
    if data["what"] == "assign":
        return may.can_assign, Verb.ASSIGN
    return may.can_urge, Verb.URGE


def _foresee(user, case: Case, data) -> str:
    """Why this row will be skipped; empty when it will be done."""
    rule, verb = _rule(data)
    if not rule(user, case):
        return "不归您办，跳过"
    if verb == Verb.ASSIGN and case.kind == CaseKind.SUGGESTION:
        return "代表建议要逐件交办，跳过"
    if verb in MOVES and case.status not in MOVES[verb].sources:
        return f"现在是“{case.get_status_display()}”，跳过"
    if verb == Verb.URGE and not case.is_open:
        return "不在办理中，跳过"
    urged = case.events.filter(verb=Verb.URGE, at__date=timezone.localdate())
    if verb == Verb.URGE and urged.exists():
        return "今天已经催办过，跳过"
    return ""


def _due(data) -> str:
    if data["what"] != "assign":
        return ""
    today = timezone.localdate()
    rule = find_rule(answer_rule(data["lead"], 1), today)
    return cn_date(count_deadline(rule, today).due)


def _carry_out(request, data):
    rule, _ = _rule(data)
    cases = [case for case in data["cases"] if rule(request.user, case)]
    if data["what"] == "assign":
        results = routing.assign_cases(
            cases=cases, lead=data["lead"], note=data["note"], by=request.user
        )
    else:
        results = handling.urge_cases(cases=cases, note=data["note"], by=request.user)
    done = [r for r in results if not r.error]
    messages.success(request, f"办了 {len(done)} 件。")
    for result in results:
        if result.error:
            messages.error(request, f"{result.case.number}：{result.error}")
    return _back_to_list(request)


def _back_to_list(request):
    """The list under the filter one came from, which is the query of the address."""
    query = request.GET.urlencode()
    here = reverse("admin:cases_case_changelist")
    return redirect(f"{here}?{query}" if query else here)


def case_export(request, site, kind: str):
    """The same rows as the page, masked, as a file."""
    if not may.can_export(request.user) or kind not in TYPES:
        raise PermissionDenied
    rows, order = asked_cases(request, WorkbenchFilterForm(request.GET))
    content = export_cases(cases=rows.order_by(*order), kind=kind, by=request.user)
    response = HttpResponse(content, content_type=TYPES[kind])
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="cases-{day}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
