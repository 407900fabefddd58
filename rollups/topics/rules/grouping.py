"""Clusters vectors: mutual nearest neighbours, merged by average similarity."""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

NEIGHBOURS = 20
LEAST_LIKENESS = 0.12
JOINED = 0.11
ONE_WORD_SHARE = 0.66
NEAR_COPY = 0.55
COPIED_PIECES = 10

Edges = dict[tuple[int, int], float]


def mutual_neighbours(vectors: Sequence[Mapping[str, float]]) -> Edges:
    """Similarity of pairs ``(a, b)``, a < b, of mutual nearest neighbours.

    Only pairs that share a feature are compared, by an inverted index.
    """
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for piece, value in vector.items():
            holders[piece].append((at, value))
    nearest = [_nearest(at, vector, holders) for at, vector in enumerate(vectors)]
    return {
        (at, other): likeness
        for at, found in enumerate(nearest)
        for other, likeness in found.items()
        if at < other
        and at in nearest[other]
        and (
            (likeness >= NEAR_COPY and _share_much(vectors[at], vectors[other]))
            or not one_word(vectors[at], vectors[other], likeness)
        )
    }


def one_word(
    one: Mapping[str, float], other: Mapping[str, float], likeness: float
) -> bool:
    """Whether two vectors share little more than one word.

    The same estate with another problem, or the same problem at another estate, is
    another topic. Overlapping n-grams count as one word.
    """
    words: list[tuple[float, list[str]]] = []
    for piece in sorted(one.keys() & other.keys()):
        fitting = [word for word in words if any(_overlap(piece, p) for p in word[1])]
        words = [word for word in words if word not in fitting]
        value = one[piece] * other[piece] + sum(word[0] for word in fitting)
        words.append((value, [piece, *(p for word in fitting for p in word[1])]))
    return max(value for value, _ in words) > likeness * ONE_WORD_SHARE


def _share_much(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Two short messages are not copies because both name the same bridge."""
    return len(one.keys() & other.keys()) >= COPIED_PIECES


def _overlap(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    return any(
        one[-size:] == other[:size] or other[-size:] == one[:size]
        for size in range(2, min(len(one), len(other)))
    )


def _nearest(
    at: int, vector: Mapping[str, float], holders: Mapping[str, Any]
) -> dict[int, float]:
    likeness: dict[int, float] = defaultdict(float)
    for piece, value in sorted(vector.items()):
        for other, weight in holders[piece]:
            likeness[other] += value * weight
    likeness.pop(at, None)
    alike = [(row, other) for other, row in likeness.items() if row >= LEAST_LIKENESS]
    best = heapq.nsmallest(NEIGHBOURS, ((-row, other) for row, other in alike))
    return {other: -row for row, other in best}


def join_alike(edges: Edges, number: int) -> list[list[int]]:
    """Sorted clusters of ``range(number)``; the two most similar are merged first.

    The similarity of two clusters is the average over all pairs; a pair without an edge
    counts as zero, so a cluster held together by few edges stops growing.
    """
    sums: list[dict[int, float]] = [{} for _ in range(number)]
    for (one, other), likeness in edges.items():
        sums[one][other] = sums[other][one] = likeness
    groups: dict[int, list[int]] = {at: [at] for at in range(number)}
    heap = [(-likeness, *pair) for pair, likeness in edges.items()]
    heapq.heapify(heap)
    while heap:
        likeness, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups:
            continue
        if -likeness < JOINED:
            break
        fresh = len(sums)
        sums.append(_joined(sums, one, other))
        groups[fresh] = sorted(groups.pop(one) + groups.pop(other))
        for neighbour, total in sums[fresh].items():
            pairs = len(groups[fresh]) * len(groups[neighbour])
            heapq.heappush(heap, (-total / pairs, neighbour, fresh))
    return sorted(groups.values())


def _joined(sums: list[dict[int, float]], one: int, other: int) -> dict[int, float]:
    """The sum of both similarities to every neighbour; the neighbours are updated."""
    fresh = len(sums)
    total = dict(sums[one])
    for neighbour, likeness in sums[other].items():
        total[neighbour] = total.get(neighbour, 0.0) + likeness
    total.pop(one, None)
    total.pop(other, None)
    for neighbour, likeness in total.items():
        sums[neighbour].pop(one, None)
        sums[neighbour].pop(other, None)
        sums[neighbour][fresh] = likeness
    return total
