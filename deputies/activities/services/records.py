"""Writing down what a deputy did: once an event, by whoever owns the event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from deputies.activities.enums.records import RecordKind, column_of
from deputies.activities.models.records import ActivityRecord
from deputies.register.models import Deputy
from office.models import User
from office.text.errors import ServiceError


class RecordError(ServiceError):
    """It cannot be written down like this. The message is written for the user."""


@transaction.atomic
def write_activity_record(
    *,
    deputy: Deputy,
    kind: RecordKind,
    day: date,
    key: str,
    title: str,
    url: str = "",
    by: User | None = None,
) -> ActivityRecord:
    """Write the event ``key`` into the deputy's record; the second time gives the first.

    ``url`` is the page of the event inside the portal. Raises RecordError.
    """
    if day > timezone.localdate():
        raise RecordError("还没有到那一天，不能记入履职。")
    activity_record, _ = ActivityRecord.objects.get_or_create(
        key=key,
        defaults={
            "deputy": deputy,
            "kind": kind,
            "column": column_of(kind),
            "day": day,
            "title": title[:120],
            "url": url,
            "by": by,
        },
    )
    return activity_record


@dataclass(frozen=True)
class RecordDraft:
    """One of many; ``key`` names the event and is written once."""

    deputy_id: int
    kind: RecordKind
    day: date
    key: str
    title: str
    url: str = ""


@transaction.atomic
def write_activity_records(*, drafts: Iterable[RecordDraft], by: User | None) -> int:
    """Write many events at once, known ones left as they are; returns how many are new."""
    rows = [
        ActivityRecord(
            deputy_id=draft.deputy_id,
            kind=draft.kind,
            column=column_of(draft.kind),
            day=draft.day,
            key=draft.key,
            title=draft.title[:120],
            url=draft.url,
            by=by,
        )
        for draft in drafts
    ]
    if any(row.day > timezone.localdate() for row in rows):
        raise RecordError("还没有到那一天，不能记入履职。")
    known = ActivityRecord.objects.filter(key__in=[row.key for row in rows])
    before = set(known.values_list("key", flat=True))
    ActivityRecord.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return len({row.key for row in rows} - before)


@transaction.atomic
def void_activity_record(
    *, key: str, reason: str, by: User | None
) -> ActivityRecord | None:
    """Say that the event ``key`` does not count; None when it was never written."""
    if not reason.strip():
        raise RecordError("请写明作废的理由。")
    activity_record = ActivityRecord.objects.select_for_update().filter(key=key).first()
    if activity_record is None or activity_record.voided_at is not None:
        return activity_record
    activity_record.voided_at, activity_record.voided_by = timezone.now(), by
    activity_record.void_reason = reason.strip()[:200]
    activity_record.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return activity_record
