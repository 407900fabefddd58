"""Screening: accept, decline with guidance, merge, put behind the wall, publish."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.categories.models import Category
from cases.loop import notifications
from cases.loop.enums import OPINIONS, CaseKind, CaseStatus, DeclineReason, Verb
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services import building
from cases.loop.services.building import Intake
from cases.loop.services.consent import require_consent
from cases.loop.services.intake import submit_case
from cases.loop.services.kinds import rules_of
from cases.loop.services.moves import (
    CaseError,
    check_kind,
    lock_case,
    lock_cases,
    move,
    record,
)
from office.audit import services as audit
from office.models import Division, Unit, User
from office.places.enums import DivisionLevel
from office.text import cleaning
from office.text.masking import covered_words, mask_text

# What a resident whose matter belongs elsewhere is told to do. Declined, never dropped.
GUIDANCE = {
    DeclineReason.COURT: (
        "这件事应当通过诉讼、仲裁或者行政复议解决。可以拨打 12348 免费咨询法律问题，"
        "经济困难的可以向县法律援助中心申请援助。"
    ),
    DeclineReason.PETITION: (
        "这件事属于信访事项。可以到县信访局反映，信访机关会在 15 日内告知您是否受理。"
    ),
    DeclineReason.ELSEWHERE: "这件事不归本县管。请向事情发生地的联络站或者政府热线反映。",
    DeclineReason.REPEATED: "同一件事已经答复，没有新的情况。有新情况请写明再提。",
    DeclineReason.UNCLEAR: "内容说得不够清楚，又联系不上您。请补充时间、地点后再提一次。",
    DeclineReason.NOT_AN_OPINION: "没有看出需要办的事。有具体的事，欢迎再提。",
    DeclineReason.PRIVATE: "代表本人和亲属的事，请按一般群众的途径反映。",
    DeclineReason.FORWARDED: "群众来信请作为社情民意代录，不必写成代表建议。",
    DeclineReason.PENDING: "正在办理的具体案件，由办案机关依法处理，不作为代表建议。",
    DeclineReason.PROMOTION: "学术探讨和产品推介不作为代表建议，可以改写成具体的办事建议再提。",
}


@transaction.atomic
def accept_case(
    *,
    case: Case,
    level: DivisionLevel | None = None,
    category: Category | None = None,
    division: Division | None = None,
    by: User | None,
    at: datetime | None = None,
    kinds: Collection[CaseKind] = OPINIONS,
) -> Case:
    """受理: fix level, category and place; the case goes to the congress of that level.

    ``kinds``, here and below: a service of another kind of case names its own.
    """
    case = lock_case(case)
    check_kind(case, kinds)
    at = at or timezone.now()
    case.level = level or case.level
    case.category = category or case.category
    case.division = division or case.division
    supervisor = supervisor_of(case)
    case.holder = supervisor
    say = f"编为{case.number}，由{supervisor}定承办单位。"
    move(case, Verb.ACCEPT, by=by, at=at, unit=supervisor, public_note=say)
    Round.objects.create(
        case=case, number=case.round_no, supervisor=supervisor, started_at=at
    )
    case.save()
    rules_of(case).after_acceptance(case, at)
    notifications.notify_unit_of_acceptance(case)
    return case


def supervisor_of(case: Case) -> Unit:
    """The congress body that hands the case over and watches it."""
    if case.level == DivisionLevel.COUNTY:
        return building.county_congress()
    return building.congress_of(case.division)


@transaction.atomic
def decline_case(
    *,
    case: Case,
    reason: DeclineReason,
    guidance: str = "",
    by: User,
    at: datetime | None = None,
    kinds: Collection[CaseKind] = OPINIONS,
) -> Case:
    """不予受理: with the reason and where to go instead, told to the resident."""
    case = lock_case(case)
    check_kind(case, kinds)
    case.decline_reason = reason
    advice = guidance.strip() or GUIDANCE[DeclineReason(reason)]
    say = f"{DeclineReason(reason).label}。{advice}"
    move(case, Verb.DECLINE, by=by, at=at, unit=case.holder, public_note=say)
    case.is_public = False
    case.save()
    case.rounds.filter(ended_at__isnull=True).update(ended_at=at or timezone.now())
    notifications.notify_submitters(case, "declined", "没有受理", say, key=f"{case.pk}")
    return case


@transaction.atomic
def merge_case(
    *, case: Case, into: Case, by: User | None, at: datetime | None = None
) -> Case:
    """并案: ``case`` follows ``into``; each who spoke is still answered.

    山东条例 第二十条 by analogy: handled together, answered each.
    """
    if case.pk == into.pk:
        raise CaseError("不能把一件意见并入它自己。")
    case, main = lock_cases(case, into)
    for one in (case, main):
        check_kind(one, OPINIONS)
    if main.merged_into_id:
        main = lock_case(main.merged_into)
    if main.pk == case.pk:
        raise CaseError("这两件已经并在一起。")
    if main.status in (CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.WALLED):
        raise CaseError("要并入的那一件已经结束，不能并入。")
    followers = Case.everything.filter(merged_into=case)
    moved = followers.update(merged_into=main)
    case.merged_into = main
    case.is_public = False
    case.due_on = case.warn_on = None
    # The other's words are not copied here: the page shows them while they are public.
    say = "与另一件意见是同一件事，合并办理，办结时一样答复您。"
    move(case, Verb.MERGE, by=by, at=at, unit=main.holder, public_note=say)
    case.save()
    case.rounds.filter(ended_at__isnull=True).update(ended_at=at or timezone.now())
    Case.objects.filter(pk=main.pk).update(
        submitter_count=F("submitter_count") + 1 + moved, updated_at=timezone.now()
    )
    main.submitter_count += 1 + moved
    record(
        main, Verb.JOIN, by=by, at=at, public_note="又有居民提出同一件事，合并办理。"
    )
    return case


@transaction.atomic
def unmerge_case(*, case: Case, by: User, at: datetime | None = None) -> Case:
    """撤销并案: it goes on by itself, handed over anew."""
    locked = (
        lock_cases(case, case.merged_into) if case.merged_into else [lock_case(case)]
    )
    case = locked[0]
    check_kind(case, OPINIONS)
    if case.merged_into is None:
        raise CaseError("这件意见没有并案。")
    Case.objects.filter(pk=case.merged_into_id).update(
        submitter_count=F("submitter_count") - 1
    )
    case.merged_into = None
    case.holder = supervisor_of(case)
    move(case, Verb.UNMERGE, by=by, at=at, unit=case.holder, public_note="单独办理。")
    case.save()
    Round.objects.update_or_create(
        case=case,
        number=case.round_no,
        defaults={"supervisor": case.holder, "ended_at": None},
        create_defaults={
            "supervisor": case.holder,
            "started_at": at or timezone.now(),
        },
    )
    return case


def submit_me_too(*, main: Case, intake: Intake) -> Case:
    """我也是: a case of one's own, merged at once into the published one.

    The second resident gets a code, the answer and a say of their own.
    """
    if not main.is_public:
        raise CaseError("这件意见没有公开，不能合并。")
    root = main.merged_into or main
    with transaction.atomic():
        # The first one's own words are not for the second to read.
        data = replace(intake, division=root.division, title=main.public_title)
        case = submit_case(intake=data)
        if case.status == CaseStatus.RECEIVED:
            merge_case(case=case, into=root, by=None)
        case.refresh_from_db()
    return case


@transaction.atomic
def publish_case(
    *,
    case: Case,
    title: str,
    text: str,
    by: User,
    at: datetime | None = None,
    kinds: Collection[CaseKind] = OPINIONS,
) -> Case:
    """Show the masked version to everybody. What is masked is masked again here."""
    case = lock_case(case)
    check_kind(case, kinds)
    if case.status in (CaseStatus.WALLED, CaseStatus.DECLINED, CaseStatus.WITHDRAWN):
        raise CaseError("这件意见不能公开。")
    if case.status == CaseStatus.MERGED:
        raise CaseError("已并案的意见随主件公开。")
    if case.is_public:
        raise CaseError("这件已经公开了，请刷新后再看。")
    case.public_title = mask_text(cleaning.clean_text(title))[:100]
    case.public_text = mask_text(cleaning.clean_text(text))
    if not case.public_title:
        raise CaseError("请写公开标题。")
    require_consent(case)
    case.is_public = True
    case.published_at = case.published_at or at or timezone.now()
    case.public_search = building.public_search(
        case.public_title, case.public_text, case.answer_brief
    )
    record(case, Verb.PUBLISH, by=by, at=at)
    case.save()
    return case


@transaction.atomic
def unpublish_case(*, case: Case, reason: str, by: User) -> Case:
    """Take it off the public pages, for a reason that stays on record."""
    if not reason.strip():
        raise CaseError("请写明停止公开的理由。")
    case = lock_case(case)
    if not case.is_public:
        raise CaseError("这件没有公开，请刷新后再看。")
    case.is_public = False
    record(case, Verb.UNPUBLISH, by=by, note=reason.strip())
    case.save()
    return case


@transaction.atomic
def reveal_submitter(*, case: Case, field: str, reason: str, by: User) -> str:
    """Show one personal field to one person for a reason, and write that down.

    个人信息保护法 第五十一条、第五十五条. ``field`` is name, phone, address, or text: the
    numbers that are covered in what they wrote.
    """
    check_kind(case, OPINIONS)
    if field not in ("name", "phone", "address", "text"):
        raise CaseError("没有这一项。")
    if not reason.strip():
        raise CaseError("请写明查看的事由。")
    audit.record(
        action="reveal",
        by=by,
        object=case,
        reason=reason.strip(),
        detail={"field": field},
    )
    if field == "text":
        return "、".join(covered_words(_all_words(case)))
    return getattr(case.submitter, field)


def _all_words(case: Case) -> str:
    notes = case.events.exclude(note="").values_list("note", flat=True)
    return "\n".join([case.title, case.text, *notes])
