"""What becomes of a seat: confirmed, suspended, restored, ended. Each step by its law."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from deputies.assemblies.enums import ABSENCES_THAT_END
from deputies.mandates.models.changes import MandateChange
from deputies.mandates.rules import BY_MOTION, SINGLE_CAUSES, deciding_body, law_of
from deputies.mandates.services.announcements import announce_confirmed, announce_end
from deputies.register.enums import EndCause, MandateStatus, MandateStep, SuspendCause
from deputies.register.models import Mandate
from deputies.register.services.mandates import MandateError
from office.audit import services as audit
from office.models import User


@dataclass(frozen=True)
class Decision:
    """When it took effect, when the body decided it, and in which document.

    A step may take effect before it is decided: who moves away, or dies, is no deputy
    from that day on (选举法 第五十七条、代表法 第六十二条).
    """

    on: date
    decided_on: date
    document: str

    @classmethod
    def of_day(cls, day: date, document: str) -> "Decision":
        return cls(day, day, document)


@transaction.atomic
def confirm_mandate(
    *, mandate: Mandate, decision: Decision, by: User | None
) -> MandateChange:
    """代表资格有效 (选举法 第四十七条). Raises MandateError unless it was waiting."""
    return _confirm_all([mandate], decision, by)[0]


@transaction.atomic
def confirm_mandates(
    *, mandates: Sequence[Mandate], decision: Decision, by: User | None
) -> int:
    """Confirm all of them by one document, or none. Returns how many. Raises MandateError."""
    if not mandates:
        raise MandateError("请选要确认的代表。")
    return len(_confirm_all(mandates, decision, by))


def _confirm_all(
    mandates: Sequence[Mandate], decision: Decision, by: User | None
) -> list[MandateChange]:
    changes = []
    for mandate in sorted(mandates, key=lambda row: row.pk):
        row = _locked(mandate)
        if row.status != MandateStatus.ELECTED:
            raise MandateError(f"现在是“{row.get_status_display()}”，不用再确认。")
        changes.append(_take(row, MandateStep.CONFIRM, decision, by))
    by_body = defaultdict(list)
    for change in changes:
        by_body[change.mandate.term_id, change.decided_by].append(change)
    for together in by_body.values():
        announce_confirmed(together)
    return changes


@transaction.atomic
def suspend_mandate(
    *, mandate: Mandate, cause: SuspendCause, decision: Decision, by: User
) -> MandateChange:
    """暂停执行代表职务 (代表法 第六十一条). Raises MandateError unless it is valid."""
    mandate = _locked(mandate)
    if mandate.status != MandateStatus.VALID:
        raise MandateError("只有资格有效的代表可以暂停执行职务。")
    if cause not in SuspendCause.values:
        raise MandateError("暂停执行职务必须写明法定事由。")
    return _take(mandate, MandateStep.SUSPEND, decision, by, cause)


@transaction.atomic
def restore_mandate(*, mandate: Mandate, decision: Decision, by: User) -> MandateChange:
    """恢复执行代表职务. Raises MandateError unless it was suspended."""
    mandate = _locked(mandate)
    if mandate.status != MandateStatus.SUSPENDED:
        raise MandateError("只有暂停执行职务的代表可以恢复。")
    return _take(mandate, MandateStep.RESTORE, decision, by)


@transaction.atomic
def end_mandate(
    *, mandate: Mandate, cause: EndCause, decision: Decision, by: User | None
) -> MandateChange:
    """终止: for a cause the law names (代表法 第六十二条). Raises MandateError."""
    mandate = _locked(mandate)
    if mandate.status == MandateStatus.ENDED:
        raise MandateError("这项代表资格已经终止。")
    if cause not in SINGLE_CAUSES:
        if cause in BY_MOTION:
            raise MandateError("辞职、罢免按表决结果登记，不在这里终止。")
        raise MandateError("终止代表资格必须写明法定事由。")
    if (cause == EndCause.INVALID) != (mandate.status == MandateStatus.ELECTED):
        raise MandateError(
            "还没有确认资格的，只能确定当选无效；确认了的，按法定事由终止。"
        )
    if cause == EndCause.ABSENT_TWICE and mandate.absences < ABSENCES_THAT_END:
        raise MandateError(
            f"登记的未经批准不出席是 {mandate.absences} 次，不到两次，不能以此终止。"
        )
    return _end(mandate, cause, decision, by)


@transaction.atomic
def end_by_motion(
    *, mandate: Mandate, cause: EndCause, decision: Decision, by: User | None
) -> MandateChange:
    """Resigned or recalled, by the vote that ``motions.record_vote`` wrote down."""
    mandate = _locked(mandate)
    if mandate.status == MandateStatus.ENDED:
        raise MandateError("这项代表资格已经终止。")
    return _end(mandate, cause, decision, by)


def _end(
    mandate: Mandate, cause: EndCause, decision: Decision, by: User | None
) -> MandateChange:
    mandate.end_cause, mandate.ends_on = cause, decision.on
    change = _take(mandate, MandateStep.END, decision, by, cause)
    announce_end(change)
    return change


def end_with_term(*, mandates: Sequence[Mandate], decision: Decision, body: str) -> int:
    """届满: all seats of a term that is over, in one write. Called inside ``begin_term``."""
    for mandate in mandates:
        mandate.status, mandate.ends_on = MandateStatus.ENDED, decision.on
        mandate.end_cause = EndCause.TERM_ENDED
    Mandate.objects.bulk_update(mandates, ["status", "ends_on", "end_cause"])
    law = law_of(MandateStep.END, EndCause.TERM_ENDED)
    MandateChange.objects.bulk_create(
        MandateChange(
            mandate=mandate,
            step=MandateStep.END,
            cause=EndCause.TERM_ENDED,
            on=decision.on,
            decided_by=body,
            decided_on=decision.decided_on,
            document=decision.document,
            law=law,
        )
        for mandate in mandates
    )
    return len(mandates)


STATUS_AFTER = {
    MandateStep.CONFIRM: MandateStatus.VALID,
    MandateStep.SUSPEND: MandateStatus.SUSPENDED,
    MandateStep.RESTORE: MandateStatus.VALID,
    MandateStep.END: MandateStatus.ENDED,
}


def _locked(mandate: Mandate) -> Mandate:
    rows = Mandate.objects.select_related(
        "constituency__town__parent", "deputy", "term"
    )
    return rows.select_for_update(of=("self",)).get(pk=mandate.pk)


def _take(
    mandate: Mandate,
    step: MandateStep,
    decision: Decision,
    by: User | None,
    cause: str = "",
) -> MandateChange:
    _check_days(mandate, decision)
    mandate.status = STATUS_AFTER[step]
    mandate.save()
    town = mandate.constituency.town
    change = MandateChange.objects.create(
        mandate=mandate,
        step=step,
        cause=cause,
        on=decision.on,
        decided_by=deciding_body(mandate.level, town, step, cause),
        decided_on=decision.decided_on,
        document=decision.document.strip()[:120],
        law=law_of(step, cause),
        by=by,
    )
    detail = {"status": str(mandate.status), "cause": str(cause)}
    audit.record(action=f"{step}_mandate", by=by, object=mandate, detail=detail)
    return change


def _check_days(mandate: Mandate, decision: Decision) -> None:
    if not decision.document.strip():
        raise MandateError("请写明决定的文件。")
    if decision.on < mandate.starts_on:
        raise MandateError("生效日不能早于当选日。")
    if decision.decided_on < decision.on:
        raise MandateError("决定日期不能早于生效日。")
    if decision.decided_on > timezone.localdate():
        raise MandateError("还没有决定的，不能登记。")
    last = mandate.changes.first()
    if last and decision.on < last.on:
        raise MandateError(f"上一步“{last.get_step_display()}”在这之后才生效。")
