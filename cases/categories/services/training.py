"""Learning categories from examples: ridge and support vectors over the same words.

Two linear models that err differently are added: kernel ridge over words and keywords,
and a squared-hinge machine over words alone, both weighing rare categories as much as
common ones. Solved exactly, so the same examples give the same model.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

import numpy as np
from numpy.typing import NDArray

from cases.categories.services.model import Model, Vector, Vocabulary, cleaned, counted

FOLDS = 5
LEAST_OF_A_CATEGORY = 8
LEAST_CATEGORIES = 2
RIDGE, SLACK, KEYWORDS = 0.1, 1.0, 0.1
RIDGE_PART, HINGE_PART = 1 / 0.36, 1 / 0.5
BLOCK = 4096
STEPS = 20
SHARPNESS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)

Matrix = NDArray[np.float64]


class TooFewExamples(ValueError):
    """There is not enough to learn from."""


@dataclass(frozen=True)
class Example:
    title: str
    text: str
    code: str


@dataclass(frozen=True)
class Solution:
    """Weights of the examples: of both machines on words, of ridge on keywords."""

    words: Matrix
    keywords: Matrix
    bias: Matrix


class Lesson:
    """Examples read once; ``background`` are texts without a category, for rarity."""

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        background: Sequence[tuple[str, str]] = (),
        keywords: Mapping[str, Sequence[str]] | None = None,
    ):
        number = Counter(example.code for example in examples)
        self.codes = sorted(
            c for c, count in number.items() if count >= LEAST_OF_A_CATEGORY
        )
        if len(self.codes) < LEAST_CATEGORIES:
            raise TooFewExamples("可供学习的事项太少。")
        self.examples = [e for e in examples if e.code in set(self.codes)]
        self.says = [(cleaned(e.title), cleaned(e.text)) for e in self.examples]
        self.counts = [counted(*data) for data in self.says]
        self.labels = np.array([self.codes.index(e.code) for e in self.examples])
        self.keywords = {code: tuple(words) for code, words in (keywords or {}).items()}
        self.beside = Counter(
            piece
            for title, text in background
            for piece in counted(cleaned(title), cleaned(text))
        )
        self.number_beside = len(background)

    def train(self, *, at: datetime, sharpness: float) -> Model:
        """The model of all examples. ``at`` becomes its version and day."""
        everything = np.arange(len(self.examples))
        vocabulary, vectors, told = self._read(everything, everything)
        solution = self._solve(everything, _gram(vectors), _gram(told))
        rows, weights = _by_piece(vectors, solution.words)
        more, weights_more = _by_piece(told, solution.keywords)
        pieces = {piece: at for at, piece in enumerate([*rows, *more])}
        return Model(
            version=f"{at:%Y%m%d-%H%M%S}",
            trained_on=f"{at:%Y-%m-%d}",
            examples=len(self.examples),
            codes=self.codes,
            vocabulary=vocabulary,
            rows=pieces,
            weights=[*weights.ravel().tolist(), *weights_more.ravel().tolist()],
            bias=solution.bias.tolist(),
            sharpness=sharpness,
        )

    def cross_validate(self, *, seed: int = 0) -> Matrix:
        """Scores of each example (a row) by machines that never saw it."""
        scores = np.zeros((len(self.examples), len(self.codes)))
        for held in _folds(self.labels, seed):
            known = np.setdiff1d(np.arange(len(self.examples)), held)
            _, vectors, told = self._read(known, np.arange(len(self.examples)))
            words, keywords = _gram(vectors), _gram(told)
            part = self._solve(
                known, words[np.ix_(known, known)], keywords[np.ix_(known, known)]
            )
            scores[held] = (
                words[np.ix_(held, known)] @ part.words
                + keywords[np.ix_(held, known)] @ part.keywords
                + part.bias
            )
        return scores

    def _read(
        self, known: Matrix, wanted: Matrix
    ) -> tuple[Vocabulary, list[Vector], list[Vector]]:
        """What the ``known`` examples teach about rarity, and the ``wanted`` as vectors."""
        held = Counter(piece for at in known for piece in self.counts[at])
        total = len(known) + self.number_beside
        rarity = {
            piece: log((1 + total) / (1 + number + self.beside[piece])) + 1
            for piece, number in held.items()
            if number + self.beside[piece] > 1
        }
        plain = Vocabulary(rarity, self.keywords, {})
        found = [plain.raw(*self.says[at]) for at in known]
        spread = {
            code: float(np.std([row.get(code, 0.0) for row in found])) or 1.0
            for code in self.keywords
        }
        vocabulary = Vocabulary(rarity, self.keywords, spread)
        vectors = [vocabulary.vector(self.counts[at]) for at in wanted]
        return vocabulary, vectors, [vocabulary.told(*self.says[at]) for at in wanted]

    def _solve(self, known: Matrix, words: Matrix, keywords: Matrix) -> Solution:
        """``words`` and ``keywords`` are Gram matrices of the ``known``."""
        labels = self.labels[known]
        words = words / 2
        both = (words + KEYWORDS * keywords) / (1 + KEYWORDS)
        ridge = RIDGE_PART * _ridge(both, labels, len(self.codes))
        hinge, bias = _hinge(words, labels, len(self.codes))
        return Solution(
            words=(ridge / (1 + KEYWORDS) + HINGE_PART * hinge) / 2,
            keywords=ridge * KEYWORDS / (1 + KEYWORDS),
            bias=HINGE_PART * bias,
        )


def _ridge(gram: Matrix, labels: Matrix, size: int) -> Matrix:
    """Weights of the examples, one column a category; rare ones count for more."""
    wanted = -np.ones((len(labels), size))
    wanted[np.arange(len(labels)), labels] = 1
    share = len(labels) / size / np.bincount(labels, minlength=size)[labels]
    slack = np.diag(RIDGE / np.sqrt(share))
    return np.linalg.solve(gram + slack, wanted - wanted.mean(axis=0))


def _hinge(gram: Matrix, labels: Matrix, size: int) -> tuple[Matrix, Matrix]:
    """Squared-hinge machines, one a category against all others, by Newton's method."""
    weights, bias = np.zeros((len(labels), size)), np.zeros(size)
    for category in range(size):
        sides = np.where(labels == category, 1.0, -1.0)
        share = (sides > 0).mean()
        cost = SLACK * np.where(sides > 0, 0.5 / share, 0.5 / (1 - share))
        weights[:, category], bias[category] = _newton(gram, sides, cost)
    return weights, bias


