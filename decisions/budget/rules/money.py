"""Amounts are Decimal yuan; pages show 万元.

Sums are computed in yuan and rounded once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

WAN = Decimal(10_000)
CENT = Decimal("0.01")


def in_wan(yuan: Decimal) -> Decimal:
    """Yuan in 万元, two places, half up."""
    return (yuan / WAN).quantize(CENT, ROUND_HALF_UP)


# Units of money in the heading of a table; the longer word first.
_UNITS = (("亿元", Decimal(10**8)), ("万元", WAN), ("元", Decimal(1)))


def worth_of(words: str) -> Decimal | None:
    """Yuan per unit of a number under this heading; None if it names no unit."""
    return next((worth for word, worth in _UNITS if word in words), None)


@dataclass(frozen=True)
class Total:
    """``gap``: difference between the rounded lines and the rounded sum, in 万元."""

    yuan: Decimal
    gap: Decimal


def total_of(amounts: Iterable[Decimal]) -> Total:
    rows = list(amounts)
    yuan = sum(rows, Decimal(0))
    return Total(yuan, in_wan(yuan) - sum(map(in_wan, rows), Decimal(0)))
