"""Suggests categories for a text, by a linear model stored in one file.

The file is made by ``cases/categories/services/training.py`` and stored in MEDIA;
without a readable file nothing is suggested. Each process reads it once after each
change, without scikit-learn or numpy; the scores equal those of the trained pipeline.
"""

import gzip
import json
import re
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

FORMAT = 2
READ = 3000
BLOCKS = {"t": (1, 2, 3), "b": (1, 2)}
TITLE_WORD = 3
MOST = 3
# Words for a probability; below the last threshold nothing is suggested.
CONFIDENCE = ((0.8, "很像"), (0.45, "比较像"), (0.08, "也有可能"))

_SPACE = re.compile(r"\s+")
# Published data sets replace place names by A市, B3区; these carry no information.
_HIDDEN_PLACE = re.compile(r"[A-Z]\d*[市区县镇]?")
_log = structlog.get_logger(__name__)

Vector = dict[str, float]


@dataclass(frozen=True)
class Vocabulary:
    """Document frequency weights (``rarity``) and the keywords of each category."""

    rarity: Mapping[str, float]
    keywords: Mapping[str, Sequence[str]]
    spread: Mapping[str, float]

    def vector(self, counts: Mapping[str, int]) -> Vector:
        """Features of title, text and keywords, each of length one; zeros are left out."""
        whole: Vector = {}
        for block in BLOCKS:
            whole |= _unit(
                {
                    piece: (1 + log(count)) * self.rarity[piece]
                    for piece, count in counts.items()
                    if piece[0] == block and piece in self.rarity
                }
            )
        return whole

    def told(self, title: str, text: str) -> Vector:
        """Keywords found, as ``k`` plus the category's code, of length one."""
        return _unit(
            {
                f"k{code}": value / self.spread.get(code, 1.0)
                for code, value in keyword_values(self.keywords, title, text).items()
            }
        )


@dataclass(frozen=True)
class Model:
    """For each feature a row with one weight per category, flat in ``weights``."""

    version: str
    trained_on: str
    examples: int
    codes: Sequence[str]
    vocabulary: Vocabulary
    rows: Mapping[str, int]
    weights: Sequence[float]
    bias: Sequence[float]
    sharpness: float

    def shares(self, title: str, text: str) -> list[tuple[str, float]]:
        """Codes with their probabilities, which sum to one, most probable first."""
        title, text = cleaned(title), cleaned(text)
        vector = self.vocabulary.vector(counted(title, text))
        vector |= self.vocabulary.told(title, text)
        size = len(self.codes)
        scores = list(self.bias)
        for piece, value in vector.items():
            at = self.rows.get(piece)
            if at is not None:
                for n in range(size):
                    scores[n] += value * self.weights[at * size + n]
        return sorted(
            zip(self.codes, likelihoods(scores, self.sharpness), strict=True),
            key=lambda row: (-row[1], row[0]),
        )


@dataclass(frozen=True)
class Guess:
    """A category's code, and the confidence in words."""

    code: str
    share: float

    @property
    def confidence(self) -> str:
        return next(data for least, data in CONFIDENCE if self.share >= least)


def guess_categories(title: str, text: str) -> list[Guess]:
    """Up to three suggested categories; none without a model."""
    model = current_model()
    if model is None:
        return []
    least = CONFIDENCE[-1][0]
    best = model.shares(title, text)[:MOST]
    return [Guess(code, share) for code, share in best if share >= least]


def cleaned(text: str) -> str:
    return _HIDDEN_PLACE.sub("A", _SPACE.sub("", text[:READ])).lower()


def keyword_values(
    keywords: Mapping[str, Sequence[str]], title: str, text: str
) -> Vector:
    """Occurrences of each category's keywords, on a logarithmic scale; no zeros."""
    found = {}
    for code, words in keywords.items():
        data = sum(TITLE_WORD * title.count(w) + text.count(w) for w in words)
        if data:
            found[code] = log1p(data)
    return found


def counted(title: str, text: str) -> Counter[str]:
    """Counts character n-grams: 1 to 3 characters of the title, 1 or 2 of the text."""
    counts: Counter[str] = Counter()
    for block, data in zip(BLOCKS, (title, text), strict=True):
        for size in BLOCKS[block]:
            counts.update(
                block + data[at : at + size] for at in range(len(data) - size + 1)
            )
    return counts


def likelihoods(scores: Sequence[float], sharpness: float) -> list[float]:
    top = max(scores)
    powers = [exp((score - top) * sharpness) for score in scores]
    return [power / sum(powers) for power in powers]


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {piece: value / length for piece, value in vector.items()}


def model_path() -> Path:
    return Path(settings.MEDIA_ROOT) / "models" / "categories.json.gz"


def save_model(model: Model) -> Path:
    """Write the file atomically, so that no reader gets half of it."""
    path = model_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {
        "format": FORMAT,
        "version": model.version,
        "trained_on": model.trained_on,
        "examples": model.examples,
        "codes": list(model.codes),
        "rarity": {p: round(value, 4) for p, value in model.vocabulary.rarity.items()},
        "keywords": {c: list(words) for c, words in model.vocabulary.keywords.items()},
        "spread": dict(model.vocabulary.spread),
        "pieces": list(model.rows),
        "weights": [round(value, 5) for value in model.weights],
        "bias": list(model.bias),
        "sharpness": model.sharpness,
    }
    fresh = path.with_suffix(".new")
    fresh.write_bytes(gzip.compress(json.dumps(row, ensure_ascii=False).encode()))
    fresh.replace(path)
    return path


_kept: dict[str, tuple[int, Model | None]] = {}


def current_model() -> Model | None:
    """The model in the current file; None without a readable one."""
    path = model_path()
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        return None
    kept = _kept.get(str(path))
    if kept is None or kept[0] != modified:
        kept = _kept[str(path)] = (modified, _read(path))
    return kept[1]


def _read(path: Path) -> Model | None:
    try:
        row = json.loads(gzip.decompress(path.read_bytes()))
        return _model(row)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        _log.warning("category_model_unreadable", error=str(error))
        return None


def _model(row: dict[str, Any]) -> Model:
    weights = array("f", row["weights"])
    if row["format"] != FORMAT or len(weights) != len(row["pieces"]) * len(
        row["codes"]
    ):
        raise ValueError("another format")
    return Model(
        version=row["version"],
        trained_on=row["trained_on"],
        examples=row["examples"],
        codes=row["codes"],
        vocabulary=Vocabulary(row["rarity"], row["keywords"], row["spread"]),
        rows={piece: at for at, piece in enumerate(row["pieces"])},
        weights=weights,
        bias=row["bias"],
        sharpness=row["sharpness"],
    )
