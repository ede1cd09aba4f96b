"""From a block of people and a demand to the columns of every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import (
    FULL,
    Coverage,
    CoverageCalculator,
    Demand,
    levels_of,
    measure,
)
from matcher.core.features import requirement_features
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.features.columns import NAMES, NEAR, STEPS
from matcher.core.features.documents import Documents, choose, of_vacancies
from matcher.core.features.groups_of_work import GroupsOfWork
from matcher.core.features.meaning import SkillMeanings
from matcher.core.features.occupation_fit import PractisedOccupations, nearest_practised, practised_occupations
from matcher.core.features.occupation_similarity import Space, embed, nearness
from matcher.core.features.transfer import LatentCoverage
from matcher.core.features.vocabulary import Vocabulary
from matcher.core.records import Course, Profile

QuantizedFeatures = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class FeatureExtractor:
    """Makes the columns of pairs, block by block.

    What it holds depends on the taxonomy, the vacancies and the courses alone, so no person's columns depend on another person.

    Parameters
    ----------
    demand : Demand
    courses : tuple of Course
        Whose hours count towards ``training_near``.
    groups : GroupsOfWork
        Nearness of ISCO-08 unit groups.
    meanings : SkillMeanings
        Known meanings of skills by ESCO URI.
    whole : FeatureExtractor or None
        Of the demand that this one vacancy, at position `at`, was taken from; it shares what it has precomputed.
    """

    demand: Demand
    courses: tuple[Course, ...] = ()
    groups: GroupsOfWork = GroupsOfWork()
    meanings: SkillMeanings = SkillMeanings()
    whole: FeatureExtractor | None = field(default=None, compare=False, repr=False)
    at: int = 0

    def precompute(self) -> FeatureExtractor:
        """Compute everything that does not depend on people, once for all blocks."""
        _ = (self._practised, self._near, self._latent, self._words, self._hours)
        return self

    @property
    def known(self) -> str:
        """What is known of the skills asked for: ``labels``, ``meanings`` or ``plain`` (see :data:`matcher.core.prior.KNOWN`)."""
        if self._reference[1]:
            return "labels"
        uris = {
            self.demand.taxonomy.skills[one].esco_uri if one in self.demand.taxonomy.skills else one
            for one in self._asked.skills
        }
        return "meanings" if 2 * len(uris & self.meanings.vectors.keys()) >= max(1, len(uris)) else "plain"

    def for_vacancy(self, at: int) -> FeatureExtractor:
        """Return an extractor for one of the vacancies alone; the columns of its pairs are the same, and what is precomputed is shared."""
        self.precompute()
        demand = self.demand.for_vacancy(at)
        return FeatureExtractor(demand, self.courses, self.groups, self.meanings, whole=self, at=at)

    def block(self, people: Sequence[Profile]) -> QuantizedFeatures:
        """Give the columns of every pair of a block of people, as :meth:`columns`."""
        held = levels_of([person.skills for person in people], self.demand.taxonomy)
        return self.columns(CandidateFeatures.of(people, held), measure(self.demand, held, self.reader))

    def columns(self, supply: CandidateFeatures, coverage: Coverage) -> QuantizedFeatures:
        """Give the columns of every pair.

        Parameters
        ----------
        coverage : Coverage
            Of the same people and this demand.

        Returns
        -------
        ndarray of uint16, shape (n_people, n_vacancies, n_columns)
            0 to 1023, columns in the order of :data:`matcher.core.features.columns.COLUMNS`.
        """
        found = np.zeros((len(supply), len(self.demand.vacancies), len(NAMES)), dtype=np.uint16)
        for name, values in self._direct(coverage).items():
            found[:, :, NAMES.index(name)] = values
        found[:, :, NAMES.index("latent_coverage")] = self._latent.covered(supply)
        found[:, :, NAMES.index("words_covered")] = self._words.covered(supply)
        first = NAMES.index(NEAR[0])
        found[:, :, first : first + len(NEAR)] = nearest_practised(self._practised.degrees(supply), self._near)
        for name, values in self._work(supply).items():
            found[:, :, NAMES.index(name)] = values
        first = NAMES.index("experience")
        found[:, :, first : first + 3] = requirement_features.table(supply, self.demand.vacancies)
        return found

    def _direct(self, coverage: Coverage) -> dict[str, npt.NDArray[np.int64]]:
        met = FULL * (1 - coverage.unmet)
        return {
            "essential_met": _share(met @ self.demand.essential, coverage.essential_total),
            "essential_coverage": _share(coverage.essential, coverage.essential_total),
            "optional_met": _share(met @ self.demand.optional, coverage.optional_total),
            "training_near": requirement_features.training_near(self.demand, coverage, self._hours),
        }

    def _work(self, supply: CandidateFeatures) -> dict[str, npt.NDArray[np.int64]]:
        asked, n_people = [vacancy.isco08 for vacancy in self.demand.vacancies], len(supply)
        return {
            "isco_shared": self.groups.shared(supply.done, n_people, asked),
            "isco_near": self.groups.table(supply.done, n_people, asked),
            "wanted_near": self.groups.table(supply.wanted, n_people, asked),
        }

    @cached_property
    def _asked(self) -> Documents:
        return of_vacancies(self.demand.vacancies)

    @cached_property
    def _reference(self) -> tuple[Documents, bool]:
        return self.whole._reference if self.whole else choose(self.demand.taxonomy, self._asked)

    @cached_property
    def _space(self) -> Space:
        return self.whole._space if self.whole else Space.of(self._reference[0], self._asked, self.demand.taxonomy)

    @cached_property
    def _embedding(self) -> npt.NDArray[np.float64]:
        return self.whole._embedding if self.whole else embed(self._space)

    @cached_property
    def _near(self) -> npt.NDArray[np.int32]:
        return self.whole._near[:, self.at : self.at + 1, :] if self.whole else nearness(self._space, self._embedding, self.meanings)

    @cached_property
    def _practised(self) -> PractisedOccupations:
        return self.whole._practised if self.whole else practised_occupations(self._reference[0])

    @cached_property
    def _latent(self) -> LatentCoverage:
        return LatentCoverage(self.demand, self._space.position, self._embedding)

    @cached_property
    def _words(self) -> Vocabulary:
        return self.whole._words.for_vacancy(self.at) if self.whole else Vocabulary(self.demand.vacancies, self.demand.taxonomy)

    @cached_property
    def _hours(self) -> npt.NDArray[np.float64]:
        return requirement_features.hours_by_column(self.demand, self._shortest)

    @cached_property
    def _shortest(self) -> dict[tuple[str, int], float]:
        return self.whole._shortest if self.whole else requirement_features.shortest_hours(self.courses)

    @cached_property
    def reader(self) -> CoverageCalculator:
        """Turns held skills into credits towards the demand."""
        return CoverageCalculator(self.demand)


def _share(part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    return np.asarray(STEPS * part // np.where(whole > 0, whole, 1.0), dtype=np.int64)
