"""Files of opinions: preview, review row by row, then import in chunks.

Cases are built by the functions of live intake; only the saving differs.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from cases.imports import notifications as imports_notifications
from cases.imports.enums import RowDisposition
from cases.imports.models import ImportBatch, ImportRow
from cases.imports.services.chunks import Run, take_in
from cases.imports.services.histories import RuleBook
from cases.imports.services.rows import ReadRow, RowReader
from cases.imports.sheets.tables import read_sheet
from cases.loop.models.cases import Case
from cases.loop.services.moves import CaseError
from cases.tasks import run_import as run_import_task
from deputies.models import LiaisonStation
from office.audit import services as audit
from office.models import Division, Unit, User
from office.text import cleaning

CHUNK = 1000
ATTEMPTS = 3
# A confirmed file not finished after this time may have lost its task with the broker.
TAKEN_UP_AFTER = timedelta(minutes=15)


@transaction.atomic
def stage_import(
    *,
    name: str,
    data: bytes,
    station: LiaisonStation | None = None,
    by: User | None,
) -> ImportBatch:
    """Read a file and store every row with its disposition; no case is made yet.

    Raises SheetError if it is no table, CaseError if the portal has no county yet.
    """
    sheet = read_sheet(data)
    if not Division.objects.filter(level="county").exists():
        raise CaseError("还没有行政区划，请先导入区划名录。")
    batch = ImportBatch.objects.create(
        name=cleaning.clean_text(name)[:120] or "未命名",
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=sheet.encoding,
        columns=sheet.columns,
        row_count=len(sheet.rows),
        station=station,
        created_by=by,
    )
    headings = [heading for heading, _ in sheet.columns]
    rows = [
        ImportRow(batch=batch, line=line, raw=dict(zip(headings, cells, strict=True)))
        for line, cells in sheet.rows
    ]
    _judge(rows, RowReader(batch))
    ImportRow.objects.bulk_create(rows, batch_size=2000)
    audit.record(action="cases.import.stage", by=by, object=batch)
    return batch


def _judge(rows: Sequence[ImportRow], reader: RowReader) -> None:
    """Set key, disposition and reason of every row, unsaved."""
    readings = [(row, reader.read(row)) for row in rows]
    known = _cases_by_key(reading.key for _, reading in readings)
    first_line: dict[str, int] = {}
    for row, reading in readings:
        row.source_key, row.case_id = reading.key, None
        row.disposition, row.reason = (
            RowDisposition.NEW,
            "；".join(reading.remarks)[:300],
        )
        if reading.intake is None:
            row.disposition, row.reason = (
                RowDisposition.REFUSED,
                "；".join(reading.clean.errors)[:300],
            )
        elif reading.clean.answer and reading.unit is None:
            row.disposition, row.reason = (
                RowDisposition.REFUSED,
                "有答复，但还没有承办单位可记",
            )
        elif found := known.get(reading.key):
            row.disposition, row.case_id = RowDisposition.KNOWN, found
            row.reason = "以前导入过"
        elif reading.key in first_line:
            row.disposition = RowDisposition.KNOWN
            row.reason = f"与第 {first_line[reading.key]} 行相同"
        first_line.setdefault(reading.key, row.line)


def _cases_by_key(keys: Iterable[str]) -> dict[str, int]:
    wanted = list(set(keys))
    found: dict[str, int] = {}
    for at in range(0, len(wanted), 5000):
        cases = Case.everything.filter(source_key__in=wanted[at : at + 5000])
        found.update(cases.values_list("source_key", "pk"))
    return found


@transaction.atomic
def start_import(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Confirm the preview: a worker imports the waiting rows. Idempotent."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not waiting_rows(batch).exists():
        raise CaseError("没有可以导入的行。")
    batch.started_at, batch.carried_out_at = timezone.now(), None
    batch.save()
    audit.record(action="cases.import.start", by=by, object=batch)
    run_import_task.delay_on_commit(batch.pk)  # type: ignore[attr-defined]
    return batch


def resume_imports(*, now: datetime) -> int:
    """Queue confirmed files again whose task was lost; returns how many.

    If the first run is only slow, both take turns at the batch's lock and import each
    row once.
    """
    lost = ImportBatch.objects.filter(
        started_at__lt=now - TAKEN_UP_AFTER, carried_out_at__isnull=True
    )
    keys = list(lost.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        run_import_task.delay(pk)  # type: ignore[attr-defined]
    return len(keys)


def waiting_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    return batch.rows.filter(disposition=RowDisposition.NEW, case__isnull=True)


def run_import(*, batch: ImportBatch) -> ImportBatch:
    """Import every waiting row, a thousand per transaction.

    The batch's row is the lock: a second worker waits for it and continues with the
    remaining rows. If killed, the current chunk is rolled back and the next run
    continues.
    """
    run = Run(batch, RowReader(batch), RuleBook(), {}, timezone.now())
    while _attempt(run):
        pass
    batch.refresh_from_db()
    return batch


def _attempt(run: Run) -> int:
    """Import one chunk; retried if a concurrent import or submission used the same key."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return _take_chunk(run)
        except IntegrityError:
            if not left:
                raise
    return 0


