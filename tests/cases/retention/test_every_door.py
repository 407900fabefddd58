"""One person comes in by every door; when the term is over, their mark is nowhere."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cases.accusations.enums import AccusationState
from cases.accusations.services import accusing
from cases.imports.services.imports import run_import
from cases.loop.enums import DeclineReason, Grade
from cases.loop.services import building, intake, rating, screening
from cases.models import Case
from cases.receptions.models import Outcome
from cases.receptions.services import Conversation, record_reception
from cases.retention.services import forget_persons
from decisions.models import CollectionPoint
from decisions.opinions.services import drafts
from office.web.sessions import clear_ended
from tests import county as made
from tests.cases.imports.test_views import staged
from tests.decisions.opinions.test_drafts import opened, say
from tests.decisions.projects.projects import programme
from tests.decisions.projects.test_livelihood import said as proposed
from tests.deputies.rota import people_of_station
from tests.everywhere import in_database, in_media, in_redis, in_sealed_columns

pytestmark = pytest.mark.django_db
NAME, PHONE, STREET = "鼋鼍大山", "13805398877", "鼋鼍巷7号"
MARKS = ("鼋鼍", PHONE)
WHO = {"name": NAME, "phone": PHONE, "address": STREET}
TOO_EARLY, LATE = date(2026, 12, 31), date(2040, 1, 1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def as_cases(county) -> None:
    """Closed with a follower, declined, withdrawn, and taken in from a file."""
    main = made.answered(county, **WHO)
    main = made.published(county, main)
    screening.submit_me_too(main=main, intake=made.said(county, "我也是", **WHO))
    rating.rate_case(case=main, grade=Grade.SOLVED)
    screening.decline_case(
        case=made.submitted(county, **WHO),
        reason=DeclineReason.values[0],
        guidance="请到法院去。",
        by=county.keeper,
    )
    intake.withdraw_case(case=made.submitted(county, **WHO))
    run_import(batch=staged(county, f"2026-11-03,王富村,路灯不亮,{NAME},{PHONE},"))
    # A row that was refused is kept as it was written.
    staged(county, f"昨天,王富村,水渠堵了,{NAME},{PHONE},")
    imported = Case.objects.get(text="路灯不亮")
    intake.withdraw_case(case=imported)


def as_visitor(county) -> None:
    one = people_of_station(county)[0]
    record_reception(
        data=Conversation(
            key="k1",
            station=county.station,
            deputy=one.deputy,
            division=county.village,
            words="问问低保怎么办。",
            outcome=Outcome.ANSWERED_ON_SPOT,
            answer="到镇里办。",
            at=made.moment("2026-11-05 09:40"),
            name=NAME,
            phone=PHONE,
        ),
        by=one.user,
    )


def as_accuser(county) -> None:
    accusation = accusing.submit_accusation(text="某某收钱。", name=NAME, phone=PHONE)
    accusing.advance_accusation(
        accusation=accusation,
        state=AccusationState.ANSWERED,
        note="",
        public_note="已经办结。",
        by=county.accusation_officer,
    )


def as_proposer(county) -> None:
    proposed(county, programme(county), name=NAME, phone=PHONE)


def as_adviser(county) -> None:
    say(opened(county), name=NAME, phone=PHONE)


def as_informant(county) -> None:
    point = CollectionPoint.objects.create(
        kind="point",
        name="点",
        division=county.town,
        opened_on=date(2025, 1, 1),
    )
    row = drafts.add_informant(
        point=point,
        name=NAME,
        phone=PHONE,
        profession="务农",
        since=date(2025, 1, 1),
        by=county.office,
    )
    row.until = date(2026, 1, 1)
    row.save()


def as_browser(county) -> None:
    """A draft that was given up half-way stands in its session."""
    client = Client()
    what = {"text": f"{NAME}家门口的路", "division": county.village.pk}
    client.post("/cases/new", what)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


DOORS = (
    as_cases,
    as_visitor,
    as_accuser,
    as_proposer,
    as_adviser,
    as_informant,
    as_browser,
)


def found_anywhere() -> set[str]:
    return {
        place
        for mark in MARKS
        for where in (in_database, in_sealed_columns, in_media)
        for place in where(mark)
    } | set(in_database(building.phone_hash(PHONE)))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_who_came_in_is_nowhere_when_the_term_is_over(county, door):
    door(county)
    assert found_anywhere()

    forget_persons(today=LATE)
    clear_ended()

    assert found_anywhere() == set()


def test_within_the_term_who_speaks_is_known(county):
    made.rated(county, Grade.SOLVED, **WHO)

    assert forget_persons(today=TOO_EARLY) == 0
    assert "cases.Submitter.phone" in in_sealed_columns(PHONE)


def test_a_follower_of_what_is_still_open_is_known(county):
    main = made.published(county, made.in_hand(county))
    screening.submit_me_too(main=main, intake=made.said(county, "我也是", **WHO))

    forget_persons(today=LATE)

    assert "cases.Submitter.phone" in in_sealed_columns(PHONE)
    assert in_redis(PHONE) == []
