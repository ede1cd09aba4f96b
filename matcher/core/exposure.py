"""Outcomes come from past choices: weigh each by how unlikely it was to be seen.

Only pairs that somebody referred have an outcome. Weighing each by the inverse of its chance of being referred makes the weighted
outcomes stand for all pairs (inverse propensity scoring; Joachims, Swaminathan and Schnabel, "Unbiased Learning-to-Rank with Biased
Feedback", WSDM 2017). Clipping trades some of that for less variance (Swaminathan and Joachims, "Counterfactual Risk Minimization",
ICML 2015). What no referral ever reached stays unknown: the card says so.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.core.features.columns import STEPS
from matcher.core.learned import CLIP, LearnedRanker

Matrix = npt.NDArray[np.float64]


def exposure_weights(
    referred: Matrix, not_referred: Matrix, *, share_kept: float, clip: float = CLIP, most: int = 20_000
) -> Matrix:
    """Give the weight of each referred pair.

    Parameters
    ----------
    referred, not_referred : ndarray of float64, shape (n_pairs, n_columns)
        Columns, 0 to 1, of pairs that were referred and of a sample of those that were not. No column tells who the person is.
    share_kept : float
        Share of the pairs not referred that is in the sample, above 0, to 1.
    clip : float
        Largest ratio between two weights.
    most : int
        Most pairs of either kind that the chance is learned from: evenly spaced ones.

    Returns
    -------
    ndarray of float64, shape (n_referred,)
        Mean 1; all 1 where there is nothing to compare with.

    Examples
    --------
    >>> often, rarely = np.full((90, 1), 0.9), np.full((10, 1), 0.1)
    >>> weights = exposure_weights(np.vstack([often, rarely]), np.vstack([often[:10], rarely.repeat(9, 0)]), share_kept=1.0)
    >>> bool(weights[-1] > 5 * weights[0])
    True
    """
    if not len(referred) or not len(not_referred):
        return np.ones(len(referred))
    seen, unseen = _thinned(referred, most), _thinned(not_referred, most)
    rows = np.vstack([seen, unseen])
    # Each pair not referred that was sampled stands for several.
    stands_for = [len(referred) / len(seen), len(not_referred) / len(unseen) / share_kept]
    counts = np.repeat(stands_for, [len(seen), len(unseen)])
    model = LearnedRanker(limits=(0.0, 1.0)).fit(rows, np.repeat([1, 0], [len(seen), len(unseen)]), counts)
    chance = np.maximum(model.predict_proba(referred)[:, 1], 1e-6)
    weights = np.minimum(1 / chance, clip / chance.max())
    return np.asarray(weights / weights.mean())


def _thinned(rows: Matrix, most: int) -> Matrix:
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), most)).astype(np.intp)]


def steps_to_shares(codes: npt.NDArray[np.integer]) -> Matrix:
    """Turn steps 0 to 1023 into 0 to 1."""
    return codes.astype(np.float64) / STEPS
