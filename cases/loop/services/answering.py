"""The answer: drafted by one person, released by another, read by everyone who asked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import (
    CaseStatus,
    Duty,
    PromiseState,
    ReplyState,
    ResultClass,
    Verb,
)
from cases.loop.models.answers import Promise, Reply
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services import building
from cases.loop.services.clock import local_day
from cases.loop.services.kinds import rules_of
from cases.loop.services.moves import CaseError, current_round, lock_case, move, record
from office.calendar.services.deadlines import cn_date
from office.models import Unit, User
from office.text import cleaning
from office.text.masking import mask_text

BRIEF_LENGTH = 120
ANSWERING_DUTIES = (Duty.LEAD, Duty.SEPARATE)


@dataclass(frozen=True)
class Answer:
    """What a unit answers. ``promise`` and ``promise_on`` go with PLANNED only."""

    text: str
    result_class: ResultClass
    promise: str = ""
    promise_on: date | None = None


@transaction.atomic
def draft_reply(
    *, case: Case, unit: Unit, answer: Answer, by: User, at: datetime | None = None
) -> Reply:
    """交答复稿: the answering unit's draft, or its draft again after it was sent back."""
    case = lock_case(case)
    if case.status not in (CaseStatus.IN_HAND, CaseStatus.DRAFTED):
        raise CaseError("只有签收以后、答复以前可以交答复稿。")
    handling = current_round(case)
    _check_answer(answer, local_day(at))
    _check_owes(handling, unit)
    reply, _ = Reply.objects.update_or_create(
        round=handling,
        unit=unit,
        state=ReplyState.RETURNED,
        defaults=_fields(answer, by, at),
        create_defaults={
            "round": handling,
            "unit": unit,
            **_fields(answer, by, at),
        },
    )
    note = f"{ResultClass(answer.result_class).label}：{answer.text}"
    if case.status == CaseStatus.IN_HAND:
        move(case, Verb.DRAFT, by=by, at=at, unit=unit, note=note)
    else:
        record(case, Verb.DRAFT, by=by, at=at, unit=unit, note=note)
    case.save()
    notifications.notify_supervisor_of_draft(case, handling.supervisor, reply)
    return reply


def _fields(answer: Answer, by: User, at: datetime | None) -> dict:
    planned = answer.result_class == ResultClass.PLANNED
    return {
        "text": cleaning.clean_text(answer.text),
        "result_class": answer.result_class,
        "promise": answer.promise.strip() if planned else "",
        "promise_on": answer.promise_on if planned else None,
        "state": ReplyState.SUBMITTED,
        "drafted_by": by,
        "drafted_at": at or timezone.now(),
    }


def _check_answer(answer: Answer, today: date) -> None:
    if not cleaning.clean_text(answer.text):
        raise CaseError("请写答复内容。")
    if answer.result_class == ResultClass.PLANNED:
        if not answer.promise.strip() or answer.promise_on is None:
            raise CaseError("列入计划的，要写明答应的事和完成日期。")
        if answer.promise_on <= today:
            raise CaseError("答应的完成日期要晚于今天。")


def _check_owes(handling: Round, unit: Unit) -> None:
    owes = handling.assignments.filter(
        unit=unit, duty__in=ANSWERING_DUTIES, returned_at__isnull=True
    )
    if not owes.exists():
        raise CaseError("只有主办单位和分别办理的单位可以交答复稿。")
    given = handling.replies.filter(unit=unit)
    if given.filter(state=ReplyState.SUBMITTED).exists():
        raise CaseError("已有一份答复稿在等复核。")
    if given.filter(state=ReplyState.RELEASED).exists():
        raise CaseError("这次办理已经答复过了。")


@transaction.atomic
def send_back_reply(
    *, reply: Reply, reason: str, by: User, at: datetime | None = None
) -> Reply:
    """退回修改: the draft stays on record with what was wrong with it."""
    if not reason.strip():
        raise CaseError("请写明要改什么。")
    case, reply = _lock_reply(reply)
    reply.state, reply.returned_reason = ReplyState.RETURNED, reason.strip()[:300]
    reply.save()
    others = reply.round.replies.filter(state=ReplyState.SUBMITTED)
    step = record if others.exists() else move
    event = step(case, Verb.SEND_BACK, by=by, at=at, unit=reply.unit, note=reason)
    case.save()
    notifications.notify_unit_of_draft_sent_back(case, reply, event)
    return reply


@transaction.atomic
def release_reply(
    *, reply: Reply, public_text: str = "", by: User, at: datetime | None = None
) -> Reply:
    """Release the answer: by another person, and from round 2 on by another unit.

    The case is answered when every unit that owes an answer has given it. Raises
    CaseError.
    """
    case, reply = _lock_reply(reply)
    if reply.drafted_by_id == by.pk:
        raise CaseError("起草人不能发布自己的答复，请另一人复核。")
    if case.round_no > 1 and reply.unit_id in by.unit_ids():
        # product.md A: second handling is not closed by the one who handled it.
        raise CaseError("再次办理的答复由督办单位发布，承办单位自己不能结案。")
    rules_of(case).check_answer(case, reply)
    at = at or timezone.now()
    reply.state, reply.released_by, reply.released_at = ReplyState.RELEASED, by, at
    reply.public_text = mask_text(cleaning.clean_text(public_text) or reply.text)
    reply.save()
    _follow_promise(case, reply)
    _finish_part(case, reply, by, at)
    return reply


