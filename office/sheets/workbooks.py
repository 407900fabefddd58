"""Tables to download, as xlsx and csv. What a person typed is text in them, never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from office.text.cleaning import file_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that a spreadsheet would run as a formula is text for the reader, not a program;
# a Chinese spreadsheet reads the full-width signs as their narrow ones.
FORMULA_STARTS = (*"=+-@＝＋－＠", "\t", "\r")
Cell = str | int | float | None
Lines = Iterable[Sequence[Cell]]


def safe_cell(value: Cell) -> Cell:
    """``value`` as any spreadsheet may open it: no formula, no character it cannot hold."""
    if not isinstance(value, str):
        return value
    text = file_text(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_workbook(
    sheets: Iterable[tuple[str, Lines]], *, verbatim: bool = False
) -> bytes:
    """Each sheet is a name and its lines, the first of which stays in view.

    ``verbatim`` for a file that is put right and read in again: text begins with the sign
    it was typed with, and its type keeps a spreadsheet from running it.
    """
    book = Workbook(write_only=True)
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for line in lines:
            if verbatim:
                sheet.append([_text_cell(sheet, value) for value in line])
            else:
                sheet.append([safe_cell(value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, value: Cell) -> Any:
    text = "" if value is None else str(value)
    cell = WriteOnlyCell(sheet, value=file_text(text))
    cell.data_type = "s"
    return cell


def write_csv(lines: Lines) -> bytes:
    """UTF-8 with BOM, so that Excel reads Chinese."""
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(value) for value in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode()


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """``name`` is the file's name without its ending; it may be Chinese."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response
