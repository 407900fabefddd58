"""Declaring activities with evidence; verification writes the activity record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from deputies.activities.enums.activities import DecisionState, LeaveKind
from deputies.activities.enums.records import DECLARED_KINDS, RecordKind
from deputies.activities.models.activities import Activity, ActivityFile, DeputyLeave
from deputies.activities.services.records import write_activity_record
from deputies.register.models import Deputy
from office.models import Attachment, User
from office.notices.services.outbox import notify
from office.text.errors import ServiceError


class ActivityError(ServiceError):
    """The declaration or decision is refused. The message is shown to the user."""


@dataclass(frozen=True)
class Votes:
    """Ratings of a report (述职) by those present; they must sum to ``present``."""

    present: int
    good: int
    fair: int
    bad: int
    blank: int


@dataclass(frozen=True)
class Facts:
    """What a deputy declares. ``votes`` only for a report (述职)."""

    kind: RecordKind
    day: date
    place: str
    title: str
    text: str
    votes: Votes | None = None


@transaction.atomic
def declare_activity(
    *,
    deputy: Deputy,
    facts: Facts,
    source_key: str,
    attachments: Sequence[Attachment] = (),
    by: User,
) -> Activity:
    """Declare an activity. Idempotent per form key. Raises ActivityError."""
    if deputy.user_id != by.pk:
        raise ActivityError("活动由代表本人申报。")
    _check_facts(facts, attachments)
    votes = vars(facts.votes) if facts.votes else {}
    activity, is_new = Activity.objects.get_or_create(
        source_key=source_key,
        defaults={
            "deputy": deputy,
            "kind": facts.kind,
            "day": facts.day,
            "place": facts.place.strip()[:100],
            "title": facts.title.strip()[:100],
            "text": facts.text.strip(),
            **votes,
        },
    )
    if is_new:
        ActivityFile.objects.bulk_create(
            ActivityFile(activity=activity, attachment=one) for one in attachments
        )
    return activity


def _check_facts(facts: Facts, attachments: Sequence[Attachment]) -> None:
    if facts.kind not in DECLARED_KINDS:
        raise ActivityError("这类事项由系统记录，不用申报。")
    if facts.day > timezone.localdate():
        raise ActivityError("还没有到那一天，不能申报。")
    if not (facts.place.strip() and facts.title.strip() and facts.text.strip()):
        raise ActivityError("请写明地点、做了什么、经过和结果。")
    if not attachments:
        raise ActivityError("请附上照片或者文件作佐证。")
    is_report = facts.kind == RecordKind.REPORT
    if is_report != (facts.votes is not None):
        raise ActivityError("述职要填到场人数和评价；别的活动不填。")
    if facts.votes and sum(vars(facts.votes).values()) != 2 * facts.votes.present:
        raise ActivityError("满意、基本满意、不满意、没有表态加起来要等于到场人数。")
    if facts.votes and facts.votes.present == 0:
        raise ActivityError("没有人到场，不能算述职。")


@transaction.atomic
def decide_activity(
    *, activity: Activity, granted: bool, decision: str = "", by: User
) -> Activity:
    """Verify, or refuse with a reason. Verifying writes one activity record."""
    row = _decide(Activity, activity.pk, granted, decision, by)
    if granted:
        write_activity_record(
            deputy=row.deputy,
            kind=RecordKind(row.kind),
            day=row.day,
            key=f"activity:{row.pk}",
            title=row.title,
            url=row.get_absolute_url(),
            by=by,
        )
    _notify(row, f"{row}", row.get_absolute_url())
    return row


Declared = TypeVar("Declared", Activity, DeputyLeave)


def _decide(
    model: type[Declared], pk: int, granted: bool, decision: str, by: User
) -> Declared:
    row = (
        model.objects.select_for_update(of=("self",))
        .select_related("deputy__user")
        .get(pk=pk)
    )
    if not row.is_waiting:
        raise ActivityError(f"已经核定过：{row.get_state_display()}。")
    if row.deputy.user_id == by.pk:
        raise ActivityError("申报人不能核实自己的申报。")
    if not granted and not decision.strip():
        raise ActivityError("不通过的，请写明理由。")
    row.state = DecisionState.GRANTED if granted else DecisionState.REFUSED
    row.decided_at, row.decided_by = timezone.now(), by
    row.decision = decision.strip()[:200]
    row.save()
    return row


def _notify(row: Activity | DeputyLeave, what: str, url: str) -> None:
    if row.deputy.user is None:
        return
    notify(
        key=f"{row._meta.model_name}:{row.pk}:{row.deputy.user_id}",
        kind="activity_decided",
        title=f"申报{row.get_state_display()}",
        text=f"{what}。{row.decision}"[:500],
        url=url,
        user=row.deputy.user,
    )


@transaction.atomic
def ask_leave(
    *,
    deputy: Deputy,
    kind: LeaveKind,
    first_on: date,
    last_on: date,
    reason: str,
    by: User,
) -> DeputyLeave:
    """Ask for leave over a period; an overlap with other leave is refused."""
    Deputy.objects.select_for_update().get(pk=deputy.pk)
    if deputy.user_id != by.pk:
        raise ActivityError("请假由代表本人提出。")
    if last_on < first_on:
        raise ActivityError("止日不能早于起日。")
    if not reason.strip():
        raise ActivityError("请写明请假的事由。")
    others = deputy.leaves.exclude(state=DecisionState.REFUSED)
    if others.filter(first_on__lte=last_on, last_on__gte=first_on).exists():
        raise ActivityError("这几天已经请过假。")
    return DeputyLeave.objects.create(
        deputy=deputy,
        kind=kind,
        first_on=first_on,
        last_on=last_on,
        reason=reason.strip()[:200],
    )


@transaction.atomic
def decide_leave(
    *, leave: DeputyLeave, granted: bool, decision: str = "", by: User
) -> DeputyLeave:
    row = _decide(DeputyLeave, leave.pk, granted, decision, by)
    _notify(row, f"请假 {row.first_on:%Y-%m-%d} 至 {row.last_on:%Y-%m-%d}", "")
    return row
