"""Import: preview of a file, disposition of every row, confirmation."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.imports.enums import RowDisposition
from cases.imports.forms import ROW_DISPOSITIONS, ImportForm, RowForm
from cases.imports.models import ImportBatch
from cases.imports.services.imports import correct_row, stage_import, start_import
from cases.imports.services.rows import RowReader
from cases.imports.sheets.rejected import write_remaining
from cases.loop.permissions import can_import
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.htmx import render_part
from office.web.key_pages import KeyPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = ("at", "place", "text")


@needs(can_import)
def case_import(request):
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = stage_import(
                name=file.name,
                data=file.read(),
                station=form.cleaned_data["station"],
                by=request.user,
            )
        except ServiceError as error:
            form.add_error("file", str(error))
        else:
            return redirect("cases:case_import_batch", batch.pk)
    batches = ImportBatch.objects.visible_to(request.user).select_related("created_by")
    page = KeyPage(
        batches,
        order=["-id"],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "cases/imports/import.html", {"form": form, "page": page})


@needs(can_import)
def case_import_batch(request, pk):
    batch = _batch(request, pk)
    if request.method == "POST":
        try:
            start_import(batch=batch, by=request.user)
        except ServiceError as error:
            messages.error(request, str(error))
        return redirect("cases:case_import_batch", pk)
    disposition = request.GET.get("disposition", "")
    rows = batch.rows.select_related("case")
    if disposition in RowDisposition.values:
        rows = rows.filter(disposition=disposition)
    page = KeyPage(
        rows,
        order=["line"],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=50,
    )
    context = {"batch": batch, "page": page, "disposition": disposition, **_sums(batch)}
    _show_cells(batch, page.rows)
    return render_part(request, "cases/imports/batch.html", "progress", context)


@needs(can_import)
def case_import_row(request, pk, row_pk):
    batch = _batch(request, pk)
    row = get_object_or_404(batch.rows, pk=row_pk, disposition=RowDisposition.REFUSED)
    reader = RowReader(batch)
    fields = {field for _, field in reader.fields}
    form = RowForm(request.POST or None, fields=fields, initial=reader.values(row))
    if request.method == "POST" and form.is_valid():
        try:
            row = correct_row(row=row, values=form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            if row.disposition != RowDisposition.REFUSED:
                messages.success(request, f"第 {row.line} 行已改正。")
                return redirect("cases:case_import_batch", pk)
            form.add_error(None, f"还不能导入：{row.reason}")
    return render(
        request, "cases/imports/row.html", {"batch": batch, "row": row, "form": form}
    )


@needs(can_import)
def case_import_remaining(request, pk):
    batch = _batch(request, pk)
    response = HttpResponse(write_remaining(batch), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="import-{pk}.xlsx"'
    return response


def _batch(request, pk):
    batches = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(batches.select_related("station", "created_by"), pk=pk)


def _sums(batch):
    """Rows by disposition: imported, waiting, and whether a run is in progress."""
    counts = dict.fromkeys(RowDisposition.values, (0, 0))
    for disposition, rows, cases in (
        batch.rows.values_list("disposition")
        .annotate(Count("pk"), Count("case"))
        .order_by()
    ):
        counts[disposition] = (rows, cases)
    new, taken = counts[RowDisposition.NEW]
    dispositions = [
        (value, label, batch.row_count if not value else counts[value][0])
        for value, label in ROW_DISPOSITIONS
    ]
    waiting = new - taken
    return {
        "dispositions": dispositions,
        "taken": taken,
        "new": new,
        "known": counts[RowDisposition.KNOWN][0],
        "refused": counts[RowDisposition.REFUSED][0],
        "waiting": waiting,
        "running": bool(batch.started_at and not batch.carried_out_at),
    }


def _show_cells(batch, rows):
    """The cells that identify a row for a person: time, place, text."""
    names = {field: name for name, field in batch.columns if field in SHOWN}
    for row in rows:
        cells = {f: row.raw.get(name, "") for f, name in names.items()} | row.corrected
        row.at, row.place, row.text = (cells.get(field, "") for field in SHOWN)
