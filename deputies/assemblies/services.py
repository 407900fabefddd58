"""Sessions of a congress: who is due, who attended, effects of absence without leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import (
    void_activity_record,
    write_activity_record,
)
from deputies.assemblies.enums import ABSENCES_THAT_END, AssemblyState, AttendanceState
from deputies.assemblies.models import Assembly, Attendance
from deputies.register.enums import Level, MandateStatus
from deputies.register.models import Mandate, Term
from office.audit import services as audit
from office.models import Division, User
from office.notices.services.outbox import notify
from office.text.errors import ServiceError

DEEDS = {
    AttendanceState.PRESENT: RecordKind.SESSION,
    AttendanceState.ABSENT: RecordKind.ABSENT_SESSION,
}


class AssemblyError(ServiceError):
    """The change of the session is refused. The message is shown to the user."""


@dataclass(frozen=True)
class Days:
    starts_on: date
    ends_on: date


@transaction.atomic
def open_assembly(
    *, term: Term, town: Division | None, number: int, days: Days, by: User | None
) -> Assembly:
    """Register a session; everybody with a valid seat now is due. Raises AssemblyError.

    Suspended deputies are not due (代表法 第六十一条).
    """
    term = Term.objects.select_for_update().get(pk=term.pk)
    if (town is None) != (term.level == Level.COUNTY):
        raise AssemblyError("乡镇的会议要选乡镇，县的会议不选。")
    if days.ends_on < days.starts_on:
        raise AssemblyError("结束日不能早于开始日。")
    same = Assembly.objects.filter(term=term, town=town)
    last = same.aggregate(last=Max("number"))["last"] or 0
    if number != last + 1:
        raise AssemblyError(f"下一次是第 {last + 1} 次会议。")
    due = Mandate.objects.filter(term=term, status=MandateStatus.VALID)
    if town is not None:
        due = due.filter(constituency__town=town)
    if not due.exists():
        raise AssemblyError("还没有资格有效的代表，不能登记会议。")
    try:
        with transaction.atomic():
            assembly = Assembly.objects.create(
                term=term, town=town, number=number, **vars(days)
            )
    except IntegrityError as error:
        raise AssemblyError("这次会议刚由别人登记。") from error
    Attendance.objects.bulk_create(
        Attendance(assembly=assembly, mandate=mandate) for mandate in due.order_by("pk")
    )
    audit.record(action="open_assembly", by=by, object=assembly)
    return assembly


@transaction.atomic
def record_present(
    *, assembly: Assembly, present: Iterable[Attendance], by: User | None
) -> int:
    """Register who signed in; people unticked again become unregistered.

    Absences and leave do not change. Returns how many are present.
    """
    assembly = _open(assembly)
    chosen = {row.pk for row in present}
    rows = assembly.attendances.select_for_update().order_by("pk")
    came, gone = [], []
    for row in rows:
        if row.pk in chosen:
            row.state, row.reason = AttendanceState.PRESENT, ""
            came.append(row)
        elif row.state == AttendanceState.PRESENT:
            row.state = AttendanceState.DUE
            gone.append(row)
    Attendance.objects.bulk_update([*came, *gone], ["state", "reason"])
    detail = {"present": len(came)}
    audit.record(action="record_present", by=by, object=assembly, detail=detail)
    return len(came)


@transaction.atomic
def record_attendance(
    *, attendance: Attendance, state: AttendanceState, reason: str, by: User | None
) -> Attendance:
    """Register leave (with who approved it) or absence of one deputy.

    After the session was closed it is a correction: it needs a reason, the previous
    activity record is voided and a new one written. Raises AssemblyError.
    """
    assembly = Assembly.objects.select_for_update().get(pk=attendance.assembly_id)
    row = Attendance.objects.select_for_update().get(pk=attendance.pk)
    reason = reason.strip()[:200]
    if state == AttendanceState.DUE:
        raise AssemblyError("请选出席、请假或者不出席。")
    if state == AttendanceState.EXCUSED and not reason:
        raise AssemblyError("请写明请假的理由和谁批准的。")
    is_correction = assembly.state == AssemblyState.CLOSED
    if is_correction and (not reason or row.state == state):
        raise AssemblyError("会议已定，更正要改出席情况并写明理由。")
    before = row.activity_record_key
    row.state, row.reason = state, reason
    row.revision += int(is_correction)
    row.save(update_fields=["state", "reason", "revision"])
    if is_correction:
        void_activity_record(key=before, reason=f"出席情况更正：{reason}", by=by)
        _write_activity_record(row, by)
        _warn([row] if state == AttendanceState.ABSENT else [])
    detail = {"state": str(state), "correction": is_correction}
    audit.record(action="record_attendance", by=by, object=row, detail=detail)
    return row


@transaction.atomic
def close_assembly(*, assembly: Assembly, by: User | None) -> int:
    """Close the session: write the activity records, warn those absent without leave.

    Returns how many were absent. Raises AssemblyError if anybody is not registered yet.
    """
    assembly = _open(assembly)
    if assembly.ends_on > timezone.localdate():
        raise AssemblyError("会议还没有结束。")
    rows = list(
        assembly.attendances.select_for_update(of=("self",))
        .select_related("mandate__deputy__user", "assembly__term", "assembly__town")
        .order_by("pk")
    )
    if unknown := sum(row.state == AttendanceState.DUE for row in rows):
        raise AssemblyError(f"还有 {unknown} 名代表没有登记出席情况。")
    assembly.state = AssemblyState.CLOSED
    assembly.save(update_fields=["state"])
    for row in rows:
        _write_activity_record(row, by)
    absent = [row for row in rows if row.state == AttendanceState.ABSENT]
    _warn(absent)
    detail = {"absent": len(absent), "due": len(rows)}
    audit.record(action="close_assembly", by=by, object=assembly, detail=detail)
    return len(absent)


def _open(assembly: Assembly) -> Assembly:
    assembly = Assembly.objects.select_for_update().get(pk=assembly.pk)
    if assembly.state != AssemblyState.OPEN:
        raise AssemblyError("会议的出席情况已定，只能逐人更正。")
    return assembly


def _write_activity_record(row: Attendance, by: User | None) -> None:
    kind = DEEDS.get(AttendanceState(row.state))
    if kind is None:
        return
    write_activity_record(
        deputy=row.mandate.deputy,
        kind=kind,
        day=row.assembly.ends_on,
        key=row.activity_record_key,
        title=str(row.assembly),
        url=row.assembly.get_absolute_url(),
        by=by,
    )


def _warn(absent: list[Attendance]) -> None:
    mandates = [row.mandate_id for row in absent]
    missed = Counter(
        Attendance.objects.unapproved()
        .filter(mandate__in=mandates)
        .values_list("mandate", flat=True)
    )
    for row in absent:
        user, count = row.mandate.deputy.user, missed[row.mandate_id]
        if user is None:
            continue
        text = f"{row.assembly}您未经批准没有出席，本届累计 {count} 次。"
        if count < ABSENCES_THAT_END:
            text += "两次的，代表资格依法终止（代表法第六十二条）。"
        else:
            text += "代表资格审查委员会将依法报告（代表法第六十二条、第六十三条）。"
        notify(
            key=f"absent-assembly:{row.pk}",
            kind="absent_assembly",
            title="未经批准不出席会议",
            text=f"{text}登记有误的，请和人大联系更正。",
            url=row.assembly.get_absolute_url(),
            user=user,
        )
