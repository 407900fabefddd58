"""移交: signed, answered, published, and told to those who spoke."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cases.loop.enums import ResultClass
from cases.models import Feedback
from office.models import Notice
from rollups.counting.enums import ItemState
from rollups.counting.errors import RollUpError
from rollups.handing.enums import CaseNews
from rollups.handing.services.handing import (
    add_item,
    answer_item,
    hand_over_item,
    publish_answer,
    return_item,
    send_back_answer,
    sign_item,
)
from rollups.models import ReportItem
from tests.county import moment
from tests.rollups.reported import (
    drafted_report,
    handed_item,
    signed_item,
)

pytestmark = pytest.mark.django_db
ANSWER = "机井已换新泵，12 月 10 日出水。联系 13805391234。"


def answered_item(county):
    return answer_item(
        item=signed_item(county),
        text=ANSWER,
        result_class=ResultClass.SOLVED,
        by=county.town_handler,
        at=moment("2026-12-08 09:00"),
    )


def test_handing_over_starts_the_clock_and_is_told(county):
    item = handed_item(county)
    assert item.state == ItemState.HANDED_OVER
    assert item.sign_by == date(2026, 12, 7)
    assert item.due_on == date(2026, 12, 16)
    told = Notice.objects.filter(kind="item_handed").values_list("user", flat=True)
    assert {county.town_handler.pk, county.town_signer.pk} <= set(told)
    case = item.cases.first()
    step = case.events.get(verb=CaseNews.ROLLED_UP)
    assert "探沂镇人民政府" in step.public_note


def test_nothing_is_handed_over_before_approval(county):
    item = drafted_report(county).items.get()
    with pytest.raises(RollUpError, match="批准以后"):
        hand_over_item(item=item, by=county.town_office)


def test_only_those_who_answer_to_residents_may_be_asked(county):
    with pytest.raises(RollUpError, match="只能移交给"):
        add_item(
            report=drafted_report(county),
            title="机井",
            text="请办",
            unit=county.station_unit,
        )


def test_what_is_returned_goes_to_another_unit(county):
    item = return_item(
        item=handed_item(county), reason="归水利局管。", by=county.town_handler
    )
    assert item.state == ItemState.RETURNED
    assert Notice.objects.filter(kind="item_returned", user=county.town_office).exists()
    again = hand_over_item(
        item=item,
        unit=county.water,
        by=county.town_office,
        at=moment("2026-12-04 09:00"),
    )
    assert (again.unit, again.state) == (county.water, ItemState.HANDED_OVER)
    assert again.due_on == date(2026, 12, 25)


def test_an_answer_is_published_on_the_station_and_told_to_each(county):
    item = publish_answer(
        item=answered_item(county),
        public_text=ANSWER,
        by=county.town_office,
        at=moment("2026-12-09 09:00"),
    )
    assert item.state == ItemState.PUBLISHED
    back = Feedback.objects.get()
    assert back.station == county.station
    assert "13805391234" not in back.text
    assert "换新泵" in back.text
    told = Notice.objects.filter(kind="rollup_answered")
    assert told.count() == 3
    for case in item.cases.all():
        step = case.events.get(verb=CaseNews.ROLLUP_ANSWERED)
        assert "换新泵" in step.public_note
        assert "13805391234" not in step.public_note


def test_whoever_answered_does_not_publish(county):
    with pytest.raises(RollUpError, match="不能自己公布"):
        publish_answer(
            item=answered_item(county), public_text=ANSWER, by=county.town_handler
        )


def test_an_answer_that_does_not_answer_is_written_again(county):
    item = send_back_answer(
        item=answered_item(county), reason="写明哪天修好。", by=county.town_office
    )
    assert item.state == ItemState.SIGNED
    assert item.answer == ANSWER
    again = answer_item(
        item=item,
        text="12 月 10 日修好。",
        result_class=ResultClass.SOLVED,
        by=county.town_handler,
    )
    assert again.state == ItemState.ANSWERED


def test_the_database_keeps_the_table_and_what_was_published(county):
    item = handed_item(county)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportItem.objects.filter(pk=item.pk).update(state=ItemState.ANSWERED)
    published = publish_answer(
        item=answer_item(
            item=sign_item(item=item, by=county.town_handler),
            text=ANSWER,
            result_class=ResultClass.SOLVED,
            by=county.town_handler,
        ),
        public_text=ANSWER,
        by=county.town_office,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportItem.objects.filter(pk=published.pk).update(public_answer="改")


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_sign_once(county):
    item = handed_item(county)
    start, text = threading.Barrier(2), []

    def sign(by):
        try:
            start.wait()
            sign_item(item=item, by=by)
            text.append("signed")
        except RollUpError:
            text.append("refused")
        finally:
            connection.close()

    hands = [
        threading.Thread(target=sign, args=[by])
        for by in (county.town_handler, county.town_signer)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(text) == ["refused", "signed"]
    assert item.events.filter(verb="sign").count() == 1
