"""移交: each item to the competent government, signed, answered by a day, published."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.loop.enums import ResultClass
from cases.loop.notifications import notify_submitters
from cases.loop.services.moves import record
from cases.models import Case
from cases.publishing.services import give_feedback
from office.calendar.services.deadlines import (
    cn_date,
    count_deadline,
    find_rule,
    load_calendar,
)
from office.models import Unit, User
from office.text.cleaning import clean_text
from office.text.masking import mask_text
from office.units.enums import HANDLING_KINDS, UnitKind
from rollups.counting.enums import ITEM_MOVES, ItemState, ItemVerb, ReportState
from rollups.counting.errors import RollUpError
from rollups.handing.enums import CaseNews
from rollups.reports import notifications
from rollups.reports.models import ItemEvent, Report, ReportItem
from rollups.reports.services.reporting import lock_report

SIGN_RULE = "rollup_sign"


def answer_rule(unit: Unit) -> str:
    """By which rule ``unit`` must report back: towns sooner than the county."""
    if unit.kind == UnitKind.TOWN_GOVERNMENT:
        return "rollup_answer_town"
    return "rollup_answer_county"


@transaction.atomic
def add_item(*, report: Report, title: str, text: str, unit: Unit) -> ReportItem:
    row = lock_report(report, ReportState.DRAFT)
    _check_unit(unit)
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    return ReportItem.objects.create(
        report=row, position=last + 1, title=title.strip(), text=text.strip(), unit=unit
    )


@transaction.atomic
def edit_item(*, item: ReportItem, title: str, text: str, unit: Unit) -> ReportItem:
    lock_report(item.report, ReportState.DRAFT)
    _check_unit(unit)
    row = _lock(item)
    row.title, row.text, row.unit = title.strip(), text.strip(), unit
    row.save(update_fields=["title", "text", "unit"])
    return row


@transaction.atomic
def drop_item(*, item: ReportItem) -> None:
    """Not to be handed over after all; only before the report is checked."""
    lock_report(item.report, ReportState.DRAFT)
    row = _lock(item)
    row.cases.clear()
    row.delete()


def _check_unit(unit: Unit) -> None:
    if unit.kind not in HANDLING_KINDS or not unit.is_active:
        raise RollUpError("只能移交给在用的县直部门、镇街政府或县政府办。")


@transaction.atomic
def hand_over_item(
    *,
    item: ReportItem,
    by: User,
    unit: Unit | None = None,
    note: str = "",
    at: datetime | None = None,
) -> ReportItem:
    """移交: the clock starts; those who spoke read that the government has it now."""
    row = _lock(item)
    if row.report.state != ReportState.APPROVED:
        raise RollUpError("月报批准以后才能移交。")
    at = at or timezone.now()
    target = unit or row.unit
    if target is None:
        raise RollUpError("请先定移交给谁。")
    _check_unit(target)
    row.unit = target
    _start_clock(row, timezone.localdate(at))
    row.handed_at, row.signed_at = at, None
    _move(row, ItemVerb.HAND_OVER, by=by, at=at, note=note)
    notifications.notify_unit_of_item(row, f"{row.pk}:{at:%Y%m%d%H%M%S}")
    say = f"写进{row.report.rollup}的社情民意月报，移交给{target}，要求{cn_date(row.due_on)}前反馈。"
    for case in row.cases.all():
        record(
            case,
            CaseNews.ROLLED_UP,
            by=by,
            at=at,
            unit=row.report.unit,
            public_note=say,
        )
    return row


def _start_clock(row: ReportItem, day: date) -> None:
    calendar = load_calendar()
    row.sign_by = count_deadline(find_rule(SIGN_RULE, day), day, calendar).due
    row.rule = find_rule(answer_rule(row.unit), day)
    row.due_on = count_deadline(row.rule, day, calendar).due
    row.warn_on = calendar.add_workdays(row.due_on, -row.rule.warn_before)


def hand_over_all(*, report: Report, by: User, at: datetime | None = None) -> int:
    """Hand over what is still proposed; returns how many. Each in its transaction."""
    waiting = list(report.items.filter(state=ItemState.PROPOSED))
    for item in waiting:
        hand_over_item(item=item, by=by, at=at)
    return len(waiting)


@transaction.atomic
def sign_item(*, item: ReportItem, by: User, at: datetime | None = None) -> ReportItem:
    """签收: the unit has it and the day stands."""
    row = _lock(item)
    row.signed_at = at or timezone.now()
    _move(row, ItemVerb.SIGN, by=by, at=row.signed_at)
    return row


@transaction.atomic
def return_item(
    *, item: ReportItem, reason: str, by: User, at: datetime | None = None
) -> ReportItem:
    """退回: not this unit's to do; the congress hands it to another."""
    row = _lock(item)
    if not reason.strip():
        raise RollUpError("请写明退回的理由。")
    _move(row, ItemVerb.RETURN, by=by, at=at, note=reason)
    notifications.notify_congress_of_returned_item(row, reason)
    return row


