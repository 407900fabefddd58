"""Nobody's words are public without their own consent, nor before somebody read them."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cases.intake.forms.submission import MeTooForm, WhoForm
from cases.loop.enums import Grade, Verb
from cases.loop.models.cases import Case
from cases.loop.page.step import Reader
from cases.loop.page.timeline import timeline_of
from cases.loop.services import consent, rating, releasing, screening
from cases.loop.services.moves import CaseError
from cases.models import Submitter
from rollups.counting.models import HotTopic, RollUp
from rollups.topics.rules.topics import Message, hot_topics
from tests import county as made
from tests.sessions import together

pytestmark = pytest.mark.django_db
WORDS = "半夜还淹到我家门口"


def quotes(case, reader=Reader.PUBLIC):
    case = Case.objects.get(pk=case.pk)
    thread = timeline_of(case, reader=reader, today=date(2026, 11, 23))
    steps = [step for chapter in thread.chapters for step in chapter.steps]
    return " ".join(f"{step.text}{step.quote}" for step in steps)


def refuse(case, **changes):
    return consent.answer_publication(case=case, may_publish=False, **changes)


def release_all(county, case):
    for event in releasing.waiting_words(case):
        releasing.release_words(case=case, event=event, by=county.office)


def proved(case) -> Client:
    client = Client()
    data = {"code": case.tracking_code, "factor": "0000"}
    client.post("/track", data)
    return client


# --- Publishing ---------------------------------------------------------------------------


def test_an_opinion_refused_to_the_public_is_not_published(county):
    case = made.accepted(county, may_publish=False)

    with pytest.raises(CaseError, match="没有同意公开，2026年11月2日"):
        made.published(county, case)


def test_the_database_refuses_what_goes_around_the_service(county):
    case = made.accepted(county, may_publish=False)
    changes = {
        "is_public": True,
        "public_title": "题",
        "published_at": case.received_at,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)
        connection.check_constraints()


def test_the_database_refuses_a_refusal_that_leaves_it_public(county):
    case = made.published(county, made.accepted(county))

    with pytest.raises(IntegrityError), transaction.atomic():
        Submitter.objects.filter(case=case).update(may_publish=False)
        connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_withdrawing_takes_it_down_at_once_and_stays_on_record(county, client):
    case = made.published(county, made.in_hand(county))
    assert client.get(case.get_public_url()).status_code == 200

    proved(case).post(f"/c/{case.tracking_code}/consent", {"may_publish": ""})

    case.refresh_from_db()
    assert not case.is_public
    assert client.get(case.get_public_url()).status_code == 404
    assert case.events.last().public_note == "提出人不同意公开。"


def test_consent_is_given_where_it_is_withdrawn(county):
    case = made.accepted(county, may_publish=False)

    proved(case).post(f"/c/{case.tracking_code}/consent", {"may_publish": "1"})

    assert made.published(county, case).is_public


def test_staff_see_the_refusal_and_its_date(county):
    case = made.accepted(county, may_publish=False)
    client = Client()
    client.force_login(county.office)
    page = client.get(case.get_absolute_url()).content.decode()

    assert "没有同意公开，2026年11月2日" in page
    assert f"/desk/cases/{case.pk}/publish" not in page


def test_staff_write_down_how_they_were_told(county):
    case = made.accepted(county, may_publish=False)
    with pytest.raises(CaseError, match="怎么说的"):
        consent.answer_publication(case=case, may_publish=True, by=county.office)

    consent.answer_publication(
        case=case, may_publish=True, how="11月5日电话问的", by=county.office
    )

    event = case.events.last()
    assert (event.verb, event.by, event.note) == (
        Verb.CONSENT,
        county.office,
        "11月5日电话问的",
    )


@pytest.mark.parametrize("form", [WhoForm, MeTooForm])
def test_the_box_starts_unticked_and_says_what_is_published_and_when(form):
    field = form().fields["may_publish"]

    assert not field.initial
    assert "标题、内容、办理过程和答复" in field.help_text
    assert "收回马上撤下" in field.help_text


@pytest.mark.django_db(transaction=True)
def test_publishing_and_withdrawing_at_once_never_ends_public(county):
    case = made.accepted(county)

    together(lambda: made.published(county, case), lambda: refuse(case))

    case.refresh_from_db()
    assert not case.is_public
    assert not case.submitter.may_publish


# --- One person's words, another's consent ------------------------------------------------


@pytest.fixture
def joined(county):
    """A published case with a follower who refused and judged the answer in words."""
    main = made.published(county, made.answered(county))
    other = made.submitted(county, may_publish=False, phone="13805391111")
    screening.merge_case(case=other, into=main, by=county.office)
    other.refresh_from_db()
    rating.rate_case(case=other, grade=Grade.PARTLY, comment=WORDS)
    return main, other


def test_a_merged_resident_s_words_are_not_released_on_another_s_consent(
    county, joined
):
    main, other = joined
    event = main.events.get(speaker=other)
    assert event not in releasing.waiting_words(main)

    with pytest.raises(CaseError, match="没有同意公开"):
        releasing.release_words(case=main, event=event, by=county.office)


@pytest.mark.parametrize("reader", [Reader.PUBLIC, Reader.RESIDENT])
def test_nor_read_by_anybody_outside(county, joined, reader):
    main, _ = joined

    assert WORDS not in quotes(main, reader)


@pytest.mark.django_db(transaction=True)
def test_words_released_on_consent_go_when_it_is_withdrawn(county, joined, client):
    main, other = joined
    consent.answer_publication(case=other, may_publish=True)
    release_all(county, main)
    assert WORDS in client.get(main.get_public_url()).content.decode()

    refuse(other)

    assert WORDS not in client.get(main.get_public_url()).content.decode()


def test_joining_copies_nothing_of_the_other_s_words(county):
    main = made.published(county, made.in_hand(county))
    other = made.submitted(county, phone="13805391111")

    screening.merge_case(case=other, into=main, by=county.office)

    said = "".join(
        other.events.values_list("public_note", flat=True).exclude(verb="submit")
    )
    assert main.public_title not in said


def test_a_follower_no_longer_reads_what_was_taken_down(county, joined):
    main, _ = joined
    refuse(main)

    assert "水渠" not in quotes(main)


# --- Hot topics ---------------------------------------------------------------------------


def messages(may_quote):
    return [
        Message(
            n,
            f"水渠堵了\n东岭村水渠堵了三个月，第 {n} 次说",
            "东岭村",
            date(2026, 11, n),
            (n,),
            may_quote,
        )
        for n in range(1, 6)
    ]


def test_a_topic_quotes_only_those_who_agreed():
    assert hot_topics(messages(True))[0].quotes
    topic = hot_topics(messages(False))[0]

    assert topic.quotes == ()
    assert topic.title not in ("", "水渠堵了")


def test_withdrawing_drops_the_quote_from_the_month_s_topic(county):
    case = made.accepted(county, text="东岭村水渠堵了三个月，没人管。再不修要出事。")
    month = RollUp.objects.create(month=date(2026, 11, 1))
    topic = HotTopic.objects.create(
        rollup=month,
        title="水渠",
        count=3,
        people=3,
        first_day=date(2026, 11, 2),
        last_day=date(2026, 11, 2),
        quotes=["东岭村水渠堵了三个月，没人管", "别人说的另一句话"],
        centre={},
    )
    topic.cases.add(case)

    refuse(case)

    topic.refresh_from_db()
    assert topic.quotes == ["别人说的另一句话"]
