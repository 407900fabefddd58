"""Six months instead of three (代表法 第五十一条): asked by the unit, decided above it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import SUGGESTIONS, CaseStatus, Duty, Verb
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Extension, Round
from cases.loop.services.clock import is_running, local_day, start_clock
from cases.loop.services.kinds import rules_of
from cases.loop.services.moves import (
    CaseError,
    check_kind,
    current_round,
    lock_case,
    record,
)
from cases.suggestions.services.drafts import lock_suggestion
from office.calendar.services.deadlines import cn_date
from office.models import User


@transaction.atomic
def ask_six_months(
    *, case: Case, reason: str, by: User, at: datetime | None = None
) -> Extension:
    """Before the three months are over; decided by the congress, told to the deputies."""
    check_kind(case, SUGGESTIONS)
    suggestion = lock_suggestion(case.suggestion)
    case = lock_case(case)
    handling = current_round(case)
    if case.status not in (CaseStatus.IN_HAND, CaseStatus.DRAFTED):
        raise CaseError("只有办理中的建议可以申请延长。")
    if suggestion.is_hard or case.round_no > 1:
        raise CaseError("这件建议的期限不能再延长。")
    if local_day(at) > handling.due_on:
        raise CaseError("期限已过，延长要在到期以前申请。")
    if handling.extensions.filter(granted__isnull=True).exists():
        raise CaseError("已有一份申请在等批复。")
    if not reason.strip():
        raise CaseError("请写明为什么涉及面广、处理难度大。")
    # No days of its own: another rule is counted instead.
    asked = Extension.objects.create(
        round=handling,
        days=0,
        reason=reason.strip()[:200],
        asked_by=by,
        asked_at=at or timezone.now(),
    )
    record(case, Verb.ASK_EXTENSION, by=by, at=at, unit=handling.lead, note=reason)
    notifications.notify_supervisor_of_six_months(case, handling.supervisor, asked)
    return asked


@transaction.atomic
def decide_six_months(
    *, case: Case, granted: bool, answer: str, by: User, at: datetime | None = None
) -> Extension:
    """By another person than the one who asked. The due day is counted anew."""
    check_kind(case, SUGGESTIONS)
    suggestion = lock_suggestion(case.suggestion)
    case = lock_case(case)
    handling = current_round(case)
    asked = handling.extensions.select_for_update().filter(granted=None).first()
    if asked is None:
        raise CaseError("没有等批复的申请。")
    if asked.asked_by_id == by.pk:
        raise CaseError("申请人不能批准自己的申请。")
    if granted and not is_running(case):
        # Otherwise an answer that was late would be in time by what came after it.
        raise CaseError("这件建议已经不在办理中，不能再同意延长。")
    asked.granted, asked.answer = granted, answer
    asked.decided_by, asked.decided_at = by, at or timezone.now()
    asked.save()
    if granted:
        suggestion.is_hard, suggestion.hard_reason = True, asked.reason
        suggestion.save()
        _count_by_hard_rule(case, handling, asked, by, at)
    else:
        refused = Verb.REFUSE_EXTENSION
        record(case, refused, by=by, at=at, unit=handling.lead, note=answer)
    notifications.notify_unit_of_six_months(case, asked)
    return asked


def _count_by_hard_rule(
    case: Case, handling: Round, asked: Extension, by: User, at: datetime | None
) -> None:
    before = handling.due_on
    case.suggestion.refresh_from_db()
    rules = rules_of(case)
    start = rules.answer_start(case, handling, local_day(handling.assigned_at))
    start_clock(case, handling, rules.answer_rule(case, handling.lead), start)
    handling.save()
    case.save()
    handling.assignments.filter(
        returned_at__isnull=True, duty__in=[Duty.LEAD, Duty.SEPARATE]
    ).update(due_on=handling.due_on)
    say = (
        f"涉及面广、处理难度大，答复期限由{cn_date(before)}延到"
        f"{cn_date(handling.due_on)}：{asked.reason}"
    )
    unit = handling.lead
    record(case, Verb.GRANT_EXTENSION, by=by, at=at, unit=unit, public_note=say)
    notifications.notify_submitters(
        case, "extended", "答复期限延长", say, key=f"{asked.pk}"
    )
