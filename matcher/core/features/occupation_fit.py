"""Which occupations of the reference a person can practise, and how far: never less with more skills."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matcher.core.coverage import FULL, WEIGHT_UNIT
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.features.columns import STEPS
from matcher.core.features.documents import Documents, Sparse, as_sparse

PRIOR_WEIGHT = 2 * WEIGHT_UNIT
"""Two common skills more than a document asks for: an occupation of one skill is not practised by everybody who holds it."""
LEAST = 0.25
"""Share of an occupation's skills below which it is not practised at all."""
SHARPNESS = 3.0
CELLS_AT_ONCE = 1 << 18
"""Products that are held at once: they stay near the processor."""


class PractisedOccupations:
    """Reads from held skills how far each document is practised.

    Parameters
    ----------
    documents : Documents
    """

    def __init__(self, documents: Documents) -> None:
        columns = sorted(
            {(skill, level) for needs in documents.needs for skill, level, essential in needs if essential}
        )
        position = {column: at for at, column in enumerate(columns)}
        cells = [
            (position[skill, level], row, float(documents.weights.weight(skill)))
            for row, needs in enumerate(documents.needs)
            for skill, level, essential in needs
            if essential
        ]
        self._weights: Sparse = as_sparse(cells, (len(columns), len(documents)))
        self._most = FULL * (np.asarray(self._weights.sum(axis=0)).ravel() + PRIOR_WEIGHT)
        self._levels: dict[str, list[tuple[int, int]]] = {}
        for skill, level in columns:
            self._levels.setdefault(skill, []).append((level, position[skill, level]))

    def degrees(self, supply: CandidateFeatures) -> Sparse:
        """Give how far each person practises each document; counted once a supply.

        Returns
        -------
        sparse, shape (n_people, n_documents)
            Integers 0 to 1023: of the share ``s`` of the document's weighted essential skills, ``((s - 0.25) / 0.75) ** 3``.
        """
        return supply.once(self, lambda: self._degrees(supply))

    def _degrees(self, supply: CandidateFeatures) -> Sparse:
        cells = [
            (rows, np.full(len(rows), at), FULL * np.minimum(levels, needed) // needed)
            for skill, (rows, levels) in supply.holders.items()
            for needed, at in self._levels.get(skill, ())
        ]
        shape = (len(supply), self._weights.shape[0])
        if not cells:
            return sparse.csr_matrix((shape[0], self._weights.shape[1]))
        rows, columns, credits = (np.concatenate(part) for part in zip(*cells, strict=True))
        found: Sparse = sparse.csr_matrix((credits.astype(np.float64), (rows, columns)), shape=shape) @ self._weights
        share = found.data / self._most[found.indices]
        found.data = np.rint(STEPS * np.clip((share - LEAST) / (1 - LEAST), 0, 1) ** SHARPNESS)
        found.eliminate_zeros()
        return found


@lru_cache(maxsize=4)
def practised_occupations(documents: Documents) -> PractisedOccupations:
    """Lay the documents out once, whatever number of demands they are the reference of: people read for one are read for all."""
    return PractisedOccupations(documents)


def nearest_practised(degrees: Sparse, near: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Give for each person and vacancy the largest product of degree and nearness over the practised documents.

    Parameters
    ----------
    degrees : sparse, shape (n_people, n_documents)
        Integers 0 to :data:`STEPS`.
    near : ndarray of int32, shape (n_documents, n_vacancies, n_ways)
        0 to :data:`STEPS`.

    Returns
    -------
    ndarray of int32, shape (n_people, n_vacancies, n_ways)
        0 to :data:`STEPS`.
    """
    flat, whole = near.reshape(near.shape[0], -1), degrees.data.astype(np.int32)
    found = np.zeros((degrees.shape[0], flat.shape[1]), dtype=np.int32)
    who = np.flatnonzero(np.diff(degrees.indptr))
    starts, ends = degrees.indptr[who], degrees.indptr[who + 1]
    n_at_once, first = CELLS_AT_ONCE // max(1, flat.shape[1]), 0
    while first < len(who):
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + n_at_once, side="right")))
        cells = slice(starts[first], ends[last - 1])
        products = flat[degrees.indices[cells]] * whole[cells, None]
        found[who[first:last]] = np.maximum.reduceat(products, starts[first:last] - starts[first], axis=0)
        first = last
    return np.asarray(found // STEPS).reshape(degrees.shape[0], *near.shape[1:])
