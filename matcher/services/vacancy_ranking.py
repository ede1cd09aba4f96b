"""Everybody of a centre against one vacancy: scores, constraints, order and, when it is asked for, readiness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.core.gaps import effective_levels
from matcher.core.matching.candidates import Candidates
from matcher.core.matching.constraints import CheckTable, check_pairs
from matcher.core.matching.context import BoundContext
from matcher.core.matching.explanation import Explainer
from matcher.core.matching.match import MatchBuilder, Place, rank
from matcher.core.matching.readiness import People, ReadinessColumn, decide_all
from matcher.core.paths import PathFinder
from matcher.core.records import Jobseeker, Match, Profile, Vacancy
from matcher.core.topk import MICRO
from matcher.services.candidate_index import CandidateIndex


@dataclass(frozen=True)
class VacancyRanking:
    """People of an index against one vacancy.

    Attributes
    ----------
    bound : BoundContext
        Of this one vacancy.
    score_millionths : ndarray of int32, shape (n_positions,)
        Scores as they are shown and compared; 0 where nothing fits.
    n_unmet : ndarray of int64, shape (n_positions,)
        Essential needs not met.
    table : CheckTable
        Constraints of everybody.
    finder : PathFinder
        Over the courses; knows the paths that were looked for before.
    """

    index: CandidateIndex
    bound: BoundContext
    score_millionths: npt.NDArray[np.int32]
    n_unmet: npt.NDArray[np.int64]
    table: CheckTable
    finder: PathFinder

    @property
    def vacancy(self) -> Vacancy:
        """The vacancy."""
        return self.bound.vacancies[0]

    @cached_property
    def failed(self) -> Mapping[str, npt.NDArray[np.bool_]]:
        """Who fails each constraint, by its name."""
        return {name: pairs[:, 0] for name, pairs in self.table.failed.items()}

    @cached_property
    def unsuitable(self) -> npt.NDArray[np.bool_]:
        """Who fails a hard constraint: they are not ranked."""
        return self.table.is_unsuitable[:, 0]

    @cached_property
    def suitable(self) -> npt.NDArray[np.bool_]:
        """Who is ranked."""
        return np.asarray(self.index.is_here & ~self.unsuitable & (self.score_millionths > 0))

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """Positions of those who are ranked, best first; ties by identifier."""
        rows = np.flatnonzero(self.suitable)
        return np.asarray(rows[np.lexsort((self.index.place[rows], -self.score_millionths[rows]))])

    @cached_property
    def rank(self) -> npt.NDArray[np.int32]:
        """Rank by position, 1 is best; 0 for those who are not ranked."""
        found = np.zeros(len(self.index.ids), dtype=np.int32)
        found[self.order] = np.arange(1, len(self.order) + 1)
        return found

    @cached_property
    def _builder(self) -> MatchBuilder:
        return MatchBuilder(self.bound.context, self.finder)

    def build(self, person: Jobseeker, rank: int | None = None) -> Match:
        """Build the match of a person of the index; `rank` where it is not theirs in the whole list."""
        at = self.index.position_of[person.jobseeker_id]
        levels = effective_levels(person.profile.skills, self.bound.context.taxonomy)
        place = Place(int(self.rank[at]) if rank is None else rank, int(self.score_millionths[at]) / MICRO)
        return self._builder.build(person, levels, self.vacancy, place=place)

    def explained(self, matches: Sequence[Match], people: Mapping[str, Profile]) -> list[Match]:
        """Add to the reasons of matches what moved their scores, as the batch flow does; nothing where needs are only counted."""
        return Explainer(self.bound.scorer).add_reasons_from_profiles(matches, people)

    @cached_property
    def readiness(self) -> ReadinessColumn:
        """Readiness and hours to ready of everybody."""
        return self.readiness_with(self.finder)

    def readiness_with(self, finder: PathFinder) -> ReadinessColumn:
        """Return readiness and hours to ready of everybody with other courses."""
        index = self.index
        people = People(index.level, index.numbers["education"], lambda code: index.has("licence", code))
        return decide_all(people, self.vacancy, n_unmet=self.n_unmet, failed=self.failed, finder=finder)


def rank_for_vacancy(
    index: CandidateIndex, bound: BoundContext, candidates: Candidates, *, former: VacancyRanking | None = None
) -> VacancyRanking:
    """Rank an index for the one vacancy of a context.

    Parameters
    ----------
    candidates : Candidates
        Of the index, or of a former one: whoever was written since is scored anew.
    former : VacancyRanking, optional
        Of a former index: where its scorer is the same, only who was written since is scored anew.
    """
    is_known = former is not None and former.bound.scorer is bound.scorer
    if former is not None and is_known:
        scores, n_unmet = _grown(former.score_millionths, index), _grown(former.n_unmet, index)
        stale = changed(index, former.index.profiles)
    else:
        ranked = rank(candidates, bound)
        fits = candidates.features.has_skills
        scores = _grown(np.rint(np.where(fits, ranked.scores[:, 0], 0.0) * MICRO).astype(np.int32), index)
        n_unmet = _grown(ranked.coverage.n_unmet[:, 0], index)
        stale = changed(index, candidates.features.profiles)
    if stale:
        _score_again(index, bound, stale, scores, n_unmet)
    same_courses = former is not None and former.bound.context.courses is bound.context.courses
    finder = former.finder if former is not None and same_courses else bound.finder()
    table = check_pairs(index.groups, bound.groups, bound.context.travel)
    return VacancyRanking(index, bound, scores, n_unmet, table, finder)


def _grown(column: npt.NDArray[np.generic], index: CandidateIndex) -> npt.NDArray:  # type: ignore[type-arg]
    found = np.zeros(len(index.ids), dtype=column.dtype)
    found[: len(column)] = column
    return found


def _score_again(
    index: CandidateIndex,
    bound: BoundContext,
    rows: Sequence[int],
    scores: npt.NDArray[np.int32],
    n_unmet: npt.NDArray[np.int64],
) -> None:
    """Write the scores and unmet needs of some positions; nobody and people without a skill score 0."""
    profiles = [index.profiles[at] or Profile() for at in rows]
    levels = [effective_levels(profile.skills, index.taxonomy) for profile in profiles]
    people = [Jobseeker("", profile) for profile in profiles]
    ranked = rank(Candidates.of(people, levels), bound)
    fits = np.array([bool(profile.skills) for profile in profiles])
    scores[list(rows)] = np.rint(np.where(fits, ranked.scores[:, 0], 0.0) * MICRO).astype(np.int32)
    n_unmet[list(rows)] = ranked.coverage.n_unmet[:, 0]


def changed(index: CandidateIndex, profiles: Sequence[Profile | None]) -> list[int]:
    """Return the positions of an index that hold other profiles than those of a former one."""
    if index.profiles is profiles:
        return []
    n_known = len(profiles)
    return [at for at, profile in enumerate(index.profiles) if at >= n_known or profile is not profiles[at]]
