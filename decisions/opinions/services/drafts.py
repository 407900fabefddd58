"""征求意见: the task from above, its versions, sent on, closed, reported, settled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from decisions.opinions.enums import DRAFT_MOVES, DraftKind, DraftState, DraftVerb
from decisions.opinions.models import (
    Article,
    CollectionPoint,
    Draft,
    DraftFile,
    DraftStep,
    DraftVersion,
    Informant,
    Opinion,
)
from decisions.opinions.notifications import notify_informants, notify_of_outcome
from decisions.opinions.rules import ParsedArticle, carry_over, gaps_of, parse_articles
from decisions.resolutions.errors import DecisionError
from office.audit import services as audit
from office.models import Attachment, Division, User
from office.text.masking import mask_text


@transaction.atomic
def receive_draft(
    *,
    kind: str,
    title: str,
    body: str,
    document: str,
    closes_at: datetime,
    received_on: date,
    summary: str = "",
    text: str = "",
    attachments: Sequence[Attachment] = (),
    by: User | None,
) -> Draft:
    """A new task; ``text`` is its first version. Raises DecisionError."""
    if kind not in DraftKind.values or not title.strip() or not body.strip():
        raise DecisionError("请写名称和由谁决定。")
    if received_on > timezone.localdate():
        raise DecisionError("收到的日期还没有到。")
    if kind == DraftKind.LAW and not text.strip():
        raise DecisionError("法规草案要有条文。")
    draft = Draft.objects.create(
        kind=kind,
        title=title.strip(),
        body=body.strip(),
        document=document.strip(),
        summary=summary.strip(),
        received_on=received_on,
        closes_at=closes_at,
    )
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, attachment=one) for one in attachments
    )
    _step(draft, DraftVerb.RECEIVE, by, document.strip())
    if text.strip():
        _write_version(draft, "草案", parse_articles(text), by)
    audit.record(action="receive_draft", by=by, object=draft)
    return draft


@transaction.atomic
def add_version(
    *, draft: Draft, name: str, text: str, by: User | None
) -> tuple[DraftVersion, list[str]]:
    """A new version, its articles carried over from the one before; returns remarks too.

    Opinions stay at the article they were given on and are shown where it went.
    """
    row = _lock(draft)
    if row.state == DraftState.SETTLED:
        raise DecisionError("已经公布结果，不能再加新稿。")
    if not row.is_law:
        raise DecisionError("只有法规草案分条。")
    parsed = parse_articles(text)
    version = _write_version(row, name.strip() or "新稿", parsed, by)
    return version, gaps_of(parsed)


def _write_version(
    draft: Draft, name: str, parsed: list[ParsedArticle], by: User | None
) -> DraftVersion:
    last = draft.versions.aggregate(last=Max("number"))["last"] or 0
    before = list(Article.objects.filter(version__draft=draft, version__number=last))
    version = DraftVersion.objects.create(draft=draft, number=last + 1, name=name[:40])
    carried = carry_over(
        [(row.number, row.sub, row.text) for row in before],
        [(one.number, one.sub, one.text) for one in parsed],
    )
    Article.objects.bulk_create(
        Article(
            version=version,
            position=position,
            number=one.number,
            sub=one.sub,
            chapter=one.chapter[:120],
            text=one.text,
            came_from=before[came.old] if came.old is not None else None,
            change=came.change,
        )
        for position, (one, came) in enumerate(zip(parsed, carried, strict=True), 1)
    )
    _step(draft, DraftVerb.VERSION, by, f"{name}，{len(parsed)} 条")
    return version


def _lock(draft: Draft) -> Draft:
    return Draft.objects.select_for_update().get(pk=draft.pk)


def _step(draft: Draft, verb: DraftVerb, by: User | None, note: str = "") -> None:
    DraftStep.objects.create(draft=draft, verb=verb, by=by, note=note[:500])


def _move(row: Draft, verb: DraftVerb, by: User | None, note: str = "") -> None:
    """One move of a locked row; the caller saves. Raises DecisionError."""
    move = DRAFT_MOVES[verb]
    if row.state != move.source:
        raise DecisionError(
            f"“{row}”现在是“{row.get_state_display()}”，不能{verb.label}。"
        )
    row.state = move.target
    _step(row, verb, by, note)


@transaction.atomic
def open_draft(*, draft: Draft, by: User | None) -> Draft:
    """公布: everybody may speak; of a law the points' informants are told."""
    row = _lock(draft)
    if row.closes_at <= timezone.now():
        raise DecisionError("截止时间已经过了，请先改截止时间。")
    points = CollectionPoint.objects.filter(closed_on=None).count() if row.is_law else 0
    _move(row, DraftVerb.OPEN, by, f"转给 {points} 个点" if points else "")
    row.save(update_fields=["state"])
    if row.is_law:
        notify_informants(row)
    return row


