"""Learning categories from examples with scikit-learn; imported by the commands only.

One linear support vector machine over TF-IDF of character n-grams and the county's own
keywords; rare categories weigh as much as common ones. The same examples give the same
model. What is learnt is exported to ``cases.categories.services.model.Model``, which the web process reads
without scikit-learn or numpy (docs/adr/0026).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer, StandardScaler
from sklearn.svm import LinearSVC

from cases.categories.services.model import (
    BLOCKS,
    Model,
    Vocabulary,
    cleaned,
    keyword_values,
)

FOLDS = 5
LEAST_OF_A_CATEGORY = 8
LEAST_CATEGORIES = 3
COST, KEYWORD_WEIGHT = 0.5, 0.25


class TooFewExamples(ValueError):
    """There is not enough to learn from."""


@dataclass(frozen=True)
class Example:
    title: str
    text: str
    code: str


class Lesson:
    """Examples of categories that have enough of them. Raises TooFewExamples."""

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        keywords: Mapping[str, Sequence[str]] | None = None,
    ):
        number = Counter(example.code for example in examples)
        self.codes = sorted(
            c for c, count in number.items() if count >= LEAST_OF_A_CATEGORY
        )
        if len(self.codes) < LEAST_CATEGORIES:
            raise TooFewExamples("可供学习的事项太少。")
        self.examples = [e for e in examples if e.code in set(self.codes)]
        self.labels = [e.code for e in self.examples]
        self.rows = np.array(
            [(cleaned(e.title), cleaned(e.text)) for e in self.examples], dtype=object
        )
        self.keywords = {code: tuple(words) for code, words in (keywords or {}).items()}

    def train(self, *, at: datetime) -> Model:
        """The model of all examples. ``at`` becomes its version and day."""
        features, classifier = self._pipeline().fit(self.rows, self.labels)
        (calibrated,) = classifier.calibrated_classifiers_
        vocabulary, pieces = self._vocabulary(features)
        weights = calibrated.estimator.coef_.T.copy()
        weights[len(vocabulary.rarity) :] *= KEYWORD_WEIGHT
        return Model(
            version=f"{at:%Y%m%d-%H%M%S}",
            trained_on=f"{at:%Y-%m-%d}",
            examples=len(self.examples),
            codes=self.codes,
            vocabulary=vocabulary,
            rows={piece: at for at, piece in enumerate(pieces)},
            weights=weights.ravel().tolist(),
            bias=calibrated.estimator.intercept_.tolist(),
            sharpness=float(calibrated.calibrators[0].beta_),
        )

    def cross_validate(self, *, seed: int = 0) -> np.ndarray:
        """Likelihoods of each example (a row) by models that never saw it."""
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
        return cross_val_predict(
            self._pipeline(), self.rows, self.labels, cv=folds, method="predict_proba"
        )

    def _pipeline(self) -> Pipeline:
        blocks: list[tuple[str, Any, Any]] = [
            (
                block,
                TfidfVectorizer(
                    analyzer="char",
                    ngram_range=(sizes[0], sizes[-1]),
                    min_df=2,
                    sublinear_tf=True,
                    lowercase=False,
                ),
                column,
            )
            for column, (block, sizes) in enumerate(BLOCKS.items())
        ]
        if self.keywords:
            data = FunctionTransformer(self._keyword_rows)
            scaler = StandardScaler(with_mean=False)
            blocks.append(("k", make_pipeline(data, scaler, Normalizer()), [0, 1]))
        features = ColumnTransformer(blocks, transformer_weights={"k": KEYWORD_WEIGHT})
        machine = LinearSVC(C=COST, class_weight="balanced", random_state=0)
        # Temperature scaling keeps the order of the scores: one number to export.
        likely = CalibratedClassifierCV(
            machine, method="temperature", ensemble=False, cv=FOLDS
        )
        return make_pipeline(features, likely)

    def _keyword_rows(self, rows: np.ndarray) -> np.ndarray:
        found = [keyword_values(self.keywords, title, text) for title, text in rows]
        return np.array([[row.get(c, 0.0) for c in self.keywords] for row in found])

    def _vocabulary(self, features: ColumnTransformer) -> tuple[Vocabulary, list[str]]:
        """What the features were fitted to, and their names in the order of weights."""
        rarity: dict[str, float] = {}
        for block in BLOCKS:
            fitted = features.named_transformers_[block]
            names = (block + piece for piece in fitted.get_feature_names_out())
            rarity |= zip(names, fitted.idf_.tolist(), strict=True)
        spread = {}
        if self.keywords:
            scale = features.named_transformers_["k"].named_steps["standardscaler"]
            spread = dict(zip(self.keywords, scale.scale_.tolist(), strict=True))
        pieces = [*rarity, *(f"k{code}" for code in self.keywords)]
        return Vocabulary(rarity, self.keywords, spread), pieces
