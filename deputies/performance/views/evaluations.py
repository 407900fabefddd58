"""我的履职 and the office's page of a year; ranking only inside one kind of deputy."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deputies.activities.models.records import ActivityRecord
from deputies.performance.models.evaluations import (
    Evaluation,
    Objection,
    ScoreTable,
    Sheet,
)
from deputies.performance.services import evaluations as performance
from deputies.register.enums import DeputyKind
from deputies.register.models import Deputy
from office.models import User
from office.people.enums import Role
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.forms import WordsField


def can_evaluate(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE)


def is_deputy(user: User) -> bool:
    return user.has_role(Role.DEPUTY)


class ObjectForm(forms.Form):
    text = WordsField(label="哪一项不对，为什么", max_length=500, rows=3)
    sheet = forms.IntegerField(widget=forms.HiddenInput, max_value=2**60)


class AnswerForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label="异议成立吗",
        choices=[("1", "成立，重新计分"), ("", "不成立")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = WordsField(label="答复", max_length=500, rows=3)


class KindForm(forms.Form):
    kind = forms.ChoiceField(label="按哪一类代表评分", choices=DeputyKind.choices)


class RuleForm(forms.Form):
    points = forms.DecimalField(label="每次分", max_digits=5, decimal_places=1)
    cap = forms.DecimalField(label="全年最多", max_digits=5, decimal_places=1)
    basis = WordsField(label="依据", max_length=120)


@needs(is_deputy)
def own_performance(request):
    """Activity records of the year, and the sheets that count them, point by point."""
    deputy = Deputy.objects.filter(user=request.user).first()
    sheets = Sheet.objects.filter(mandate__deputy=deputy).select_related(
        "evaluation", "mandate__term", "table"
    )
    sheets = list(sheets.prefetch_related("points__activity_record", "objections"))
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mine = Sheet.objects.filter(mandate__deputy=deputy)
        sheet = get_object_or_404(mine, pk=form.cleaned_data["sheet"])
        try:
            performance.object_to_sheet(
                sheet=sheet, text=form.cleaned_data["text"], by=request.user
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "异议已提出，答复会通知您。")
            return redirect("deputies:own_performance")
    year = timezone.localdate().year
    activity_records = (
        ActivityRecord.objects.counting().of_year(year).filter(deputy=deputy)
    )
    context = {
        "sheets": sheets,
        "activity_records": activity_records,
        "year": year,
        "form": form,
    }
    return render(request, "deputies/performance/own.html", context)


@needs(can_evaluate)
@require_safe
def performance_years(request):
    years = Evaluation.objects.all()
    this_year = timezone.localdate().year
    return render(
        request,
        "deputies/performance/years.html",
        {"years": years, "this_year": this_year},
    )


@needs(can_evaluate)
@require_POST
def performance_open(request):
    evaluation = performance.open_year(year=timezone.localdate().year, by=request.user)
    return redirect("deputies:performance_year", evaluation.year)


STEPS = {
    "count": (performance.count_year, "已计分。"),
    "show": (performance.show_year, "已公示，并通知每位代表。"),
    "settle": (performance.settle_year, "已定档。"),
}


@needs(can_evaluate)
def performance_year(request, year: int):
    """GET: the lists by kind; POST: count, show, settle."""
    evaluation = get_object_or_404(Evaluation, year=year)
    if request.method == "POST":
        step = STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        try:
            step[0](evaluation=evaluation, by=request.user)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, step[1])
        return redirect("deputies:performance_year", year)
    sheets = evaluation.sheets.select_related("mandate__deputy", "mandate__term")
    tables = ScoreTable.objects.filter(year=year).prefetch_related("rules")
    by_table = {table.pk: [] for table in tables}
    for sheet in sheets.order_by("-total", "pk"):
        by_table[sheet.table_id].append(sheet)
    asked = Objection.objects.filter(sheet__evaluation=evaluation, upheld=None)
    context = {
        "evaluation": evaluation,
        "tables": [(table, by_table[table.pk]) for table in tables],
        "objections": asked.select_related("sheet__mandate__deputy"),
    }
    return render(request, "deputies/performance/year.html", context)


@needs(can_evaluate)
def performance_sheet(request, pk: int):
    """One deputy's year; while it is counted, by which kind they are scored."""
    sheet = get_object_or_404(
        Sheet.objects.select_related(
            "mandate__deputy", "evaluation", "table"
        ).prefetch_related("points__activity_record"),
        pk=pk,
    )
    initial = {"kind": sheet.mandate.scored_as}
    form = KindForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            performance.set_kind(sheet=sheet, by=request.user, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("deputies:performance_sheet", pk)
    context = {"sheet": sheet, "form": form}
    return render(request, "deputies/performance/sheet.html", context)


@needs(can_evaluate)
def performance_objection(request, pk: int):
    asked = get_object_or_404(
        Objection.objects.select_related("sheet__mandate__deputy", "sheet__evaluation"),
        pk=pk,
    )
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            performance.answer_objection(
                objection=asked, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            year = asked.sheet.evaluation.year
            return redirect("deputies:performance_year", year)
    context = {"asked": asked, "form": form}
    return render(request, "deputies/performance/objection.html", context)


@needs(can_evaluate)
def performance_rule(request, pk: int, kind: str):
    table = get_object_or_404(ScoreTable, pk=pk)
    rule = get_object_or_404(table.rules, kind=kind)
    initial = {"points": rule.points, "cap": rule.cap, "basis": rule.basis}
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            performance.set_rule(
                table=table, kind=rule.kind, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("deputies:performance_year", table.year)
    context = {"table": table, "rule": rule, "form": form}
    return render(request, "deputies/performance/rule.html", context)
