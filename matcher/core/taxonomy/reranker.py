"""Weighs the features of candidates: a small gradient-boosted model kept as plain numbers, and the sureness of its best answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.candidates import FEATURES, Candidates
from matcher.errors import ModelError

Floats = NDArray[np.float64]
EDITS_FROM = (4, 7, 16)
"""Letters from which on a text has at most one, two, three typing errors: of four letters one may be wrong."""
MISSPELT = 2.5
"""Log-odds that it adds to be the only label so few errors away: trees see a candidate, not that there is no other."""
_BLOCK = 8192
"""Rows at a time: what fits into a core's own memory is walked twice as fast."""
_FEW = 256
"""Rows up to which all trees are walked at once: somebody waits for one text, and its rows are too few to fill an instruction."""
N_SURE = 5
"""Columns of what makes the best answer sure: its logit, lead over the second, share of the sum, cosine, words."""


@dataclass(frozen=True)
class Trees:
    """A sum of binary decision trees of one depth, each complete: node i has the children 2i + 1 and 2i + 2.

    Attributes
    ----------
    feature : array of int, shape (n_trees, 2**depth - 1)
    threshold : array of float, same shape
        A value not above it goes left.
    leaf : array of float, shape (n_trees, 2**depth)
    base : float
        What the sum begins with.
    """

    feature: NDArray[np.int64]
    threshold: Floats
    leaf: Floats
    base: float

    def total(self, columns: NDArray[np.float32]) -> Floats:
        """Return the sum over trees of each row, shape (n,)."""
        if len(columns) <= _FEW:
            return self._total_of_few(columns)
        blocks = [self._total(columns[at : at + _BLOCK]) for at in range(0, len(columns), _BLOCK)]
        return np.concatenate(blocks) if blocks else np.zeros(0)

    def _total_of_few(self, columns: NDArray[np.float32]) -> Floats:
        trees, rows = np.arange(len(self.feature))[:, None], np.arange(len(columns))
        threshold, n_inner = self.threshold.astype(np.float32), self.feature.shape[1]
        node = np.zeros((len(self.feature), len(columns)), dtype=np.intp)
        for _ in range(n_inner.bit_length()):
            goes_right = columns[rows, self.feature[trees, node]] > threshold[trees, node]
            node = 2 * node + 1 + goes_right
        leaves = self.leaf[trees, node - n_inner]
        # Added one after another, as :meth:`_total` does: the same row has the same sum in any company.
        summed: Floats = np.cumsum(np.vstack([np.full(len(columns), self.base), leaves]), axis=0)[-1]
        return summed

    def _total(self, columns: NDArray[np.float32]) -> Floats:
        result = np.full(len(columns), self.base)
        n_inner = self.feature.shape[1]
        by_feature = np.ascontiguousarray(columns.T)
        for feature, threshold, leaf in zip(self.feature, self.threshold.astype(np.float32), self.leaf, strict=True):
            right = [by_feature[feature[node]] > threshold[node] for node in range(n_inner)]
            result += np.take(leaf, _leaf_reached(right))
        return result


def _leaf_reached(right: Sequence[NDArray[np.bool_]]) -> NDArray[np.intp]:
    """Return the number of the leaf that each row reaches; `right` says of each node whether a row that is there goes right.

    Every node is asked of every row: seven comparisons in a row are quicker than three lookups of where a row stands.
    """
    place = np.zeros(len(right[0]), dtype=np.uint8)
    first = 0
    while first < len(right):
        turns = list(right[first : 2 * first + 1])
        above = (first - 1) // 2
        while len(turns) > 1:
            pairs = zip(turns[::2], turns[1::2], right[above : 2 * above + 1], strict=True)
            turns = [left ^ (goes_right & (left ^ other)) for left, other, goes_right in pairs]
            above = (above - 1) // 2
        place = 2 * place + turns[0].view(np.uint8)
        first = 2 * first + 1
    return place.astype(np.intp)


