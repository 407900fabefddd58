"""Beans and strips: a ballot's numbers as pictures, made of shapes the page already has."""

from dataclasses import dataclass

COLUMNS = 30
STEP_X, STEP_Y = 22, 20
# More members than this are given as numbers alone.
MOST_BEANS = 600


@dataclass(frozen=True)
class Bean:
    kind: str
    tone: str
    x: int
    y: int


@dataclass(frozen=True)
class Run:
    """``count`` beans of one kind, and what they are."""

    kind: str
    count: int
    word: str
    tone: str = ""

    @property
    def text(self) -> str:
        return f"{self.word} {self.count}"


@dataclass(frozen=True)
class Plot:
    """One bean a member, the absent among them. ``key`` explains the kinds."""

    runs: list[Run]

    @property
    def key(self) -> list[Run]:
        return [run for run in self.runs if run.count]

    @property
    def label(self) -> str:
        return "，".join(run.text for run in self.key)

    @property
    def beans(self) -> list[Bean]:
        kinds = [run for run in self.runs for _ in range(run.count)]
        return [
            Bean(run.kind, run.tone, at % COLUMNS * STEP_X, at // COLUMNS * STEP_Y)
            for at, run in enumerate(kinds)
        ]

    @property
    def width(self) -> int:
        return COLUMNS * STEP_X - 2

    @property
    def height(self) -> int:
        return -(-sum(run.count for run in self.runs) // COLUMNS) * STEP_Y - 4


def plot_of(members: int, result) -> Plot | None:
    """Every member of the ballot as a bean, or None when there are too many."""
    if members > MOST_BEANS:
        return None
    return Plot(
        [
            Run("bean", result.valid, "有效票"),
            Run("bean-x", result.invalid, "废票", "late"),
            Run("bean-o", max(result.issued - result.returned, 0), "领票未交"),
            Run("bean-d", result.present - result.issued, "到会未领票", "off"),
            Run("bean-d", members - result.present, "缺席", "off"),
        ]
    )


def percent(part: float, whole: float) -> str:
    """A place on a strip: ``47.33%``."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"
