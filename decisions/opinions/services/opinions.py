"""Opinions: given until the last second, merged, each with its outcome."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cases.models import ConsentText
from decisions.opinions.enums import DraftState, OpinionSource, Outcome
from decisions.opinions.models import Article, Draft, Informant, Opinion
from decisions.resolutions.errors import DecisionError
from office.models import User
from office.text.cleaning import clean_text
from office.text.masking import mask_text

DECIDING = (DraftState.CLOSED, DraftState.REPORTED)


@transaction.atomic
def give_opinion(
    *,
    draft: Draft,
    source: str,
    text: str,
    source_key: str,
    article: Article | None = None,
    paragraph: int | None = None,
    informant: Informant | None = None,
    name: str = "",
    phone: str = "",
    consent: ConsentText | None = None,
    by: User | None = None,
) -> Opinion:
    """On an article or the whole; the same form twice is one. Late by a second is late."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    known = Opinion.objects.filter(source_key=source_key).first()
    if known:
        return known
    if not row.is_open or timezone.now() >= row.closes_at:
        raise DecisionError("征求意见已经截止，或者还没有开始。")
    data = mask_text(clean_text(text))
    if not data:
        raise DecisionError("请写意见。")
    if article is not None:
        _check_article(row, article, paragraph)
    if source == OpinionSource.INFORMANT and informant is None:
        raise DecisionError("请选信息员。")
    return Opinion.objects.create(
        draft=row,
        article=article,
        paragraph=paragraph if article else None,
        source=source,
        text=data[:2000],
        informant=informant if source == OpinionSource.INFORMANT else None,
        name=clean_text(name),
        phone=clean_text(phone),
        consent=consent,
        by=by,
        source_key=source_key,
    )


def _check_article(draft: Draft, article: Article, paragraph: int | None) -> None:
    if article.version.draft_id != draft.pk:
        raise DecisionError("这一条不是这部草案的。")
    if paragraph and not 1 <= paragraph <= len(article.paragraphs):
        raise DecisionError(f"{article}没有第 {paragraph} 款。")


def _lock(opinion: Opinion) -> Opinion:
    """The draft first, as everybody else does."""
    draft = Draft.objects.select_for_update().get(pk=opinion.draft_id)
    if draft.state not in DECIDING:
        raise DecisionError("截止以后、公布结果以前，才能整理意见。")
    row = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    row.draft = draft
    return row


@transaction.atomic
def merge_opinions(*, main: Opinion, others: Sequence[Opinion], by: User | None) -> int:
    """Others say the same: they share the outcome of ``main``. Returns how many."""
    row = _lock(main)
    if row.merged_into_id:
        raise DecisionError("这条已经并到别的意见里了，请选那一条。")
    pks = [one.pk for one in others if one.pk != row.pk]
    rows = Opinion.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    for one in rows.order_by("pk"):
        if one.draft_id != row.draft_id:
            raise DecisionError("只能并同一部草案的意见。")
        if one.merged_into_id not in (None, row.pk) or one.followers.exists():
            raise DecisionError(f"“{one}”已经并过，或者有别的并进来。")
    return rows.update(merged_into=row, outcome="", reason="")


@transaction.atomic
def decide_opinion(
    *, opinion: Opinion, outcome: str, reason: str, by: User | None
) -> Opinion:
    """采纳、部分采纳、没有采纳; the last two with a reason. Published with the result."""
    row = _lock(opinion)
    if row.merged_into_id:
        raise DecisionError("并进去的意见和主要的那条同一个结果。")
    if outcome not in Outcome.values:
        raise DecisionError("请选采纳情况。")
    if outcome != Outcome.ADOPTED and not reason.strip():
        raise DecisionError("没有全部采纳的，要写理由。")
    row.outcome, row.reason = outcome, mask_text(reason.strip())[:500]
    row.save(update_fields=["outcome", "reason"])
    return row
