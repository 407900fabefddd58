"""Names topics by rare words shared by the titles, and adjusts their members.

A cluster of similar texts misses messages with other words for the same thing, and
includes copied texts about another place. Most topics have a name that appears in all
of their messages; the other words distinguish problems of the same place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt

NAME_SIZES = range(3, 7)
PAIRS = range(2, 3)
TITLE_SHARE = 0.5
RARE_SHARE = 0.02
RARE = 10
HELD_BY = 0.75
SAME_TROUBLE = 0.13
SAME_TROUBLE_OF_MANY = 0.08
MANY = 5
BESIDE_THE_NAME = 0.08
COMMON_PAIR = 0.15
ROUNDS = 3

_HAN = re.compile(r"[㐀-鿿]+")


class Names:
    """Names from the titles of ``texts``; the first line of a text is its title."""

    def __init__(self, texts: Sequence[str]):
        self.texts = texts
        self.titles = [_runs(text.partition("\n")[0], NAME_SIZES) for text in texts]
        self.known_by = Counter(piece for title in self.titles for piece in title)
        self.paired = Counter(pair for text in texts for pair in _runs(text, PAIRS))

    def name(self, group: Iterable[int]) -> str:
        """What most titles of ``group`` share and few others; "" if there is nothing."""
        members = list(group)
        held = Counter(piece for at in members for piece in self.titles[at])
        most = len(self.texts) * RARE_SHARE + RARE
        found = [
            (
                count**2 * log(len(self.texts) / self.known_by[piece] + 1),
                len(piece),
                piece,
            )
            for piece, count in held.items()
            if count >= max(2, len(members) * TITLE_SHARE)
            and self.known_by[piece] <= most
        ]
        return max(found)[2] if found else ""

    def gathered(self, group: Sequence[int], free: Iterable[int]) -> list[int]:
        """``group`` without messages that lack its name, plus matches from ``free``."""
        name = self.name(group)
        if not name:
            return list(group)
        holders = [at for at in group if name in self.texts[at]]
        if len(holders) < len(group) * HELD_BY:
            return list(group)
        own = set(group)
        others = [at for at in free if at not in own and name in self.texts[at]]
        return sorted(self._of_one_trouble(name, holders, others))

    def _of_one_trouble(
        self, name: str, holders: Sequence[int], others: Sequence[int]
    ) -> set[int]:
        """Members of both that share words beside the name.

        ``holders`` are the reference.
        """
        beside = {at: self._beside(at, name) for at in [*holders, *others]}
        whole = _sum(beside[at] for at in holders)
        members = {
            at
            for at in holders
            if _likeness_to_others(beside[at], whole) > BESIDE_THE_NAME
        }
        least = SAME_TROUBLE_OF_MANY if len(members) >= MANY else SAME_TROUBLE
        for _ in range(ROUNDS):
            whole = _sum(beside[at] for at in sorted(members))
            limit = least * sqrt(_dot(whole, whole))
            members |= {at for at in others if _dot(beside[at], whole) > limit}
        return members

    def _beside(self, at: int, name: str) -> dict[str, float]:
        """The rare character pairs of a message that are not part of the name."""
        most = len(self.texts) * COMMON_PAIR + RARE
        weights = {
            pair: log(len(self.texts) / self.paired[pair] + 1)
            for pair in sorted(_runs(self.texts[at], PAIRS))
            if 1 < self.paired[pair] <= most and pair not in name
        }
        length = sqrt(sum(value * value for value in weights.values())) or 1.0
        return {pair: value / length for pair, value in weights.items()}


def _sum(vectors: Iterable[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for vector in vectors:
        for pair, value in vector.items():
            total[pair] = total.get(pair, 0.0) + value
    return total


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(value * other.get(pair, 0.0) for pair, value in one.items())


def _likeness_to_others(data: dict[str, float], whole: dict[str, float]) -> float:
    """Cosine of a vector and a sum that includes it, with the vector subtracted."""
    own, met = _dot(data, data), _dot(data, whole)
    length = sqrt(max(_dot(whole, whole) - 2 * met + own, 0.0))
    return (met - own) / length if length else 0.0


def settle_names(
    texts: Sequence[str], groups: Iterable[Sequence[int]], *, least: int
) -> list[list[int]]:
    """The clusters, biggest first, with adjusted members; none below ``least``."""
    names = Names(texts)
    free = set(range(len(texts)))
    settled = []
    for group in sorted(groups, key=lambda group: (-len(group), group[0])):
        left = [at for at in group if at in free]
        members = names.gathered(left, sorted(free)) if len(left) >= least else left
        if len(members) >= least:
            settled.append(members)
            free -= set(members)
    return settled


def _runs(text: str, sizes: range) -> set[str]:
    return {
        run[at : at + size]
        for run in _HAN.findall(text)
        for size in sizes
        for at in range(len(run) - size + 1)
    }