@transaction.atomic
def _take_chunk(run: Run) -> int:
    claimed = ImportBatch.objects.select_for_update().get(pk=run.batch.pk)
    rows = list(waiting_rows(claimed).order_by("line")[:CHUNK])
    if not rows:
        _finish(claimed)
        return 0
    known = _cases_by_key(row.source_key for row in rows)
    fresh = [row for row in rows if row.source_key not in known]
    cases = take_in(_still_good(fresh, run.reader), run)
    _settle(rows, {**known, **{case.source_key: case.pk for case in cases}}, known)
    claimed.done_count += len(rows)
    claimed.started_at = claimed.started_at or run.now
    claimed.save()
    return len(rows)


def _still_good(rows: list[ImportRow], reader: RowReader) -> list[ReadRow]:
    """Validate the staged rows again; what is no longer valid is refused with a reason."""
    readings, refused = [], []
    for row in rows:
        reading = reader.read(row)
        if reading.intake is None or (reading.clean.answer and reading.unit is None):
            row.disposition = RowDisposition.REFUSED
            row.reason = ("；".join(reading.clean.errors) or "没有承办单位可记")[:300]
            refused.append(row)
        else:
            readings.append(reading)
    ImportRow.objects.bulk_update(refused, ["disposition", "reason"])
    return readings


def _settle(
    rows: list[ImportRow], case_of: dict[str, int], known: dict[str, int]
) -> None:
    """Link each row to its case, in one statement."""
    pairs = [
        (row.pk, case_of[row.source_key]) for row in rows if row.source_key in case_of
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE cases_importrow AS r SET case_id = v.case_id
            FROM unnest(%s::bigint[], %s::bigint[]) AS v(row_id, case_id)
            WHERE r.id = v.row_id
            """,
            [[pk for pk, _ in pairs], [case for _, case in pairs]],
        )
    again = [row.pk for row in rows if row.source_key in known]
    if again:
        ImportRow.objects.filter(pk__in=again).update(
            disposition=RowDisposition.KNOWN, reason="以前导入过"
        )


def _finish(batch: ImportBatch) -> None:
    if batch.carried_out_at is not None:
        return
    batch.carried_out_at = timezone.now()
    batch.save()
    # One notice per unit and run, not per case.
    taken = batch.rows.filter(disposition=RowDisposition.NEW, case__isnull=False)
    counts = dict(taken.values_list("case__holder").annotate(Count("pk")).order_by())
    for unit in Unit.objects.filter(pk__in=counts):
        imports_notifications.notify_unit_of_import(batch, unit, counts[unit.pk])


@transaction.atomic
def correct_row(*, row: ImportRow, values: dict[str, str], by: User) -> ImportRow:
    """Store ``values`` (by field) as a correction of the row and validate it again.

    The original stays beside it. Raises CaseError.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=row.batch_id)
    row = ImportRow.objects.select_for_update().get(pk=row.pk, batch=batch)
    if row.disposition != RowDisposition.REFUSED:
        raise CaseError("这一行不用改正，请刷新后再看。")
    row.corrected = {**row.corrected, **values}
    reader = RowReader(batch)
    _judge([row], reader)
    same = batch.rows.filter(source_key=row.source_key).exclude(pk=row.pk)
    if row.disposition == RowDisposition.NEW and (twin := same.first()):
        row.disposition, row.reason = RowDisposition.KNOWN, f"与第 {twin.line} 行相同"
    row.save()
    audit.record(action="cases.import.correct", by=by, object=row)
    return row
