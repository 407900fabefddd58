"""Imports a year's declared activity records: preview, write once, recount the sheets."""

import hashlib

from django.db import transaction
from django.utils import timezone

from deputies.activities.services.records import RecordDraft, write_activity_records
from deputies.performance.enums import EvaluationState
from deputies.performance.models.evaluations import Evaluation
from deputies.performance.models.files import RecordFile
from deputies.performance.services.evaluations import PerformanceError
from deputies.performance.sheets import ValidatedLine, read_lines, validate_lines
from office.audit import services as audit
from office.models import User


@transaction.atomic
def stage_records(
    *, evaluation: Evaluation, name: str, data: bytes, by: User
) -> RecordFile:
    """Read a file and store its lines; no record is written yet. Raises ServiceError."""
    _lock_counting(evaluation)
    return RecordFile.objects.create(
        evaluation=evaluation, name=name[-120:], lines=read_lines(data), made_by=by
    )


@transaction.atomic
def take_records(*, file: RecordFile, by: User) -> int:
    """Write the new lines as activity records; returns how many. Raises ServiceError.

    Validated again under a lock, since another file may have been imported meanwhile. A
    file is written only once.
    """
    evaluation = _lock_counting(file.evaluation)
    row = RecordFile.objects.select_for_update().get(pk=file.pk)
    if row.taken_at is not None:
        return 0
    taken = [
        one for one in validate_lines(evaluation, row.lines) if one.disposition == "new"
    ]
    write_activity_records(drafts=[_draft(one) for one in taken], by=by)
    row.taken_at, row.taken_by = timezone.now(), by
    row.save(update_fields=["taken_at", "taken_by"])
    detail = {"year": evaluation.year, "activity_records": len(taken)}
    audit.record(action="take_record_file", by=by, object=row, detail=detail)
    return len(taken)


def _lock_counting(evaluation: Evaluation) -> Evaluation:
    row = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if row.state != EvaluationState.COUNTING:
        raise PerformanceError("这一年已经公示，不能再记入。")
    return row


def _draft(one: ValidatedLine) -> RecordDraft:
    if one.mandate is None or one.kind is None or one.day is None:
        raise PerformanceError(f"第 {one.line} 行读不出来。")
    title = str(one.said["title"])
    event = f"{one.mandate.deputy_id}|{one.kind}|{one.day}|{title}"
    digest = hashlib.sha256(event.encode()).hexdigest()[:40]
    key = f"file:{digest}"
    return RecordDraft(one.mandate.deputy_id, one.kind, one.day, key, title)
