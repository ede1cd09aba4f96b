"""Which occupations of the reference a person can practise, and how far: never less with more skills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matcher.core.coverage import FULL, WEIGHT_UNIT
from matcher.core.features.columns import STEPS
from matcher.core.features.documents import Documents, Sparse, as_sparse

PRIOR_WEIGHT = 2 * WEIGHT_UNIT
"""Two common skills more than a document asks for: an occupation of one skill is not practised by everybody who holds it."""
LEAST = 0.25
"""Share of an occupation's skills below which it is not practised at all."""
SHARPNESS = 3.0


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

    def degrees(self, held: Sequence[Mapping[str, int]]) -> Sparse:
        """Give how far each person practises each document.

        Parameters
        ----------
        held : sequence of mapping of str to int
            Levels by skill_id, as :func:`matcher.core.gaps.held_levels` gives.

        Returns
        -------
        sparse, shape (n_people, n_documents)
            Integers 0 to 1023: of the share ``s`` of the document's weighted essential skills, ``((s - 0.25) / 0.75) ** 3``.
        """
        cells = [
            (row, at, float(FULL * min(level, needed) // needed))
            for row, levels in enumerate(held)
            for skill, level in levels.items()
            for needed, at in self._levels.get(skill, ())
        ]
        credits = as_sparse(cells, (len(held), self._weights.shape[0]))
        found = sparse.csr_matrix(credits @ self._weights)
        share = found.data / self._most[found.indices]
        found.data = np.rint(STEPS * np.clip((share - LEAST) / (1 - LEAST), 0, 1) ** SHARPNESS)
        found.eliminate_zeros()
        return found


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
    found = np.zeros((degrees.shape[0], *near.shape[1:]), dtype=np.int32)
    whole = degrees.data.astype(np.int32)
    for row in range(degrees.shape[0]):
        for at in range(degrees.indptr[row], degrees.indptr[row + 1]):
            np.maximum(found[row], near[degrees.indices[at]] * whole[at], out=found[row])
    return np.asarray(found // STEPS)
