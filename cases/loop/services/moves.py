"""Every change of a case's status: lock, check MOVES, write the event, save."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from cases.loop.enums import MOVES, CaseKind, CaseStatus, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.rounds import Round
from office.models import Unit, User
from office.text.errors import ServiceError


class CaseError(ServiceError):
    """The case's state does not allow this. The message is shown to the user."""


def lock_case(case: Case) -> Case:
    """Read the case again and lock it until the transaction ends."""
    return Case.everything.select_for_update().get(pk=case.pk)


def lock_cases(*cases: Case) -> list[Case]:
    """Lock several cases, always in the order of their keys to avoid deadlocks."""
    pks = [case.pk for case in cases]
    locked = Case.everything.select_for_update().filter(pk__in=pks).order_by("pk")
    by_pk = {case.pk: case for case in locked}
    return [by_pk[pk] for pk in pks]


def check_kind(case: Case, kinds: Collection[CaseKind]) -> None:
    """Raise CaseError unless the case is of one of ``kinds``."""
    if case.kind not in kinds:
        raise CaseError(f"{CaseKind(case.kind).label}没有这一步，请刷新后再看。")


def check_move(case: Case, verb: Verb) -> None:
    """Raise CaseError unless MOVES allows ``verb`` in the case's status."""
    allowed = MOVES[verb]
    if case.status not in allowed.sources:
        shown = CaseStatus(case.status).label
        raise CaseError(f"这件意见现在是“{shown}”，不能{allowed.label}。请刷新后再看。")


def current_round(case: Case) -> Round:
    """The present round, locked. Raises CaseError before the case was accepted."""
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
    """Change the locked case's status by ``verb`` and write the event.

    The caller saves.

    Raises CaseError unless MOVES allows it.
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
    """``move`` with an unsaved event: an import saves thousands at once."""
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
    """Write an event that does not change the status."""
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