@dataclass(frozen=True)
class Reranker:
    """Orders the candidates of a text and says how sure the best one is.

    Parameters
    ----------
    features : tuple of str
        Names of the columns that the trees were grown on.
    trees : Trees
    sure : array of float, shape (N_SURE + 1,)
        Weights, then intercept, of the logistic curve of the best answer's sureness.
    accept : float
        A best answer is accepted from this sureness on.
    accept_in_text : float
        The same for a phrase cut from a free text, most of which name no concept at all.
    """

    features: tuple[str, ...]
    trees: Trees
    sure: Floats
    accept: float
    accept_in_text: float = 1.0

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Reranker:
        """Make a re-ranker from its readable numbers (``data/priors/reranker*.json``).

        Raises
        ------
        ModelError
            ``model_damaged`` where the numbers do not fit together.
        """
        try:
            trees = Trees(
                np.array(numbers["trees"]["feature"], dtype=np.int64),
                np.array(numbers["trees"]["threshold"], dtype=np.float64),
                np.array(numbers["trees"]["leaf"], dtype=np.float64),
                float(numbers["trees"]["base"]),
            )
            found = cls(
                tuple(numbers["features"]),
                trees,
                np.array(numbers["sure"], dtype=np.float64),
                float(numbers["accept"]),
                float(numbers.get("accept_in_text", 1.0)),
            )
        except (KeyError, TypeError, ValueError) as wrong:
            raise ModelError("model_damaged", model="reranker", reason=str(wrong)) from wrong
        n_trees, n_inner = trees.feature.shape if trees.feature.ndim == 2 else (0, 0)
        fits = trees.threshold.shape == (n_trees, n_inner) and trees.leaf.shape == (n_trees, n_inner + 1)
        known = n_inner > 0 and trees.feature.min() >= 0 and trees.feature.max() < len(found.features)
        if not (fits and known and found.sure.shape == (N_SURE + 1,)):
            raise ModelError("model_damaged", model="reranker", reason="shapes do not fit together")
        return found

    def to_numbers(self) -> dict[str, Any]:
        """Return the model as plain numbers."""
        return {
            "features": list(self.features),
            "accept": self.accept,
            "accept_in_text": self.accept_in_text,
            "sure": [round(float(value), 6) for value in self.sure],
            "trees": {
                "base": round(self.trees.base, 6),
                "feature": self.trees.feature.tolist(),
                "threshold": [[round(float(each), 6) for each in tree] for tree in self.trees.threshold],
                "leaf": [[round(float(each), 6) for each in tree] for tree in self.trees.leaf],
            },
        }

    def logits(self, found: Candidates) -> Floats:
        """Return the log-odds of each candidate alone, shape (n, k); minus infinity where it is not valid."""
        columns = found.features
        if self.features != found.names:  # learned before there were columns beside its own
            columns = columns[:, :, [found.names.index(name) for name in self.features]]
        flat = columns.reshape(-1, columns.shape[2])
        total = self.trees.total(flat).reshape(found.valid.shape) + MISSPELT * misspelt(found)
        return np.where(found.valid, total, -np.inf)

    def scores(self, found: Candidates) -> tuple[NDArray[np.int64], Floats]:
        """Return the order of the candidates, best first, and the score of each in that order; shapes (n, k).

        The best candidate's score is its sureness; the others' is their own, never above the best. Ties by concept.
        """
        logits = self.logits(found)
        order = np.lexsort((found.concepts, -logits), axis=1)
        ordered = np.take_along_axis(logits, order, axis=1)
        best = sureness(sureness_columns(found, order, ordered), self.sure)
        scores = np.minimum(_logistic(ordered), best[:, None])
        scores[:, 0] = np.where(np.isfinite(ordered[:, 0]), best, 0.0)
        return order, scores


@dataclass(frozen=True)
class PlainRanker:
    """Orders candidates by plain likeness to their nearest label; for taxonomies without a learned re-ranker."""

    accept: float = 0.8
    accept_in_text: float = 0.9

    def scores(self, found: Candidates) -> tuple[NDArray[np.int64], Floats]:
        """Return order and scores as :meth:`Reranker.scores`."""
        names = ("cosine", "covered", "ratio", "sorted_ratio")
        likeness = sum(
            weight * found.features[:, :, _place(name)]
            for name, weight in zip(names, (0.4, 0.2, 0.2, 0.2), strict=True)
        )
        likeness = np.where(found.valid, np.asarray(likeness, dtype=np.float64), 0.0)
        order = np.lexsort((found.concepts, -likeness), axis=1)
        return order, np.clip(np.take_along_axis(likeness, order, axis=1), 0.0, 0.97)


def misspelt(found: Candidates) -> NDArray[np.bool_]:
    """Return which candidate's label is, alone, the one that the fewest typing errors turn into the text; shape (n, k)."""
    edits, *lengths = (found.features[:, :, _place(name)] for name in ("edits", "log_chars", "log_label_chars"))
    letters = np.rint(np.expm1(np.minimum(*lengths)))
    most = np.searchsorted(EDITS_FROM, letters, side="right")
    near = found.valid & (most > 0) & (edits <= most)
    fewest = near & (edits == np.where(near, edits, np.inf).min(axis=1, keepdims=True))
    return np.asarray(fewest & (fewest.sum(axis=1, keepdims=True) == 1))


def sureness_columns(found: Candidates, order: NDArray[np.int64], ordered: Floats) -> Floats:
    """Return what makes the best answer sure, shape (n, N_SURE)."""
    finite = np.where(np.isfinite(ordered), ordered, -12.0).clip(-12, 12)
    chances = _logistic(finite)
    cosine = np.take_along_axis(found.features[:, :, _place("cosine")], order[:, :1], axis=1)[:, 0]
    n_words = found.features[:, 0, _place("n_words")]
    share = chances[:, 0] / np.maximum(chances.sum(axis=1), 1e-9)
    return np.column_stack([finite[:, 0], finite[:, 0] - finite[:, 1], share, cosine, np.minimum(n_words, 4)])


def sureness(columns: Floats, weights: Floats) -> Floats:
    """Return the logistic curve over the columns, shape (n,); added column by column, so that a text's batch does not matter."""
    total = np.full(len(columns), weights[-1])
    for column, weight in zip(columns.T, weights[:-1], strict=True):
        total += weight * column
    return _logistic(total)


def _place(name: str) -> int:
    return FEATURES.index(name)


def _logistic(values: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(values, -50, 50)))
