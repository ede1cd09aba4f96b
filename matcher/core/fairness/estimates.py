"""Shares, ratios with intervals, tests and their correction.

Notes
-----
*Four-fifths rule*: a ratio below 0.80 to the best group calls for a look; a rule of thumb, not a proof (U.S. Equal Employment
Opportunity Commission, Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D, 1978).
*Bootstrap*: percentiles of resampled groups (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993). Drawing people
with replacement from a group of yes and no is a binomial draw.
*Permutation test*: over all orders of the group's label, which for yes and no is Fisher's exact test (R. Fisher, 1935).
*Correction*: S. Holm, "A simple sequentially rejective multiple test procedure", 1979.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import fisher_exact

FOUR_FIFTHS = 0.8
N_RESAMPLES = 2000
_Z_BOTH = 1.959964 + 0.841621  # of 5 % on both sides, and of 80 % power


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % interval; None where it cannot be counted."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def as_dict(self) -> dict[str, float | None]:
        """Give the three figures, rounded to six decimals."""
        return {name: rounded(getattr(self, name)) for name in ("value", "low", "high")}


def rounded(value: float | None) -> float | None:
    """Round to six decimals; None for what is not finite."""
    return None if value is None or not math.isfinite(value) else round(value, 6)


def ratio_of_rates(one: tuple[int, int], best: tuple[int, int], *, seed: int = 0) -> Interval:
    """Give the ratio of two shares with its bootstrap interval.

    Parameters
    ----------
    one, best : (int, int)
        Chosen and all people of a group, and of the group that it is compared with.

    Examples
    --------
    >>> ratio_of_rates((12, 60), (12, 40)).value  # (12 / 60) / (12 / 40) = 0.2 / 0.3
    0.6666666666666667
    """
    (chosen, n), (chosen_best, n_best) = one, best
    if not n or not n_best or not chosen_best:
        return Interval()
    random = np.random.Generator(np.random.PCG64([seed, 1]))
    drawn = random.binomial(n, chosen / n, N_RESAMPLES) / n
    drawn_best = random.binomial(n_best, chosen_best / n_best, N_RESAMPLES) / n_best
    sound = drawn_best > 0
    low, high = np.percentile(drawn[sound] / drawn_best[sound], (2.5, 97.5)) if sound.any() else (math.nan, math.nan)
    return Interval((chosen / n) / (chosen_best / n_best), float(low), float(high))


def permutation_p(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Give the two-sided p of the exact permutation test between two shares.

    Examples
    --------
    >>> round(permutation_p((3, 3), (0, 3)), 6)  # 2 of the 20 ways to draw 3 of 6 people are as far apart
    0.1
    """
    table = np.array([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    return float(fisher_exact(table)[1])


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Correct p-values for being many; None stays None.

    Examples
    --------
    >>> holm([0.01, None, 0.03, 0.04])  # 3 * 0.01; 2 * 0.03; never below the one before
    [0.03, None, 0.06, 0.06]
    """
    order = sorted((p, at) for at, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for step, (p, at) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - step) * p))
        corrected[at] = highest
    return corrected


def smallest_visible(share: float, n_one: int, n_other: int) -> float | None:
    """Give the smallest difference of two shares that would be seen in four of five pools of this size (5 %, both sides).

    Notes
    -----
    J. Fleiss, B. Levin and M. Paik, "Statistical Methods for Rates and Proportions", 2003, ch. 4, without continuity correction.

    Examples
    --------
    >>> round(smallest_visible(0.5, 100, 100), 3)  # 2.8016 * sqrt(0.25 * 0.02) = 2.8016 * 0.0707
    0.198
    """
    if not n_one or not n_other:
        return None
    return min(1.0, _Z_BOTH * math.sqrt(share * (1 - share) * (1 / n_one + 1 / n_other)))
