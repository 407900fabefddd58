"""A case of every channel goes behind the wall, and its words are nowhere else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.accusations.services import wall
from cases.imports.services.imports import run_import
from cases.loop.enums import CaseStatus, IntakeChannel
from cases.loop.models.submitters import Submitter
from cases.loop.services import consent, handling, routing, screening
from cases.models import Accusation, AccusationFile, Case, CaseEvent, ImportRow
from cases.receptions.models import Outcome
from cases.receptions.services import Conversation, record_reception
from office.audit.models.ledger import LedgerModel
from office.models import Attachment
from rollups.counting.models import HotTopic, RollUp, TopicCase
from tests import county as made
from tests.cases.imports.test_views import staged
from tests.deputies.rota import people_of_station
from tests.everywhere import in_database, in_media, in_redis

# Two signs that nobody writes: one token of the search, too.
MARK = "鼋鼍"
LINE = f"2026-11-03,王富村,村里的{MARK}账本，干部把修路款拿走了。,李{MARK},13805390000,"
WORDS = f"村里的{MARK}账本，干部把修路款拿回家了。"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def by_form(county) -> Case:
    """Typed by a resident, with a document; sent off and the receipt never looked at."""
    client = Client()
    client.get("/cases/new", {"station": "tanyi"})
    what = {"text": WORDS, "division": county.village.pk, "as_opinion": "1"}
    client.post("/cases/new", what)
    paper = SimpleUploadedFile("账本.pdf", b"%PDF-1.4 " + MARK.encode())
    client.post("/cases/new/photos", {"files": [paper]})
    client.post(
        "/cases/new/who",
        {"phone": "13805390000", "name": "李", "may_publish": "on", "consent": "on"},
    )
    return Case.objects.get()


def by_keeper(county) -> Case:
    client = Client()
    client.force_login(county.keeper)
    data = {
        "key": "k1",
        "channel": "phone",
        "told_by": f"来电说{MARK}",
        "text": WORDS,
        "division": county.village.pk,
        "factor": MARK,
        "as_opinion": "1",
    }
    client.post(reverse("cases:case_record"), data)
    return Case.objects.get()


def by_reception(county) -> Case:
    one = people_of_station(county)[0]
    conversation = Conversation(
        key="k1",
        station=county.station,
        deputy=one.deputy,
        division=county.village,
        words=WORDS,
        outcome=Outcome.CASE,
        at=made.moment("2026-11-05 09:40"),
        phone="13805390000",
    )
    return record_reception(data=conversation, by=one.user).case


def by_import(county) -> Case:
    run_import(batch=staged(county, LINE))
    return Case.objects.get()


def by_group(county) -> Case:
    return made.submitted(county, WORDS, channel=IntakeChannel.WECHAT_GROUP)


CHANNELS = [by_form, by_keeper, by_reception, by_import, by_group]


def spread(county, case: Case) -> Case:
    """Let the words stand wherever a case's words may stand before it is known."""
    handling.supplement_case(case=case, text=f"又想起来：{MARK}")
    case = screening.accept_case(case=case, level="county", by=county.keeper)
    routing.assign_case(case=case, lead=county.water, by=county.office)
    note = f"{MARK}不归我们办"
    case.refresh_from_db()
    routing.return_case(case=case, reason=note, by=county.handler)
    case.refresh_from_db()
    if not Submitter.objects.get(case=case).may_publish:
        consent.answer_publication(
            case=case, may_publish=True, how="当面问过，同意。", by=county.keeper
        )
        case.refresh_from_db()
    screening.publish_case(case=case, title=MARK, text=WORDS, by=county.office)
    Client().get(reverse("cases:case", args=[case.pk]))
    month = RollUp.objects.create(month="2026-11-01")
    topic = HotTopic.objects.create(
        rollup=month,
        title=MARK,
        count=1,
        people=1,
        first_day="2026-11-02",
        last_day="2026-11-02",
        quotes=[WORDS],
        centre={MARK: 1.0},
    )
    TopicCase.objects.create(topic=topic, case=case)
    counted = made.moment("2026-12-01 09:00")
    RollUp.objects.update(
        done=3, counted_at=counted, frozen_at=made.moment("2026-12-03 09:00")
    )
    case.refresh_from_db()
    return case


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.__name__)
def test_its_words_are_nowhere_else(county, channel, caplog):
    case = spread(county, channel(county))

    wall.put_behind_wall(case=case, by=county.keeper)

    assert in_database(MARK) == []
    assert in_redis(MARK) == []
    assert in_media(MARK) == []
    assert MARK not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_officer_gets_all_that_was_said_and_handed_in(county):
    case = spread(county, by_form(county))

    accusation = wall.put_behind_wall(case=case, by=county.keeper)

    assert WORDS in accusation.text
    assert f"又想起来：{MARK}" in accusation.text
    kept = AccusationFile.objects.get(accusation=accusation)
    assert kept.name == "账本.pdf"
    assert in_media(MARK, opened=True) == [kept.file.name.rpartition("/")[2]]
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_those_that_joined_go_behind_the_wall_with_it(county):
    main = made.accepted(county)
    main = made.published(county, main)
    joined = screening.submit_me_too(main=main, intake=made.said(county, WORDS))

    wall.put_behind_wall(case=main, by=county.keeper)

    assert Accusation.objects.count() == 2
    assert Case.everything.get(pk=joined.pk).status == CaseStatus.WALLED
    assert in_database(MARK) == []


@pytest.mark.django_db
def test_me_too_refers_to_the_matter_and_copies_no_word(client, county):
    main = made.published(county, made.accepted(county, text=WORDS))
    url = reverse("cases:case_me_too", args=[main.pk])
    client.post(url, {"factor": "老槐树", "consent": "on"})

    joined = Case.objects.get(merged_into=main)

    assert main.number in joined.text
    assert MARK not in joined.text


@pytest.mark.django_db
def test_the_record_gives_up_its_words_behind_the_wall_only(county):
    case = made.submitted(county)
    events = CaseEvent.objects.filter(case=case)
    plain = super(type(events), events)

    with pytest.raises(Exception, match="Cannot update rows"):
        plain.update(note="", public_note="")
    assert issubclass(CaseEvent, LedgerModel)


@pytest.mark.django_db
def test_an_imported_row_that_said_the_same_is_emptied_too(county):
    case = by_import(county)
    staged(county, LINE)

    wall.put_behind_wall(case=case, by=county.keeper)

    assert [row.raw for row in ImportRow.objects.all()] == [{}, {}]
