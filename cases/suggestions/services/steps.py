"""代表建议 in handling: the meeting before the answer, key suggestions, withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import SUGGESTIONS, CaseKind, CaseStatus, DeclineReason, Verb
from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services.clock import local_day
from cases.loop.services.intake import withdraw_case
from cases.loop.services.moves import (
    CaseError,
    check_kind,
    current_round,
    lock_case,
    record,
)
from cases.loop.services.routing import assign_case
from cases.loop.services.screening import accept_case, decline_case, publish_case
from cases.suggestions.enums import MeetingWay, ProposerState
from cases.suggestions.models import Meeting, Proposer, Suggestion
from cases.suggestions.services.drafts import lock_suggestion
from cases.suggestions.services.records import void_all, write_key
from office.calendar.services.deadlines import cn_date
from office.models import Unit, User
from office.text import cleaning


def accept_suggestion(*, case: Case, by: User, at: datetime | None = None) -> Case:
    """审查立案: level and place are those of the congress it was submitted to."""
    return accept_case(case=case, by=by, at=at, kinds=SUGGESTIONS)


@transaction.atomic
def assign_suggestion(
    *,
    case: Case,
    lead: Unit,
    assist: Sequence[Unit] = (),
    separate: Sequence[Unit] = (),
    note: str = "",
    hard_reason: str = "",
    session_closed_on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Case:
    """交办; with ``hard_reason`` the six months of 代表法 第五十一条 apply."""
    check_kind(case, SUGGESTIONS)
    suggestion = lock_suggestion(case.suggestion)
    if hard_reason.strip():
        suggestion.is_hard, suggestion.hard_reason = True, hard_reason.strip()[:200]
    suggestion.session_closed_on = session_closed_on or suggestion.session_closed_on
    suggestion.save()
    return assign_case(
        case=case,
        lead=lead,
        assist=assist,
        separate=separate,
        note=note,
        by=by,
        at=at,
        kinds=SUGGESTIONS,
    )


@dataclass(frozen=True)
class Talk:
    """面商 as recorded: with whom, how, when, who of the unit, what was said."""

    proposer: Proposer
    way: MeetingWay
    day: date
    people: str
    text: str
    place: str = ""


@transaction.atomic
def record_meeting(
    *, case: Case, unit: Unit, talk: Talk, by: User, at: datetime | None = None
) -> Meeting:
    """Record a talk with a proposer, while the case is being handled. Raises CaseError."""
    case = lock_case(case)
    check_kind(case, SUGGESTIONS)
    if case.status not in (CaseStatus.IN_HAND, CaseStatus.DRAFTED):
        raise CaseError("签收以后、答复以前可以记面商。")
    handling = current_round(case)
    _check_talk(case, handling, unit, talk, local_day(at))
    meeting = Meeting.objects.create(
        round=handling,
        unit=unit,
        proposer=talk.proposer,
        way=talk.way,
        day=talk.day,
        people=talk.people.strip()[:100],
        place=talk.place.strip()[:100],
        text=cleaning.clean_text(talk.text),
        by=by,
        at=at or timezone.now(),
    )
    way = MeetingWay(talk.way).label
    say = f"{cn_date(talk.day)}，{unit}{way}听取{talk.proposer}代表的意见。"
    record(case, Verb.MEET, by=by, at=at, unit=unit, note=talk.text, public_note=say)
    return meeting


def _check_talk(
    case: Case, handling: Round, unit: Unit, talk: Talk, today: date
) -> None:
    if talk.proposer.suggestion_id != case.suggestion.pk:
        raise CaseError("这位代表没有提这件建议。")
    if talk.proposer.state != ProposerState.CONFIRMED:
        raise CaseError("只和已经确认的代表面商。")
    if not handling.assignments.filter(unit=unit, returned_at__isnull=True).exists():
        raise CaseError("只有承办单位可以记面商。")
    if not local_day(handling.assigned_at) <= talk.day <= today:
        raise CaseError("面商的日期要在交办以后、今天以前。")
    if not talk.people.strip() or not cleaning.clean_text(talk.text):
        raise CaseError("请写明单位谁参加、代表怎么说。")


def check_met(case: Case, reply: Reply) -> None:
    """代表法 第五十一条: proposers are heard before the answer. Raises CaseError."""
    if case.kind != CaseKind.SUGGESTION:
        return
    if not reply.round.meetings.filter(unit=reply.unit).exists():
        raise CaseError(
            f"{reply.unit}还没有面商记录，不能答复。请先和提建议的代表当面或者电话"
            "沟通，记下时间、方式和代表的意见。"
        )


def pass_on_answer(case: Case, say: str, at: datetime) -> None:
    """Show the result on the opinion it grew out of, and notify its submitters."""
    opinion = case.suggestion.from_case if case.kind == CaseKind.SUGGESTION else None
    if opinion is None:
        return
    text = f"代表建议{case.number}有了答复。{say}"
    event = record(opinion, Verb.SUGGESTION_ANSWERED, by=None, at=at, public_note=text)
    notifications.notify_submitters(
        opinion, "suggestion_answered", "代表建议有答复了", text, key=f"{event.pk}"
    )


@transaction.atomic
def make_key(
    *, case: Case, leader: str, basis: str, by: User, at: datetime | None = None
) -> Suggestion:
    """重点督办: decided by the council of chairpersons, with a named leader.

    代表法 第五十二条.
    """
    check_kind(case, SUGGESTIONS)
    suggestion = lock_suggestion(case.suggestion)
    case = lock_case(case)
    if case.status in (CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.RECEIVED):
        raise CaseError("受理以后的建议才能列为重点督办。")
    if suggestion.key_leader:
        raise CaseError(f"已由{suggestion.key_leader}重点督办。")
    if not leader.strip() or not basis.strip():
        raise CaseError("请写明督办领导和确定的会议。")
    suggestion.key_leader, suggestion.key_basis = (
        leader.strip()[:40],
        basis.strip()[:100],
    )
    suggestion.save()
    say = f"{suggestion.key_basis}确定为重点督办建议，由{suggestion.key_leader}督办。"
    event = record(case, Verb.MAKE_KEY, by=by, at=at, public_note=say)
    write_key(suggestion, on=local_day(at))
    notifications.notify_submitters(case, "key", "列为重点督办", say, key=f"{event.pk}")
    notifications.notify_unit_of_key(case, event)
    return suggestion


@transaction.atomic
def publish_suggestion(
    *, case: Case, title: str, text: str, by: User, at: datetime | None = None
) -> Case:
    """山东条例 第二十七条: public, unless there is a reason against it."""
    check_kind(case, SUGGESTIONS)
    if case.suggestion.hidden:
        why = case.suggestion.get_hidden_display()
        raise CaseError(f"这件建议{why}，不能公开。")
    return publish_case(
        case=case, title=title, text=text, by=by, at=at, kinds=SUGGESTIONS
    )


@transaction.atomic
def withdraw_suggestion(
    *, case: Case, reason: str, by: User, at: datetime | None = None
) -> Case:
    """书面撤回 by the lead, before an answer; the handling ends with it."""
    check_kind(case, SUGGESTIONS)
    suggestion = lock_suggestion(case.suggestion)
    if suggestion.lead.deputy.user_id != by.pk:
        raise CaseError("只有领衔代表可以撤回。")
    if not reason.strip():
        raise CaseError("请写明撤回的理由。")
    case = withdraw_case(
        case=case, reason=reason.strip(), by=by, at=at, kinds=SUGGESTIONS
    )
    void_all(suggestion, reason="建议已撤回", by=by)
    return case


@transaction.atomic
def decline_suggestion(
    *,
    case: Case,
    reason: DeclineReason,
    guidance: str = "",
    by: User,
    at: datetime | None = None,
) -> Case:
    """Not admissible as a suggestion (山东条例 第六条): with a reason and where to go."""
    check_kind(case, SUGGESTIONS)
    suggestion = lock_suggestion(case.suggestion)
    case = decline_case(
        case=case,
        reason=reason,
        guidance=guidance,
        by=by,
        at=at,
        kinds=SUGGESTIONS,
    )
    void_all(suggestion, reason="没有作为代表建议办理", by=by)
    return case
