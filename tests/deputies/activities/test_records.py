"""What deputies did: written once, never changed, voided with a reason."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from deputies.activities.enums.records import DeedColumn, DeedKind, column_of
from deputies.activities.services.records import DeedError, record_deed, void_deed
from deputies.models import Deed
from tests.deputies.people import seat
from tests.sessions import at_once

DAY = date(2026, 11, 5)


def checked_in(deputy, key="check-in:1"):
    return record_deed(
        deputy=deputy,
        kind=DeedKind.CHECK_IN,
        day=DAY,
        key=key,
        title="探沂站报到",
        url="/desk/",
    )


def test_an_event_is_written_once(county):
    liu = seat(county, "d0001", "刘青")

    first, again = checked_in(liu.deputy), checked_in(liu.deputy)

    assert first.pk == again.pk
    assert Deed.objects.count() == 1
    assert first.column == DeedColumn.AUTOMATIC


@pytest.mark.django_db(transaction=True)
def test_two_sessions_write_one_deed(county):
    liu = seat(county, "d0001", "刘青")

    at_once(2, lambda: checked_in(liu.deputy))

    assert Deed.objects.count() == 1


def test_the_database_refuses_a_change(county):
    deed = checked_in(seat(county, "d0001", "刘青").deputy)

    with pytest.raises(DatabaseError), transaction.atomic():
        Deed.objects.filter(pk=deed.pk).update(day=date(2026, 11, 6))
    with pytest.raises(DatabaseError), transaction.atomic():
        Deed.objects.filter(pk=deed.pk).delete()


def test_what_was_wrong_is_voided_and_stays(county):
    liu = seat(county, "d0001", "刘青")
    checked_in(liu.deputy)

    void_deed(key="check-in:1", reason="扫错了站", by=county.office)

    assert Deed.objects.count() == 1
    assert not Deed.objects.counting().exists()
    assert void_deed(key="unknown", reason="没有", by=county.office) is None


def test_a_void_needs_a_reason_and_no_deed_lies_in_the_future(county):
    liu = seat(county, "d0001", "刘青")
    checked_in(liu.deputy)

    with pytest.raises(DeedError, match="理由"):
        void_deed(key="check-in:1", reason=" ", by=county.office)
    with pytest.raises(DeedError, match="还没有到"):
        record_deed(
            deputy=liu.deputy,
            kind=DeedKind.VISIT,
            day=date(2099, 1, 1),
            key="x",
            title="走访",
        )


def test_every_kind_has_one_column():
    columns = {kind: column_of(kind) for kind in DeedKind}

    assert columns[DeedKind.SUGGESTION] == DeedColumn.AUTOMATIC
    assert columns[DeedKind.MEDIATION] == DeedColumn.DECLARED
    assert columns[DeedKind.MISSED_CHECK_IN] == DeedColumn.DEDUCTED
