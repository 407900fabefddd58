"""The marks of an announced ballot by box, for those who compare delegations."""

from collections import defaultdict
from dataclasses import dataclass, field

from ballots.rules.models import Ballot


@dataclass
class BoxVotes:
    """``counts``: valid votes an item in the ballot's order; ``seen`` the different ballots."""

    ballots: int = 0
    counts: list[int] = field(default_factory=list)
    seen: set[tuple[int, ...]] = field(default_factory=set, repr=False)

    @property
    def is_uniform(self) -> bool:
        """All marked alike: the sum would say how each voted."""
        return len(self.seen) == 1


def votes_by_box(ballot: Ballot) -> dict[str, BoxVotes]:
    """Of valid ballots; empty before the announcement, whoever asks."""
    if not ballot.is_announced:
        return {}
    found: dict[str, BoxVotes] = defaultdict(BoxVotes)
    papers = ballot.papers.filter(is_valid=True).values_list("box", "marks")
    for box, marks in papers.iterator(chunk_size=5000):
        row = found[box]
        row.ballots += 1
        row.seen.add(tuple(marks))
        if not row.counts:
            row.counts = [0] * len(marks)
        row.counts = [n + (m > 0) for n, m in zip(row.counts, marks, strict=True)]
    return dict(found)
