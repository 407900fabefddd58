"""Names on a rota: added, taken off, excused; asked for by deputies, granted by congress."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from deputies.contact.enums import DayState, DutyState, LeaveRequestKind
from deputies.contact.models import ContactDay, LeaveRequest, RosterDuty
from deputies.contact.notifications import congress_people
from deputies.contact.services.rotas import RotaError, lock_day, notify_deputy
from deputies.register.models import Mandate
from office.audit import services as audit
from office.calendar.services.deadlines import cn_date
from office.models import User
from office.notices.services.outbox import notify


@transaction.atomic
def add_duty(*, contact_day: ContactDay, mandate: Mandate, by: User) -> RosterDuty:
    """Put a deputy in office on the rota. Raises RotaError."""
    day = lock_day(contact_day)
    if day.state == DayState.HELD:
        raise RotaError("接待日已经结束，不能再加人。")
    duty = _put_on(day, mandate)
    _write_down("add_duty", duty, by)
    return duty


def _put_on(day: ContactDay, mandate: Mandate) -> RosterDuty:
    if not Mandate.objects.in_office().filter(pk=mandate.pk).exists():
        raise RotaError(f"{mandate.deputy}不是现任代表，不能排班。")
    try:
        with transaction.atomic():
            duty = RosterDuty.objects.create(
                contact_day=day, day=day.day, deputy=mandate.deputy, mandate=mandate
            )
    except IntegrityError as error:
        raise RotaError(f"{mandate.deputy}当天已经排了班。") from error
    if day.state == DayState.PUBLISHED:
        text = f"{cn_date(day.day)} {day.hours}，{day.place}。"
        notify_deputy(duty, "rota_published", f"您在{day.station}的接待日", text)
    return duty


@transaction.atomic
def remove_duty(*, duty: RosterDuty, by: User) -> None:
    """Take a name off a rota that is not announced yet. Raises RotaError."""
    day = lock_day(duty.contact_day)
    if day.state != DayState.DRAFT:
        raise RotaError("已经公布，不能直接去掉。来不了的请按请假办。")
    audit.record(
        action="remove_duty", by=by, object=day, detail={"deputy": duty.deputy.code}
    )
    RosterDuty.objects.filter(pk=duty.pk).delete()


@transaction.atomic
def excuse_duty(*, duty: RosterDuty, reason: str, by: User) -> RosterDuty:
    """Excuse somebody who has not come; they leave the denominator. Raises RotaError."""
    duty = lock_duty(duty)
    _excuse(duty, reason)
    _write_down("excuse_duty", duty, by, reason=duty.reason)
    return duty


def _excuse(duty: RosterDuty, reason: str) -> None:
    if duty.state == DutyState.CAME:
        raise RotaError(f"{duty.deputy}已经报到，不用请假。")
    if duty.state == DutyState.EXCUSED:
        raise RotaError(f"{duty.deputy}已经请假。")
    if duty.contact_day.state == DayState.HELD:
        raise RotaError("接待日已经结束，请假要在结束前批。")
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise RotaError("请写明理由。")
    duty.state, duty.reason = DutyState.EXCUSED, reason[:200]
    duty.save()


@transaction.atomic
def ask_off(
    *,
    duty: RosterDuty,
    kind: LeaveRequestKind,
    reason: str,
    by: User,
    other: Mandate | None,
) -> LeaveRequest:
    """A deputy asks to be excused or to swap with ``other``. Raises RotaError."""
    duty = lock_duty(duty)
    if duty.state != DutyState.DUE:
        raise RotaError(f"现在是“{duty.get_state_display()}”，不用再申请。")
    if duty.day < timezone.localdate():
        raise RotaError("接待日已经过去，请找镇街人大说明情况。")
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise RotaError("请写明理由。")
    if (kind == LeaveRequestKind.SWAP) != (other is not None):
        raise RotaError("换班要写明换给谁，请假不用。")
    if other is not None and other.deputy_id == duty.deputy_id:
        raise RotaError("不能换给自己。")
    try:
        with transaction.atomic():
            asked = LeaveRequest.objects.create(
                duty=duty, kind=kind, other=other, reason=reason[:200]
            )
    except IntegrityError as error:
        raise RotaError("已经申请过，正在等批复。") from error
    _notify_of_ask(asked)
    audit.record(action="ask_off", by=by, object=asked, reason=asked.reason)
    return asked


def _notify_of_ask(asked: LeaveRequest) -> None:
    duty, station = asked.duty, asked.duty.contact_day.station
    word = asked.get_kind_display()
    if asked.other:
        word = f"换给{asked.other.deputy}"
    text = f"{duty.deputy}，{cn_date(duty.day)}，{station}：{word}。{asked.reason}"
    for person in congress_people(station):
        notify(
            key=f"duty_ask:{asked.pk}:{person.pk}",
            kind="duty_ask",
            title="请假换班等批复",
            text=text,
            url=duty.contact_day.get_absolute_url(),
            user=person,
        )


@transaction.atomic
def decide_ask(
    *,
    ask: LeaveRequest,
    granted: bool,
    answer: str,
    by: User,
    at: datetime | None = None,
) -> LeaveRequest:
    """Grant or refuse. A swap excuses the one and puts the other on. Raises RotaError."""
    duty = lock_duty(ask.duty)
    ask = LeaveRequest.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if ask.granted is not None:
        raise RotaError("已经批复过。")
    answer = answer.replace("\x00", "").strip()[:200]
    if not granted and not answer:
        raise RotaError("不同意的，请写明理由。")
    if granted and ask.kind == LeaveRequestKind.SWAP:
        _excuse(duty, f"和{ask.other.deputy}换班：{ask.reason}")  # type: ignore[union-attr]
        _put_on(duty.contact_day, ask.other)  # type: ignore[arg-type]
    elif granted:
        _excuse(duty, ask.reason)
    ask.granted, ask.answer = granted, answer
    ask.decided_by, ask.decided_at = by, at or timezone.now()
    ask.save()
    words = "同意" if granted else "不同意"
    text = f"{cn_date(duty.day)}的{ask.get_kind_display()}申请：{words}。{answer}"
    notify_deputy(duty, "duty_answer", f"请假换班：{words}", text, part=str(ask.pk))
    audit.record(action="decide_ask", by=by, object=ask, detail={"granted": granted})
    return ask


def lock_duty(duty: RosterDuty) -> RosterDuty:
    """The row of the duty with its day, both held: the day's row first."""
    day = lock_day(duty.contact_day)
    row = RosterDuty.objects.select_for_update(of=("self",))
    found = row.select_related("deputy__user", "mandate").get(pk=duty.pk)
    found.contact_day = day
    return found


def _write_down(action: str, duty: RosterDuty, by: User, *, reason: str = "") -> None:
    detail = {"deputy": duty.deputy.code}
    audit.record(action=action, by=by, object=duty, reason=reason, detail=detail)
