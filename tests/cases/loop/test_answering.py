"""The answer: drafted, released by another, sent to all submitters."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cases.loop.enums import CaseStatus, PromiseState, ReplyState, ResultClass
from cases.loop.services import answering, routing, screening
from cases.loop.services.answering import Answer
from cases.loop.services.moves import CaseError
from cases.models import Promise, Reply
from tests import county as made
from tests.sessions import together

PLANNED = Answer(
    "列入明年第一季度清淤计划。", ResultClass.PLANNED, "清淤 120 米", date(2027, 3, 31)
)


def draft(county, case, answer=None, unit=None, by=None):
    return answering.draft_reply(
        case=case,
        unit=unit or county.water,
        answer=answer or Answer("已经清完。", ResultClass.SOLVED),
        by=by or county.handler,
        at=made.moment("2026-11-06 09:00"),
    )


def test_draft_waits_for_release_and_tells_the_supervisor(county):
    reply = made.drafted(county)

    reply.round.case.refresh_from_db()
    assert reply.round.case.status == CaseStatus.DRAFTED
    assert county.office.notices.filter(kind="reply_waits").count() == 1


def test_release_by_the_drafter_is_refused(county):
    reply = made.drafted(county)

    with pytest.raises(CaseError, match="起草人不能发布"):
        answering.release_reply(reply=reply, by=county.handler)


def test_release_answers_the_case_and_stops_the_clock(county):
    case = made.answered(county)

    assert case.status == CaseStatus.ANSWERED
    assert case.due_on is None
    assert case.result_class == ResultClass.SOLVED


def test_release_tells_every_submitter_of_a_merged_case(county):
    main = made.in_hand(county)
    other = made.submitted(county, phone="13905390001")
    screening.merge_case(case=other, into=main, by=county.office)
    reply = draft(county, main)

    answering.release_reply(reply=reply, by=county.signer)

    from office.models import Notice

    told = Notice.objects.filter(kind="answered")
    assert sorted(n.text.rsplit("查询码 ")[1] for n in told) == sorted(
        [f"{main.code_shown}。", f"{other.code_shown}。"]
    )


def test_released_answer_is_masked_in_public(county):
    reply = draft(
        county,
        made.in_hand(county),
        Answer("已电话 13805391234 告知。", ResultClass.SOLVED),
    )

    reply = answering.release_reply(reply=reply, by=county.signer)

    assert "13805391234" not in reply.public_text


def test_released_answer_is_never_changed(county):
    reply = Reply.objects.get(round__case=made.answered(county))

    with pytest.raises(DatabaseError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(text="改过的")


def test_answer_without_words_is_refused(county):
    with pytest.raises(CaseError, match="请写答复内容"):
        draft(county, made.in_hand(county), Answer(" ", ResultClass.SOLVED))


def test_planned_answer_without_a_day_is_refused(county):
    with pytest.raises(CaseError, match="完成日期"):
        draft(county, made.in_hand(county), Answer("会做", ResultClass.PLANNED))


def test_sent_back_draft_is_drafted_again_on_the_same_row(county):
    reply = made.drafted(county)
    answering.send_back_reply(reply=reply, reason="写清长度", by=county.signer)

    again = draft(county, reply.round.case)

    assert again.pk == reply.pk
    assert again.state == ReplyState.SUBMITTED


def test_unit_that_only_assists_owes_no_answer(county):
    case = made.in_hand(county)
    routing.add_assisting_unit(
        case=case,
        unit=county.roads,
        by=county.office,
        at=made.moment("2026-11-04 09:00"),
    )

    with pytest.raises(CaseError, match="主办单位和分别办理"):
        draft(county, case, unit=county.roads, by=county.road_handler)


def test_separate_units_each_answer_before_the_case_is_answered(county):
    case = routing.assign_case(
        case=made.accepted(county),
        lead=county.water,
        separate=[county.roads],
        by=county.office,
        at=made.moment("2026-11-02 11:00"),
    )
    routing.sign_case(case=case, by=county.handler, at=made.moment("2026-11-03 09:00"))

    first = answering.release_reply(reply=draft(county, case), by=county.signer)
    case.refresh_from_db()
    between = case.status
    second = draft(county, case, unit=county.roads, by=county.road_handler)
    answering.release_reply(reply=second, by=county.road_signer)

    case.refresh_from_db()
    assert first.state == ReplyState.RELEASED
    assert between == CaseStatus.IN_HAND
    assert case.status == CaseStatus.ANSWERED


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_answer_once(county):
    reply = made.drafted(county)

    results = together(
        lambda: answering.release_reply(reply=reply, by=county.signer),
        lambda: answering.release_reply(reply=reply, by=county.office),
    )

    assert sum(isinstance(r, CaseError) for r in results) == 1
    assert reply.round.case.events.filter(verb="release").count() == 1


def planned(county):
    reply = draft(county, made.in_hand(county), PLANNED)
    answering.release_reply(
        reply=reply, by=county.signer, at=made.moment("2026-11-09 09:00")
    )
    return Promise.objects.get()


def test_planned_answer_leaves_a_promise(county):
    promise = planned(county)

    assert promise.due_on == date(2027, 3, 31)
    assert promise.state == PromiseState.OPEN


def test_kept_promise_is_told_to_the_resident(county):
    promise = answering.settle_promise(
        promise=planned(county), kept=True, report="3月20日清完", by=county.office
    )

    assert promise.state == PromiseState.KEPT
    assert "3月20日清完" in promise.case.events.last().public_note


def test_sweep_promises_marks_the_broken_once(county):
    planned(county)

    first = answering.sweep_promises(today=date(2027, 4, 1))
    second = answering.sweep_promises(today=date(2027, 4, 1))

    assert (first, second) == (1, 0)


def test_sweep_promises_on_the_day_itself_breaks_nothing(county):
    planned(county)

    assert answering.sweep_promises(today=date(2027, 3, 31)) == 0
