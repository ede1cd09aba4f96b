"""Exposure in ranked lists, compared among people who are equally qualified for the same vacancy.

Notes
-----
Exposure of rank ``r`` is ``1 / log2(1 + r)`` (A. Singh and T. Joachims, "Fairness of Exposure in Rankings", KDD 2018). Equally relevant
people should get equal exposure (F. Diaz et al., "Evaluating Stochastic Rankings with Expected Exposure", CIKM 2020): a stratum is one
vacancy and one class of qualification, and strata are pooled with Mantel-Haenszel weights ``n_group n_rest / (n_group + n_rest)``.
The score is not the qualification here: a list by score would then be fair by definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.core.fairness.estimates import N_RESAMPLES, Interval

Vector = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
N_PERMUTATIONS = 999


@dataclass(frozen=True, slots=True)
class ListedPair:
    """One row of ``matches.csv``, as far as an audit reads it.

    Attributes
    ----------
    rank : int
        1 is best, within the vacancy.
    gap_levels : int
        Sum of the levels that are missing, 0 or more.
    """

    vacancy_id: str
    jobseeker_id: str
    rank: int
    readiness: str
    gap_levels: int = 0

    @property
    def stratum(self) -> tuple[str, str, int]:
        """Vacancy, readiness, and class of the missing levels: none, 1 to 2, 3 to 5, 6 to 10, more."""
        return self.vacancy_id, self.readiness, sum(self.gap_levels > bound for bound in (0, 2, 5, 10))


class Lists:
    """Ranked lists laid out for counting exposure.

    Parameters
    ----------
    pairs : sequence of ListedPair
        In any order.
    """

    def __init__(self, pairs: Sequence[ListedPair]) -> None:
        self.pairs = sorted(pairs, key=lambda pair: (pair.vacancy_id, pair.rank, pair.jobseeker_id))
        strata = sorted({pair.stratum for pair in self.pairs})
        at = {stratum: number for number, stratum in enumerate(strata)}
        self._stratum = np.array([at[pair.stratum] for pair in self.pairs], dtype=np.intp)
        vacancies = {name: number for number, name in enumerate(sorted({pair.vacancy_id for pair in self.pairs}))}
        self._vacancy = np.array([vacancies[stratum[0]] for stratum in strata], dtype=np.intp)
        self._n_vacancies = len(vacancies)
        self.exposure = 1 / np.log2(1 + np.array([pair.rank for pair in self.pairs], dtype=np.float64))

    def _sums(self, values: Vector) -> Vector:
        return np.asarray(np.bincount(self._stratum, values, minlength=len(self._vacancy)), dtype=np.float64)

    def coefficients(self, members: Flags) -> Vector:
        """Give the weight of each row, so that weights times exposure is the pooled difference of the group and the rest."""
        inside, outside = self._sums(members.astype(np.float64)), self._sums((~members).astype(np.float64))
        both = np.maximum(inside + outside, 1)
        return np.asarray(np.where(members, (outside / both)[self._stratum], -(inside / both)[self._stratum]))

    def ratio(self, members: Flags, *, seed: int = 0) -> Interval:
        """Give the exposure of a group as a ratio to equally qualified others; the interval resamples vacancies.

        Examples
        --------
        >>> lists = Lists([ListedPair("V", "A", 1, "ready"), ListedPair("V", "B", 3, "ready")])
        >>> lists.ratio(np.array([False, True])).value  # 1 / log2(4) over 1 / log2(2)
        0.5
        """
        weights = self.coefficients(members) * self.exposure
        ours, theirs = (
            np.bincount(self._vacancy, self._sums(part), minlength=self._n_vacancies)
            for part in (np.where(members, weights, 0.0), np.where(members, 0.0, -weights))
        )
        if theirs.sum() <= 0:
            return Interval()
        random = np.random.Generator(np.random.PCG64([seed, 2]))
        share = np.full(self._n_vacancies, 1 / self._n_vacancies)
        drawn = random.multinomial(self._n_vacancies, share, N_RESAMPLES).astype(np.float64)
        top, bottom = drawn @ ours, drawn @ theirs
        low, high = np.percentile(top[bottom > 0] / bottom[bottom > 0], (2.5, 97.5))
        return Interval(float(ours.sum() / theirs.sum()), float(low), float(high))

    def permutation_p(self, groups: Sequence[Flags], *, seed: int = 0) -> list[float]:
        """Give for each group the two-sided p: the exposures are shuffled within strata, 999 times.

        One row of a person is taken as apart from the person's other rows.
        """
        if not groups or not self.pairs:
            return [1.0] * len(groups)
        weights = np.stack([self.coefficients(members) for members in groups])
        seen = np.abs(weights @ self.exposure)
        random = np.random.Generator(np.random.PCG64([seed, 3]))
        at_home = np.argsort(self._stratum, kind="stable")
        beyond = np.zeros(len(groups))
        shuffled = np.empty_like(self.exposure)
        for _ in range(N_PERMUTATIONS):
            shuffled[at_home] = self.exposure[np.lexsort((random.random(len(self.exposure)), self._stratum))]
            beyond += np.abs(weights @ shuffled) >= seen - 1e-12
        return [float(p) for p in (1 + beyond) / (1 + N_PERMUTATIONS)]
