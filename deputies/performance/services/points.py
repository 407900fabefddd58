"""What deeds count by the rules of a table: no writing, the same answer every time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deputies.activities.enums.records import DeedColumn, DeedKind
from deputies.activities.models.records import Deed
from deputies.performance.enums import Standing
from deputies.performance.models.evaluations import ScoreRule, ScoreTable

ZERO = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """``amount`` is never negative; the column says whether it is added or taken."""

    deed: Deed
    amount: Decimal
    note: str = ""


def count_points(
    deeds: Iterable[Deed],
    rules: Iterable[ScoreRule],
    leaves: Sequence[tuple[date, date]] = (),
) -> list[Counted]:
    """Oldest first, each deed once: a check-in once a day, a kind up to its cap."""
    by_kind = {rule.kind: rule for rule in rules}
    left = {kind: rule.cap for kind, rule in by_kind.items()}
    days: set[date] = set()
    counted = []
    for deed in sorted(deeds, key=lambda one: (one.day, one.pk)):
        rule = by_kind.get(deed.kind)
        if rule is None:
            counted.append(Counted(deed, ZERO, "评分表里没有这一项"))
            continue
        note = _left_out(deed, days, leaves)
        amount = ZERO if note else min(rule.points, left[deed.kind])
        left[deed.kind] -= amount
        if not note and amount < rule.points:
            note = "到了全年上限"
        counted.append(Counted(deed, amount, note))
    return counted


def _left_out(deed: Deed, days: set[date], leaves: Sequence[tuple[date, date]]) -> str:
    if deed.kind == DeedKind.CHECK_IN:
        if deed.day in days:
            return "同一天只算一次"
        days.add(deed.day)
    if deed.column == DeedColumn.DEDUCTED and any(
        first <= deed.day <= last for first, last in leaves
    ):
        return "已经批准请假，不扣"
    return ""


def columns_of(counted: Iterable[Counted]) -> dict[str, Decimal]:
    """The three columns, and their total."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in counted:
        sums[one.deed.column] += one.amount
    columns = {column.value: sums[column.value] for column in DeedColumn}
    added = columns["automatic"] + columns["declared"]
    return {**columns, "total": added - columns["deducted"]}


def standing_of(total: Decimal, table: ScoreTable) -> Standing:
    if total >= table.good_from:
        return Standing.GOOD
    return Standing.FAIR if total >= table.fair_from else Standing.WEAK
