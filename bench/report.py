"""The table at the end: what was measured, what must hold, and whether it does."""

from dataclasses import dataclass

MOST_QUERIES = 12
GROWTH = {"search_rare": 3.0, "search_common": 3.0}
# As visitors get them, with the page cache; then as they are made for staff, who have
# no cache, and for the first visitor after a change. ``station anew`` has no limit.
FLOORS: dict[str, tuple[str, float | None]] = {
    "station": ("floor item", 0.50),
    "case": ("floor item", 0.50),
    "list": ("floor list", 0.80),
    "cached": ("floor constant", 0.80),
    "station anew": ("floor item", None),
    "case anew": ("floor item", 0.25),
    "list anew": ("floor list", 0.30),
    "desk": ("floor list", 0.20),
    "workbench": ("floor list", 0.20),
    "submit": ("floor post", 0.35),
}


@dataclass(frozen=True)
class Cost:
    """The lower quartile of the times of one page in milliseconds, and its queries."""

    milliseconds: float
    queries: int


@dataclass(frozen=True)
class Line:
    """One thing measured against its limit."""

    name: str
    value: float
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def growth_lines(small: dict[str, Cost], big: dict[str, Cost]) -> list[Line]:
    lines = []
    for name, cost in big.items():
        before = small[name].milliseconds
        note = f"{before:.1f} → {cost.milliseconds:.1f} ms"
        ratio = cost.milliseconds / before
        lines.append(Line(f"{name}, growth", ratio, GROWTH.get(name, 1.5), note=note))
        lines.append(Line(f"{name}, queries", cost.queries, MOST_QUERIES))
    return lines


def rate_lines(rates: dict[str, float]) -> list[Line]:
    lines = []
    for name, (floor, least) in FLOORS.items():
        note = f"{rates[name]:.0f}/s beside {rates[floor]:.0f}/s"
        ratio = rates[name] / rates[floor]
        lines.append(Line(f"{name} ÷ {floor}", ratio, least, at_least=True, note=note))
    return lines


def print_lines(lines: list[Line]) -> None:
    for line in lines:
        text, limit = "    ", ""
        if line.limit is not None:
            text = "ok  " if line.holds else "MISS"
            limit = f"{'≥' if line.at_least else '≤'} {line.limit:g}"
        print(f"{text} {line.name:28} {line.value:10.2f}  {limit:8} {line.note}")
