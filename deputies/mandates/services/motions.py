"""辞职、责令辞职、罢免: receipt, defence, paper vote, and its effect."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from deputies.mandates.enums import MotionKind, MotionState
from deputies.mandates.models.motions import SeatMotion
from deputies.mandates.services.steps import Decision, end_by_motion
from deputies.register.enums import EndCause, Level, MandateStatus
from deputies.register.models import Mandate
from office.audit import services as audit
from office.models import User
from office.text.errors import ServiceError

# 选举法 第五十条: number of voters of the constituency who must sign a recall demand.
SIGNATURES = {Level.COUNTY: 50, Level.TOWN: 30}
CAUSES = {
    MotionKind.RESIGNATION: EndCause.RESIGNED,
    MotionKind.ORDERED: EndCause.RESIGNED,
    MotionKind.RECALL: EndCause.RECALLED,
}


class MotionError(ServiceError):
    """The change of the motion is refused. The message is shown to the user."""


@dataclass(frozen=True)
class Vote:
    """``total`` is the base of the majority, not the number present.

    选举法 第五十三条、第五十五条.
    """

    on: date
    total: int
    in_favour: int
    document: str


@transaction.atomic
def receive_motion(
    *,
    mandate: Mandate,
    kind: MotionKind,
    on: date,
    reason: str,
    signatures: int | None = None,
    by: User | None,
) -> SeatMotion:
    """Register a written motion about a seat. Raises MotionError."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.status not in (MandateStatus.VALID, MandateStatus.SUSPENDED):
        raise MotionError("只有在任的代表可以辞职或者被罢免。")
    if not reason.strip():
        raise MotionError("请写明理由。")
    if not mandate.starts_on <= on <= timezone.localdate():
        raise MotionError("收到日期要在当选以后、今天以前。")
    needed = SIGNATURES[Level(mandate.level)]
    if kind != MotionKind.RECALL:
        signatures = None
    elif (signatures or 0) < needed:
        raise MotionError(
            f"罢免要求要有原选区选民 {needed} 人以上联名（选举法第五十条）。"
        )
    try:
        with transaction.atomic():
            motion = SeatMotion.objects.create(
                mandate=mandate,
                kind=kind,
                received_on=on,
                signatures=signatures,
                reason=reason.strip(),
                by=by,
            )
    except IntegrityError as error:
        raise MotionError("这名代表已有一件没有办结的。") from error
    detail = {"kind": str(kind)}
    audit.record(action="receive_motion", by=by, object=motion, detail=detail)
    return motion


@transaction.atomic
def record_defence(*, motion: SeatMotion, defence: str, by: User) -> SeatMotion:
    """申辩意见 (选举法 第五十条, 代表法 第六十条). Raises MotionError."""
    motion = _open(motion)
    if motion.kind != MotionKind.RECALL:
        raise MotionError("只有罢免要求有申辩意见。")
    if not defence.strip():
        raise MotionError("请写明申辩意见。")
    motion.defence = defence.strip()
    motion.save(update_fields=["defence"])
    audit.record(action="record_defence", by=by, object=motion)
    return motion


@transaction.atomic
def record_vote(*, motion: SeatMotion, vote: Vote, by: User | None) -> SeatMotion:
    """Record the numbers; a majority of all ends the seat, otherwise it stays.

    Raises MotionError, or MandateError if the seat ended in the meantime.
    """
    motion = _open(motion)
    if not vote.document.strip():
        raise MotionError("请写明表决结果的文件。")
    if not 0 < vote.total >= vote.in_favour:
        raise MotionError("赞成票不能多于全体人数。")
    if not motion.received_on <= vote.on <= timezone.localdate():
        raise MotionError("表决日期要在收到以后、今天以前。")
    passed = vote.in_favour * 2 > vote.total
    motion.state = MotionState.PASSED if passed else MotionState.FAILED
    motion.decided_on, motion.document = vote.on, vote.document.strip()[:120]
    motion.total, motion.in_favour = vote.total, vote.in_favour
    motion.save()
    if passed:
        end_by_motion(
            mandate=motion.mandate,
            cause=CAUSES[MotionKind(motion.kind)],
            decision=Decision.of_day(vote.on, motion.document),
            by=by,
        )
    detail = {"passed": passed, "in_favour": vote.in_favour, "total": vote.total}
    audit.record(action="record_vote", by=by, object=motion, detail=detail)
    return motion


@transaction.atomic
def withdraw_motion(*, motion: SeatMotion, by: User) -> SeatMotion:
    """Withdraw the motion before the vote, at its author's request. Raises MotionError."""
    motion = _open(motion)
    motion.state = MotionState.WITHDRAWN
    motion.save(update_fields=["state"])
    audit.record(action="withdraw_motion", by=by, object=motion)
    return motion


def _open(motion: SeatMotion) -> SeatMotion:
    rows = SeatMotion.objects.select_for_update(of=("self",))
    motion = rows.select_related("mandate").get(pk=motion.pk)
    if motion.state != MotionState.RECEIVED:
        raise MotionError(f"这一件已经是“{motion.get_state_display()}”。")
    return motion
