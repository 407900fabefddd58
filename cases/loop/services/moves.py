"""The one way a case's status changes: lock, check the table, write the event, save."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from cases.loop.enums import MOVES, CaseKind, CaseStatus, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.rounds import Round
from office.models import Unit, User
from office.text.errors import ServiceError


class CaseError(ServiceError):
    """The case cannot do this now. The message is written for the user."""


def lock_case(case: Case) -> Case:
    """Read the case afresh and hold it until the transaction ends."""
    return Case.everything.select_for_update().get(pk=case.pk)


def lock_cases(*cases: Case) -> list[Case]:
    """Hold several cases, always in the order of their keys, so that none deadlocks."""
    pks = [case.pk for case in cases]
    locked = Case.everything.select_for_update().filter(pk__in=pks).order_by("pk")
    by_pk = {case.pk: case for case in locked}
    return [by_pk[pk] for pk in pks]


def check_kind(case: Case, kinds: Collection[CaseKind]) -> None:
    """Raises CaseError when a step is not one of this kind of case: ``kinds`` have it."""
    if case.kind not in kinds:
        raise CaseError(f"{CaseKind(case.kind).label}没有这一步，请刷新后再看。")


def check_move(case: Case, verb: Verb) -> None:
    """Raises CaseError when MOVES does not allow ``verb`` from where the case is now."""
    allowed = MOVES[verb]
    if case.status not in allowed.sources:
        shown = CaseStatus(case.status).label
        raise CaseError(f"这件意见现在是“{shown}”，不能{allowed.label}。请刷新后再看。")


def current_round(case: Case) -> Round:
    """The round the case is in, locked. Raises CaseError before it was accepted."""
    rounds = case.rounds.select_for_update(of=("self",))
    if found := rounds.filter(number=case.round_no).first():
        return found
    shown = CaseStatus(case.status).label
    raise CaseError(f"这件意见现在是“{shown}”，还没有受理。")


def move(
    case: Case,
    verb: Verb,
    *,
    by: User | None,
    at: datetime | None = None,
    unit: Unit | None = None,
    note: str = "",
    public_note: str = "",
    speaker: Case | None = None,
) -> CaseEvent:
    """Change the locked case's status by ``verb`` and write the event; the caller saves.

    Raises CaseError when MOVES does not allow it from where the case is now.
    """
    event = build_move(
        case, verb, by=by, at=at, unit=unit, note=note, public_note=public_note
    )
    event.speaker = speaker
    event.save()
    return event


def build_move(
    case: Case,
    verb: Verb,
    *,
    by: User | None,
    at: datetime | None = None,
    unit: Unit | None = None,
    note: str = "",
    public_note: str = "",
) -> CaseEvent:
    """``move`` with an event that is not yet saved: an import saves thousands at once."""
    check_move(case, verb)
    before, case.status = case.status, MOVES[verb].target
    return _build(case, verb, before, by, at, unit, note, public_note)


def record(
    case: Case,
    verb: str,
    *,
    by: User | None,
    at: datetime | None = None,
    unit: Unit | None = None,
    note: str = "",
    public_note: str = "",
    speaker: Case | None = None,
) -> CaseEvent:
    """Write a step that leaves the status as it is."""
    event = _build(case, verb, case.status, by, at, unit, note, public_note)
    event.speaker = speaker
    event.save()
    return event


def _build(
    case: Case,
    verb: str,
    before: str,
    by: User | None,
    at: datetime | None,
    unit: Unit | None,
    note: str,
    public_note: str,
) -> CaseEvent:
    return CaseEvent(
        case=case,
        verb=verb,
        from_status=before,
        to_status=case.status,
        round_no=case.round_no,
        unit=unit,
        due_on=case.due_on,
        note=note,
        public_note=public_note,
        by=by,
        at=at or timezone.now(),
    )
