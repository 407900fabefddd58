"""Cases that seem to be about the same thing: near before far, published before said."""

import pytest

from cases.loop.services.similar import (
    CANDIDATES,
    LEAST_SCORE,
    NEAR_BONUS,
    similar_cases,
)
from cases.models import Case
from tests import county as made

pytestmark = pytest.mark.django_db
SAID = "村东头的水渠堵了，下雨就淹路。"


def found(text=SAID, *, public=False, **more):
    rows = similar_cases(text, among=Case.objects.all(), public=public, **more)
    return [row.case for row in rows]


def test_what_shares_no_three_characters_is_not_alike(county):
    made.submitted(county)

    assert found("学校午饭不好吃") == []


@pytest.mark.parametrize("text", ["", "水渠", "\x00", "！！！"])
def test_too_little_to_compare_finds_nothing(county, text):
    made.submitted(county)

    assert found(text) == []


def test_the_same_words_in_another_order_are_the_most_alike(county):
    same = made.submitted(county)
    other = made.submitted(county, text="村东头的水渠去年修过，今年很好，谢谢。")

    rows = similar_cases(
        "下雨就淹路，村东头的水渠堵了", among=Case.objects.all(), public=False
    )

    assert [row.case for row in rows] == [same, other]
    assert rows[0].score > rows[1].score >= LEAST_SCORE


def test_of_two_alike_the_one_near_by_comes_first(county):
    near = made.submitted(county)
    far = made.submitted(county, division=county.other_town, station=None)

    assert found(division=county.other_town) == [far, near]
    assert found(division=county.village) == [near, far]
    scores = {
        row.case: row.score
        for row in similar_cases(
            SAID, among=Case.objects.all(), division=county.village, public=False
        )
    }
    assert scores[near] - scores[far] == NEAR_BONUS
    assert LEAST_SCORE <= scores[far] <= 100


def test_without_a_place_the_newest_comes_first(county):
    first, second = made.submitted(county), made.submitted(county)

    assert found() == [second, first]


def test_residents_are_shown_what_is_published_and_nothing_else(county):
    made.submitted(county)
    case = made.accepted(county)
    assert found(public=True) == []

    made.published(county, case)
    assert found(public=True) == [case]


def test_what_was_published_is_compared_and_not_what_was_said(county):
    case = made.accepted(county)
    made.screening.publish_case(
        case=case, title="灌溉设施", text="灌溉设施需要维护。", by=county.office
    )

    assert found(public=True) == []
    assert found("灌溉设施需要维护", public=True) == [case]


def test_a_case_is_not_like_itself_and_the_list_is_short(county):
    cases = [made.submitted(county) for _ in range(5)]

    assert len(found()) == 3
    assert len(found(limit=5)) == 5
    assert cases[4] not in found(leave_out=[cases[4].pk], limit=5)
    assert CANDIDATES >= 5


def test_only_among_the_given(county):
    case, other = made.submitted(county), made.submitted(county)

    rows = similar_cases(SAID, among=Case.objects.filter(pk=case.pk), public=False)

    assert [row.case for row in rows] == [case]
    assert other.pk != case.pk
