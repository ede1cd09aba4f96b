"""A ranker learned from outcomes: additive, monotone, and near the prior as long as outcomes are few."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from matcher.core.additive import AdditiveTables, bounds, descend, penalties, terms, to_tables
from matcher.core.features.columns import STEPS

Matrix = npt.NDArray[np.float64]

USUAL_SCALE = 4.0
"""What the prior's score is worth before any outcome: its best pair has e**4 times the odds of its worst."""
SCALE_PENALTY = 1.0
CLIP = 10.0
"""No outcome counts more than ten times another."""


class LearnedRanker(ClassifierMixin, BaseEstimator):
    """Additive logistic model: a table a column and the prior's score among the columns.

    ``raw(x) = scale * prior(x) + sum_k table_k(x_k)``; the chance of being hired is the logistic function of ``intercept + raw``.
    Every table is a line that may bend three times; a ridge penalty holds lines near 0 and bends nearer, so with few outcomes the
    ranking is the prior's.

    Parameters
    ----------
    prior : array-like of shape (n_columns, 1024), optional
        Tables of the prior; nothing when not given.
    directions : array-like of int, shape (n_columns,), optional
        1 where a larger value may only raise the score, -1 only lower it, 0 either; 0 for every column when not given.
    limits : tuple of (float, float), optional
        Range of every column; the range of the training rows when not given. Values beyond are taken at the limit.
    strength : float
        Ridge penalty of a line; that of a bend is ten times as much.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
    tables_ : ndarray of float64, shape (n_columns, 1024)
        What each step of each column adds to the raw score, the prior's part included.
    scale_ : float
        Weight of the prior's score, 0 or more.
    intercept_ : float
    low_, high_ : ndarray of float64, shape (n_columns,)

    Notes
    -----
    Generalised additive model, Hastie and Tibshirani 1990; ridge towards a known model as in empirical Bayes.

    Examples
    --------
    >>> rows, hired = [[0.0], [0.2], [0.8], [1.0]] * 20, [0, 0, 1, 1] * 20
    >>> LearnedRanker(directions=[1], limits=(0, 1)).fit(rows, hired).predict([[0.1], [0.9]]).tolist()
    [0, 1]
    """

    def __init__(
        self,
        prior: Any = None,
        directions: Any = None,
        limits: tuple[float, float] | None = None,
        *,
        strength: float = 1.0,
    ) -> None:
        self.prior = prior
        self.directions = directions
        self.limits = limits
        self.strength = strength

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> LearnedRanker:
        """Fit the tables.

        Parameters
        ----------
        X : array-like of shape (n_rows, n_columns)
        y : array-like of shape (n_rows,)
            Two classes; the second in order is the wanted one.
        sample_weight : array-like of shape (n_rows,), optional
            As :func:`matcher.core.exposure.exposure_weights` gives.

        Raises
        ------
        ValueError
            For one class, for more than two, for a value that is not finite.
        """
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
        self.classes_, wanted = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:
            raise ValueError(
                f"Only binary classification is supported: two classes are needed, not {len(self.classes_)} class"
            )
        kept = weights > 0
        self._take_limits(X[kept])
        codes = self._codes(X[kept])
        self._descend(codes, wanted[kept].astype(np.float64), weights[kept])
        return self

    def decision_function(self, X: Any) -> Matrix:
        """Give ``intercept + raw``, shape (n_rows,)."""
        check_is_fitted(self)
        codes = self._codes(validate_data(self, X, dtype=np.float64, reset=False))
        return self.intercept_ + AdditiveTables(self.tables_).raw(codes)

    def predict_proba(self, X: Any) -> Matrix:
        """Give the chance of either class, shape (n_rows, 2); for cards and audits, never shown of a person."""
        chance = expit(self.decision_function(X))
        return np.column_stack([1 - chance, chance])

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Give the likelier class, shape (n_rows,)."""
        check_is_fitted(self)
        return np.asarray(self.classes_[(self.decision_function(X) > 0).astype(np.intp)])

    def parts(self, X: Any) -> Matrix:
        """Give what each column adds, shape (n_rows, n_columns); with the intercept they add up to :meth:`decision_function`."""
        check_is_fitted(self)
        return AdditiveTables(self.tables_).parts(self._codes(validate_data(self, X, dtype=np.float64, reset=False)))

    def __sklearn_tags__(self) -> Any:
        """Say that it tells two classes apart."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def _take_limits(self, rows: Matrix) -> None:
        if self.limits is None:
            self.low_, self.high_ = rows.min(axis=0), rows.max(axis=0)
        else:
            self.low_ = np.full(rows.shape[1], float(self.limits[0]))
            self.high_ = np.full(rows.shape[1], float(self.limits[1]))

    def _codes(self, rows: Matrix) -> npt.NDArray[np.uint16]:
        spread = self.high_ - self.low_
        scaled = (rows - self.low_) * (STEPS / np.where(spread > 0, spread, 1.0))
        scaled += 0.5
        np.clip(scaled, 0.0, STEPS + 0.5, out=scaled)
        return np.asarray(scaled.astype(np.uint16))

    def _descend(self, codes: npt.NDArray[np.uint16], wanted: Matrix, weights: Matrix) -> None:
        n_columns = codes.shape[1]
        signs = np.zeros(n_columns, dtype=np.int64) if self.directions is None else np.asarray(self.directions)
        prior = np.zeros((n_columns, STEPS + 1)) if self.prior is None else np.asarray(self.prior, dtype=np.float64)
        known = AdditiveTables(prior).raw(codes) / (float(prior.max(axis=1).sum()) or 1.0)
        shapes = np.column_stack([np.ones(len(codes)), known, terms(codes / STEPS)])
        usual = np.zeros(shapes.shape[1])
        usual[1] = USUAL_SCALE if self.prior is not None else 0.0
        ridge = np.concatenate([[1e-3, SCALE_PENALTY], penalties(n_columns, self.strength)])

        def loss(values: Matrix) -> tuple[float, Matrix]:
            raw = shapes @ values
            off = values - usual
            value = weights @ (np.logaddexp(0.0, raw) - wanted * raw) + ridge @ (off * off) / 2
            return float(value), shapes.T @ (weights * (expit(raw) - wanted)) + ridge * off

        values = descend(loss, usual.copy(), [(None, None), (0.0, None), *bounds(signs)])
        self.intercept_, self.scale_ = float(values[0]), float(values[1])
        whole = float(prior.max(axis=1).sum()) or 1.0
        self.tables_ = to_tables(values[2:], n_columns, STEPS + 1) + self.scale_ / whole * prior
