"""Rankers: one contract. They see skills, work done and what is asked: a :class:`Profile`, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from matcher.core.additive import AdditiveTables
from matcher.core.coverage import Coverage, CoverageCalculator, Demand, levels_of, measure
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.features.columns import STEPS
from matcher.core.features.extraction import FeatureExtractor, QuantizedFeatures
from matcher.core.prior import Prior
from matcher.core.records import Course, Profile

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """A block of people against a demand, as a ranker sees it.

    Attributes
    ----------
    features : CandidateFeatures
        All of each person that may move a score.
    coverage : Coverage
        Of the same people.
    """

    features: CandidateFeatures
    coverage: Coverage

    @classmethod
    def of(cls, profiles: Sequence[Profile], demand: Demand, calculator: CoverageCalculator | None = None) -> Block:
        """Measure a block of people."""
        held = levels_of([profile.skills for profile in profiles], demand.taxonomy)
        return cls(CandidateFeatures.of(profiles, held), measure(demand, held, calculator))


class Scores(NamedTuple):
    """Scores of a block with the columns that they are made of.

    Attributes
    ----------
    scores : ndarray of float64, shape (n_people, n_vacancies)
        0 to 1; 0 for a vacancy without needs.
    columns : ndarray of uint16, shape (n_people, n_vacancies, n_columns)
        0 to 1023; no columns where the ranker only counts.
    """

    scores: Matrix
    columns: QuantizedFeatures


class BlockScorer(Protocol):
    """A ranker bound to one demand."""

    @property
    def calculator(self) -> CoverageCalculator:
        """Turns held skills into credits towards the demand."""
        ...

    @property
    def tables(self) -> AdditiveTables:
        """What each step of each column adds to a score; no columns where the ranker only counts."""
        ...

    @property
    def is_independent(self) -> bool:
        """Whether the scores of a vacancy are the same whatever other vacancies the demand holds."""
        ...

    def score(self, block: Block) -> Scores:
        """Score every pair of a block of people."""
        ...

    def for_vacancy(self, at: int) -> BlockScorer:
        """Return the scorer of one of the vacancies alone; its scores are the same."""
        ...


class Ranker(Protocol):
    """What matching asks of a ranker."""

    @property
    def name(self) -> str:
        """Name by which a run calls it."""
        ...

    @property
    def version(self) -> str:
        """Version that a run writes down."""
        ...

    def bind(self, demand: Demand, courses: Sequence[Course] = ()) -> BlockScorer:
        """Compute what does not depend on people, once for all blocks."""
        ...


@dataclass(frozen=True)
class OverlapScorer:
    """Scores by counting the needs that are met, with levels and rarity."""

    calculator: CoverageCalculator
    tables: AdditiveTables = AdditiveTables(np.zeros((0, STEPS + 1)))
    is_independent: bool = True

    def score(self, block: Block) -> Scores:
        """Score every pair of a block, as :class:`OverlapRanker` says."""
        coverage = block.coverage
        total = coverage.essential_total + coverage.optional_total
        scores = (coverage.essential + coverage.optional) / np.where(total > 0, total, 1.0)
        return Scores(np.asarray(scores), np.zeros((*scores.shape, 0), dtype=np.uint16))

    def for_vacancy(self, at: int) -> OverlapScorer:
        """Return the scorer of one of the vacancies alone."""
        return OverlapScorer(CoverageCalculator(self.calculator.demand.for_vacancy(at)))


class OverlapRanker(BaseEstimator):
    """Counts: the share of a vacancy's weighted needs that a person's skills cover.

    The score of a pair is ``(E + O) / (E_max + O_max)``, where ``E`` and ``O`` are the weighted credits towards essential and optional
    needs. It is 1 exactly when all needs are met, and never falls when a skill is added.
    """

    name = "overlap"
    version = "1"

    def bind(self, demand: Demand, courses: Sequence[Course] = ()) -> OverlapScorer:
        """Return the scorer of a demand; courses do not count."""
        return OverlapScorer(CoverageCalculator(demand))


@dataclass(frozen=True)
class AdditiveScorer:
    """Scores pairs against one demand: the columns of a pair, a table a column, and their sum.

    Attributes
    ----------
    extractor : FeatureExtractor
        Precomputed for the demand.
    tables : AdditiveTables
        Never negative and never falling.
    """

    extractor: FeatureExtractor
    tables: AdditiveTables
    _of_vacancy: dict[int, AdditiveScorer] = field(default_factory=dict, compare=False, repr=False)

    @property
    def calculator(self) -> CoverageCalculator:
        """Turns held skills into credits towards the demand."""
        return self.extractor.reader

    @property
    def is_independent(self) -> bool:
        """Whether the scores of a vacancy are the same whatever other vacancies the demand holds."""
        return self.extractor.known == "labels"

    def score(self, block: Block) -> Scores:
        """Score every pair of a block: the raw sum as a share of the largest one that there is; 0 for a vacancy without needs."""
        columns = self.extractor.columns(block.features, block.coverage)
        scores = self.tables.raw(columns) / (self.tables.max_score or 1.0)
        asks = np.array([bool(vacancy.needs) for vacancy in self.extractor.demand.vacancies])
        return Scores(np.asarray(np.where(asks, scores, 0.0)), columns)

    def for_vacancy(self, at: int) -> AdditiveScorer:
        """Return the scorer of one of the vacancies alone; made once, since it learns as it is used."""
        if at not in self._of_vacancy:
            self._of_vacancy[at] = AdditiveScorer(self.extractor.for_vacancy(at), self.tables)
        return self._of_vacancy[at]


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
        """Compute the columns' side of a demand."""
        extractor = FeatureExtractor(demand, tuple(courses), self.prior.groups, self.prior.meanings).precompute()
        return AdditiveScorer(extractor, self.prior.tables(extractor.known))


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
        """Compute the columns' side of a demand."""
        extractor = FeatureExtractor(demand, tuple(courses), self.prior.groups, self.prior.meanings).precompute()
        return AdditiveScorer(extractor, self.tables)
