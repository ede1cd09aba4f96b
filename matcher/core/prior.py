"""The score before any outcome: which likeness really makes a change of occupation feasible.

Learned from experts' judgements of related occupations (:mod:`bench.prior` derives the figures again); a straight line a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.core.additive import AdditiveTables, descend
from matcher.core.features.columns import NAMES, STEPS, schema_digest
from matcher.core.features.groups_of_work import GroupsOfWork
from matcher.core.features.meaning import SkillMeanings
from matcher.errors import ModelError

Matrix = npt.NDArray[np.float64]

DIGITS = 4
KNOWN = ("plain", "meanings", "labels")
"""What may be known of the skills asked for: how often only; their ESCO identifiers; their labels and groups in the taxonomy."""


FLOOR: Mapping[str, float] = {
    "essential_met": 0.15,
    "essential_coverage": 0.15,
    "experience": 0.02,
    "education": 0.02,
    "languages": 0.02,
}
"""Least weights, ours: the judgements hold no levels, years, education or languages, and a met need must always count.

A quarter of the whole for needs costs .001 of mean average precision on the judgements; more than that would cost .01 and more.
"""


@dataclass(frozen=True)
class JudgedPairs:
    """Pairs of one person with how far experts call each feasible.

    Attributes
    ----------
    columns : ndarray of float64, shape (n_pairs, n_columns)
        0 to 1.
    gains : ndarray of float64, shape (n_pairs,)
        0 where not related; at least one is more.
    """

    columns: Matrix
    gains: Matrix


@dataclass(frozen=True)
class Prior:
    """Weights of the columns before any outcome.

    Attributes
    ----------
    weights : mapping of str to mapping of str to float
        By what is known of the skills asked for (:data:`KNOWN`), the weight of each column, 0 or more; they add up to 1.
    groups : GroupsOfWork
    meanings : SkillMeanings
    version : str
    """

    weights: Mapping[str, Mapping[str, float]]
    groups: GroupsOfWork = field(default_factory=GroupsOfWork)
    meanings: SkillMeanings = field(default_factory=SkillMeanings)
    version: str = "1"

    def tables(self, known: str) -> AdditiveTables:
        """Lay the lines out as tables, for what is known of the skills asked for."""
        return AdditiveTables(np.outer(with_floor(self.weights[known]), np.linspace(0, 1, STEPS + 1)))


def with_floor(weights: Mapping[str, float]) -> Matrix:
    """Give learned weights and the least ones, in the order of the columns."""
    return np.array([weights.get(name, 0.0) + FLOOR.get(name, 0.0) for name in NAMES])


def fit_prior(judged: Sequence[JudgedPairs], strength: float = 0.01) -> dict[str, float]:
    """Fit the weights by which related occupations come first.

    Parameters
    ----------
    strength : float
        Ridge penalty on the weights, in units of standard deviations of the columns.

    Returns
    -------
    dict of str to float
        Weight of each column; they add up to 1, rounded to four decimals.

    Notes
    -----
    Cross-entropy between the gains and the softmax of the scores of one person's pairs (ListNet; Cao et al. 2007), weights not
    negative, averaged over people.
    """
    rows = np.concatenate([one.columns for one in judged])
    spread = rows.std(axis=0)
    scale = np.where(spread > 1e-6, 1 / np.maximum(spread, 1e-6), 0.0)
    targets = np.concatenate([one.gains / one.gains.sum() for one in judged])
    starts = np.concatenate([[0], np.cumsum([len(one.gains) for one in judged])[:-1]])
    sizes = np.array([len(one.gains) for one in judged])
    scaled = rows * scale

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        raw = scaled @ weights
        raw -= np.repeat(np.maximum.reduceat(raw, starts), sizes)
        odds = np.exp(raw)
        totals = np.repeat(np.add.reduceat(odds, starts), sizes)
        value = -(targets * (raw - np.log(totals))).sum() / len(judged) + strength * (weights @ weights) / 2
        return float(value), scaled.T @ (odds / totals - targets) / len(judged) + strength * weights

    weights = descend(loss, np.zeros(rows.shape[1]), [(0.0, None)] * rows.shape[1]) * scale
    total = weights.sum() or 1.0
    return {name: round(float(weight / total), DIGITS) for name, weight in zip(NAMES, weights, strict=True)}


def read_prior(record: Mapping[str, Any], groups: GroupsOfWork, meanings: SkillMeanings) -> Prior:
    """Read a prior from its record.

    Raises
    ------
    ModelError
        ``prior_schema`` where its figures were learned for other columns.
    """
    if record.get("schema") != schema_digest():
        raise ModelError("prior_schema", found=record.get("schema"), expected=schema_digest())
    weights = {known: {name: float(record["weights"][known][name]) for name in NAMES} for known in KNOWN}
    return Prior(weights, groups, meanings, str(record["version"]))
