"""A year's way from the list to what is built: numbers, fates, and votes by delegation."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ballots.record.page.groups import votes_by_box
from ballots.rules.models import Ballot
from ballots.rules.rules import SMALLEST_GROUP
from decisions.projects.enums import DECIDED, Disposition, ProjectState
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme

FINISHED = (ProjectState.DONE, ProjectState.ARCHIVED)


@dataclass
class Funnel:
    """Counts of one programme; ``fates`` where the ones not taken went."""

    listed: int
    named: int
    chosen: int
    finished: int
    dispositions: list[tuple[str, int]] = field(default_factory=list)
    undecided: int = 0

    @property
    def dropped(self) -> int:
        return sum(count for _, count in self.dispositions)


def funnel_of(programme: Programme, rows: list[Project]) -> Funnel:
    """``named``: by the deputies; ``undecided``: voted on, and nobody has said where to."""
    states = Counter(row.state for row in rows)
    dispositions = Counter(
        row.disposition for row in rows if row.state == ProjectState.DROPPED
    )
    chosen = sum(states[state] for state in DECIDED)
    return Funnel(
        listed=len(rows),
        named=programme.cut_at or 0,
        chosen=chosen,
        finished=sum(states[state] for state in FINISHED),
        dispositions=[
            (disposition.label, dispositions[disposition])
            for disposition in Disposition
            if dispositions[disposition]
        ],
        undecided=sum(
            1 for row in rows if row.state == ProjectState.ON_BALLOT and row.rank
        ),
    )


@dataclass(frozen=True)
class Delegation:
    """Turnout, and how far its own choice lies from the county's.

    ``apart`` is how many of the county's named projects are not among as many that this
    delegation gave the most votes; None where it would show how people voted.
    """

    name: str
    members: int
    returned: int
    apart: int | None


def delegations_of(ballot: Ballot) -> list[Delegation]:
    """A line a box; small delegations share one, and a box whose
    ballots are all alike, or too few, shows its turnout only."""
    boxes = votes_by_box(ballot)
    members: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for box, way in ballot.electors.values_list("box", "way"):
        members[box] += 1
        came[box] += bool(way)
    total: dict[int, int] = defaultdict(int)
    for votes in boxes.values():
        for at, count in enumerate(votes.counts):
            total[at] += count
    named = _first(total, ballot.seats)
    rows = []
    for name in sorted(members):
        cast = boxes.get(name)
        shown = cast and cast.ballots >= SMALLEST_GROUP and not cast.is_uniform
        own = _first(dict(enumerate(cast.counts)), ballot.seats) if cast else set()
        apart = len(named - own) if shown else None
        rows.append(Delegation(name, members[name], came[name], apart))
    return rows


def _first(counts: dict[int, int], seats: int) -> set[int]:
    """The ``seats`` places with the most votes, the first on the ballot before its equals."""
    return set(sorted(counts, key=lambda at: (-counts[at], at))[:seats])
