"""报到: by the station's rotating code, by its keeper, or on paper entered later."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import (
    void_activity_record,
    write_activity_record,
)
from deputies.contact.enums import CheckInSource, DayState, DutyState
from deputies.contact.models import ContactDay, RosterDuty
from deputies.contact.services.duties import lock_duty
from deputies.contact.services.rotas import days_to_close, lock_day
from deputies.register.models import Mandate
from office.audit import services as audit
from office.models import User
from office.text.errors import ServiceError
from office.text.secrecy import keyed_hash

# A new code every five minutes; the one before is still taken, for a slow hand.
STEP = timedelta(minutes=5)
STEPS_TAKEN = 2
CODE_LENGTH = 20
# Paper lists travel: a day is closed a week after it was held.
WAIT_FOR_PAPER = timedelta(days=7)


class CheckInError(ServiceError):
    """Nobody can be checked in like this. The message is written for the user."""


def code_of(day: ContactDay, at: datetime) -> str:
    """What the station's QR code carries at ``at``: nobody can make it elsewhere."""
    return _code(day, _step(at))


def valid_until(at: datetime) -> datetime:
    """When the code shown at ``at`` stops being taken."""
    end = (_step(at) + STEPS_TAKEN) * STEP.total_seconds()
    return datetime.fromtimestamp(end, tz=timezone.get_current_timezone())


def is_current(day: ContactDay, code: str, at: datetime) -> bool:
    """Whether ``code`` was shown at that station within the last steps of that day."""
    if timezone.localdate(at) != day.day or day.state == DayState.DRAFT:
        return False
    newest = _step(at)
    good = [_code(day, newest - n) for n in range(STEPS_TAKEN)]
    given = code.encode()
    return any(secrets.compare_digest(one.encode(), given) for one in good)


def _step(at: datetime) -> int:
    return int(at.timestamp() // STEP.total_seconds())


def _code(day: ContactDay, step: int) -> str:
    text = f"{day.station_id}:{day.day.isoformat()}:{step}"
    return keyed_hash(text, purpose="check-in")[:CODE_LENGTH]


@transaction.atomic
def check_in(
    *,
    duty: RosterDuty,
    source: CheckInSource,
    by: User | None,
    note: str = "",
    at: datetime | None = None,
) -> RosterDuty:
    """Write down that the deputy came, and how that is known. Raises CheckInError.

    By code or by the keeper on the day itself; on paper from then on, with a note that
    says where the paper is. Whoever was excused and comes all the same has come.
    """
    duty = lock_duty(duty)
    at = at or timezone.now()
    note = note.replace("\x00", "").strip()[:200]
    _check(duty, source, note, timezone.localdate(at))
    was_held = duty.contact_day.state == DayState.HELD
    duty.state, duty.source = DutyState.CAME, source
    duty.checked_in_at, duty.checked_in_by, duty.note = at, by, note
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError as error:
        raise CheckInError(f"{duty.deputy}当天排在别处，请先改那里的名单。") from error
    if was_held:
        void_activity_record(key=_missed_key(duty), reason="补录了报到", by=by)
    _write_activity_record(duty, by)
    detail = {"deputy": duty.deputy.code, "source": str(source)}
    audit.record(action="check_in", by=by, object=duty, reason=note, detail=detail)
    return duty


def _check(duty: RosterDuty, source: CheckInSource, note: str, today: date) -> None:
    day = duty.contact_day
    if duty.state == DutyState.CAME:
        raise CheckInError(f"{duty.deputy}已经报到（{duty.get_source_display()}）。")
    if day.state == DayState.DRAFT:
        raise CheckInError("名单还没有公布，不能报到。")
    if today < day.day:
        raise CheckInError("还没有到接待日，不能报到。")
    if source == CheckInSource.PAPER:
        if not note:
            raise CheckInError("补录要写明依据，例如“纸质签到表第 2 行”。")
    elif today > day.day:
        raise CheckInError("接待日已经过去，请按纸质签到补录。")


def _write_activity_record(duty: RosterDuty, by: User | None) -> None:
    write_activity_record(
        deputy=duty.deputy,
        kind=RecordKind.CHECK_IN,
        day=duty.day,
        key=_came_key(duty),
        title=f"{duty.contact_day.station}接待日报到",
        url=duty.contact_day.get_absolute_url(),
        by=by,
    )


def _came_key(duty: RosterDuty) -> str:
    # With the moment: after a mistake was undone the person may still come.
    return f"check-in:{duty.pk}:{int(duty.checked_in_at.timestamp())}"  # type: ignore[union-attr]


def _missed_key(duty: RosterDuty) -> str:
    return f"missed-check-in:{duty.pk}"


@transaction.atomic
def undo_check_in(*, duty: RosterDuty, reason: str, by: User) -> RosterDuty:
    """A wrong tick is taken back; what it gave does not count. Raises CheckInError."""
    duty = lock_duty(duty)
    if duty.state != DutyState.CAME:
        raise CheckInError(f"{duty.deputy}没有报到，不用撤销。")
    if duty.contact_day.state == DayState.HELD:
        raise CheckInError("接待日已经结束，不能再撤销。")
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise CheckInError("请写明撤销的理由。")
    void_activity_record(key=_came_key(duty), reason=reason, by=by)
    duty.state = DutyState.EXCUSED if duty.reason else DutyState.DUE
    duty.source, duty.note = "", ""
    duty.checked_in_at = duty.checked_in_by = None
    duty.save()
    detail = {"deputy": duty.deputy.code}
    audit.record(
        action="undo_check_in", by=by, object=duty, reason=reason, detail=detail
    )
    return duty


def close_days(*, today: date) -> int:
    """End the days whose paper has had its week; returns how many. Runs twice harmlessly."""
    return sum(_close(day) for day in days_to_close(today, WAIT_FOR_PAPER))


@transaction.atomic
def _close(day: ContactDay) -> int:
    day = lock_day(day)
    if day.state != DayState.PUBLISHED:
        return 0
    in_office = Mandate.objects.in_office()
    due = day.duties.filter(state=DutyState.DUE).select_related("deputy", "mandate")
    for duty in due.exclude(mandate__in=in_office):
        # Who could not act is not in the denominator.
        duty.state = DutyState.EXCUSED
        duty.reason = f"代表资格：{duty.mandate.get_status_display()}"
        duty.save()
    for duty in due.filter(mandate__in=in_office):
        write_activity_record(
            deputy=duty.deputy,
            kind=RecordKind.MISSED_CHECK_IN,
            day=day.day,
            key=_missed_key(duty),
            title=f"{day.station}接待日没有报到，也没有请假",
            url=day.get_absolute_url(),
        )
    day.state = DayState.HELD
    day.save()
    return 1
