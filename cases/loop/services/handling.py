"""What happens while a unit works: notes, urging, what the resident adds."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cases.loop import notifications
from cases.loop.enums import CaseStatus, SuspendReason, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.services import building
from cases.loop.services.clock import local_day, resume_locked
from cases.loop.services.intake import attach_files
from cases.loop.services.moves import CaseError, current_round, lock_case, record
from cases.loop.services.routing import BulkResult
from office.models import Attachment, Unit, User
from office.text import cleaning
from office.text.masking import mask_text


@transaction.atomic
def note_progress(
    *,
    case: Case,
    text: str,
    attachments: Sequence[Attachment] = (),
    is_public: bool = False,
    unit: Unit | None = None,
    by: User,
    at: datetime | None = None,
) -> CaseEvent:
    """Write down a step of the work: a visit, a call, a photo of the place."""
    case = lock_case(case)
    text = cleaning.clean_text(text)[: building.TEXT_LIMIT]
    if not text:
        raise CaseError("请写明做了什么。")
    if case.status in (CaseStatus.MERGED, CaseStatus.WALLED):
        raise CaseError("请在主件上记录。")
    shown = mask_text(text) if is_public else ""
    event = record(
        case,
        Verb.NOTE,
        by=by,
        at=at,
        unit=unit or case.holder,
        note=text,
        public_note=shown,
    )
    attach_files(case, list(attachments), event=event, is_public=is_public)
    case.save()
    return event


@transaction.atomic
def supplement_case(
    *,
    case: Case,
    text: str,
    attachments: Sequence[Attachment] = (),
    by: User | None = None,
    at: datetime | None = None,
) -> CaseEvent:
    """What the resident adds later. It ends a suspension that waited for it.

    ``by`` is who entered it for them, and stands beside it.
    """
    case = lock_case(case)
    text = cleaning.clean_text(text)[: building.TEXT_LIMIT]
    if not text and not attachments:
        raise CaseError("请写明要补充什么，或者附上照片。")
    if case.status in (CaseStatus.WITHDRAWN, CaseStatus.WALLED):
        raise CaseError("这件意见已经结束，不能再补充。请另提一件。")
    event = record(
        case,
        Verb.SUPPLEMENT,
        by=by,
        at=at,
        note=text,
        public_note="补充了情况。",
        speaker=case,
    )
    attach_files(case, list(attachments), event=event, of_resident=True)
    if case.status == CaseStatus.SUSPENDED and _waits_for_resident(case):
        resume_locked(case, by=by, at=at)
    case.save()
    notifications.notify_unit_of_supplement(case, event)
    return event


def _waits_for_resident(case: Case) -> bool:
    held = current_round(case).suspensions.filter(ended_on__isnull=True)
    return held.filter(reason=SuspendReason.RESIDENT).exists()


@transaction.atomic
def urge_case(
    *, case: Case, note: str = "", by: User, at: datetime | None = None
) -> CaseEvent:
    """催办, once a day for each case: the deadline stays, the step is on record."""
    case = lock_case(case)
    if not case.is_open:
        raise CaseError("这件意见不在办理中，不用催办。")
    today = local_day(at)
    if case.events.filter(verb=Verb.URGE, at__date=today).exists():
        raise CaseError("今天已经催办过，跳过。")
    event = record(case, Verb.URGE, by=by, at=at, unit=case.holder, note=note)
    notifications.notify_unit_of_urging(case, event)
    return event


def urge_cases(*, cases: Sequence[Case], note: str = "", by: User) -> list[BulkResult]:
    """Urge several; one that was urged today is skipped and says so."""
    results = []
    for case in cases:
        try:
            urge_case(case=case, note=note, by=by)
            results.append(BulkResult(case))
        except CaseError as error:
            results.append(BulkResult(case, str(error)))
    return results
