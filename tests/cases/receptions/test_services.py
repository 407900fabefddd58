"""Receptions: one record a form, a case or an answer, and the visitor is told."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.loop.enums import IntakeChannel
from cases.models import Case, Reception
from cases.receptions.models import Outcome
from cases.receptions.services import Conversation, ReceptionError, record_reception
from cases.retention.services import forget_persons
from deputies.activities.enums.records import RecordKind
from deputies.models import ActivityRecord
from office.models import Delivery, Notice
from tests.county import moment
from tests.deputies.rota import people_of_station, published_day
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
MORNING = moment("2026-11-05 09:40")


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(MORNING)


@pytest.fixture
def one(county):
    return people_of_station(county)[0]


def said(county, one, **changes):
    values = {
        "key": "k1",
        "station": county.station,
        "deputy": one.deputy,
        "division": county.village,
        "words": "村东头的水渠堵了。",
        "outcome": Outcome.CASE,
        "at": MORNING,
        "name": "李大山",
        "phone": "13805390000",
    }
    return Conversation(**{**values, **changes})


def recorded(county, one, **changes):
    return record_reception(data=said(county, one, **changes), by=one.user)


def test_a_reception_becomes_a_case_with_its_submitter(county, one):
    record = recorded(county, one, may_publish=True)

    case = record.case
    assert case.text == "村东头的水渠堵了。"
    assert (case.station, case.channel) == (county.station, IntakeChannel.DEPUTY)
    assert case.submitter.phone == "13805390000"
    assert case.submitter.may_publish
    assert (record.name, record.phone) == ("", "")


def test_answered_on_the_spot_keeps_the_person_sealed_and_makes_no_case(county, one):
    record = recorded(
        county, one, outcome=Outcome.ANSWERED_ON_SPOT, answer="下周二来清渠。"
    )

    assert record.case is None
    record.refresh_from_db()
    assert record.phone == "13805390000"
    stored = Reception.objects.extra(select={"raw": "phone"}).values_list("raw")
    assert "13805390000" not in stored[0][0]
    assert Case.objects.count() == 0


def test_both_ways_tell_the_visitor_once(county, one):
    first = recorded(county, one)
    recorded(county, one)
    recorded(
        county, one, key="k2", outcome=Outcome.ANSWERED_ON_SPOT, answer="下周来清。"
    )

    told = list(Notice.objects.filter(kind="reception").order_by("pk"))
    assert len(told) == 2
    assert first.case.code_shown in told[0].text
    assert "下周来清。" in told[1].text
    assert Delivery.objects.filter(notice__in=told, channel="sms").count() == 2


def test_without_a_phone_the_slip_or_the_spoken_word_is_how_they_were_told(county, one):
    slip = recorded(county, one, phone="", factor="老槐树")
    spoken = recorded(
        county,
        one,
        key="k2",
        phone="",
        outcome=Outcome.ANSWERED_ON_SPOT,
        answer="下周来清。",
    )

    assert (slip.told_by, spoken.told_by) == ("slip", "spoken")
    assert not Notice.objects.filter(kind="reception").exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_sessions_is_one_record(county, one):
    given = at_once(2, lambda: recorded(county, one))

    assert given[0].pk == given[1].pk
    assert Reception.objects.count() == Case.objects.count() == 1
    assert ActivityRecord.objects.filter(kind=RecordKind.RECEPTION).count() == 1


def test_somebody_elses_key_is_not_the_same_form(county, one):
    first = recorded(county, one)

    other = record_reception(data=said(county, one), by=county.keeper)

    assert other.pk != first.pk


def test_a_reception_of_the_contact_day_belongs_to_it(county, one):
    day = published_day(county)

    assert recorded(county, one).contact_day == day
    later = recorded(county, one, key="k2", at=moment("2026-11-04 09:00"))
    assert later.contact_day is None


def test_the_activity_record_says_where_and_not_who(county, one):
    record = recorded(county, one)

    activity_record = ActivityRecord.objects.get(kind=RecordKind.RECEPTION)
    assert (activity_record.deputy, activity_record.day) == (
        one.deputy,
        date(2026, 11, 5),
    )
    assert activity_record.url == record.get_absolute_url()
    assert "李大山" not in activity_record.title


def test_what_is_missing_is_asked_for(county, one):
    for changes, word in (
        ({"words": "\x00 "}, "说了什么"),
        ({"outcome": Outcome.ANSWERED_ON_SPOT, "answer": " "}, "怎么答复"),
        ({"phone": "", "factor": ""}, "查询口令"),
    ):
        with pytest.raises(ReceptionError, match=word):
            recorded(county, one, **changes)
    one.mandate.status = "suspended"
    one.mandate.save()
    with pytest.raises(ReceptionError, match="不是现任"):
        recorded(county, one)


def test_the_database_refuses_neither_case_nor_answer(county, one):
    record = recorded(county, one)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reception.objects.filter(pk=record.pk).update(case=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reception.objects.filter(pk=record.pk).update(phone="x")


def test_visitors_are_forgotten_after_the_time_of_submitters(county, one):
    record = recorded(county, one, outcome=Outcome.ANSWERED_ON_SPOT, answer="好的。")

    assert forget_persons(today=date(2028, 11, 5)) == 0
    # Who came, and the phone that the answer was sent to.
    assert forget_persons(today=date(2028, 11, 6)) == 2

    record.refresh_from_db()
    assert (record.name, record.phone) == ("", "")
