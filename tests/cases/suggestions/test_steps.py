"""A suggestion in hand: its clock, the meeting before the answer, the judgement."""

from datetime import date

import pytest

from cases.loop.enums import Attitude, CaseStatus, Verb
from cases.loop.page.step import Reader
from cases.loop.page.timeline import timeline_of
from cases.loop.services import answering, rating, routing
from cases.loop.services.moves import CaseError
from cases.models import SuggestionRating
from cases.suggestions.enums import Occasion
from cases.suggestions.services import extension as suggestion_time
from cases.suggestions.services import steps as suggestion_steps
from cases.suggestions.services.rating import (
    SuggestionGrades,
    close_unrated_suggestions,
)
from deputies.activities.enums.records import RecordKind
from deputies.models import ActivityRecord
from deputies.register.enums import Level
from office.models import Notice
from tests import county as made
from tests.cases import suggested
from tests.deputies.people import seat
from tests.sessions import at_once


@pytest.fixture
def house(county):
    return suggested.deputies(county)


def test_three_natural_months_from_the_hand_over(house):
    case = suggested.assigned(house)

    handling = case.rounds.get()
    assert handling.rule.name == "suggestion_answer"
    assert handling.start_on == date(2026, 11, 3)
    assert case.due_on == date(2027, 2, 3)


def test_a_hard_one_has_six_months(house):
    case = suggested.assigned(house, hard_reason="涉及七个镇")

    assert case.rounds.get().rule.name == "suggestion_answer_hard"
    assert case.due_on == date(2027, 5, 3)


def test_a_town_suggestion_of_the_session_counts_from_its_closing(house):
    house.liu = seat(
        house, "d0009", "乔田", level=Level.TOWN, user=made.person("d0009", "乔田")
    )
    made.RoleGrant.objects.create(
        user=house.liu.user,
        role="deputy",
        unit=house.town_congress,
        started_at=made.moment("2020-01-01 00:00"),
    )
    facts = {"occasion": Occasion.IN_SESSION, "session": "探沂镇人大六次会议"}

    with pytest.raises(CaseError, match="闭会之日"):
        suggested.assigned(house, **facts)
    case = suggested.assigned(house, session_closed_on=date(2026, 10, 30), **facts)

    assert case.rounds.get().rule.name == "town_suggestion_answer"
    assert case.rounds.get().supervisor == house.town_congress
    assert case.due_on == date(2026, 12, 30)


def test_helpers_and_returns_follow_the_rules_of_suggestions(house):
    case = suggested.assigned(house, assist=[house.roads])

    assert case.assignments.get(duty="assist").due_on == date(2026, 12, 3)
    with pytest.raises(CaseError, match="退回要在2026年11月9日"):
        routing.return_case(
            case=case,
            reason="不归我们",
            by=house.handler,
            at=made.moment("2026-11-10 09:00"),
        )


def test_no_answer_without_a_meeting(house):
    reply = suggested.drafted(house, meet=False)

    with pytest.raises(CaseError, match="面商记录"):
        answering.release_reply(reply=reply, by=house.signer)
    suggested.met(house, reply.round.case, day="2026-11-10")
    answering.release_reply(reply=reply, by=house.signer)

    meeting = reply.round.meetings.get()
    assert (meeting.way, meeting.people, meeting.day) == (
        "face",
        "孙林",
        date(2026, 11, 10),
    )


def test_a_meeting_lies_between_hand_over_and_today_and_is_the_units(house):
    case = suggested.in_hand(house)

    with pytest.raises(CaseError, match="交办以后"):
        suggested.met(house, case, day="2026-11-01")
    with pytest.raises(CaseError, match="承办单位"):
        suggested.met(house, case, unit=house.roads)


def test_every_proposer_is_told_of_the_answer(house):
    suggested.answered(house, house.chen)

    told = Notice.objects.filter(kind="answered").values_list("user__name", flat=True)
    assert set(told) == {"刘青", "陈禾"}


def test_the_opinion_it_grew_out_of_is_told_of_the_answer(house):
    from cases.suggestions.services import drafts as suggesting

    opinion = made.accepted(house)
    suggestion = suggesting.write_suggestion(
        lead=house.liu.mandate,
        words=suggested.words(house),
        from_case=opinion,
        by=house.liu.user,
    )
    suggested.draft = lambda *a, **k: suggestion
    try:
        suggested.answered(house)
    finally:
        suggested.draft = DRAFT

    event = opinion.events.get(verb=Verb.SUGGESTION_ANSWERED)
    assert "有了答复" in event.public_note
    told = Notice.objects.get(kind="suggestion_answered")
    assert opinion.code_shown in told.text


DRAFT = suggested.draft


