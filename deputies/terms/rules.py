"""The size of a congress: 选举法（2020）第十二条, with the computation in words."""

from dataclasses import dataclass

from deputies.register.enums import Level


@dataclass(frozen=True)
class Formula:
    """``base`` deputies plus one for every ``step`` people, at most ``most``.

    Below ``small`` people there may be fewer than the base.
    """

    base: int
    step: int
    most: int
    small: int
    law: str


FORMULAS = {
    Level.COUNTY: Formula(140, 5_000, 450, 50_000, "选举法第十二条第一款第三项"),
    Level.TOWN: Formula(45, 1_500, 160, 2_000, "选举法第十二条第一款第四项"),
}


@dataclass(frozen=True)
class Quota:
    """The number of deputies by the law's formula for ``population`` people."""

    formula: Formula
    population: int

    @property
    def added(self) -> int:
        return self.population // self.formula.step

    @property
    def total(self) -> int:
        return min(self.formula.base + self.added, self.formula.most)

    @property
    def is_capped(self) -> bool:
        return self.formula.base + self.added > self.formula.most

    @property
    def may_be_fewer(self) -> bool:
        return self.population < self.formula.small

    @property
    def sentence(self) -> str:
        """``140 + 783,200 ÷ 5,000（取整 156）= 296``, and the law's addition to it."""
        rule = self.formula
        plain = rule.base + self.added
        text = (
            f"{rule.base} + {self.population:,} ÷ {rule.step:,}"
            f"（取整 {self.added}）= {plain}"
        )
        if self.is_capped:
            text += f"，不得超过 {rule.most}，按 {rule.most}"
        if self.may_be_fewer:
            text += f"；人口不足 {rule.small:,}，可以少于 {rule.base}"
        return f"{text}（{rule.law}）"

    def objection(self, seats: int) -> str:
        """Why ``seats`` is not allowed; empty if it is.

        选举法 第十二条: the number is the sum of base and addition; only a small place
        may have fewer.
        """
        if seats == self.total or (self.may_be_fewer and 0 < seats < self.total):
            return ""
        return f"按法定公式应当是 {self.total} 名：{self.sentence}。"


def count_quota(level: str, population: int) -> Quota:
    return Quota(FORMULAS[Level(level)], population)
