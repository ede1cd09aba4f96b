"""Figures of a model card: calibration, and how well a protected attribute can be told from the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from matcher.core.learned import LearnedRanker

Matrix = npt.NDArray[np.float64]

N_BINS = 5
FEWEST_IN_GROUP = 10
FOLDS = 5


def calibration(model: LearnedRanker, columns: Matrix, hired: npt.NDArray[np.int64]) -> dict[str, Any] | None:
    """Compare chances with what happened, in fifths of the chance; for the card, never shown of a person.

    Returns
    -------
    dict or None
        ``brier``, ``log_loss`` and ``bins`` (``n``, mean ``expected`` and ``observed``); None without rows.
    """
    if not len(hired):
        return None
    chance = model.predict_proba(columns)[:, 1]
    bins = []
    for part in np.array_split(np.argsort(chance, kind="stable"), N_BINS):
        if len(part):
            shares = {"expected": round(float(chance[part].mean()), 4), "observed": round(float(hired[part].mean()), 4)}
            bins.append({"n": len(part), **shares})
    return {
        "brier": round(float(brier_score_loss(hired, chance)), 4),
        "log_loss": round(float(log_loss(hired, chance, labels=[0, 1])), 4),
        "bins": bins,
    }


def proxy_auc(columns: Matrix, sexes: Sequence[tuple[int, str | None]]) -> float | None:
    """Measure how well sex can be told from the columns of a person's pairs.

    Parameters
    ----------
    columns : ndarray of float64, shape (n_pairs, n_columns)
    sexes : sequence of (int, str or None)
        Person and sex of each pair.

    Returns
    -------
    float or None
        Area under the ROC curve of a logistic regression over the mean columns of each person, five folds by person: 0.5 is chance,
        1 tells everybody. None where a group holds fewer than ten people.
    """
    people: dict[int, list[int]] = {}
    for at, (person, sex) in enumerate(sexes):
        if sex in ("F", "M"):
            people.setdefault(person, []).append(at)
    rows = np.array([columns[places].mean(axis=0) for _, places in sorted(people.items())])
    women = np.array([sexes[places[0]][1] == "F" for _, places in sorted(people.items())], dtype=np.int64)
    if len(women) == 0 or min(women.sum(), len(women) - women.sum()) < FEWEST_IN_GROUP:
        return None
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    chance = cross_val_predict(LogisticRegression(max_iter=1000), rows, women, cv=folds, method="predict_proba")
    return round(float(roc_auc_score(women, chance[:, 1])), 4)