def _lock_reply(reply: Reply) -> tuple[Case, Reply]:
    case = lock_case(reply.round.case)
    reply = (
        Reply.objects.select_for_update(of=("self",))
        .select_related("round", "unit")
        .get(pk=reply.pk)
    )
    if reply.state != ReplyState.SUBMITTED or case.status != CaseStatus.DRAFTED:
        raise CaseError("这份答复稿已经处理过了，请刷新后再看。")
    return case, reply


def _follow_promise(case: Case, reply: Reply) -> None:
    if reply.result_class == ResultClass.PLANNED:
        Promise.objects.create(
            reply=reply, case=case, text=reply.promise, due_on=reply.promise_on
        )


def _finish_part(case: Case, reply: Reply, by: User, at: datetime) -> None:
    """Move the case on: answered, or waiting for the other units' answers."""
    handling = current_round(case)
    handling.assignments.filter(unit=reply.unit, returned_at__isnull=True).update(
        answered_at=at
    )
    owing = handling.assignments.filter(
        duty__in=ANSWERING_DUTIES, returned_at__isnull=True, answered_at__isnull=True
    )
    label = ResultClass(reply.result_class).label
    say = f"{reply.unit}答复：{label}。"
    if not owing.exists():
        _answer(case, handling, reply, by, at, say)
        return
    waiting = handling.replies.filter(state=ReplyState.SUBMITTED).exists()
    step = record if waiting else move
    step(case, Verb.RELEASE_PART, by=by, at=at, unit=reply.unit, public_note=say)
    case.save()


def _answer(
    case: Case, handling: Round, reply: Reply, by: User, at: datetime, say: str
) -> None:
    handling.answered_at = at
    handling.save()
    lead = handling.replies.filter(state=ReplyState.RELEASED, unit=handling.lead).last()
    shown = lead or reply
    case.answered_at, case.result_class = at, shown.result_class
    case.answer_brief = brief(shown)
    move(case, Verb.RELEASE, by=by, at=at, unit=reply.unit, public_note=say)
    case.due_on = case.warn_on = None
    if case.is_public:
        case.public_search = building.public_search(
            case.public_title, case.public_text, shown.public_text
        )
    case.save()
    notifications.notify_submitters(
        case,
        "answered",
        "您提的事有答复了",
        f"{say}请查看并评价。",
        key=f"{reply.pk}",
    )
    rules_of(case).after_answer(case, say, at)


def brief(reply: Reply) -> str:
    """The first words of an answer, as a list shows them."""
    text = f"{reply.unit.short_name}：" + " ".join(reply.public_text.split())
    return text if len(text) <= BRIEF_LENGTH else text[: BRIEF_LENGTH - 1] + "…"


@transaction.atomic
def settle_promise(
    *,
    promise: Promise,
    kept: bool,
    report: str,
    by: User,
    at: datetime | None = None,
) -> Promise:
    """Say whether what was promised is done; the resident reads it on their page."""
    case = lock_case(promise.case)
    promise = Promise.objects.select_for_update().get(pk=promise.pk)
    if promise.state == PromiseState.KEPT:
        raise CaseError("这项承诺已经核定为落实。")
    if not report.strip():
        raise CaseError("请写明落实的情况。")
    promise.state = PromiseState.KEPT if kept else PromiseState.BROKEN
    promise.report, promise.reported_by = report.strip(), by
    promise.settled_at = at or timezone.now()
    promise.save()
    verb = Verb.KEEP_PROMISE if kept else Verb.BREAK_PROMISE
    say = f"答应的事“{promise.text}”：{mask_text(promise.report)}"
    record(case, verb, by=by, at=at, unit=promise.reply.unit, public_note=say)
    case.save()
    key = f"{promise.pk}:{promise.state}"
    notifications.notify_submitters(
        case, "promise_settled", "答应的事有结果了", say, key=key
    )
    return promise


def sweep_promises(*, today: date) -> int:
    """Mark promises whose day has passed, each once; tell the unit and the residents."""
    overdue = Promise.objects.filter(state=PromiseState.OPEN, due_on__lt=today)
    broken = 0
    for pk in list(overdue.values_list("pk", flat=True)):
        with transaction.atomic():
            broken += _break_promise(pk, today)
    return broken


def _break_promise(pk: int, today: date) -> int:
    promise = Promise.objects.select_related("case", "reply__unit").get(pk=pk)
    case = lock_case(promise.case)
    # Whoever changes the row owns the step, so two workers write one.
    claimed = Promise.objects.filter(pk=pk, state=PromiseState.OPEN).update(
        state=PromiseState.BROKEN
    )
    if not claimed:
        return 0
    say = f"答应{cn_date(promise.due_on)}前办的事“{promise.text}”到期没有落实的报告。"
    record(case, Verb.BREAK_PROMISE, by=None, unit=promise.reply.unit, public_note=say)
    case.save()
    notifications.notify_unit_of_promise(promise, day=today.isoformat())
    return 1
