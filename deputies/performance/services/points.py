"""Computes points from activity records and a rule table, without writing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deputies.activities.enums.records import RecordColumn, RecordKind
from deputies.activities.models.records import ActivityRecord
from deputies.performance.enums import ScoreBand
from deputies.performance.models.evaluations import ScoreRule, ScoreTable

ZERO = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """``amount`` is never negative.

    The column decides whether it is added or subtracted.
    """

    activity_record: ActivityRecord
    amount: Decimal
    note: str = ""


def count_points(
    activity_records: Iterable[ActivityRecord],
    rules: Iterable[ScoreRule],
    leaves: Sequence[tuple[date, date]] = (),
) -> list[Counted]:
    """Oldest first, each record once: a check-in once a day, a kind up to its cap."""
    by_kind = {rule.kind: rule for rule in rules}
    left = {kind: rule.cap for kind, rule in by_kind.items()}
    days: set[date] = set()
    counted = []
    for activity_record in sorted(activity_records, key=lambda one: (one.day, one.pk)):
        rule = by_kind.get(activity_record.kind)
        if rule is None:
            counted.append(Counted(activity_record, ZERO, "评分表里没有这一项"))
            continue
        note = _left_out(activity_record, days, leaves)
        amount = ZERO if note else min(rule.points, left[activity_record.kind])
        left[activity_record.kind] -= amount
        if not note and amount < rule.points:
            note = "到了全年上限"
        counted.append(Counted(activity_record, amount, note))
    return counted


def _left_out(
    activity_record: ActivityRecord,
    days: set[date],
    leaves: Sequence[tuple[date, date]],
) -> str:
    if activity_record.kind == RecordKind.CHECK_IN:
        if activity_record.day in days:
            return "同一天只算一次"
        days.add(activity_record.day)
    if activity_record.column == RecordColumn.DEDUCTED and any(
        first <= activity_record.day <= last for first, last in leaves
    ):
        return "已经批准请假，不扣"
    return ""


def columns_of(counted: Iterable[Counted]) -> dict[str, Decimal]:
    """The three columns, and their total."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in counted:
        sums[one.activity_record.column] += one.amount
    columns = {column.value: sums[column.value] for column in RecordColumn}
    added = columns["automatic"] + columns["declared"]
    return {**columns, "total": added - columns["deducted"]}


def score_band_of(total: Decimal, table: ScoreTable) -> ScoreBand:
    if total >= table.good_from:
        return ScoreBand.GOOD
    return ScoreBand.FAIR if total >= table.fair_from else ScoreBand.WEAK
