"""Soft coverage of needs through the nearest held skill in the latent space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import FULL, Demand
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.features.columns import STEPS


class LatentCoverage:
    """Measures how far needs are covered by skills that go with them.

    Parameters
    ----------
    demand : Demand
    position : mapping of str to int
        Row of each skill in `embedding`.
    embedding : ndarray of float64, shape (n_skills, n_vectors)
        Integers.
    """

    def __init__(self, demand: Demand, position: Mapping[str, int], embedding: npt.NDArray[np.float64]) -> None:
        skills = sorted({skill for skill, _ in demand.columns})
        row_of = {skill: at for at, skill in enumerate(skills)}
        self._position, self._embedding = position, embedding
        self._length = np.sqrt((embedding**2).sum(axis=1))
        self._asked = np.array([position[skill] for skill in skills], dtype=np.intp)
        self._weights = np.zeros((len(skills), len(demand.vacancies)))
        for at, (skill, _) in enumerate(demand.columns):
            self._weights[row_of[skill]] += demand.essential[at]
        self._total = FULL * self._weights.sum(axis=0)
        self._known: dict[str, npt.NDArray[np.uint8] | None] = {}

    def covered(self, supply: CandidateFeatures) -> npt.NDArray[np.int64]:
        """Give the weighted mean credit of each vacancy's essential needs, 0 to 1023, shape (n_people, n_vacancies).

        The credit of a need is the cubed cosine of the nearest held skill, in sixtieths; 1 for the skill itself.
        """
        self._learn(sorted({skill for skill in supply.holders if skill in self._position} - set(self._known)))
        credits = np.zeros((len(supply), len(self._asked)), dtype=np.uint8)
        for skill, (rows, _) in supply.holders.items():
            known = self._known.get(skill)
            if known is not None:
                credits[rows] = np.maximum(credits[rows], known)
        found = credits.astype(np.float64) @ self._weights
        return np.asarray(STEPS * found // np.where(self._total > 0, self._total, 1.0), dtype=np.int64)

    def _learn(self, skills: Sequence[str]) -> None:
        if not skills:
            return
        rows = np.array([self._position[skill] for skill in skills], dtype=np.intp)
        # Products of integers are exact in any order; one division a cell keeps the same skill the same in every block.
        products = self._embedding[rows] @ self._embedding[self._asked].T
        lengths = np.outer(self._length[rows], self._length[self._asked])
        cosines = np.clip(products / np.where(lengths > 0, lengths, 1.0), 0, 1)
        credits = np.rint(FULL * cosines * cosines * cosines).astype(np.uint8)
        credits[rows[:, None] == self._asked[None, :]] = FULL
        for skill, row in zip(skills, credits, strict=True):
            self._known[skill] = row if row.any() else None
