"""What of a suggestion stands in its deputies' records: once, of who confirmed, until void."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services.records import void_all, write_key, write_proposers
from deputies.activities.services.records import RecordError
from deputies.models import ActivityRecord
from tests.cases import suggested

DAY = date(2026, 11, 2)


@pytest.fixture
def house(county):
    return suggested.deputies(county)


@pytest.fixture
def suggestion(house):
    """Led by one, joined by another, and a third who was asked and said nothing."""
    case = suggested.submitted(house, house.chen)
    row = case.suggestion
    suggesting.ask_proposers(
        suggestion=row, mandates=[house.sun.mandate], by=house.liu.user
    )
    return row


def written():
    rows = ActivityRecord.objects.order_by("pk")
    return list(rows.values_list("deputy__name", "kind", "day"))


def test_the_lead_and_who_confirmed_have_a_record_each(suggestion):
    write_proposers(suggestion, on=DAY)

    assert sorted(written()) == [
        ("刘青", "suggestion", DAY),
        ("陈禾", "joint_suggestion", DAY),
    ]
    row = ActivityRecord.objects.first()
    assert row.title == f"{suggestion.case.number}“{suggestion.title}”"
    assert row.url == suggestion.get_absolute_url()


def test_written_again_nothing_is_added_and_the_day_stays(suggestion):
    write_proposers(suggestion, on=DAY)
    write_proposers(suggestion, on=date(2026, 11, 3))
    write_key(suggestion, on=DAY)
    write_key(suggestion, on=DAY)

    assert len(written()) == 3
    assert {day for _, _, day in written()} == {DAY}


def test_a_key_one_counts_for_the_lead_alone(suggestion):
    write_key(suggestion, on=DAY)

    assert written() == [("刘青", "key_suggestion", DAY)]


def test_who_confirms_later_is_added_to_the_others(house, suggestion):
    write_proposers(suggestion, on=DAY)
    suggesting.answer_invitation(
        suggestion=suggestion,
        joins=True,
        version=suggestion.text_version,
        by=house.sun.user,
    )

    write_proposers(suggestion, on=date(2026, 11, 4))

    assert ("孙禾", "joint_suggestion", date(2026, 11, 4)) in written()
    assert len(written()) == 3


def test_nothing_is_written_of_a_day_to_come(suggestion):
    with pytest.raises(RecordError, match="还没有到"):
        write_proposers(suggestion, on=timezone.localdate() + timedelta(days=1))
    assert written() == []


def test_withdrawn_none_of_it_counts_and_none_of_it_is_lost(house, suggestion):
    write_proposers(suggestion, on=DAY)
    write_key(suggestion, on=DAY)

    void_all(suggestion, reason="建议已撤回", by=house.liu.user)

    rows = ActivityRecord.objects.values_list("void_reason", "voided_by")
    assert set(rows) == {("建议已撤回", house.liu.user.pk)}
    assert rows.count() == 3


def test_what_is_void_keeps_its_first_reason_and_does_not_come_back(house, suggestion):
    write_proposers(suggestion, on=DAY)
    void_all(suggestion, reason="建议已撤回", by=house.liu.user)
    first = ActivityRecord.objects.order_by("pk").first().voided_at

    void_all(suggestion, reason="又一次", by=house.office)
    write_proposers(suggestion, on=DAY)

    row = ActivityRecord.objects.order_by("pk").first()
    assert (row.void_reason, row.voided_at) == ("建议已撤回", first)
    assert ActivityRecord.objects.count() == 2


def test_voiding_what_was_never_written_does_nothing(house, suggestion):
    void_all(suggestion, reason="不适合作为建议", by=house.office)

    assert written() == []