def _newton(gram: Matrix, sides: Matrix, cost: Matrix) -> tuple[Matrix, float]:
    active = np.arange(len(sides))
    weights, bias = np.zeros(len(sides)), 0.0
    for _ in range(STEPS):
        size = len(active)
        system = np.zeros((size + 1, size + 1))
        system[:size, :size] = gram[np.ix_(active, active)] + np.diag(
            0.5 / cost[active]
        )
        system[:size, size] = system[size, :size] = 1
        solved = np.linalg.solve(system, np.append(sides[active], 0))
        weights = np.zeros(len(sides))
        weights[active], bias = solved[:size], float(solved[size])
        inside = np.flatnonzero(sides * (gram @ weights + bias) < 1)
        if np.array_equal(inside, active) or not len(inside):
            break
        active = inside
    return weights, bias


def _gram(vectors: Sequence[Vector]) -> Matrix:
    """All products of two vectors, by blocks of pieces: the whole would not fit."""
    columns: dict[str, int] = {}
    for vector in vectors:
        for piece in vector:
            columns.setdefault(piece, len(columns))
    entries: dict[int, list[tuple[int, int, float]]] = {}
    for row, vector in enumerate(vectors):
        for piece, value in vector.items():
            block, column = divmod(columns[piece], BLOCK)
            entries.setdefault(block, []).append((row, column, value))
    gram = np.zeros((len(vectors), len(vectors)))
    for block in sorted(entries):
        dense = np.zeros((len(vectors), BLOCK), dtype=np.float32)
        rows, places, values = zip(*entries[block], strict=True)
        dense[list(rows), list(places)] = values
        gram += dense @ dense.T
    return gram


def _by_piece(vectors: Sequence[Vector], weights: Matrix) -> tuple[list[str], Matrix]:
    """The weights of the pieces, from those of the examples that hold them."""
    pieces = {
        piece: at for at, piece in enumerate(sorted({p for v in vectors for p in v}))
    }
    total = np.zeros((len(pieces), weights.shape[1]))
    for vector, row in zip(vectors, weights, strict=True):
        total[[pieces[p] for p in vector]] += np.outer(list(vector.values()), row)
    return list(pieces), total


def _folds(labels: Matrix, seed: int) -> list[Matrix]:
    """Five parts with as much of each category in all of them."""
    dice = np.random.default_rng(seed)
    part = np.zeros(len(labels), dtype=int)
    for category in np.unique(labels):
        members = dice.permutation(np.flatnonzero(labels == category))
        part[members] = (np.arange(len(members)) + dice.integers(FOLDS)) % FOLDS
    return [np.flatnonzero(part == number) for number in range(FOLDS)]


def best_sharpness(scores: Matrix, labels: Matrix) -> float:
    """How sharply scores become likelihoods, so that these come true as often."""
    return min(SHARPNESS, key=lambda value: _surprise(scores * value, labels))


def _surprise(scores: Matrix, labels: Matrix) -> float:
    top = scores.max(axis=1, keepdims=True)
    whole = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
    return float((whole - scores[np.arange(len(labels)), labels]).mean())
