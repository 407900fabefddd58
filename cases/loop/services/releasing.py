"""Free text of residents and units is public only after somebody read and released it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.loop.enums import READ_FIRST, CaseStatus, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.releases import ReleasedWords
from cases.loop.services.consent import require_consent
from cases.loop.services.moves import CaseError, lock_case, record
from office.models import User
from office.text.cleaning import clean_text
from office.text.masking import mask_text


def words_of(event: CaseEvent) -> str:
    """What was written at this step: a resident's own words, or those of a unit."""
    return event.note if event.verb != Verb.NOTE else event.public_note


def waiting_words(case: Case) -> QuerySet[CaseEvent]:
    """Steps of ``case`` whose words nobody released, of speakers who agreed."""
    said = ~Q(verb=Verb.NOTE) & ~Q(note="") | Q(verb=Verb.NOTE) & ~Q(public_note="")
    agreed = Q(speaker__isnull=True) | Q(speaker__submitter__may_publish=True)
    rows = CaseEvent.objects.filter(said & agreed, case=case, verb__in=READ_FIRST)
    return rows.exclude(released__is_public=True).select_related("unit")


@transaction.atomic
def release_words(
    *,
    case: Case,
    event: CaseEvent,
    text: str = "",
    by: User,
    at: datetime | None = None,
) -> ReleasedWords:
    """Show the words of one step, masked; ``text`` instead of them where it is given.

    Raises CaseError when the speaker did not agree, or when they are public already.
    """
    case = lock_case(case)
    if case.status in (CaseStatus.WALLED, CaseStatus.DECLINED, CaseStatus.WITHDRAWN):
        raise CaseError("这件意见不能公开。")
    if event.case_id != case.pk or event.verb not in READ_FIRST:
        raise CaseError("这一步没有要公开的话。")
    if event.speaker_id:
        require_consent(event.speaker)
    at = at or timezone.now()
    shown = mask_text(clean_text(text) or words_of(event))
    known = ReleasedWords.objects.select_for_update().filter(event=event).first()
    if known and known.is_public:
        raise CaseError("这些话已经公开了，请刷新后再看。")
    row, _ = ReleasedWords.objects.update_or_create(
        event=event, defaults={"text": shown, "is_public": True, "by": by, "at": at}
    )
    record(case, Verb.RELEASE_WORDS, by=by, at=at, note=shown)
    case.save()
    return row


@transaction.atomic
def hide_words(*, case: Case, words: ReleasedWords, reason: str, by: User) -> Case:
    """Take the words of one step off the public page; the reason stays on record."""
    if not reason.strip():
        raise CaseError("请写明停止公开的理由。")
    case = lock_case(case)
    hidden = ReleasedWords.objects.filter(
        pk=words.pk, event__case=case, is_public=True
    ).update(is_public=False)
    if not hidden:
        raise CaseError("这些话没有公开，请刷新后再看。")
    record(case, Verb.HIDE_WORDS, by=by, note=reason.strip())
    case.save()
    return case
