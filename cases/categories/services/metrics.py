"""How well categories were told: F1 of each, the mean of them, and what was confused."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Metrics:
    """``confused[real][told]`` counts examples; ``first_three`` is a share of all."""

    codes: Sequence[str]
    confused: Sequence[Sequence[int]]
    first_three: float

    @property
    def macro_f1(self) -> float:
        """The mean of the categories' F1, 0 to 1; only of those that occur."""
        real = [n for n, row in enumerate(self.confused) if sum(row)]
        return sum(self.f1(n) for n in real) / len(real)

    def f1(self, category: int) -> float:
        told = sum(row[category] for row in self.confused)
        both = told + sum(self.confused[category])
        return 2 * self.confused[category][category] / both if both else 0.0


def measure(
    real: Sequence[str], told: Sequence[Sequence[str]], codes: Sequence[str]
) -> Metrics:
    """``told`` are all codes for each example, the likeliest first."""
    number = {code: at for at, code in enumerate(codes)}
    confused = [[0] * len(codes) for _ in codes]
    for one, others in zip(real, told, strict=True):
        confused[number[one]][number[others[0]]] += 1
    right = sum(one in others[:3] for one, others in zip(real, told, strict=True))
    return Metrics(codes, confused, right / len(real))
