"""Export of a year's sheet as a workbook, and import of declared records."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from deputies.performance.models.evaluations import Evaluation
from deputies.performance.models.files import RecordFile
from deputies.performance.services.files import stage_records, take_records
from deputies.performance.sheets import BROUGHT_KINDS, validate_lines, year_workbook
from deputies.performance.views.evaluations import can_evaluate
from office.sheets.tables import MAX_BYTES
from office.sheets.workbooks import workbook_response
from office.text.errors import ServiceError
from office.web.access import needs


class RecordFileForm(forms.Form):
    file = forms.FileField(
        label="申报核实表",
        help_text="从下载的年度表里“申报核实”一页接着填：代表、事项、日期、内容。"
        "只记履职的事，分由评分表算。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={"empty": "文件是空的。", "required": "请选一个文件。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            most = MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {most} MB，请分成几份。")
        return file


@needs(can_evaluate)
@require_safe
def performance_workbook(request, year: int):
    evaluation = get_object_or_404(Evaluation, year=year)
    return workbook_response(year_workbook(evaluation), f"{year}年代表履职评价")


@needs(can_evaluate)
def performance_import(request, year: int):
    """GET: the form and the files so far; POST: read a file as a preview."""
    evaluation = get_object_or_404(Evaluation, year=year)
    form = RecordFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = stage_records(
                evaluation=evaluation, name=file.name, data=file.read(), by=request.user
            )
        except ServiceError as error:
            form.add_error("file", str(error))
        else:
            return redirect("deputies:performance_file", staged.pk)
    context = {
        "evaluation": evaluation,
        "form": form,
        "files": evaluation.files.select_related("made_by")[:20],
        "kinds": BROUGHT_KINDS,
    }
    return render(request, "deputies/performance/import.html", context)


@needs(can_evaluate)
def performance_file(request, pk: int):
    """GET: a preview of each line; POST: write the new ones."""
    file = get_object_or_404(
        RecordFile.objects.select_related("evaluation", "made_by"), pk=pk
    )
    if request.method == "POST":
        try:
            count = take_records(file=file, by=request.user)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已记入 {count} 项。再计分，分数就会更新。")
        return redirect("deputies:performance_file", pk)
    lines = validate_lines(file.evaluation, file.lines)
    # Lines that need attention come first.
    order = {"refused": 0, "new": 1, "known": 2}
    lines.sort(key=lambda one: (order[one.disposition], one.line))
    dispositions = Counter(one.disposition for one in lines)
    context = {
        "file": file,
        "lines": lines,
        "dispositions": dispositions,
        "count": len(lines),
    }
    return render(request, "deputies/performance/file.html", context)
