"""All people of a pool against one vacancy: scores, constraints, order and, when it is asked for, readiness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Coverage, CoverageCalculator, SkillWeights, build_demand, covered
from matcher.core.eligibility import HARD
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.gaps import needed_level
from matcher.core.paths import Path, PathFinder
from matcher.core.ranker import AdditiveScorer, Block, OverlapRanker
from matcher.core.records import Match, Profile, Vacancy
from matcher.core.topk import MICRO
from matcher.services.explanation import Explainer
from matcher.services.match_builder import MatchBuilder, MatchingContext
from matcher.services.search.candidate_index import UNKNOWN, CandidateIndex

READY, AFTER_TRAINING, FAR = range(3)
"""Positions in :data:`matcher.core.records.READINESS`."""


@dataclass(frozen=True)
class Ranking:
    """A pool against one vacancy.

    Attributes
    ----------
    pool : CandidateIndex
    town : MatchingContext
        Of this one vacancy.
    micro : ndarray of int32, shape (n_positions,)
        Scores in millionths, as they are shown and compared; 0 where nothing fits.
    failed : mapping of str to ndarray of bool
        By constraint.
    n_unmet : ndarray of int16
        Essential needs not met.
    finder : PathFinder
        Over the town's courses; knows the paths that were looked for before.
    scorer : AdditiveScorer or None
        Of this one vacancy; None where needs are only counted.
    """

    pool: CandidateIndex
    town: MatchingContext
    score_millionths: npt.NDArray[np.int32]
    failed: Mapping[str, npt.NDArray[np.bool_]]
    n_unmet: npt.NDArray[np.int16]
    finder: PathFinder
    scorer: AdditiveScorer | None = None

    @property
    def vacancy(self) -> Vacancy:
        """The vacancy."""
        return self.town.vacancies[0]

    @cached_property
    def unsuitable(self) -> npt.NDArray[np.bool_]:
        """Who fails a constraint without which nobody is ranked."""
        return np.asarray(np.logical_or.reduce([self.failed[name] for name in sorted(HARD)]))

    @cached_property
    def suitable(self) -> npt.NDArray[np.bool_]:
        """Who is ranked."""
        return np.asarray(self.pool.is_here & ~self.unsuitable & (self.score_millionths > 0))

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """Positions of those who are ranked, best first; ties by identifier."""
        rows = np.flatnonzero(self.suitable)
        return np.asarray(rows[np.lexsort((self.pool.place[rows], -self.score_millionths[rows]))])

    @cached_property
    def rank(self) -> npt.NDArray[np.int32]:
        """Rank by position, 1 is best; 0 for those who are not ranked."""
        found = np.zeros(len(self.pool.ids), dtype=np.int32)
        found[self.order] = np.arange(1, len(self.order) + 1)
        return found

    @cached_property
    def match_builder(self) -> MatchBuilder:
        """Says why, for pairs of this vacancy."""
        return MatchBuilder(self.town)

    def explained(self, matches: Sequence[Match], people: Mapping[str, Profile]) -> list[Match]:
        """Add to the reasons of matches what moved their scores, as the batch flow does; nothing where needs are only counted."""
        if self.scorer is None:
            return list(matches)
        return Explainer(self.scorer).add_reasons_from_profiles(matches, people)

    @cached_property
    def readiness(self) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
        """Readiness (:data:`READY` and so on) and hours to ready (NaN where not known) of everybody, as the assembler tells them."""
        return _readiness(self)


@dataclass(frozen=True)
class Scoring:
    """By what people are scored who are not only counted.

    Attributes
    ----------
    scorer : AdditiveScorer
        Of one vacancy.
    supply : CandidateFeatures
        Of the pool, or of a former one: whoever was written since is read from the pool.
    """

    scorer: AdditiveScorer
    supply: CandidateFeatures


def rank_pool(
    pool: CandidateIndex, town: MatchingContext, weights: SkillWeights, *, scoring: Scoring | None, former: Ranking | None = None
) -> Ranking:
    """Rank a pool for the one vacancy of a town.

    Parameters
    ----------
    weights : SkillWeights
        Of the town's taxonomy.
    scoring : Scoring or None
        None counts needs, which takes levels alone.
    former : Ranking, optional
        Of the same vacancy and a former pool: only who was written since is scored anew.
    """
    (vacancy,) = town.vacancies
    demand = build_demand(town.vacancies, town.taxonomy, weights)
    coverage = covered(demand, CoverageCalculator(demand).credits_by_skill(pool.skills(), len(pool.ids)))
    if scoring is None:
        score_millionths = np.rint(OverlapRanker().score(coverage)[:, 0] * MICRO).astype(np.int32)
    elif former is not None and former.scorer is scoring.scorer:
        score_millionths = _scored_since(pool, scoring.scorer, former.score_millionths, former.pool.profiles)
    else:
        measured = coverage if scoring.supply.profiles is pool.profiles else None
        score_millionths = _scored_since(pool, scoring.scorer, _scored(scoring, measured), scoring.supply.profiles)
    known = former.finder if former is not None and former.town.courses is town.courses else PathFinder(town.courses)
    n_unmet, scorer = coverage.n_unmet[:, 0].astype(np.int16), None if scoring is None else scoring.scorer
    return Ranking(pool, town, score_millionths, pool.failed(vacancy, town.travel), n_unmet, known, scorer)


def _scored(scoring: Scoring, coverage: Coverage | None) -> npt.NDArray[np.int32]:
    supply, maker = scoring.supply, scoring.scorer.maker
    if coverage is None:
        coverage = covered(maker.demand, maker.reader.credits_by_skill(supply.holders, len(supply)))
    scores = scoring.scorer.score_block(Block(supply, coverage))[:, 0]
    return np.asarray(np.rint(np.where(supply.has_skills, scores, 0.0) * MICRO), dtype=np.int32)


def _scored_since(
    pool: CandidateIndex, scorer: AdditiveScorer, known: npt.NDArray[np.int32], profiles: Sequence[Profile | None]
) -> npt.NDArray[np.int32]:
    """Score those anew whose profiles are not those that are scored already."""
    score_millionths = np.zeros(len(pool.ids), dtype=np.int32)
    score_millionths[: len(known)] = known
    rows = changed(pool, profiles)
    score_millionths[rows] = 0
    asked = [at for at in rows if (profile := pool.profiles[at]) is not None and profile.skills]
    some = [profile for at in asked if (profile := pool.profiles[at]) is not None]
    if some:
        block = Block.of(some, scorer.maker.demand, scorer.maker.reader)
        score_millionths[asked] = np.rint(scorer.score_block(block)[:, 0] * MICRO).astype(np.int32)
    return score_millionths


def changed(pool: CandidateIndex, profiles: Sequence[Profile | None]) -> list[int]:
    """List the positions of a pool that hold other profiles than those of a former one."""
    if pool.profiles is profiles:
        return []
    n_known = len(profiles)
    return [at for at, profile in enumerate(pool.profiles) if at >= n_known or profile is not profiles[at]]


def _readiness(ranking: Ranking) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    pool, failed, n = ranking.pool, ranking.failed, len(ranking.pool.ids)
    readiness, hours = np.full(n, FAR, dtype=np.int8), np.full(n, np.nan)
    shut = np.logical_or.reduce([column for name, column in failed.items() if name != "licences"])
    ready = (ranking.n_unmet == 0) & ~shut & ~failed["licences"]
    readiness[ready], hours[ready] = READY, 0.0
    finder = ranking.finder
    asked = {need.skill_id: needed_level(need) for need in ranking.vacancy.needs if need.essential}
    levels = {skill: pool.level(skill) for skill in finder.skills_that_matter(asked)}
    waiting = pool.is_here & ~ready & ~shut
    for skill, level in asked.items():
        if not finder.teaches(skill):
            waiting &= levels[skill] >= level
    lacking = {code: failed["licences"] & ~pool.has("licence", code) for code in ranking.vacancy.licences or ()}
    rows = np.flatnonzero(waiting)
    columns = [*levels.values(), pool.numbers["education"], *lacking.values()]
    # Paths are looked for once for all people who are alike in everything that a path depends on.
    _, first, which = np.unique(_alike([column[rows] for column in columns]), return_index=True, return_inverse=True)
    paths = [_path(finder, asked, row, levels, (pool.numbers["education"], lacking)) for row in rows[first]]
    trained = np.array([path is not None for path in paths], dtype=bool)[which.ravel()]
    took = np.array([np.nan if path is None or path.hours is None else path.hours for path in paths])[which.ravel()]
    readiness[rows[trained]], hours[rows[trained]] = AFTER_TRAINING, took[trained]
    return readiness, hours


def _alike(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
    """Give people the same number who are alike in every column; far faster than comparing rows."""
    number, n_numbers = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        low = int(column.min(initial=0))
        span = int(column.max(initial=0)) - low + 1
        if n_numbers * span >= 1 << 62:
            _, number = np.unique(number, return_inverse=True)
            n_numbers = int(number.max(initial=0)) + 1
        number = number * span + (column.astype(np.int64) - low)
        n_numbers *= span
    return number


def _path(
    finder: PathFinder,
    asked: Mapping[str, int],
    row: int,
    levels: Mapping[str, npt.NDArray[np.int64]],
    rest: tuple[npt.NDArray[np.int64], Mapping[str, npt.NDArray[np.bool_]]],
) -> Path | None:
    education, lacking = rest
    held = {skill: int(column[row]) for skill, column in levels.items()}
    targets = {skill: level for skill, level in asked.items() if held[skill] < level}
    missing = frozenset(code for code, column in lacking.items() if column[row])
    known = int(education[row])
    return finder.find(targets, held, education_level=None if known == UNKNOWN else known, licences=missing)
