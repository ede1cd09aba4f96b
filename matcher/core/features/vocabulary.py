"""Words of a vacancy that a person's skills, work and own text hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matcher.core.features.columns import STEPS
from matcher.core.features.documents import as_sparse
from matcher.core.records import Profile, Vacancy
from matcher.core.taxonomy import Taxonomy
from matcher.core.text import fold, stems

SHORTEST = 3
WEIGHT_UNIT = 64


class Vocabulary:
    """Measures which words of vacancies people hold.

    Parameters
    ----------
    vacancies : sequence of Vacancy
    taxonomy : Taxonomy
        Lends the labels of skills; the rarity of a word is counted over its skills and occupations.
    """

    def __init__(self, vacancies: Sequence[Vacancy], taxonomy: Taxonomy) -> None:
        self._labels = {skill: _words_of(" ".join(one.labels.values())) for skill, one in taxonomy.skills.items()}
        asked = [self._asked(vacancy) for vacancy in vacancies]
        self._position = {word: at for at, word in enumerate(sorted(set().union(*asked)))} if asked else {}
        counts = dict.fromkeys(self._position, 0)
        for words in self._labels.values():
            for word in words:
                if word in counts:
                    counts[word] += 1
        rare = {w: round(WEIGHT_UNIT * (1 + math.log((1 + len(self._labels)) / (1 + n)))) for w, n in counts.items()}
        cells = [
            (self._position[word], at, float(rare[word])) for at, words in enumerate(asked) for word in sorted(words)
        ]
        self._weights = as_sparse(cells, (len(self._position), len(vacancies)))
        self._total = np.asarray(self._weights.sum(axis=0)).ravel()

    def narrowed(self, at: int) -> Vocabulary:
        """Give the words of one of the vacancies alone."""
        one, column = copy(self), self._weights[:, [at]].tocoo()
        kept = sorted(column.row)
        words = list(self._position)
        one._position = {words[row]: place for place, row in enumerate(kept)}
        one._weights, one._total = self._weights[kept][:, [at]], self._total[[at]]
        return one

    def covered(self, people: Sequence[Profile], held: Sequence[Iterable[str]]) -> npt.NDArray[np.int64]:
        """Give the weighted share of each vacancy's words that each person holds, 0 to 1023, shape (n_people, n_vacancies)."""
        spoken = [self._of_person(profile, skills) for profile, skills in zip(people, held, strict=True)]
        if self._weights.shape[1] == 1:  # sums of integers are exact: laying a matrix out would only take time
            weights = self._weights.toarray()[:, 0]
            found = np.array(
                [[sum(weights[self._position[word]] for word in words)] for words in spoken], dtype=np.float64
            )
        else:
            cells = [(row, self._position[word], 1.0) for row, words in enumerate(spoken) for word in sorted(words)]
            found = (as_sparse(cells, (len(people), len(self._position))) @ self._weights).toarray()
        return np.asarray(STEPS * found // np.where(self._total > 0, self._total, 1.0), dtype=np.int64)

    def _asked(self, vacancy: Vacancy) -> frozenset[str]:
        needs = (self._labels.get(need.skill_id, frozenset()) for need in vacancy.needs)
        return _words_of(f"{vacancy.title} {vacancy.text}").union(*needs)

    def _of_person(self, profile: Profile, skills: Iterable[str]) -> AbstractSet[str]:
        done = " ".join(past.text for past in profile.occupations)
        own = _words_of(f"{done} {profile.text}")
        return own.union(*(self._labels[skill] for skill in skills if skill in self._labels)) & self._position.keys()


@lru_cache(maxsize=65_536)
def _words_of(text: str) -> frozenset[str]:
    folded = [word for word in fold(text).split() if len(word) >= SHORTEST]
    return frozenset(stems(folded))