@transaction.atomic
def put_off(*, draft: Draft, closes_at: datetime, by: User | None) -> Draft:
    """Another end, while it is not closed. Raises DecisionError."""
    row = _lock(draft)
    if row.state not in (DraftState.RECEIVED, DraftState.OPEN):
        raise DecisionError("已经截止，不能再改截止时间。")
    if closes_at <= timezone.now():
        raise DecisionError("截止时间要在现在以后。")
    row.closes_at = closes_at
    row.save(update_fields=["closes_at"])
    audit.record(action="put_off_draft", by=by, object=row)
    return row


@transaction.atomic
def close_draft(*, draft: Draft, by: User | None) -> Draft:
    """截止: by hand before the end only when it has come."""
    row = _lock(draft)
    if row.closes_at > timezone.now():
        raise DecisionError("还没有到公布的截止时间，不能提前截止。")
    _move(row, DraftVerb.CLOSE, by)
    row.save(update_fields=["state"])
    return row


def close_due(*, now: datetime) -> int:
    """Those whose time is over; a row is locked, so that two sweeps close it once."""
    due = Draft.objects.filter(state=DraftState.OPEN, closes_at__lte=now)
    closed = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            row = (
                Draft.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, state=DraftState.OPEN, closes_at__lte=now)
                .first()
            )
            if row:
                _move(row, DraftVerb.CLOSE, None)
                row.save(update_fields=["state"])
                closed += 1
    return closed


@transaction.atomic
def report_draft(
    *, draft: Draft, document: str, reported_on: date, by: User | None
) -> Draft:
    """汇总上报 with a document number. Raises DecisionError."""
    row = _lock(draft)
    if not document.strip():
        raise DecisionError("请写上报的文号。")
    if reported_on > timezone.localdate():
        raise DecisionError("上报的日期还没有到。")
    _move(row, DraftVerb.REPORT, by, document)
    row.report_document, row.reported_on = document.strip(), reported_on
    row.save(update_fields=["state", "report_document", "reported_on"])
    return row


@transaction.atomic
def settle_draft(*, draft: Draft, result: str, by: User | None) -> Draft:
    """公布采纳情况: every opinion has its outcome; who gave it is told, once."""
    row = _lock(draft)
    if not result.strip():
        raise DecisionError("请写结果。")
    left = Opinion.objects.filter(draft=row).undecided().count()
    if left:
        raise DecisionError(f"还有 {left} 条意见没有写采纳情况。")
    _move(row, DraftVerb.SETTLE, by)
    row.result, row.settled_on = mask_text(result.strip()), timezone.localdate()
    row.save(update_fields=["state", "result", "settled_on"])
    notify_of_outcome(row)
    return row


# --- 联系点、采集点、信息员 ------------------------------------------------------------------


@transaction.atomic
def add_point(
    *,
    kind: str,
    name: str,
    division: Division,
    opened_on: date,
    by: User | None,
    **more: Any,
) -> CollectionPoint:
    if CollectionPoint.objects.filter(name=name.strip()).exists():
        raise DecisionError(f"已经有叫“{name.strip()}”的点。")
    row = CollectionPoint.objects.create(
        kind=kind, name=name.strip(), division=division, opened_on=opened_on, **more
    )
    audit.record(action="add_point", by=by, object=row)
    return row


@transaction.atomic
def add_informant(
    *,
    point: CollectionPoint,
    name: str,
    profession: str,
    since: date,
    phone: str = "",
    by: User | None,
) -> Informant:
    """Once a point, as long as they serve. Raises DecisionError."""
    point = CollectionPoint.objects.select_for_update().get(pk=point.pk)
    name = name.strip()
    if point.informants.filter(name=name, until=None).exists():
        raise DecisionError(f"{point}已经有信息员{name}。")
    row = Informant.objects.create(
        point=point, name=name, profession=profession.strip(), phone=phone, since=since
    )
    audit.record(action="add_informant", by=by, object=row)
    return row
