"""Words of a vacancy that a person's skills, work and own text hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy

import numpy as np
import numpy.typing as npt

from matcher.core.features.candidate_features import CandidateFeatures, words_of
from matcher.core.features.columns import STEPS
from matcher.core.features.documents import as_sparse
from matcher.core.records import Vacancy
from matcher.core.taxonomy import Taxonomy

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
        self._labels = {skill: words_of(" ".join(one.labels.values())) for skill, one in taxonomy.skills.items()}
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
        self._places: dict[str, list[int]] = {}

    def for_vacancy(self, at: int) -> Vocabulary:
        """Give the words of one of the vacancies alone."""
        one, column = copy(self), self._weights[:, [at]].tocoo()
        kept = sorted(column.row)
        words = list(self._position)
        one._position = {words[row]: place for place, row in enumerate(kept)}
        one._weights, one._total = self._weights[kept][:, [at]], self._total[[at]]
        one._places = {}
        return one

    def covered(self, supply: CandidateFeatures) -> npt.NDArray[np.int64]:
        """Give the weighted share of each vacancy's words that each person holds, 0 to 1023, shape (n_people, n_vacancies)."""
        # A row a word: who holds it is written, and later read, side by side.
        held = np.zeros((len(self._position), len(supply)))
        for skill, (rows, _) in supply.holders.items():
            for at in self._places_of(skill):
                held[at, rows] = 1.0
        for word in self._position.keys() & supply.spoken.keys():
            held[self._position[word], supply.spoken[word]] = 1.0
        found = (self._weights.T.tocsr() @ held).T
        return np.asarray(STEPS * found // np.where(self._total > 0, self._total, 1.0), dtype=np.int64)

    def _places_of(self, skill: str) -> list[int]:
        """Give the words of a skill's labels that are asked for."""
        if skill not in self._places:
            words = self._labels.get(skill, frozenset()) & self._position.keys()
            self._places[skill] = sorted(self._position[word] for word in words)
        return self._places[skill]

    def _asked(self, vacancy: Vacancy) -> frozenset[str]:
        needs = (self._labels.get(need.skill_id, frozenset()) for need in vacancy.needs)
        return words_of(f"{vacancy.title} {vacancy.text}").union(*needs)