def test_closed_when_every_proposer_has_judged(house):
    case = suggested.answered(house, house.chen)

    suggested.rate(case, house.liu)
    case.refresh_from_db()
    assert case.status == CaseStatus.ANSWERED
    suggested.rate(case, house.chen, suggested.FAIR)

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    rows = SuggestionRating.objects.values_list("process", "result")
    assert set(rows) == {("good", "good"), ("fair", "good")}


def test_one_dissatisfied_proposer_opens_another_handling(house):
    case = suggested.answered(house, house.chen)
    suggested.rate(case, house.liu)

    suggested.rate(case, house.chen, suggested.BAD)

    case.refresh_from_db()
    assert case.status == CaseStatus.REOPENED
    assert case.round_no == 2
    assert case.holder == house.congress
    assert case.rounds.get(number=1).replies.count() == 1
    case = suggestion_steps.assign_suggestion(
        case=case, lead=house.water, by=house.office, at=made.moment("2026-11-16 09:00")
    )
    assert case.rounds.get(number=2).rule.name == "suggestion_answer_again"
    assert case.due_on == date(2026, 12, 14)


def test_dissatisfied_says_why_and_strangers_do_not_judge(house):
    case = suggested.answered(house)

    with pytest.raises(CaseError, match="具体意见"):
        suggested.rate(case, house.liu, SuggestionGrades(Attitude.BAD, Attitude.GOOD))
    with pytest.raises(CaseError, match="只有提这件建议"):
        suggested.rate(case, house.sun)


@pytest.mark.django_db(transaction=True)
def test_two_sessions_judge_once(house):
    case = suggested.answered(house)

    given = at_once(2, lambda: suggested.rate(case, house.liu, suggested.BAD))

    assert sum(isinstance(one, CaseError) for one in given) == 1
    assert case.rounds.count() == 2


def test_silence_closes_late_and_counts_as_nothing(house):
    case = suggested.answered(house, house.chen)
    suggested.rate(case, house.liu)

    assert rating.close_unrated(today=date(2027, 1, 20)) == 0
    assert close_unrated_suggestions(today=date(2026, 12, 8)) == 0
    assert close_unrated_suggestions(today=date(2026, 12, 9)) == 1
    assert close_unrated_suggestions(today=date(2026, 12, 9)) == 0

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert "1 名没有反馈" in case.events.last().public_note


def test_six_months_are_asked_in_time_and_decided_by_another(house):
    case = suggested.in_hand(house, house.chen)
    at = made.moment("2026-11-20 09:00")
    suggestion_time.ask_six_months(
        case=case, reason="涉及七个镇", by=house.handler, at=at
    )

    with pytest.raises(CaseError, match="不能批准自己"):
        suggestion_time.decide_six_months(
            case=case, granted=True, answer="", by=house.handler
        )
    suggestion_time.decide_six_months(
        case=case, granted=True, answer="同意", by=house.office, at=at
    )

    case.refresh_from_db()
    assert case.due_on == date(2027, 5, 3)
    assert case.rounds.get().rule.name == "suggestion_answer_hard"
    told = Notice.objects.filter(kind="extended").values_list("user__name", flat=True)
    assert set(told) == {"刘青", "陈禾"}


def test_six_months_are_not_asked_after_the_day(house):
    case = suggested.in_hand(house)

    with pytest.raises(CaseError, match="到期以前"):
        suggestion_time.ask_six_months(
            case=case,
            reason="难",
            by=house.handler,
            at=made.moment("2027-02-04 09:00"),
        )


def test_a_key_suggestion_has_a_leader_by_name_and_counts_as_a_activity_record(house):
    case = suggested.assigned(house)

    suggestion_steps.make_key(
        case=case,
        leader="县人大常委会副主任 赵实（示例）",
        basis="第四十次主任会议",
        by=house.office,
        at=made.moment("2026-11-05 09:00"),
    )

    assert ActivityRecord.objects.filter(kind=RecordKind.KEY_SUGGESTION).count() == 1
    with pytest.raises(CaseError, match="已由"):
        suggestion_steps.make_key(
            case=case, leader="另一人", basis="会议", by=house.office
        )


def test_the_thread_speaks_of_deputies(house):
    case = suggested.answered(house)
    suggested.rate(case, house.liu)

    thread = timeline_of(case, reader=Reader.STAFF, today=date(2026, 11, 23))
    titles = [step.title for part in thread.chapters for step in part.steps]

    assert titles[0] == "代表提出建议"
    assert "面商" in titles
    assert titles[-1] == "刘青代表评价：办理过程满意，办理结果满意"


def test_a_confidential_one_is_never_public(house):
    case = suggested.assigned(house, hidden="asked")

    with pytest.raises(CaseError, match="不能公开"):
        suggestion_steps.publish_suggestion(
            case=case, title="题", text="文", by=house.office
        )
