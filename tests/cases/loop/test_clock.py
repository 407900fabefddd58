"""Extension, suspension, counting again."""

from datetime import date

import pytest

from cases.loop.enums import CaseStatus, Lamp, ResultClass, SuspendReason
from cases.loop.services import answering, handling
from cases.loop.services import clock as clockwork
from cases.loop.services.answering import Answer
from cases.loop.services.moves import CaseError
from cases.models import Extension
from office.models import CalendarChange, CalendarDay
from tests import county as made
from tests.sessions import at_once, together


def asked(county, case, days=5, at="2026-11-10 09:00"):
    return clockwork.ask_extension(
        case=case, days=days, reason="等管材", by=county.handler, at=made.moment(at)
    )


def test_granted_extension_moves_the_due_day_and_tells_the_resident(county):
    case = made.in_hand(county)

    clockwork.decide_extension(
        extension=asked(county, case), granted=True, answer="同意", by=county.office
    )

    case.refresh_from_db()
    assert case.due_on == date(2026, 11, 23)
    assert case.rounds.get().first_due_on == date(2026, 11, 16)
    assert "2026年11月23日（周一）" in case.events.last().public_note


def test_refused_extension_leaves_the_due_day(county):
    case = made.in_hand(county)

    clockwork.decide_extension(
        extension=asked(county, case), granted=False, answer="抓紧", by=county.office
    )

    case.refresh_from_db()
    assert case.due_on == date(2026, 11, 16)


def test_extension_asked_after_the_due_day_is_refused(county):
    case = made.in_hand(county)

    with pytest.raises(CaseError, match="到期以前申请"):
        asked(county, case, at="2026-11-17 09:00")


def test_extension_longer_than_the_rule_is_refused(county):
    case = made.in_hand(county)

    with pytest.raises(CaseError, match="最多还能延长 10 个工作日"):
        asked(county, case, days=11)


def test_extension_is_not_granted_by_the_one_who_asked(county):
    extension = asked(county, made.in_hand(county))

    with pytest.raises(CaseError, match="申请人不能批准"):
        clockwork.decide_extension(
            extension=extension, granted=True, answer="", by=county.handler
        )


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_to_one_extension_leave_one(county):
    case = made.in_hand(county)
    extension = asked(county, case)

    results = together(
        lambda: clockwork.decide_extension(
            extension=extension, granted=True, answer="同意", by=county.office
        ),
        lambda: clockwork.decide_extension(
            extension=extension, granted=False, answer="不同意", by=county.office2
        ),
    )

    assert sum(isinstance(r, CaseError) for r in results) == 1
    assert Extension.objects.get().granted is not None


def suspended(county, case, limit=date(2026, 11, 13)):
    return clockwork.suspend_case(
        case=case,
        reason=SuspendReason.RESIDENT,
        text="请说明是哪一段水渠",
        limit_on=limit,
        by=county.handler,
        at=made.moment("2026-11-05 09:00"),
    )


def test_suspension_adds_the_working_days_it_stood_still(county):
    case = made.in_hand(county)
    suspended(county, case)

    case = clockwork.resume_case(
        case=case, by=county.handler, at=made.moment("2026-11-10 09:00")
    )

    # 11-05 (Thursday) to 11-10 (Tuesday) is three working days.
    assert case.due_on == date(2026, 11, 19)


def test_what_stands_still_is_not_stopped_and_what_runs_is_not_resumed(county):
    case = made.in_hand(county)
    with pytest.raises(CaseError, match="不能恢复计时"):
        clockwork.resume_case(case=case, by=county.handler)
    suspended(county, case)
    with pytest.raises(CaseError, match="不能停表"):
        clockwork.suspend_case(
            case=case,
            reason=SuspendReason.SEASON,
            text="汛期",
            limit_on=date(2026, 11, 20),
            by=county.handler,
            at=made.moment("2026-11-11 09:00"),
        )
    assert case.rounds.get().suspensions.count() == 1


def test_suspension_beyond_its_limit_is_refused(county):
    case = made.in_hand(county)

    with pytest.raises(CaseError, match="最迟恢复日"):
        suspended(county, case, limit=date(2027, 1, 15))


def test_suspended_case_shows_a_hold_lamp(county):
    case = made.in_hand(county)
    suspended(county, case)

    case.refresh_from_db()
    assert case.lamp(date(2026, 12, 1)) == Lamp.HOLD


def test_supplement_of_the_resident_starts_the_clock_again(county):
    case = made.in_hand(county)
    suspended(county, case)

    handling.supplement_case(
        case=case, text="村东头桥边", at=made.moment("2026-11-06 09:00")
    )

    case.refresh_from_db()
    assert case.status == CaseStatus.IN_HAND


def test_end_suspensions_resumes_on_the_limit_and_not_before(county):
    case = made.in_hand(county)
    suspended(county, case)

    before = clockwork.end_suspensions(today=date(2026, 11, 12))
    after = clockwork.end_suspensions(today=date(2026, 11, 13))

    assert (before, after) == (0, 1)


def test_late_sweep_does_not_lengthen_the_stop(county):
    case = made.in_hand(county)
    suspended(county, case)

    clockwork.end_suspensions(today=date(2026, 12, 31))

    case.refresh_from_db()
    # Six working days from 11-05 to the limit 11-13, not to the day of the sweep.
    assert case.due_on == date(2026, 11, 24)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_resume_once(county):
    case = made.in_hand(county)
    suspended(county, case)

    at_once(2, lambda: clockwork.end_suspensions(today=date(2026, 11, 13)))

    assert case.events.filter(verb="resume").count() == 1


def change_calendar(county, day: date) -> None:
    CalendarDay.objects.create(day=day, is_workday=False, name="临时放假")
    CalendarChange.objects.create(note="临时放假", by=county.office)


def test_recount_deadlines_moves_open_ones_and_tells_the_holder(county):
    case = made.in_hand(county)
    change_calendar(county, date(2026, 11, 12))

    moved = clockwork.recount_deadlines()

    case.refresh_from_db()
    assert moved == 1
    assert case.due_on == date(2026, 11, 17)
    assert county.handler.notices.filter(kind="recount").count() == 1


def test_recount_deadlines_twice_changes_nothing_more(county):
    case = made.in_hand(county)
    change_calendar(county, date(2026, 11, 12))
    clockwork.recount_deadlines()

    assert clockwork.recount_deadlines() == 0
    assert case.events.filter(verb="recount").count() == 1


def test_recount_deadlines_leaves_answered_ones(county):
    case = made.answered(county)
    change_calendar(county, date(2026, 11, 12))

    assert clockwork.recount_deadlines() == 0
    assert case.rounds.get().due_on == date(2026, 11, 16)


def test_after_the_answer_no_extension_makes_it_in_time(county):
    """Refused it may still be, so that nothing waits for ever."""
    case = made.in_hand(county)
    extension = asked(county, case)
    reply = answering.draft_reply(
        case=case,
        unit=county.water,
        answer=Answer("水渠已经清完。", ResultClass.SOLVED),
        by=county.handler,
        at=made.moment("2026-11-30 09:00"),
    )
    answering.release_reply(
        reply=reply, by=county.signer, at=made.moment("2026-11-30 10:00")
    )
    due = case.rounds.get().due_on

    with pytest.raises(CaseError, match="不在办理中"):
        clockwork.decide_extension(
            extension=extension, granted=True, answer="", by=county.office
        )
    clockwork.decide_extension(
        extension=extension, granted=False, answer="已答复", by=county.office
    )

    case.refresh_from_db()
    assert (case.due_on, case.rounds.get().due_on) == (None, due)
