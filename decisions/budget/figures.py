"""Sums of a year's budget, as shown on its pages."""

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from decisions.budget.models import BudgetLine, BudgetYear, Payment
from decisions.budget.rules.money import Total, total_of


@dataclass
class UnitSum:
    """The sum of a unit's lines, in yuan."""

    name: str
    lines: int = 0
    original: Decimal = Decimal(0)
    adjusted: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)


@dataclass(frozen=True)
class YearSums:
    """``paid`` sums payments on budget lines; ``stray`` those without a line."""

    units: list[UnitSum]
    original: Total
    adjusted: Total
    paid: Total
    stray: Decimal
    elapsed: Decimal


def sums_of(year: BudgetYear, lines: Iterable[Any], today: date) -> YearSums:
    """The sums of ``lines`` with their ``paid``.

    One more query for payments without a line.
    """
    units: dict[str, UnitSum] = {}
    for line in lines:
        row = units.setdefault(line.unit.name, UnitSum(line.unit.name))
        row.lines += 1
        row.original += line.original
        row.adjusted += line.adjusted
        row.paid += line.paid
    rows = sorted(units.values(), key=lambda row: (-row.adjusted, row.name))
    stray = Payment.objects.filter(year=year, line=None).aggregate(sum=Sum("amount"))
    return YearSums(
        rows,
        total_of(row.original for row in rows),
        total_of(row.adjusted for row in rows),
        total_of(row.paid for row in rows),
        stray["sum"] or Decimal(0),
        elapsed_of(year.year, today),
    )


def elapsed_of(year: int, today: date) -> Decimal:
    """序时进度: the elapsed part of the year, 0 to 1."""
    if today.year != year:
        return Decimal(today.year > year)
    return Decimal(today.timetuple().tm_yday) / (366 if isleap(year) else 365)


@dataclass(frozen=True)
class Treasury:
    """The treasury's figures for a project's own budget lines."""

    lines: list[BudgetLine]
    budget: Decimal
    paid: Decimal


def treasury_of(codes: dict[int, str], year: int) -> dict[int, Treasury]:
    """The treasury's figures of projects; ``codes`` by the project's key.

    A project may name several lines, separated by 、; later years are included.
    """
    wanted = {pk: [c for c in text.split("、") if c] for pk, text in codes.items()}
    every = {code for some in wanted.values() for code in some}
    if not every:
        return {}
    rows = BudgetLine.objects.filter(code__in=every, year__year__gte=year).with_paid()
    by_code: dict[str, list[BudgetLine]] = defaultdict(list)
    for row in rows.select_related("year"):
        by_code[row.code].append(row)
    found = {}
    for pk, some in wanted.items():
        lines = [row for code in some for row in by_code[code]]
        if lines:
            budget = sum((row.adjusted for row in lines), Decimal(0))
            paid = sum((row.paid for row in lines), Decimal(0))  # type: ignore[attr-defined]
            found[pk] = Treasury(lines, budget, paid)
    return found
