"""Compares two terms of one level: seats, constituencies, people, structure."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from deputies.register.enums import DeputyKind, Gender
from deputies.register.models import Constituency, Mandate, Term
from office.sheets.workbooks import Cell
from office.text.stroke_order import in_stroke_order

HAN = "汉族"
AGES = ((35, "35 岁以下"), (45, "35 至 44 岁"), (55, "45 至 54 岁"), (200, "55 岁以上"))
UNKNOWN_AGE = "没有登记年龄"


@dataclass(frozen=True)
class Pair:
    """One line of the comparison: label, older term, newer term."""

    name: str
    old: int
    new: int

    @property
    def change(self) -> str:
        gap = self.new - self.old
        return f"{gap:+d}" if gap else "不变"


@dataclass(frozen=True)
class Redrawn:
    """A constituency that differs between the terms; one of the two may be None."""

    old: Constituency | None
    new: Constituency | None

    @property
    def said(self) -> str:
        if self.old is None:
            return "新设"
        if self.new is None:
            return "不再设"
        found = []
        if self.old.name != self.new.name:
            found.append(f"原名{self.old.name}")
        if self.old.seats != self.new.seats:
            found.append(f"名额 {self.old.seats} → {self.new.seats}")
        if {v.pk for v in self.old.villages.all()} != {
            v.pk for v in self.new.villages.all()
        }:
            found.append("村居有变动")
        return "，".join(found)


class Comparison:
    """``old`` and ``new`` are terms of one level. Each query runs once, on first use."""

    def __init__(self, old: Term, new: Term):
        self.old, self.new = old, new

    @cached_property
    def seats(self) -> list[Pair]:
        old, new = (list(rows.values()) for rows in self._constituencies)
        return [
            Pair("选区", len(old), len(new)),
            Pair("应选名额", _seats(old), _seats(new)),
            Pair("登记人口", _people(old), _people(new)),
            Pair("当选代表", len(self._elected[0]), len(self._elected[1])),
        ]

    @cached_property
    def redrawn(self) -> list[Redrawn]:
        """The differences by town and number; unchanged constituencies are left out."""
        old, new = self._constituencies
        keys = sorted(old.keys() | new.keys())
        rows = [Redrawn(old.get(key), new.get(key)) for key in keys]
        return [row for row in rows if row.said]

    @cached_property
    def reelected(self) -> list[Mandate]:
        old, new = self._elected
        return [new[key] for key in new if key in old]

    @cached_property
    def newcomers(self) -> list[Mandate]:
        old, new = self._elected
        return [new[key] for key in new if key not in old]

    @cached_property
    def gone(self) -> list[Mandate]:
        old, new = self._elected
        return [old[key] for key in old if key not in new]

    @cached_property
    def structure(self) -> list[tuple[str, list[Pair]]]:
        """By gender, ethnicity, age at the start of the term, and kind of deputy."""
        return [
            ("性别", self._by(lambda m: Gender(m.deputy.gender).label)),
            (
                "民族",
                self._by(
                    lambda m: HAN if m.deputy.ethnicity.startswith("汉") else "少数民族"
                ),
            ),
            ("年龄", self._by(_age, [*(n for _, n in AGES), UNKNOWN_AGE])),
            ("类型", self._by(lambda m: DeputyKind(m.scored_as).label)),
        ]

    def _by(
        self, name: Callable[[Mandate], str], order: list[str] | None = None
    ) -> list[Pair]:
        old, new = (Counter(map(name, rows.values())) for rows in self._elected)
        names = order or sorted(old.keys() | new.keys())
        return [Pair(n, old[n], new[n]) for n in names if old[n] or new[n]]

    @cached_property
    def _constituencies(self) -> list[dict[tuple, Constituency]]:
        found = []
        for term in (self.old, self.new):
            rows = term.constituencies.select_related("town")
            rows = rows.prefetch_related("villages")
            found.append({(row.town.code, row.number): row for row in rows})
        return found

    @cached_property
    def _elected(self) -> list[dict[int, Mandate]]:
        """By deputy in stroke order.

        Two elections of one person count once, by the later seat.
        """
        found = []
        for term in (self.old, self.new):
            rows = term.mandates.select_related("deputy", "constituency__town", "term")
            ordered = in_stroke_order(rows.order_by("pk"), lambda m: m.deputy.name)
            found.append({m.deputy_id: m for m in ordered})
        return found

    def sheets(self) -> Iterator[tuple[str, list[list[Cell]]]]:
        """Name and lines of each sheet of the file; the first line is the header."""
        head: list[Cell] = ["事项", str(self.old), str(self.new), "变化"]
        yield "选区和名额", [head, *(_line(pair) for pair in self.seats)]
        lines: list[list[Cell]] = [["乡镇", "编号", "名称", "变化"]]
        for row in self.redrawn:
            shown = row.new or row.old
            lines.append([str(shown.town), shown.number, shown.name, row.said])
        yield "选区变化", lines
        lines = [["变化", "姓名", "性别", "单位职务", "选区"]]
        for name, rows in (
            ("连任", self.reelected),
            ("新当选", self.newcomers),
            ("不再担任", self.gone),
        ):
            for m in rows:
                who = m.deputy
                where = m.constituency.name
                lines.append(
                    [name, who.name, who.get_gender_display(), who.occupation, where]
                )
        yield "代表", lines
        lines = [["分类", *head]]
        for group, pairs in self.structure:
            lines += [[group, *_line(pair)] for pair in pairs]
        yield "构成", lines


def _line(pair: Pair) -> list[Cell]:
    return [pair.name, pair.old, pair.new, pair.change]


def _seats(rows: list[Constituency]) -> int:
    return sum(row.seats for row in rows)


def _people(rows: list[Constituency]) -> int:
    return sum(row.population or 0 for row in rows)


def _age(mandate: Mandate) -> str:
    """Whole years on the day the term began; ``born`` is ``1975-04``."""
    if not mandate.deputy.born:
        return UNKNOWN_AGE
    year, month = map(int, mandate.deputy.born.split("-"))
    start = mandate.term.starts_on
    age = start.year - year - (start.month < month)
    return next(name for below, name in AGES if age < below)
