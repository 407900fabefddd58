"""Writes workbooks for download. User input is always text, never a formula."""

import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A value that a spreadsheet would run as a formula is written as text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | float | None


def safe_cell(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def write_workbook(sheets: Iterable[tuple[str, Iterable[list[Cell]]]]) -> bytes:
    """Each sheet is a name and its lines; the first line is frozen."""
    book = Workbook(write_only=True)
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for line in lines:
            sheet.append([safe_cell(value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """``name`` is the file's name without its extension; it may be Chinese."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response
