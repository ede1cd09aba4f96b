"""Known meanings of skills by ESCO URI, for those who have no ESCO at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matcher.core.taxonomy import Taxonomy


@dataclass(frozen=True)
class SkillMeanings:
    """Places skills by what they are and where they are asked for.

    Attributes
    ----------
    vectors : mapping of str to sequence of int
        One an ESCO URI, all of one length; may be empty.
    """

    vectors: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def rows(self, skills: Sequence[str], taxonomy: Taxonomy) -> npt.NDArray[np.float64] | None:
        """Give the vector of each skill, by its own URI or its concept's; zeros where unknown; None where none is known.

        Returns
        -------
        ndarray of float64, shape (n_skills, n_vectors), or None
        """
        uris = [concept.esco_uri if (concept := taxonomy.skills.get(each)) else each for each in skills]
        known = [at for at, uri in enumerate(uris) if uri in self.vectors]
        if not known:
            return None
        found = np.zeros((len(uris), len(self.vectors[uris[known[0]]])))
        for at in known:
            row = np.asarray(self.vectors[uris[at]], dtype=np.float64)
            found[at] = row / max(float(np.sqrt(row @ row)), 1.0)
        return found
