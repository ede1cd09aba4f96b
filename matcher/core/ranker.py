"""Rankers: one contract. They see skills, work done and what is asked: a :class:`Profile`, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from matcher.core.additive import AdditiveTables
from matcher.core.coverage import Coverage, CoverageCalculator, Demand, levels_of, measure
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.features.extraction import FeatureExtractor, QuantizedFeatures
from matcher.core.prior import Prior
from matcher.core.records import Course, Profile

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """A block of people against a demand, as a ranker sees it.

    Attributes
    ----------
    supply : CandidateFeatures
        All of each person that may move a score.
    coverage : Coverage
        Of the same people.
    """

    supply: CandidateFeatures
    coverage: Coverage

    @classmethod
    def of(cls, profiles: Sequence[Profile], demand: Demand, reader: CoverageCalculator | None = None) -> Block:
        """Measure a block of people."""
        held = levels_of([profile.skills for profile in profiles], demand.taxonomy)
        return cls(CandidateFeatures.of(profiles, held), measure(demand, held, reader))


class OverlapRanker(BaseEstimator):
    """Counts: the share of a vacancy's weighted needs that a person's skills cover.

    The score of a pair is ``(E + O) / (E_max + O_max)``, where ``E`` and ``O`` are the weighted credits towards essential and optional
    needs. It is 1 exactly when all needs are met, and never falls when a skill is added.
    """

    name = "overlap"
    version = "1"

    def bind(self, demand: Demand, courses: Sequence[Course] = ()) -> OverlapRanker:
        """Return itself: a count needs nothing laid out."""
        return self

    def score_block(self, block: Block) -> Matrix:
        """Score every pair of a block, as :meth:`score`."""
        return self.score(block.coverage)

    def score(self, coverage: Coverage) -> Matrix:
        """Score every pair of a block.

        Returns
        -------
        ndarray of float64, shape (n_people, n_vacancies)
            0 to 1; 0 for a vacancy without needs.
        """
        total = coverage.essential_total + coverage.optional_total
        with np.errstate(invalid="ignore"):
            scores = (coverage.essential + coverage.optional) / np.where(total > 0, total, 1.0)
        return np.asarray(scores)


@dataclass(frozen=True)
class AdditiveScorer:
    """Scores pairs against one demand: the columns of a pair, a table a column, and their sum.

    Attributes
    ----------
    maker : FeatureExtractor
        Laid out for the demand.
    tables : AdditiveTables
        Never negative and never falling.
    """

    maker: FeatureExtractor
    tables: AdditiveTables

    def codes(self, block: Block) -> QuantizedFeatures:
        """Give the columns of every pair, shape (n_people, n_vacancies, n_columns), 0 to 1023."""
        return self.maker.columns(block.supply, block.coverage)

    def score_block(self, block: Block) -> Matrix:
        """Score every pair of a block.

        Returns
        -------
        ndarray of float64, shape (n_people, n_vacancies)
            The raw score as a share of the largest one that there is; 0 for a vacancy without needs.
        """
        return self.score_codes(self.codes(block))

    def score_codes(self, codes: QuantizedFeatures) -> Matrix:
        """Score every pair of a block whose columns are counted, as :meth:`score_block`."""
        scores = self.tables.raw(codes) / (self.tables.max_score or 1.0)
        asks = np.array([bool(vacancy.needs) for vacancy in self.maker.demand.vacancies])
        return np.asarray(np.where(asks, scores, 0.0))


@dataclass(frozen=True)
class PriorRanker:
    """Scores by what experts call feasible, before any outcome of the centre's own."""

    prior: Prior
    name: str = "prior"

    @property
    def version(self) -> str:
        """Version of the prior's figures."""
        return self.prior.version

    def bind(self, demand: Demand, courses: Sequence[Course] = ()) -> AdditiveScorer:
        """Lay the columns out for a demand."""
        maker = FeatureExtractor(demand, tuple(courses), self.prior.groups, self.prior.meanings).precompute()
        return AdditiveScorer(maker, self.prior.tables(maker.known))


@dataclass(frozen=True)
class TrainedRanker:
    """Scores by tables learned from outcomes.

    Attributes
    ----------
    tables : AdditiveTables
        Of a :class:`matcher.core.learned.LearnedRanker`.
    """

    tables: AdditiveTables
    prior: Prior
    name: str
    version: str

    def bind(self, demand: Demand, courses: Sequence[Course] = ()) -> AdditiveScorer:
        """Lay the columns out for a demand."""
        maker = FeatureExtractor(demand, tuple(courses), self.prior.groups, self.prior.meanings).precompute()
        return AdditiveScorer(maker, self.tables)
