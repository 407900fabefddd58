"""Ratings by submitters."""

from datetime import date

import pytest

from cases.loop.enums import CaseStatus, Grade, ResultClass
from cases.loop.services import answering, rating, routing, screening
from cases.loop.services.answering import Answer
from cases.loop.services.moves import CaseError
from cases.models import Rating
from tests import county as made
from tests.sessions import at_once


def second_round(county):
    """Round 2, drafted by another unit and waiting for its release."""
    case = made.rated(county, Grade.NOT_SOLVED)
    at = made.moment
    case = routing.assign_case(
        case=case, lead=county.roads, by=county.office2, at=at("2026-11-11 09:00")
    )
    case = routing.sign_case(
        case=case, by=county.road_handler, at=at("2026-11-12 09:00")
    )
    return answering.draft_reply(
        case=case,
        unit=county.roads,
        answer=Answer("排水口重新开挖，积水已退。", ResultClass.SOLVED),
        by=county.road_handler,
        at=at("2026-11-13 09:00"),
    )


def test_solved_closes_the_case(county):
    case = made.rated(county, Grade.SOLVED)

    assert case.status == CaseStatus.CLOSED
    assert case.grade == Grade.SOLVED


def test_not_solved_opens_round_two_with_another_supervisor(county):
    case = made.rated(county, Grade.NOT_SOLVED)

    first, second = case.rounds.order_by("number")
    assert case.status == CaseStatus.REOPENED
    assert case.round_no == 2
    assert second.supervisor != first.supervisor
    assert case.holder == second.supervisor


def test_round_two_keeps_answer_one(county):
    case = made.rated(county, Grade.NOT_SOLVED)

    first = case.rounds.get(number=1)
    assert first.replies.get().text == "水渠已经清完，长 120 米。"
    assert first.ratings.get().grade == Grade.NOT_SOLVED


def test_round_two_is_not_released_by_its_own_unit(county):
    reply = second_round(county)

    with pytest.raises(CaseError, match="督办单位发布"):
        answering.release_reply(reply=reply, by=county.road_signer)


def test_round_two_is_released_by_the_supervisor_and_closed_by_the_resident(county):
    reply = second_round(county)
    answering.release_reply(
        reply=reply, by=county.office2, at=made.moment("2026-11-16 09:00")
    )

    rating.rate_case(
        case=reply.round.case, grade=Grade.SOLVED, at=made.moment("2026-11-17 09:00")
    )

    case = reply.round.case
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.ratings.count() == 2


def test_rating_before_an_answer_is_refused(county):
    with pytest.raises(CaseError, match="还没有答复"):
        rating.rate_case(case=made.in_hand(county), grade=Grade.SOLVED)


def test_rating_twice_is_refused_and_the_first_stays(county):
    case = made.rated(county, Grade.SOLVED)

    with pytest.raises(CaseError, match="已经评价过"):
        rating.rate_case(case=case, grade=Grade.NOT_SOLVED)
    assert Rating.objects.get().grade == Grade.SOLVED


@pytest.mark.django_db(transaction=True)
def test_double_click_on_not_solved_opens_one_round(county):
    case = made.answered(county)

    at_once(2, lambda: rating.rate_case(case=case, grade=Grade.NOT_SOLVED))

    assert case.rounds.count() == 2


def test_every_submitter_of_a_merged_case_judges_for_themselves(county):
    main = made.in_hand(county)
    other = made.submitted(county, phone="13905390001")
    screening.merge_case(case=other, into=main, by=county.office)
    reply = answering.draft_reply(
        case=main,
        unit=county.water,
        answer=Answer("清完", ResultClass.SOLVED),
        by=county.handler,
    )
    answering.release_reply(reply=reply, by=county.signer)
    rating.rate_case(case=main, grade=Grade.SOLVED)
    other.refresh_from_db()

    rating.rate_case(case=other, grade=Grade.NOT_SOLVED, comment="我家门口还堵")

    main.refresh_from_db()
    assert main.status == CaseStatus.REOPENED
    assert main.round_no == 2


def test_comment_is_masked_where_others_read_it(county):
    case = made.answered(county)

    rating.rate_case(case=case, grade=Grade.PARTLY, comment="找 13805391234")

    assert "13805391234" not in case.events.last().public_note


def test_silence_closes_after_the_time_to_judge_and_is_not_satisfaction(county):
    case = made.answered(county)  # answered on 2026-11-09

    early = rating.close_unrated(today=date(2026, 11, 24))
    late = rating.close_unrated(today=date(2026, 11, 25))

    case.refresh_from_db()
    assert (early, late) == (0, 1)
    assert case.status == CaseStatus.CLOSED
    assert case.grade == ""


def test_close_unrated_twice_closes_once(county):
    made.answered(county)
    rating.close_unrated(today=date(2026, 12, 1))

    assert rating.close_unrated(today=date(2026, 12, 1)) == 0


def test_not_solved_after_silence_still_opens_round_two(county):
    case = made.answered(county)
    rating.close_unrated(today=date(2026, 12, 1))

    rating.rate_case(case=case, grade=Grade.NOT_SOLVED)

    case.refresh_from_db()
    assert case.status == CaseStatus.REOPENED


def test_close_after_meeting_is_refused_in_round_one(county):
    with pytest.raises(CaseError, match="第一次办理"):
        rating.close_after_meeting(
            case=made.answered(county), minutes="开了会", by=county.office
        )


def test_close_after_meeting_is_refused_to_the_unit_that_handled(county):
    reply = second_round(county)
    answering.release_reply(reply=reply, by=county.office2)

    with pytest.raises(CaseError, match="承办单位自己不能结案"):
        rating.close_after_meeting(
            case=reply.round.case, minutes="开了会", by=county.road_signer
        )


def test_close_after_meeting_keeps_the_minutes(county):
    reply = second_round(county)
    answering.release_reply(reply=reply, by=county.office2)

    case = rating.close_after_meeting(
        case=reply.round.case, minutes="三方到场，同意方案", by=county.office2
    )

    assert case.status == CaseStatus.CLOSED
    assert "三方到场" in case.events.last().public_note
