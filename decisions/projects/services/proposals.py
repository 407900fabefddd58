"""征集和筛选: what people propose, and the answer that each of them gets."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.loop.enums import CaseStatus
from cases.loop.services.moves import lock_case, record
from cases.models import Case, ConsentText
from cases.thread.services import link_thread
from decisions.projects.enums import (
    PREPARED,
    CaseNews,
    ProjectKind,
    ProposalSource,
    ProposalState,
    Refusal,
)
from decisions.projects.models.construction import Project
from decisions.projects.models.livelihood import Proposal
from decisions.projects.models.programmes import Programme
from decisions.projects.notifications import notify_of_screening
from decisions.projects.services.programmes import lock_project
from decisions.resolutions.errors import DecisionError
from office.models import Division, User
from office.text.cleaning import clean_text
from office.text.masking import mask_text

GONE = (CaseStatus.DECLINED, CaseStatus.MERGED, CaseStatus.WALLED)


@dataclass(frozen=True)
class Screening:
    """The four tests of a livelihood project."""

    is_broad: bool = False
    is_public: bool = False
    is_feasible: bool = False
    is_affordable: bool = False


@transaction.atomic
def propose(
    *,
    programme: Programme,
    source: str,
    title: str,
    text: str,
    division: Division,
    source_key: str,
    by: User | None = None,
    name: str = "",
    phone: str = "",
    consent: ConsentText | None = None,
    today: date | None = None,
) -> Proposal:
    """From the public or from a deputy; the same form twice is one. Raises DecisionError."""
    _check_collecting(programme, today or timezone.localdate())
    title, text = clean_text(title), clean_text(text)
    if not title or not text:
        raise DecisionError("请写项目和理由。")
    row, _ = Proposal.objects.get_or_create(
        source_key=source_key,
        defaults={
            "programme": programme,
            "source": source,
            "title": mask_text(title),
            "text": mask_text(text),
            "division": division,
            "by": by,
            "name": clean_text(name),
            "phone": clean_text(phone),
            "consent": consent,
        },
    )
    return row


def _check_collecting(programme: Programme, today: date) -> None:
    if programme.kind != ProjectKind.LIVELIHOOD:
        raise DecisionError("政府投资项目不公开征集。")
    first, last = programme.collects_from, programme.collects_until
    if first is None or last is None or not first <= today <= last:
        raise DecisionError(f"{programme}现在不在征集期。")


@transaction.atomic
def propose_from_case(
    *,
    programme: Programme,
    case: Case,
    by: User,
    today: date | None = None,
    at: datetime | None = None,
) -> Proposal:
    """One action from the case's page; those who raised it read it on their page."""
    _check_collecting(programme, today or timezone.localdate())
    row = lock_case(case)
    if row.status in GONE:
        raise DecisionError("这件意见没有受理或者已经并走，不能列为项目建议。")
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                programme=programme,
                source=ProposalSource.CASE,
                title=mask_text(row.title)[:60],
                text=mask_text(row.text)[:1000],
                division=row.division,
                case=row,
                source_key=f"case:{programme.pk}:{row.pk}",
                by=by,
            )
    except IntegrityError as error:
        raise DecisionError("这件意见已经列为今年的项目建议了。") from error
    link_thread(earlier=row, later=proposal, by=by)
    say = f"列为{programme}的建议，等筛选。"
    record(row, CaseNews.TO_PROJECT, by=by, at=at or timezone.now(), public_note=say)
    return proposal


@transaction.atomic
def take_proposal(
    *,
    proposal: Proposal,
    project: Project,
    screening: Screening,
    reason: str = "",
    by: User | None,
) -> Proposal:
    """列入项目: it passed all four tests. Several may grow into one project."""
    target = lock_project(project)
    row = _lock(proposal)
    if target.programme_id != row.programme_id:
        raise DecisionError("只能列入同一年的项目。")
    if target.state not in PREPARED:
        raise DecisionError("这个项目已经交给代表，不能再并入建议。")
    if not all(vars(screening).values()):
        raise DecisionError("普惠、公益、可行、财力四项都通过才能列入。")
    _settle(row, ProposalState.TAKEN, reason, by, project=target, **vars(screening))
    link_thread(earlier=row, later=target, by=by)
    if row.case:
        link_thread(earlier=row.case, later=target, by=by)
    notify_of_screening(row)
    return row


@transaction.atomic
def refuse_proposal(
    *,
    proposal: Proposal,
    refusal: str,
    reason: str,
    by: User | None,
    screening: Screening | None = None,
) -> Proposal:
    """未列入: by the negative list or a test, with words; told to whoever proposed it."""
    row = _lock(proposal)
    if refusal not in Refusal.values or not reason.strip():
        raise DecisionError("不列入要选原因，并写明理由。")
    _settle(
        row,
        ProposalState.REFUSED,
        reason,
        by,
        refusal=refusal,
        **vars(screening or Screening()),
    )
    notify_of_screening(row)
    return row


def _lock(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    row = rows.select_related("programme", "case", "by").get(pk=proposal.pk)
    if row.state != ProposalState.NEW:
        raise DecisionError(f"这条建议已经筛选过：{row.get_state_display()}。")
    return row


def _settle(
    row: Proposal, state: ProposalState, reason: str, by: User | None, **facts: Any
) -> None:
    row.state, row.reason = state, mask_text(reason.strip())
    row.screened_by, row.screened_at = by, timezone.now()
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
