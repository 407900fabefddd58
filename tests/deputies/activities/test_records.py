"""Activity records: written once, never changed, voided with a reason."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from deputies.activities.enums.records import RecordColumn, RecordKind, column_of
from deputies.activities.services.records import (
    RecordError,
    void_activity_record,
    write_activity_record,
)
from deputies.models import ActivityRecord
from tests.deputies.people import seat
from tests.sessions import at_once

DAY = date(2026, 11, 5)


def checked_in(deputy, key="check-in:1"):
    return write_activity_record(
        deputy=deputy,
        kind=RecordKind.CHECK_IN,
        day=DAY,
        key=key,
        title="探沂站报到",
        url="/desk/",
    )


def test_an_event_is_written_once(county):
    liu = seat(county, "d0001", "刘青")

    first, again = checked_in(liu.deputy), checked_in(liu.deputy)

    assert first.pk == again.pk
    assert ActivityRecord.objects.count() == 1
    assert first.column == RecordColumn.AUTOMATIC


@pytest.mark.django_db(transaction=True)
def test_two_sessions_write_one_activity_record(county):
    liu = seat(county, "d0001", "刘青")

    at_once(2, lambda: checked_in(liu.deputy))

    assert ActivityRecord.objects.count() == 1


def test_the_database_refuses_a_change(county):
    activity_record = checked_in(seat(county, "d0001", "刘青").deputy)

    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityRecord.objects.filter(pk=activity_record.pk).update(
            day=date(2026, 11, 6)
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityRecord.objects.filter(pk=activity_record.pk).delete()


def test_what_was_wrong_is_voided_and_stays(county):
    liu = seat(county, "d0001", "刘青")
    checked_in(liu.deputy)

    void_activity_record(key="check-in:1", reason="扫错了站", by=county.office)

    assert ActivityRecord.objects.count() == 1
    assert not ActivityRecord.objects.counting().exists()
    assert void_activity_record(key="unknown", reason="没有", by=county.office) is None


def test_a_void_needs_a_reason_and_no_activity_record_lies_in_the_future(county):
    liu = seat(county, "d0001", "刘青")
    checked_in(liu.deputy)

    with pytest.raises(RecordError, match="理由"):
        void_activity_record(key="check-in:1", reason=" ", by=county.office)
    with pytest.raises(RecordError, match="还没有到"):
        write_activity_record(
            deputy=liu.deputy,
            kind=RecordKind.VISIT,
            day=date(2099, 1, 1),
            key="x",
            title="走访",
        )


def test_every_kind_has_one_column():
    columns = {kind: column_of(kind) for kind in RecordKind}

    assert columns[RecordKind.SUGGESTION] == RecordColumn.AUTOMATIC
    assert columns[RecordKind.MEDIATION] == RecordColumn.DECLARED
    assert columns[RecordKind.MISSED_CHECK_IN] == RecordColumn.DEDUCTED
