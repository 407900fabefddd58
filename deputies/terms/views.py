"""届: opening the next one, quotas, constituencies, comparing two terms."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from deputies.register.models import Constituency, Term
from deputies.register.permissions import can_keep_terms, can_read_register
from deputies.terms import services as service
from deputies.terms.figures import WARN_PERCENT, allotted, shares_of, widest_first
from deputies.terms.forms import (
    BeginForm,
    CompareForm,
    CopyForm,
    OpenTermForm,
    QuotaForm,
    TownForm,
)
from deputies.terms.page import Comparison
from deputies.terms.sheets import export_comparison
from office.sheets.workbooks import workbook_response
from office.text.errors import ServiceError
from office.web.access import needs

ROWS_A_PAGE = 50


@needs(can_read_register)
@require_safe
def terms(request):
    rows = Term.objects.with_counts()
    context = {"rows": rows, "may_keep": can_keep_terms(request.user)}
    return render(request, "deputies/terms/list.html", context)


@needs(can_keep_terms)
def term_new(request):
    form = OpenTermForm(request.POST or None)
    return _acted(
        request,
        form,
        lambda data: service.open_term(**data, by=request.user),
        done="已打开，现在可以划分选区。",
        page={"title": "打开新一届", "button": "打开", "lead": "new"},
    )


@needs(can_read_register)
@require_safe
def term(request, pk: int):
    """The quotas with their computation, and the constituencies, most uneven first."""
    row = get_object_or_404(Term.objects.with_counts(), pk=pk)
    form = TownForm(request.GET)
    form.is_valid()
    rows = list(row.constituencies.select_related("town"))
    shares = shares_of(rows)
    uneven = sum(share.warns for share in shares)
    if town := form.cleaned_data.get("town"):
        shares = [share for share in shares if share.constituency.town_id == town.pk]
    if form.cleaned_data.get("sort") != "number":
        shares = widest_first(shares)
    context = {
        "term": row,
        "form": form,
        "page": Paginator(shares, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "uneven": uneven,
        "limit": WARN_PERCENT,
        "quotas": allotted(row.quotas.select_related("division", "term"), rows),
        "may_keep": can_keep_terms(request.user),
    }
    return render(request, "deputies/terms/term.html", context)


@needs(can_keep_terms)
def term_copy(request, pk: int):
    row = get_object_or_404(Term, pk=pk)
    form = CopyForm(request.POST or None, target=row)

    def copy(data):
        copied = service.copy_constituencies(target=row, by=request.user, **data)
        for line in copied.gone:
            messages.warning(request, line)
        messages.success(request, f"复制了 {copied.count} 个选区，人口要重新登记。")
        return row

    page = {"title": "复制选区", "button": "复制", "lead": "copy", "row": row}
    return _acted(request, form, copy, page=page)


@needs(can_keep_terms)
def term_begin(request, pk: int):
    row = get_object_or_404(Term, pk=pk)
    form = BeginForm(request.POST or None)

    def begin(data):
        ended = service.begin_term(term=row, by=request.user, **data)
        messages.success(request, f"{row}已开始，上一届 {ended} 名代表届满。")
        return row

    page = {"title": "开始新一届", "button": "开始", "lead": "begin", "row": row}
    return _acted(request, form, begin, page=page)


@needs(can_keep_terms)
def term_quota(request, pk: int):
    row = get_object_or_404(Term, pk=pk)
    form = QuotaForm(request.POST or None, term=row)

    def save(data):
        return service.set_quota(term=row, by=request.user, **data).term

    page = {"title": "登记代表名额", "button": "登记", "lead": "quota", "row": row}
    return _acted(request, form, save, done="已登记。", page=page)


@needs(can_keep_terms)
def constituency_drop(request, pk: int):
    """GET shows the confirmation; POST removes it from a term in preparation."""
    rows = Constituency.objects.select_related("term", "town")
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        try:
            service.drop_constituency(constituency=row, by=request.user)
        except ServiceError as error:
            messages.error(request, str(error))
        return redirect(row.term)
    return render(request, "deputies/terms/drop.html", {"row": row})


def _acted(request, form, act, *, page, done=""):
    if request.method == "POST" and form.is_valid():
        try:
            row = act(form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            if done:
                messages.success(request, done)
            return redirect(row)
    return render(request, "deputies/terms/act.html", {"form": form, **page})


@needs(can_read_register)
@require_safe
def term_compare(request):
    asked = request.GET or _newest_two()
    form = CompareForm(asked or None)
    ready = form.is_bound and form.is_valid()
    cleaned = form.cleaned_data if ready else {}
    context = {"form": form, "found": Comparison(**cleaned) if ready else None}
    return render(request, "deputies/terms/compare.html", context)


@needs(can_read_register)
@require_safe
def term_compare_file(request):
    form = CompareForm(request.GET)
    if not form.is_valid():
        return redirect("deputies:term_compare")
    found = Comparison(**form.cleaned_data)
    name = f"{found.old}与{found.new}对比"
    return workbook_response(export_comparison(found=found, by=request.user), name)


def _newest_two():
    """The county's last two terms, if there are two."""
    rows = list(Term.objects.filter(level="county").order_by("-number")[:2])
    return {"old": rows[1].pk, "new": rows[0].pk} if len(rows) == 2 else {}
