"""The clock of a round: due day, extension, suspension, and counting again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import OPINIONS, CaseStatus, Duty, SuspendReason, Verb
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Extension, Round, Suspension
from cases.loop.services.moves import (
    CaseError,
    check_kind,
    check_move,
    current_round,
    lock_case,
    move,
    record,
)
from office.calendar.services.deadlines import (
    WorkCalendar,
    cn_date,
    count_deadline,
    find_rule,
    load_calendar,
)
from office.models import User


def local_day(at: datetime | None) -> date:
    return timezone.localtime(at or timezone.now()).date()


def is_running(case: Case) -> bool:
    """Whether a unit works on it now, so that its due day may still move."""
    return case.status in (
        CaseStatus.IN_HAND,
        CaseStatus.SUSPENDED,
        CaseStatus.DRAFTED,
    )


def start_clock(case: Case, handling: Round, rule_name: str, start: date) -> None:
    """Count the due day of ``handling`` from ``start``; both rows stay unsaved."""
    handling.rule = find_rule(rule_name, start)
    handling.start_on = start
    handling.extra_days = handling.held_days = 0
    set_due_day(case, handling, load_calendar())
    handling.first_due_on = handling.due_on


def set_due_day(case: Case, handling: Round, calendar: WorkCalendar) -> None:
    """Count again from what the round keeps: start, rule, extension, suspension."""
    counted = count_deadline(handling.rule, handling.start_on, calendar)
    added = handling.extra_days + handling.held_days
    handling.due_on = (
        calendar.add_workdays(counted.due, added) if added else counted.due
    )
    handling.basis = calendar.basis(handling.start_on, handling.due_on)
    handling.calendar_revision = calendar.revision
    case.due_on = handling.due_on
    case.warn_on = calendar.add_workdays(handling.due_on, -handling.rule.warn_before)


@transaction.atomic
def ask_extension(
    *, case: Case, days: int, reason: str, by: User, at: datetime | None = None
) -> Extension:
    """Ask for ``days`` more working days, before the answer is due."""
    case = lock_case(case)
    check_kind(case, OPINIONS)
    handling = current_round(case)
    today = local_day(at)
    _check_may_be_extended(case, handling, days, today)
    asked = Extension.objects.create(
        round=handling,
        days=days,
        reason=reason,
        asked_by=by,
        asked_at=at or timezone.now(),
    )
    record(case, Verb.ASK_EXTENSION, by=by, at=at, unit=handling.lead, note=reason)
    notifications.notify_supervisor_of_extension(case, handling.supervisor, asked)
    return asked


def _check_may_be_extended(case: Case, handling: Round, days: int, today: date) -> None:
    if case.status not in (CaseStatus.IN_HAND, CaseStatus.DRAFTED):
        raise CaseError("只有办理中的意见可以申请延期。")
    if today > handling.due_on:
        raise CaseError(f"期限{cn_date(handling.due_on)}已过，延期要在到期以前申请。")
    most = find_rule("case_extension", today).amount
    left = most - handling.extra_days
    if left <= 0:
        raise CaseError("这次办理已经延期过，不能再延。")
    if not 1 <= days <= left:
        raise CaseError(f"最多还能延长 {left} 个工作日。")
    if handling.extensions.filter(granted__isnull=True).exists():
        raise CaseError("已有一份延期申请在等批复。")


@transaction.atomic
def decide_extension(
    *,
    extension: Extension,
    granted: bool,
    answer: str,
    by: User,
    at: datetime | None = None,
) -> Extension:
    """Grant or refuse, by another person than the one who asked; the resident is told."""
    case = lock_case(extension.round.case)
    check_kind(case, OPINIONS)
    asked = Extension.objects.select_for_update().get(pk=extension.pk)
    if asked.granted is not None:
        raise CaseError("这份延期申请已经批复过了。")
    if asked.asked_by_id == by.pk:
        raise CaseError("申请人不能批准自己的延期。")
    handling = current_round(case)
    if granted and (asked.round_id != handling.pk or not is_running(case)):
        # Otherwise an answer that was late would be in time by what came after it.
        raise CaseError("这件意见已经不在办理中，不能再同意延期。")
    asked.granted, asked.answer = granted, answer
    asked.decided_by, asked.decided_at = by, at or timezone.now()
    asked.save()
    if granted:
        _lengthen(case, handling, asked, by, at)
    else:
        record(
            case, Verb.REFUSE_EXTENSION, by=by, at=at, unit=handling.lead, note=answer
        )
    notifications.notify_unit_of_extension(case, asked)
    return asked


def _lengthen(
    case: Case, handling: Round, asked: Extension, by: User, at: datetime | None
) -> None:
    handling.extra_days += asked.days
    set_due_day(case, handling, load_calendar())
    handling.save()
    handling.assignments.filter(
        returned_at__isnull=True, duty__in=[Duty.LEAD, Duty.SEPARATE]
    ).update(due_on=handling.due_on)
    why = f"{handling.lead}需要更多时间：{asked.reason}"
    say = f"答复期限延到{cn_date(handling.due_on)}。{why}"
    record(
        case,
        Verb.GRANT_EXTENSION,
        by=by,
        at=at,
        unit=handling.lead,
        note=asked.answer,
        public_note=say,
    )
    case.save()
    notifications.notify_submitters(
        case, "extended", "答复期限延长", say, key=f"{asked.pk}"
    )


@transaction.atomic
def suspend_case(
    *,
    case: Case,
    reason: SuspendReason,
    text: str,
    limit_on: date,
    by: User,
    at: datetime | None = None,
) -> Suspension:
    """Stop the clock, for a reason, until ``limit_on`` at the latest."""
    case = lock_case(case)
    check_kind(case, OPINIONS)
    check_move(case, Verb.SUSPEND)
    handling = current_round(case)
    today = local_day(at)
    last = count_deadline(find_rule("case_suspension", today), today).due
    if not today < limit_on <= last:
        raise CaseError(f"最迟恢复日要在明天到{cn_date(last)}之间。")
    if today > handling.due_on:
        raise CaseError("已经超期的意见不能停表。")
    held = Suspension.objects.create(
        round=handling,
        reason=reason,
        text=text,
        started_on=today,
        limit_on=limit_on,
        by=by,
    )
    say = f"{SuspendReason(reason).label}：{text}。最迟{cn_date(limit_on)}恢复计时。"
    move(case, Verb.SUSPEND, by=by, at=at, unit=handling.lead, public_note=say)
    case.save()
    notifications.notify_submitters(
        case, "suspended", "暂停计时", say, key=f"{held.pk}"
    )
    return held


@transaction.atomic
def resume_case(*, case: Case, by: User | None, at: datetime | None = None) -> Case:
    """Start the clock again; the days it stood still are added to the due day."""
    case = lock_case(case)
    check_kind(case, OPINIONS)
    resume_locked(case, by=by, at=at)
    case.save()
    return case


def resume_locked(case: Case, *, by: User | None, at: datetime | None) -> None:
    """Resume a case that the caller has locked and will save."""
    check_move(case, Verb.RESUME)
    handling = current_round(case)
    stops = handling.suspensions.select_for_update()
    held = stops.filter(ended_on__isnull=True).first()
    if held is None:
        raise CaseError("这件没有停计时，不用恢复。")
    # A sweep that runs late does not lengthen the stop beyond its limit.
    held.ended_on = min(local_day(at), held.limit_on)
    held.save()
    calendar = load_calendar()
    handling.held_days += calendar.workdays_between(held.started_on, held.ended_on)
    set_due_day(case, handling, calendar)
    handling.save()
    say = f"恢复计时，答复期限{cn_date(handling.due_on)}。"
    move(case, Verb.RESUME, by=by, at=at, unit=handling.lead, public_note=say)


def end_suspensions(*, today: date) -> int:
    """Resume what has reached its limit; running it twice is harmless."""
    due = Suspension.objects.filter(ended_on__isnull=True, limit_on__lte=today)
    count = 0
    for case_id in list(due.values_list("round__case_id", flat=True)):
        with transaction.atomic():
            case = Case.everything.select_for_update().get(pk=case_id)
            if case.status == CaseStatus.SUSPENDED:
                resume_locked(case, by=None, at=None)
                case.save()
                count += 1
    return count


def recount_deadlines() -> int:
    """Count every running round again on the calendar as it stands now.

    Each round is its own transaction and keeps the revision it was counted on, so a
    second worker, or a second run after a crash, finds only what is left.
    """
    calendar = load_calendar()
    stale = Round.objects.filter(
        answered_at__isnull=True, ended_at__isnull=True, due_on__isnull=False
    ).exclude(calendar_revision=calendar.revision)
    moved = 0
    for case_id in list(stale.values_list("case_id", flat=True)):
        moved += _recount(case_id, calendar)
    return moved


@transaction.atomic
def _recount(case_id: int, calendar: WorkCalendar) -> int:
    case = Case.everything.select_for_update().get(pk=case_id)
    handling = current_round(case)
    if handling.due_on is None or handling.calendar_revision == calendar.revision:
        return 0
    before = handling.due_on
    set_due_day(case, handling, calendar)
    handling.save()
    case.save()
    if handling.due_on == before:
        return 0
    handling.assignments.filter(
        returned_at__isnull=True, duty__in=[Duty.LEAD, Duty.SEPARATE]
    ).update(due_on=handling.due_on)
    say = f"工作日历有变动，答复期限由{cn_date(before)}改为{cn_date(handling.due_on)}。"
    event = record(case, Verb.RECOUNT, by=None, unit=handling.lead, public_note=say)
    notifications.notify_unit_of_recount(case, event)
    return 1
