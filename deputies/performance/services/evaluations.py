"""代表履职评价: rules, counting, publication, objections, settling.

Never ends a mandate.
"""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from deputies.activities.enums.records import RecordColumn, RecordKind
from deputies.activities.models.activities import DeputyLeave
from deputies.activities.models.records import ActivityRecord
from deputies.performance.enums import EvaluationState
from deputies.performance.models.evaluations import (
    Evaluation,
    Objection,
    Point,
    ScoreRule,
    ScoreTable,
    Sheet,
)
from deputies.performance.rules.reference import MEASURE, RULES
from deputies.performance.services.points import (
    Counted,
    columns_of,
    count_points,
    score_band_of,
)
from deputies.register.enums import DeputyKind
from deputies.register.models import Mandate
from office.audit import services as audit
from office.calendar.services.deadlines import cn_date, count_deadline, find_rule
from office.models import User
from office.notices.services.outbox import notify
from office.text.errors import ServiceError


class PerformanceError(ServiceError):
    """The evaluation's state does not allow this. The message is shown to the user."""


@transaction.atomic
def open_year(*, year: int, by: User) -> Evaluation:
    """The evaluation of ``year`` with a table for each kind. Idempotent."""
    if not 2020 <= year <= timezone.localdate().year:
        raise PerformanceError("只能评价今年和以前的年度。")
    evaluation, is_new = Evaluation.objects.get_or_create(year=year)
    if is_new:
        for kind in DeputyKind:
            _add_table(year, kind)
        audit.record(action="open_evaluation", by=by, object=evaluation)
    return evaluation


def _add_table(year: int, kind: DeputyKind) -> None:
    table = ScoreTable.objects.create(year=year, kind=kind, source=MEASURE)
    ScoreRule.objects.bulk_create(
        ScoreRule(
            table=table,
            kind=activity_record,
            points=Decimal(points),
            cap=Decimal(cap),
            basis=f"{MEASURE}{article}",
        )
        for activity_record, points, cap, article in RULES
    )


@transaction.atomic
def set_rule(
    *,
    table: ScoreTable,
    kind: RecordKind,
    points: Decimal,
    cap: Decimal,
    basis: str,
    by: User,
) -> ScoreRule:
    """Change a rule of an unused table; afterwards the database refuses it too."""
    table = ScoreTable.objects.select_for_update().get(pk=table.pk)
    if table.frozen_at:
        raise PerformanceError("这张评分表已经用过，不能再改。新规则从下一年度起用。")
    if points <= 0 or cap < points:
        raise PerformanceError("每次分要大于零，全年上限不能小于每次分。")
    if not basis.strip():
        raise PerformanceError("请写明依据。")
    rule, _ = ScoreRule.objects.update_or_create(
        table=table,
        kind=kind,
        defaults={"points": points, "cap": cap, "basis": basis.strip()[:120]},
    )
    detail = {"kind": str(kind), "points": str(points), "cap": str(cap)}
    audit.record(action="set_score_rule", by=by, object=table, detail=detail)
    return rule


@transaction.atomic
def set_kind(*, sheet: Sheet, kind: DeputyKind, by: User) -> Sheet:
    """Set the kind by which a deputy is scored, while the year is counted.

    Counts again.
    """
    row = _lock(sheet.evaluation, EvaluationState.COUNTING)
    mandate = Mandate.objects.select_for_update().get(pk=sheet.mandate_id)
    mandate.scored_as = kind
    mandate.save(update_fields=["scored_as"])
    _count(row, [mandate])
    audit.record(
        action="set_score_kind", by=by, object=mandate, detail={"kind": str(kind)}
    )
    return sheet


def _lock(evaluation: Evaluation, *states: EvaluationState) -> Evaluation:
    row = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if row.state not in states:
        raise PerformanceError(f"现在是“{row.get_state_display()}”，不能这样做。")
    return row


@transaction.atomic
def count_year(*, evaluation: Evaluation, by: User) -> int:
    """Recompute all sheets from the activity records; returns how many.

    Freezes the tables.
    """
    row = _lock(evaluation, EvaluationState.COUNTING)
    mandates = Mandate.objects.in_office().filter(starts_on__year__lte=row.year)
    count = _count(row, list(mandates))
    audit.record(action="count_evaluation", by=by, object=row, detail={"n": count})
    return count


def _count(evaluation: Evaluation, mandates: list[Mandate]) -> int:
    # Locked first: a concurrent change of a rule is either included or refused.
    held = ScoreTable.objects.select_for_update().filter(year=evaluation.year)
    tables = {table.kind: table for table in held.order_by("pk")}
    rules = {kind: list(table.rules.all()) for kind, table in tables.items()}
    used = {mandate.scored_as for mandate in mandates}
    pks = [tables[kind].pk for kind in used]
    fresh = ScoreTable.objects.filter(pk__in=pks, frozen_at=None)
    fresh.update(frozen_at=timezone.now())
    people = [mandate.deputy_id for mandate in mandates]
    activity_records, leaves = (
        _activity_records_of(people, evaluation.year),
        _leaves_of(people),
    )
    # All points are recomputed: those of voided records disappear.
    old = Sheet.objects.filter(evaluation=evaluation, mandate__in=mandates)
    Point.objects.filter(sheet__in=old).delete()
    sheets, counted = [], {}
    for mandate in mandates:
        table = tables[mandate.scored_as]
        counted[mandate.pk] = count_points(
            activity_records[mandate.deputy_id],
            rules[mandate.scored_as],
            leaves[mandate.deputy_id],
        )
        columns = columns_of(counted[mandate.pk])
        score_band = score_band_of(columns["total"], table)
        sheets.append(
            Sheet(
                evaluation=evaluation,
                mandate=mandate,
                table=table,
                score_band=score_band,
                **columns,
            )
        )
    _write(evaluation, sheets, counted)
    return len(mandates)


