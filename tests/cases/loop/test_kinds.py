"""Which kind of case may do what: asked by the services, whoever calls them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.accusations.services.wall import put_behind_wall
from cases.loop.enums import (
    Attitude,
    CaseStatus,
    DeclineReason,
    Grade,
    SuspendReason,
)
from cases.loop.services import clock, intake, rating, routing, screening
from cases.loop.services.moves import CaseError
from cases.models import Case, Extension
from cases.suggestions.enums import MeetingWay
from cases.suggestions.services import drafts, extension, steps
from cases.suggestions.services import rating as suggestion_rating
from tests import county as made
from tests.cases import suggested

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def house(county):
    return suggested.deputies(county)


def grant(house, case):
    clock.decide_extension(
        extension=Extension.objects.get(), granted=True, answer="", by=house.office
    )


def suspend(house, case):
    clock.suspend_case(
        case=case,
        reason=SuspendReason.RESIDENT,
        text="等照片。",
        limit_on=timezone.localdate() + timedelta(5),
        by=house.handler,
    )


def resume(house, case):
    # As if somebody had found a way to stop it: it still does not go on by this door.
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.SUSPENDED)
    clock.resume_case(case=case, by=house.handler)


# What only opinions do: the suggestion it is tried on, and the call.
OF_OPINIONS = {
    "accept": (
        suggested.submitted,
        lambda h, c: screening.accept_case(case=c, level="town", by=h.office),
    ),
    "decline": (
        suggested.submitted,
        lambda h, c: screening.decline_case(
            case=c, reason=DeclineReason.COURT, by=h.office
        ),
    ),
    "merge": (
        suggested.submitted,
        lambda h, c: screening.merge_case(case=c, into=made.assigned(h), by=h.office),
    ),
    "merge into": (
        suggested.submitted,
        lambda h, c: screening.merge_case(case=made.submitted(h), into=c, by=h.office),
    ),
    "unmerge": (
        suggested.submitted,
        lambda h, c: screening.unmerge_case(case=c, by=h.office),
    ),
    "wall": (suggested.submitted, lambda h, c: put_behind_wall(case=c, by=h.office)),
    "withdraw": (suggested.submitted, lambda h, c: intake.withdraw_case(case=c)),
    "assign": (
        suggested.taken_up,
        lambda h, c: routing.assign_case(case=c, lead=h.water, by=h.office),
    ),
    "suspend": (suggested.in_hand, suspend),
    "resume": (suggested.in_hand, resume),
    "ask extension": (
        suggested.in_hand,
        lambda h, c: clock.ask_extension(case=c, days=3, reason="等雨停", by=h.handler),
    ),
    "decide extension": (suggested.six_months_asked, grant),
    "publish": (
        suggested.in_hand,
        lambda h, c: screening.publish_case(case=c, title="题", text="文", by=h.office),
    ),
    "reveal": (
        suggested.in_hand,
        lambda h, c: screening.reveal_submitter(
            case=c, field="phone", reason="约时间", by=h.handler
        ),
    ),
    "rate": (
        suggested.answered,
        lambda h, c: rating.rate_case(case=c, grade=Grade.NOT_SOLVED),
    ),
    "turn": (
        suggested.in_hand,
        lambda h, c: drafts.turn_into_suggestion(
            case=c, lead=h.liu.mandate, words=suggested.words(h), by=h.liu.user
        ),
    ),
}

TALK = steps.Talk(None, MeetingWay.FACE, TODAY, "孙林", "同意。")
# What only suggestions do: the opinion it is tried on, and the call.
OF_SUGGESTIONS = {
    "accept": (
        made.submitted,
        lambda h, c: steps.accept_suggestion(case=c, by=h.office),
    ),
    "decline": (
        made.submitted,
        lambda h, c: steps.decline_suggestion(
            case=c, reason=DeclineReason.PRIVATE, by=h.office
        ),
    ),
    "assign": (
        made.accepted,
        lambda h, c: steps.assign_suggestion(case=c, lead=h.water, by=h.office),
    ),
    "meet": (
        made.in_hand,
        lambda h, c: steps.record_meeting(
            case=c, unit=h.water, talk=TALK, by=h.handler
        ),
    ),
    "key": (
        made.in_hand,
        lambda h, c: steps.make_key(case=c, leader="赵实", basis="会议", by=h.office),
    ),
    "publish": (
        made.in_hand,
        lambda h, c: steps.publish_suggestion(
            case=c, title="题", text="文", by=h.office
        ),
    ),
    "withdraw": (
        made.submitted,
        lambda h, c: steps.withdraw_suggestion(case=c, reason="不提了", by=h.liu.user),
    ),
    "ask six months": (
        made.in_hand,
        lambda h, c: extension.ask_six_months(case=c, reason="面广", by=h.handler),
    ),
    "decide six months": (
        made.in_hand,
        lambda h, c: extension.decide_six_months(
            case=c, granted=True, answer="", by=h.office
        ),
    ),
    "rate": (
        made.answered,
        lambda h, c: suggestion_rating.rate_suggestion(
            case=c,
            ratings=suggestion_rating.SuggestionGrades(Attitude.GOOD, Attitude.GOOD),
            by=h.liu.user,
        ),
    ),
}


def refused(house, case, call, words):
    was = case.events.count()
    with pytest.raises(CaseError, match=words):
        call(house, case)

    assert case.events.count() == was


@pytest.mark.parametrize("name", OF_OPINIONS)
def test_a_suggestion_does_not_go_by_the_rules_of_opinions(house, name):
    before, call = OF_OPINIONS[name]
    refused(house, before(house), call, "代表建议没有这一步")


@pytest.mark.parametrize("name", OF_SUGGESTIONS)
def test_an_opinion_does_not_go_by_the_rules_of_suggestions(house, name):
    before, call = OF_SUGGESTIONS[name]
    refused(house, before(house), call, "社情民意没有这一步")
