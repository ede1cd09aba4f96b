"""Rankers: one contract, scikit-learn's. They see features of pairs, never a person."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from matcher.core.coverage import Coverage

Matrix = npt.NDArray[np.float64]


class OverlapRanker(BaseEstimator):
    """Counts: the share of a vacancy's weighted needs that a person's skills cover.

    The score of a pair is ``(E + O) / (E_max + O_max)``, where ``E`` and ``O`` are the weighted credits towards essential and optional
    needs. It is 1 exactly when all needs are met, and never falls when a skill is added.
    """

    name = "overlap"
    version = "1"

    def score(self, coverage: Coverage) -> Matrix:
        """Score every pair of a block.

        Returns
        -------
        ndarray of float64, shape (n_people, n_vacancies)
            0 to 1; 0 for a vacancy without needs.
        """
        total = coverage.essential_total + coverage.optional_total
        with np.errstate(invalid="ignore"):
            scores = (coverage.essential + coverage.optional) / np.where(total > 0, total, 1.0)
        return np.asarray(scores)