def _write(
    evaluation: Evaluation, sheets: list[Sheet], counted: dict[int, list[Counted]]
) -> None:
    """Insert or update the sheets by mandate, and the points of each."""
    Sheet.objects.bulk_create(
        sheets,
        update_conflicts=True,
        unique_fields=["evaluation", "mandate"],
        update_fields=[
            "table",
            *(c.value for c in RecordColumn),
            "total",
            "score_band",
        ],
    )
    written = Sheet.objects.filter(evaluation=evaluation, mandate__in=counted)
    sheet_of = dict(written.values_list("mandate_id", "pk"))
    Point.objects.bulk_create(
        (
            Point(
                sheet_id=sheet_of[mandate],
                activity_record=one.activity_record,
                column=one.activity_record.column,
                amount=one.amount,
                note=one.note,
            )
            for mandate, points in counted.items()
            for one in points
        ),
        batch_size=5000,
    )


def _activity_records_of(
    people: list[int], year: int
) -> dict[int, list[ActivityRecord]]:
    found: dict[int, list[ActivityRecord]] = defaultdict(list)
    for activity_record in (
        ActivityRecord.objects.counting().of_year(year).filter(deputy__in=people)
    ):
        found[activity_record.deputy_id].append(activity_record)
    return found


def _leaves_of(people: list[int]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for leave in DeputyLeave.objects.granted().filter(deputy__in=people):
        found[leave.deputy_id].append((leave.first_on, leave.last_on))
    return found


@transaction.atomic
def show_year(
    *, evaluation: Evaluation, by: User, today: date | None = None
) -> Evaluation:
    """公示: notify every deputy; objections are possible until the rule's last day."""
    row = _lock(evaluation, EvaluationState.COUNTING)
    sheets = row.sheets.select_related("mandate__deputy__user")
    if not sheets:
        raise PerformanceError("还没有计分，不能公示。")
    row.state, row.shown_on = EvaluationState.SHOWN, today or timezone.localdate()
    rule = find_rule("performance_object", row.shown_on)
    row.object_until = count_deadline(rule, row.shown_on).due
    row.save()
    for sheet in sheets:
        text = f"{row.year}年得分 {sheet.total}，有异议的请在{cn_date(row.object_until)}前提出。"
        _notify(sheet, "performance_shown", "履职评价公示", text, f"{sheet.pk}")
    audit.record(action="show_evaluation", by=by, object=row)
    return row


def _notify(sheet: Sheet, kind: str, title: str, text: str, key: str) -> None:
    user = sheet.mandate.deputy.user
    if user is not None:
        url = "/desk/performance/"
        notify(
            key=f"{kind}:{key}", kind=kind, title=title, text=text, url=url, user=user
        )


@transaction.atomic
def object_to_sheet(
    *, sheet: Sheet, text: str, by: User, at: datetime | None = None
) -> Objection:
    """异议, by the deputy, while the sheets are published."""
    row = _lock(sheet.evaluation, EvaluationState.SHOWN)
    if sheet.mandate.deputy.user_id != by.pk:
        raise PerformanceError("异议由代表本人提出。")
    at = at or timezone.now()
    if row.object_until and timezone.localdate(at) > row.object_until:
        raise PerformanceError("异议的期限已过。")
    if not text.strip():
        raise PerformanceError("请写明哪一项不对、为什么。")
    if sheet.objections.filter(upheld=None).exists():
        raise PerformanceError("已有一份异议在等答复。")
    return Objection.objects.create(
        sheet=sheet, text=text.strip()[:500], made_at=at, made_by=by
    )


@transaction.atomic
def answer_objection(
    *, objection: Objection, upheld: bool, answer: str, by: User
) -> Objection:
    """Answer by another person; an upheld objection recounts the sheet."""
    row = _lock(objection.sheet.evaluation, EvaluationState.SHOWN)
    asked = Objection.objects.select_for_update().get(pk=objection.pk)
    if asked.upheld is not None:
        raise PerformanceError("这份异议已经答复过了。")
    if asked.made_by_id == by.pk:
        raise PerformanceError("提出人不能答复自己的异议。")
    if not answer.strip():
        raise PerformanceError("请写明答复。")
    asked.upheld, asked.answer, asked.answered_by = upheld, answer.strip()[:500], by
    asked.save()
    if upheld:
        _count(row, [asked.sheet.mandate])
    _notify(
        asked.sheet, "objection_answered", "异议有答复", asked.answer, f"{asked.pk}"
    )
    return asked


@transaction.atomic
def settle_year(*, evaluation: Evaluation, by: User) -> Evaluation:
    """定档, after the time for objections and with every objection answered."""
    row = _lock(evaluation, EvaluationState.SHOWN)
    if row.object_until and timezone.localdate() <= row.object_until:
        raise PerformanceError(f"异议期到{cn_date(row.object_until)}，还不能定档。")
    if Objection.objects.filter(sheet__evaluation=row, upheld=None).exists():
        raise PerformanceError("还有异议没有答复，不能定档。")
    row.state, row.settled_at = EvaluationState.SETTLED, timezone.now()
    row.save()
    audit.record(action="settle_evaluation", by=by, object=row)
    return row
