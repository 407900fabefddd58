"""A case that turns out to accuse somebody: everything of it goes behind the wall."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.accusations.models import Accusation
from cases.accusations.services.accusing import open_accusation
from cases.accusations.services.evidence import keep_evidence
from cases.loop.enums import OPINIONS, Verb
from cases.loop.models.cases import Case
from cases.loop.services import building
from cases.loop.services.moves import CaseError, check_kind, lock_cases, move
from office.models import User
from office.text.personal_data import empty_cases
from office.web.page_cache import drop_kept_pages


@transaction.atomic
def put_behind_wall(*, case: Case, by: User, at: datetime | None = None) -> Accusation:
    """Move it and those that joined it behind the wall; leave nothing here.

    信访工作条例 第三十条. What was said, by whom and what was handed in goes to the
    accusation; the case keeps an empty shell that no queryset shows, and every copy is
    found by the registry (office/text/personal_data.py). The old code opens nothing: the
    officers give the accuser another.
    """
    at = at or timezone.now()
    case, *followers = _lock_with_followers(case)
    for row in (case, *followers):
        check_kind(row, OPINIONS)
    accusation, *_ = [_move(row, by=by, at=at) for row in (case, *followers)]
    empty_cases([row.pk for row in (case, *followers)])
    transaction.on_commit(drop_kept_pages, robust=True)
    return accusation


def _lock_with_followers(case: Case) -> list[Case]:
    joined = Case.objects.filter(merged_into=case).order_by("pk")
    locked = lock_cases(case, *joined)
    # Who joins later waits for our lock, and finds the matter behind the wall.
    if joined.count() != len(locked) - 1:
        raise CaseError("这件意见刚有人加入，请刷新后再办一次。")
    return locked


def _move(case: Case, *, by: User, at: datetime) -> Accusation:
    person = case.submitter
    accusation = open_accusation(
        code=building.new_code(),
        former_hash=person.factor_hash,
        text=_all_said(case),
        name=person.name,
        phone=person.phone,
        address=person.address,
        consent=person.consent,
        at=at,
    )
    _move_files(case, accusation)
    move(case, Verb.WALL, by=by, at=at, unit=case.holder)
    if case.merged_into_id:
        Case.everything.filter(pk=case.merged_into_id).update(
            submitter_count=F("submitter_count") - 1
        )
    case.merged_into = None
    case.is_public = False
    case.save()
    case.rounds.filter(ended_at__isnull=True).update(ended_at=at)
    return accusation


def _all_said(case: Case) -> str:
    """The matter with where it was and all that was added, so that nothing is lost."""
    steps = case.events.exclude(verb=Verb.SUBMIT).order_by("pk")
    added = [event.note for event in steps if event.note]
    ratings = list(case.ratings.exclude(comment="").values_list("comment", flat=True))
    told = [case.title, case.text, case.place, *added, *ratings]
    return "\n".join(part for part in told if part)


def _move_files(case: Case, accusation: Accusation) -> None:
    """Seal each file of the case for the officers; the plain one goes at the commit."""
    for row in case.files.select_related("attachment"):
        attachment = row.attachment
        stored = attachment.file.name or ""
        with attachment.file.open("rb") as plain:
            keep_evidence(
                accusation=accusation,
                name=attachment.name,
                media_type=attachment.media_type,
                content=plain.read(),
            )
        row.delete()
        attachment.delete()
        transaction.on_commit(partial(default_storage.delete, stored))
