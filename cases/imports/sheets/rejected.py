"""The download of refused rows, to be corrected and uploaded again."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from cases.imports.enums import RowDisposition
from cases.imports.models import ImportBatch
from cases.imports.sheets.tables import COLUMNS

REASON = "没有导入的原因"


def write_remaining(batch: ImportBatch) -> bytes:
    """An xlsx of the refused rows: original cells, corrections applied, and the reason."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("没有导入的行")

    def put(cells: list[str]) -> None:
        row = []
        for text in cells:
            cell = WriteOnlyCell(sheet, value=text)
            # A resident's “=…” is text and never a formula in the clerk's spreadsheet.
            cell.data_type = "s"
            row.append(cell)
        sheet.append(row)

    columns = list(batch.columns)
    added = sorted(_added_fields(batch, {field for _, field in columns}))
    names = {field: COLUMNS[field].split()[0] for field in added}
    put([*(name for name, _ in columns), *names.values(), REASON])
    for row in batch.rows.filter(disposition=RowDisposition.REFUSED).order_by("line"):
        cells = [row.corrected.get(f, row.raw.get(name, "")) for name, f in columns]
        more = [row.corrected.get(field, "") for field in added]
        put([*cells, *more, row.reason])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _added_fields(batch: ImportBatch, present: set[str]) -> set[str]:
    """Fields set by a correction for which the file has no column."""
    rows = batch.rows.filter(disposition=RowDisposition.REFUSED).exclude(corrected={})
    corrected_fields = {
        field for row in rows.only("corrected") for field in row.corrected
    }
    return {field for field in corrected_fields if field in COLUMNS} - present
