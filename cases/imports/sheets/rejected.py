"""The file of what was not taken in, to be put right and sent again."""

from cases.imports.enums import RowDisposition
from cases.imports.models import ImportBatch
from cases.imports.sheets.tables import COLUMNS
from office.sheets.workbooks import write_workbook

REASON = "没有导入的原因"


def write_remaining(batch: ImportBatch) -> bytes:
    """An xlsx of the refused rows as they were written, corrections put in, and why."""
    columns = list(batch.columns)
    added = sorted(_added_fields(batch, {field for _, field in columns}))
    names = {field: COLUMNS[field].split()[0] for field in added}
    lines = [[*(name for name, _ in columns), *names.values(), REASON]]
    for row in batch.rows.filter(disposition=RowDisposition.REFUSED).order_by("line"):
        cells = [row.corrected.get(f, row.raw.get(name, "")) for name, f in columns]
        more = [row.corrected.get(field, "") for field in added]
        lines.append([*cells, *more, row.reason])
    return write_workbook([("没有导入的行", lines)], verbatim=True)


def _added_fields(batch: ImportBatch, present: set[str]) -> set[str]:
    """Fields that a correction supplied and the file has no column for."""
    rows = batch.rows.filter(disposition=RowDisposition.REFUSED).exclude(corrected={})
    given = {field for row in rows.only("corrected") for field in row.corrected}
    return {field for field in given if field in COLUMNS} - present
