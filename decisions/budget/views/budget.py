"""预算监督: the year, its lines, the treasury's files."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.budget import permissions as may
from decisions.budget.figures import sums_of
from decisions.budget.forms.budget import (
    AdjustForm,
    BudgetFileForm,
    BudgetYearForm,
    LineFilterForm,
)
from decisions.budget.models import BudgetFile, BudgetLine, BudgetWarning, BudgetYear
from decisions.budget.services import budget as service
from decisions.budget.services.validation import validate_file
from office.text.errors import ServiceError
from office.web.access import needs, public
from office.web.actions import form_page
from office.web.key_pages import KeyPage
from office.web.page_cache import public_page

SHOWN_PAYMENTS = SHOWN_LINES = 200


@needs(may.can_open_budget)
@require_safe
def budgets(request):
    """The newest year at once; without one, how to begin."""
    newest = BudgetYear.objects.first()
    if newest:
        return redirect(newest)
    context = {"may_keep": may.can_keep_budget(request.user)}
    return render(request, "decisions/budget/empty.html", context)


@needs(may.can_keep_budget)
def budget_new(request):
    return form_page(
        request,
        BudgetYearForm(request.POST or None),
        lambda **data: service.open_budget(by=request.user, **data),
        title="新的预算年度",
        lead="人代会批准以后，写明批准的文件",
        button="建立",
        back=reverse("decisions:budgets"),
        done="建立了，接着导入预算指标。",
    )


@needs(may.can_open_budget)
@require_safe
def budget(request, year: int):
    """Sums by unit, and the lines one may see."""
    row = get_object_or_404(BudgetYear, year=year)
    form = LineFilterForm(request.GET)
    seen = BudgetLine.objects.visible_to(request.user).filter(year=row)
    rows = seen.for_list()
    if form.is_valid():
        cleaned = form.cleaned_data
        rows = rows.matching(cleaned["q"]) if cleaned["q"] else rows
        rows = rows.filter(unit=cleaned["unit"]) if cleaned["unit"] else rows
    page = KeyPage(
        rows,
        order=("code", "id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=60,
    )
    today = timezone.localdate()
    context = {
        "year": row,
        "years": BudgetYear.objects.all(),
        "page": page,
        "form": form,
        "sums": sums_of(row, seen.for_list(), today),
        "may_keep": may.can_keep_budget(request.user),
        "open_warnings": BudgetWarning.objects.visible_to(request.user)
        .filter(year=row)
        .open()
        .count(),
    }
    return render(request, "decisions/budget/year.html", context)


@needs(may.can_open_budget)
@require_safe
def budget_line(request, pk: int):
    rows = BudgetLine.objects.visible_to(request.user).for_list()
    line = get_object_or_404(rows, pk=pk)
    warnings = BudgetWarning.objects.visible_to(request.user).filter(line=line)
    context = {
        "line": line,
        "payments": line.payments.all()[:SHOWN_PAYMENTS],
        "adjustments": line.adjustments.all(),
        "warnings": warnings.for_list(),
        "may_adjust": may.can_supervise_budget(request.user),
    }
    return render(request, "decisions/budget/line.html", context)


@needs(may.can_supervise_budget)
def budget_adjust(request, pk: int):
    line = get_object_or_404(BudgetLine.objects.visible_to(request.user), pk=pk)
    return form_page(
        request,
        AdjustForm(request.POST or None, initial={"adjusted": line.adjusted}),
        lambda **data: service.adjust_line(line=line, by=request.user, **data),
        title="登记预算调整",
        lead=f"{line}：预算调整要经常委会批准（预算法第六十九条）",
        button="登记",
        back=line,
        done="调整登记好了，已经公开。",
    )


@needs(may.can_keep_budget)
def budget_import(request, year: int):
    """GET: the form and the files so far; POST: read one dry."""
    row = get_object_or_404(BudgetYear, year=year)
    form = BudgetFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            staged = service.stage_budget_file(
                year=row,
                kind=cleaned["kind"],
                name=cleaned["file"].name,
                data=cleaned["file"].read(),
                by=request.user,
            )
        except ServiceError as error:
            form.add_error("file", str(error))
        else:
            return redirect(staged)
    files = row.files.select_related("made_by")[:20]
    context = {"year": row, "form": form, "files": files}
    return render(request, "decisions/budget/import.html", context)


@needs(may.can_keep_budget)
def budget_file(request, pk: int):
    """GET: what each line would do; POST: write the new ones down."""
    rows = BudgetFile.objects.select_related("year", "made_by")
    file = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        try:
            count = service.take_budget_file(file=file, by=request.user)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已记入 {count} 行。")
        return redirect(file)
    lines = validate_file(file)
    order = {"refused": 0, "new": 1, "known": 2}
    lines.sort(key=lambda one: (order[one.disposition], not one.notes, one.line))
    context = {
        "file": file,
        "lines": lines[:SHOWN_LINES],
        "dispositions": Counter(one.disposition for one in lines),
        "count": len(lines),
    }
    return render(request, "decisions/budget/file.html", context)


@public
@require_safe
@public_page()
def public_budget(request, year: int):
    """预算法 第十四条: public within twenty days; with what was paid since."""
    row = get_object_or_404(BudgetYear, year=year)
    lines = list(row.lines.for_list())
    context = {
        "year": row,
        "lines": lines,
        "sums": sums_of(row, lines, timezone.localdate()),
        "warnings": row.warnings.public().for_list(),
        "years": BudgetYear.objects.exclude(pk=row.pk),
    }
    return render(request, "decisions/budget/public.html", context)