@transaction.atomic
def answer_item(
    *,
    item: ReportItem,
    text: str,
    result_class: ResultClass,
    by: User,
    at: datetime | None = None,
) -> ReportItem:
    """反馈: what became of it, for the congress to read and to make known."""
    row = _lock(item)
    text = clean_text(text)
    if not text:
        raise RollUpError("请写反馈内容。")
    row.answer, row.result_class = text, result_class
    row.answered_by, row.answered_at = by, at or timezone.now()
    words = f"{ResultClass(result_class).label}：{text}"
    event = _move(row, ItemVerb.ANSWER, by=by, at=row.answered_at, note=words)
    notifications.notify_congress_of_answer(row, event)
    return row


@transaction.atomic
def send_back_answer(
    *, item: ReportItem, reason: str, by: User, at: datetime | None = None
) -> ReportItem:
    """The answer does not answer: to be written again, by the same day."""
    row = _lock(item)
    if not reason.strip():
        raise RollUpError("请写明要补充什么。")
    event = _move(row, ItemVerb.SEND_BACK, by=by, at=at, note=reason)
    notifications.notify_unit_of_answer_sent_back(row, event)
    return row


@transaction.atomic
def publish_answer(
    *, item: ReportItem, public_text: str, by: User, at: datetime | None = None
) -> ReportItem:
    """公布反馈: on the page of each station where it was said, and to those who said it."""
    row = _lock(item)
    if row.answered_by_id == by.pk:
        raise RollUpError("写反馈的人不能自己公布。")
    at = at or timezone.now()
    row.public_answer = mask_text(clean_text(public_text) or row.answer)
    row.published_by, row.published_at = by, at
    _move(row, ItemVerb.PUBLISH, by=by, at=at)
    cases = list(row.cases.select_related("station", "submitter"))
    give_feedback(
        key=f"item:{row.pk}",
        stations={_main_station(case) for case in cases if case.station_id},
        unit=row.unit,
        title=row.title,
        text=row.public_answer,
        at=at,
    )
    for case in cases:
        _notify_speakers(row, case, by, at)
    return row


def _main_station(case: Case) -> int:
    station = case.station
    return station.parent_id or station.pk


def _notify_speakers(row: ReportItem, case: Case, by: User, at: datetime) -> None:
    """On the thread of the case, and to the phone of everybody who raised it."""
    say = f"{row.unit}反馈：{row.public_answer}"
    record(case, CaseNews.ROLLUP_ANSWERED, by=by, at=at, unit=row.unit, public_note=say)
    text = f"您反映的 {case.number} 所在的月报事项“{row.title}”有了政府反馈：{row.public_answer}"
    text = f"{mask_text(text)[:400]} "
    title = "月报事项有了反馈"
    notify_submitters(case, "rollup_answered", title, text, key=f"{row.pk}:{case.pk}")


def _lock(item: ReportItem) -> ReportItem:
    rows = ReportItem.objects.select_for_update(of=("self",))
    rows = rows.select_related("report__rollup", "report__unit", "report__town", "unit")
    return rows.get(pk=item.pk)


def _move(
    row: ReportItem,
    verb: ItemVerb,
    *,
    by: User,
    at: datetime | None = None,
    note: str = "",
) -> ItemEvent:
    """Change the locked item's state by the table, save it, and write the step."""
    move = ITEM_MOVES[verb]
    if row.state not in move.sources:
        shown = ItemState(row.state).label
        raise RollUpError(f"这一项现在是“{shown}”，不能{verb.label}。请刷新后再看。")
    row.state = move.target
    row.save()
    return ItemEvent.objects.create(
        item=row,
        verb=verb,
        unit=row.unit,
        note=clean_text(note),
        by=by,
        at=at or timezone.now(),
    )
