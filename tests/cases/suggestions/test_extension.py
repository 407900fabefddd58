"""Six months instead of three: asked while the unit works, decided once, counted anew."""

from datetime import date

import pytest

from cases.loop.enums import Verb
from cases.loop.services import answering
from cases.loop.services.moves import CaseError
from cases.suggestions.services.extension import ask_six_months, decide_six_months
from office.models import Notice
from tests import county as made
from tests.cases import suggested
from tests.sessions import at_once

AT = made.moment("2026-11-20 09:00")


@pytest.fixture
def house(county):
    return suggested.deputies(county)


def ask(house, case, reason="涉及七个镇", at=AT):
    return ask_six_months(case=case, reason=reason, by=house.handler, at=at)


def decide(house, case, granted=True, by=None, at=AT):
    return decide_six_months(
        case=case, granted=granted, answer="看过", by=by or house.office, at=at
    )


def test_only_suggestions_have_six_months(house):
    opinion = made.in_hand(house)

    with pytest.raises(CaseError, match="社情民意没有这一步"):
        ask(house, opinion)
    with pytest.raises(CaseError, match="社情民意没有这一步"):
        decide(house, opinion)


@pytest.mark.parametrize("made_by", ["assigned", "answered"])
def test_it_is_asked_while_the_unit_works(house, made_by):
    case = getattr(suggested, made_by)(house)

    with pytest.raises(CaseError, match="只有办理中的建议"):
        ask(house, case)


def test_on_the_last_day_it_may_still_be_asked(house):
    case = suggested.in_hand(house)

    asked = ask(house, case, at=made.moment("2027-02-03 23:00"))
    assert asked.granted is None


def test_a_hard_one_and_a_second_handling_get_no_more(house):
    hard = suggested.in_hand(house, hard_reason="涉及七个镇")
    with pytest.raises(CaseError, match="不能再延长"):
        ask(house, hard)

    case = suggested.answered(house)
    suggested.rate(case, house.liu, suggested.BAD)
    again = suggested.suggestion_steps.assign_suggestion(
        case=case, lead=house.water, by=house.office, at=made.moment("2026-11-16 09:00")
    )
    again = suggested.routing.sign_case(
        case=again, by=house.handler, at=made.moment("2026-11-17 09:00")
    )
    with pytest.raises(CaseError, match="不能再延长"):
        ask(house, again)


def test_a_reason_is_written_and_one_request_waits_at_a_time(house):
    case = suggested.in_hand(house)

    with pytest.raises(CaseError, match="请写明为什么"):
        ask(house, case, reason="  ")
    ask(house, case)
    with pytest.raises(CaseError, match="在等批复"):
        ask(house, case)


def test_what_was_refused_moves_no_day_and_may_be_asked_again(house):
    case = suggested.in_hand(house)
    ask(house, case)

    decide(house, case, granted=False)

    case.refresh_from_db()
    case.suggestion.refresh_from_db()
    assert (case.due_on, case.suggestion.is_hard) == (date(2027, 2, 3), False)
    assert case.events.filter(verb=Verb.REFUSE_EXTENSION).get().note == "看过"
    assert not Notice.objects.filter(kind="extended").exists()
    assert ask(house, case, reason="又一个镇").reason == "又一个镇"


def test_without_a_request_there_is_nothing_to_decide(house):
    case = suggested.in_hand(house)
    with pytest.raises(CaseError, match="没有等批复"):
        decide(house, case)

    ask(house, case)
    decide(house, case)
    with pytest.raises(CaseError, match="没有等批复"):
        decide(house, case)


def test_granted_it_counts_six_months_from_the_hand_over(house):
    case = suggested.in_hand(house)
    ask(house, case)

    decide(house, case)

    handling = case.rounds.get()
    case.suggestion.refresh_from_db()
    assert (handling.start_on, handling.due_on) == (date(2026, 11, 3), date(2027, 5, 3))
    assert case.assignments.get(duty="lead").due_on == date(2027, 5, 3)
    assert case.suggestion.hard_reason == "涉及七个镇"
    say = case.events.get(verb=Verb.GRANT_EXTENSION).public_note
    assert "2027年2月3日" in say and "2027年5月3日" in say


def test_after_the_answer_it_is_not_granted(house):
    """A late answer would be in time by a decision that came after it."""
    case = suggested.in_hand(house)
    ask(house, case)
    suggested.met(house, case)
    reply = answering.draft_reply(
        case=case,
        unit=house.water,
        answer=suggested.Answer("已清淤 800 米。", suggested.ResultClass.SOLVED),
        by=house.handler,
        at=made.moment("2027-02-10 09:00"),
    )
    answering.release_reply(
        reply=reply, by=house.signer, at=made.moment("2027-02-10 10:00")
    )

    with pytest.raises(CaseError, match="不在办理中"):
        decide(house, case, at=made.moment("2027-02-11 09:00"))

    handling = case.rounds.get()
    case.refresh_from_db()
    assert (case.due_on, handling.due_on) == (None, date(2027, 2, 3))
    assert handling.extensions.get().granted is None
    decide(house, case, granted=False, at=made.moment("2027-02-11 09:00"))
    told = Notice.objects.filter(kind="extension_decided", user=house.handler).get()
    assert "2027年2月3日" in told.text


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once(house):
    case = suggested.in_hand(house)

    answers = at_once(2, lambda: ask(house, case))

    assert sum(isinstance(one, CaseError) for one in answers) == 1
    assert case.events.filter(verb=Verb.ASK_EXTENSION).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once(house):
    case = suggested.in_hand(house)
    ask(house, case)
    words = iter([True, False])

    answers = at_once(2, lambda: decide(house, case, granted=next(words)))

    assert sum(isinstance(one, CaseError) for one in answers) == 1
    verbs = (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION)
    assert case.events.filter(verb__in=verbs).count() == 1
