"""Free text is public only after a person has read it and released it."""

from datetime import date

import pytest

from cases.loop.enums import Grade, Verb
from cases.loop.page.step import Reader
from cases.loop.services import clock, handling, rating, releasing
from cases.models import ReleasedWords
from tests import county as made
from tests.cases.loop.test_consent import WORDS, proved, quotes, release_all

pytestmark = pytest.mark.django_db


def spoken(county):
    """One case with a supplement, a unit's note and a judgement, all with words."""
    case = made.published(county, made.in_hand(county))
    handling.supplement_case(case=case, text=f"补充：{WORDS}")
    handling.note_progress(
        case=case, text=f"现场：{WORDS}", is_public=True, by=county.handler
    )
    return case


def test_free_text_is_not_public_before_a_person_releases_it(county):
    case = spoken(county)

    assert WORDS not in quotes(case)
    assert quotes(case, Reader.STAFF).count(WORDS) == 2


def test_the_words_of_a_judgement_wait_too(county):
    case = made.published(county, made.answered(county))
    rating.rate_case(case=case, grade=Grade.SOLVED, comment=f"{WORDS}13812345678")
    assert WORDS not in quotes(case)

    release_all(county, case)

    assert f"{WORDS}138********" in quotes(case)


def test_a_suspension_s_reason_is_for_whoever_asked(county):
    case = made.in_hand(county)
    clock.suspend_case(
        case=case,
        reason="season",
        text=WORDS,
        limit_on=date(2026, 11, 20),
        by=county.handler,
        at=made.moment("2026-11-04 09:00"),
    )

    assert WORDS not in quotes(case)
    assert WORDS in quotes(case, Reader.RESIDENT)


def test_released_words_are_public_and_can_be_taken_back(county):
    case = spoken(county)
    release_all(county, case)
    assert quotes(case).count(WORDS) == 2

    for words in ReleasedWords.objects.all():
        releasing.hide_words(
            case=case, words=words, reason="说到邻居", by=county.office
        )

    assert WORDS not in quotes(case)


def test_the_releaser_may_leave_out_what_points_to_a_person(county):
    case = spoken(county)
    event = case.events.get(verb=Verb.SUPPLEMENT)

    releasing.release_words(
        case=case, event=event, text="补充：还淹。", by=county.office
    )

    assert "补充：还淹。" in quotes(case)


@pytest.mark.parametrize("page", ["rate", "supplement"])
def test_the_form_says_that_somebody_reads_it_first(county, page):
    case = made.answered(county)
    shown = proved(case).get(f"/c/{case.tracking_code}/{page}").content.decode()

    assert "工作人员看过以后才放到公开页" in shown
