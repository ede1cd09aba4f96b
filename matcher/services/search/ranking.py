"""All people of a pool against one vacancy: scores, constraints, order and, when it is asked for, readiness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import SkillWeights, SupplyReader, covered, lay_out
from matcher.core.eligibility import HARD
from matcher.core.gaps import needed_level
from matcher.core.paths import Path, PathFinder
from matcher.core.ranker import OverlapRanker
from matcher.core.records import Vacancy
from matcher.core.topk import MICRO
from matcher.services.assembling import PairAssembler, Town
from matcher.services.search.pool import UNKNOWN, Pool

READY, AFTER_TRAINING, FAR = range(3)
"""Positions in :data:`matcher.core.records.READINESS`."""


@dataclass(frozen=True)
class Ranking:
    """A pool against one vacancy.

    Attributes
    ----------
    pool : Pool
    town : Town
        Of this one vacancy.
    micro : ndarray of int64, shape (n_positions,)
        Scores in millionths, as they are shown and compared; 0 where nothing fits.
    failed : mapping of str to ndarray of bool
        By constraint.
    n_unmet : ndarray of int64
        Essential needs not met.
    """

    pool: Pool
    town: Town
    micro: npt.NDArray[np.int64]
    failed: Mapping[str, npt.NDArray[np.bool_]]
    n_unmet: npt.NDArray[np.int64]

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
        return np.asarray(self.pool.is_here & ~self.unsuitable & (self.micro > 0))

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """Positions of those who are ranked, best first; ties by identifier."""
        rows = np.flatnonzero(self.suitable)
        return np.asarray(rows[np.lexsort((self.pool.place[rows], -self.micro[rows]))])

    @cached_property
    def rank(self) -> npt.NDArray[np.int64]:
        """Rank by position, 1 is best; 0 for those who are not ranked."""
        found = np.zeros(len(self.pool.ids), dtype=np.int64)
        found[self.order] = np.arange(1, len(self.order) + 1)
        return found

    @cached_property
    def assembler(self) -> PairAssembler:
        """Says why, for pairs of this vacancy."""
        return PairAssembler(self.town)

    @cached_property
    def readiness(self) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
        """Readiness (:data:`READY` and so on) and hours to ready (NaN where not known) of everybody, as the assembler tells them."""
        return _readiness(self)


def rank_pool(pool: Pool, town: Town, weights: SkillWeights) -> Ranking:
    """Rank a pool for the one vacancy of a town.

    Parameters
    ----------
    weights : SkillWeights
        Of the town's taxonomy.

    Notes
    -----
    The counting ranker only: it looks at levels alone, which the pool holds for everybody.
    """
    (vacancy,) = town.vacancies
    demand = lay_out(town.vacancies, town.taxonomy, weights)
    coverage = covered(demand, SupplyReader(demand).credits_by_skill(pool.skills(), len(pool.ids)))
    micro = np.rint(OverlapRanker().score(coverage)[:, 0] * MICRO).astype(np.int64)
    return Ranking(pool, town, micro, pool.failed(vacancy, town.travel), coverage.n_unmet[:, 0])


def _readiness(ranking: Ranking) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    pool, failed, n = ranking.pool, ranking.failed, len(ranking.pool.ids)
    readiness, hours = np.full(n, FAR, dtype=np.int8), np.full(n, np.nan)
    shut = np.logical_or.reduce([column for name, column in failed.items() if name != "licences"])
    ready = (ranking.n_unmet == 0) & ~shut & ~failed["licences"]
    readiness[ready], hours[ready] = READY, 0.0
    finder = PathFinder(ranking.town.courses)
    asked = {need.skill_id: needed_level(need) for need in ranking.vacancy.needs if need.essential}
    levels = {skill: pool.level(skill) for skill in finder.skills_that_matter(asked)}
    waiting = pool.is_here & ~ready & ~shut
    for skill, level in asked.items():
        if not finder.teaches(skill):
            waiting &= levels[skill] >= level
    lacking = {code: failed["licences"] & ~pool.has("licence", code) for code in ranking.vacancy.licences or ()}
    rows = np.flatnonzero(waiting)
    columns = [*levels.values(), pool.numbers["education"], *lacking.values()]
    alike = np.stack([column[rows] for column in columns], axis=1).astype(np.int16)
    # Paths are looked for once for all people who are alike in everything that a path depends on.
    _, first, which = np.unique(alike, axis=0, return_index=True, return_inverse=True)
    paths = [_path(finder, asked, row, levels, (pool.numbers["education"], lacking)) for row in rows[first]]
    trained = np.array([path is not None for path in paths], dtype=bool)[which.ravel()]
    took = np.array([np.nan if path is None or path.hours is None else path.hours for path in paths])[which.ravel()]
    readiness[rows[trained]], hours[rows[trained]] = AFTER_TRAINING, took[trained]
    return readiness, hours


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
