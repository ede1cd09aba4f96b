"""The batch flow: people and vacancies in, best pairs with reasons and courses out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from matcher.core import courses as course_advice
from matcher.core import topk
from matcher.core.coverage import Coverage, CoverageCalculator, Demand, SkillWeights, build_demand, levels_of, measure
from matcher.core.eligibility import HARD
from matcher.core.failed_pairs import constraint_matrix
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.features.extraction import QuantizedFeatures
from matcher.core.gaps import effective_levels
from matcher.core.ranker import AdditiveScorer, Block
from matcher.core.records import (
    Jobseeker,
    Match,
    Recommendation,
)
from matcher.ports import Engine
from matcher.services.explanation import Explainer
from matcher.services.match_builder import BlockScorer, MatchBuilder, MatchingContext

BLOCK = 500
"""People in a chunk of work; no answer depends on it."""


@dataclass(frozen=True)
class MatchRun:
    """What a run found.

    Attributes
    ----------
    by_vacancy, by_jobseeker : tuple of Match
        Sorted by vacancy (jobseeker), then rank.
    without_score : tuple of (str, tuple of str)
        People whose profile holds no skill, with the fields to fill in.
    failed : dict of str to dict of str to int
        For each vacancy, how many people each hard constraint excluded.
    """

    by_vacancy: tuple[Match, ...] = ()
    by_jobseeker: tuple[Match, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    without_score: tuple[tuple[str, tuple[str, ...]], ...] = ()
    failed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class BlockResult:
    """Best keys of one block of people, and their own matches and recommendations."""

    best_by_vacancy: topk.Keys
    by_jobseeker: tuple[Match, ...]
    recommendations: tuple[Recommendation, ...]
    failed: npt.NDArray[np.int64]


def match_people(
    jobseekers: Sequence[Jobseeker], town: MatchingContext, engine: Engine, *, on_block: Callable[[int], None] | None = None
) -> MatchRun:
    """Match people with vacancies.

    Parameters
    ----------
    jobseekers : sequence of Jobseeker
        In any order. People who withheld consent (``consent`` is False) are left out.
    on_block : callable, optional
        Told the number of people done after each chunk.

    Returns
    -------
    MatchRun
        The same for any order of the input, engine and number of jobs; ties are broken by identifier.
    """
    people = tuple(sorted((p for p in jobseekers if p.consent is not False), key=lambda p: p.jobseeker_id))
    scored = tuple(person for person in people if person.profile.skills)
    demand = build_demand(town.vacancies, town.taxonomy, SkillWeights.from_taxonomy(town.taxonomy))
    scorer = town.ranker.bind(demand, town.courses)
    starts = range(0, len(scored), BLOCK)
    blocks = [(start, scored[start : start + BLOCK]) for start in starts]
    results = []
    for (start, block), result in zip(
        blocks, engine.map(partial(_match_block, town, demand, scorer), blocks), strict=True
    ):
        results.append(result)
        if on_block is not None:
            on_block(start + len(block))
    return _joined(results, scored, town, scorer=scorer, without=[p for p in people if not p.profile.skills])


@contextmanager
def _unswept() -> Iterator[None]:
    """Do without the search for cycles: a run makes hundreds of thousands of records and not one cycle, and looking costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class ScoredBlock:
    """A block of people against all vacancies, before anything is said about a pair.

    Attributes
    ----------
    held : tuple of dict of str to int
        Levels by skill_id of each person.
    failed : mapping of str to ndarray of bool, shape (n_people, n_vacancies)
        By constraint.
    by_vacancy, by_person : Keys
        Who suits each vacancy, and which vacancies suit each person, from which :func:`matcher.core.topk.best` takes the best.
    codes : QuantizedFeatures or None
        The columns that scores are made of; None where the ranker only counts.
    """

    held: tuple[dict[str, int], ...]
    coverage: Coverage
    failed: Mapping[str, npt.NDArray[np.bool_]]
    by_vacancy: topk.Keys
    by_person: topk.Keys
    codes: QuantizedFeatures | None


def score_block(
    people: Sequence[Jobseeker], town: MatchingContext, demand: Demand, scorer: BlockScorer, first: int = 0
) -> ScoredBlock:
    """Score a block of people; `first` is the place of its first one among all."""
    held = tuple(levels_of([person.profile.skills for person in people], town.taxonomy))
    coverage = measure(demand, held, CoverageCalculator(demand))
    seen = Block(CandidateFeatures.of([person.profile for person in people], held), coverage)
    failed = constraint_matrix(people, town.vacancies, town.travel)
    unsuitable = np.logical_or.reduce([failed[name] for name in sorted(HARD)])
    # The columns that a score is made of are counted once, for the score and for its reasons.
    additive = scorer if isinstance(scorer, AdditiveScorer) else None
    codes = additive.codes(seen) if additive else None
    scores = additive.score_codes(codes) if additive and codes is not None else scorer.score_block(seen)
    by_vacancy, by_person = topk.to_keys(scores, ~unsuitable, first)
    return ScoredBlock(held, coverage, failed, by_vacancy, np.ascontiguousarray(by_person.T), codes)


def match_person(person: Jobseeker, town: MatchingContext) -> BlockResult:
    """Match one person with a town; the caller has asked for consent. The numbers are those of the batch."""
    demand = build_demand(town.vacancies, town.taxonomy, SkillWeights.from_taxonomy(town.taxonomy))
    people = (person,) if person.profile.skills else ()
    return _match_block(town, demand, town.ranker.bind(demand, town.courses), (0, people))


@_unswept()
def _match_block(
    town: MatchingContext, demand: Demand, scorer: BlockScorer, block: tuple[int, tuple[Jobseeker, ...]]
) -> BlockResult:
    first, people = block
    scored = score_block(people, town, demand, scorer, first)
    matches = _matches_of_people(people, scored.held, topk.best(scored.by_person, town.top), MatchBuilder(town))
    matches = explained(scorer, people, matches, scored.codes)
    return BlockResult(
        best_by_vacancy=topk.best(scored.by_vacancy, town.top),
        by_jobseeker=tuple(match for own_matches in matches for match in own_matches),
        recommendations=_recommendations(
            town, demand, people, held=scored.held, matches=matches, coverage=scored.coverage, failed=scored.failed
        ),
        failed=np.stack([scored.failed[name].sum(axis=0) for name in sorted(HARD)]).astype(np.int64),
    )


def _matches_of_people(
    people: Sequence[Jobseeker], held: Sequence[dict[str, int]], own: topk.Keys, match_builder: MatchBuilder
) -> list[list[Match]]:
    scores, positions = topk.unpack(own)
    vacancies = match_builder.town.vacancies
    return [
        [
            match_builder.assemble(person, levels, vacancies[at], rank=rank, score=float(score))
            for rank, (score, at) in enumerate(zip(scores[:, row], positions[:, row], strict=True), start=1)
            if at >= 0
        ]
        for row, (person, levels) in enumerate(zip(people, held, strict=True))
    ]


def explained(
    scorer: BlockScorer, people: Sequence[Jobseeker], matches: Sequence[Sequence[Match]], codes: QuantizedFeatures | None
) -> list[list[Match]]:
    """Add to the matches of each person what moved their scores; nothing where they are only counted."""
    if codes is None or not isinstance(scorer, AdditiveScorer):
        return [list(own) for own in matches]
    profiles = {person.jobseeker_id: person.profile for person in people}
    columns = {person.jobseeker_id: codes[row] for row, person in enumerate(people)}
    told = iter(Explainer(scorer).add_reasons([one for own in matches for one in own], profiles, columns))
    return [[next(told) for _ in own] for own in matches]


def _recommendations(
    town: MatchingContext,
    demand: Demand,
    people: Sequence[Jobseeker],
    *,
    held: Sequence[dict[str, int]],
    matches: Sequence[Sequence[Match]],
    coverage: Coverage,
    failed: Mapping[str, npt.NDArray[np.bool_]],
) -> tuple[Recommendation, ...]:
    if not town.courses:
        return ()
    catalogue = course_advice.lay_courses(town.courses, demand)
    unlocked = np.stack(course_advice.unlocked(catalogue, demand, coverage, people=people, failed=failed))
    found: list[Recommendation] = []
    for row, (person, levels, own) in enumerate(zip(people, held, matches, strict=True)):
        unlocks = [
            tuple(town.vacancies[at].vacancy_id for at in np.flatnonzero(of_course))
            for of_course in unlocked[:, row, :]
        ]
        gaps = [gap for match in own for gap in match.gaps]
        found.extend(
            course_advice.recommend(person, levels, catalogue=catalogue, gaps=gaps, unlocks=unlocks, top=town.top)
        )
    return tuple(found)


@_unswept()
def _joined(
    results: Sequence[BlockResult],
    people: Sequence[Jobseeker],
    town: MatchingContext,
    *,
    scorer: BlockScorer,
    without: Sequence[Jobseeker],
) -> MatchRun:
    missing = tuple((person.jobseeker_id, fields_to_fill(person)) for person in without)
    if not results:
        return MatchRun(without_score=missing)
    keys = results[0].best_by_vacancy
    for result in results[1:]:
        keys = topk.merge(keys, result.best_by_vacancy)
    failed = np.sum([result.failed for result in results], axis=0)
    by_vacancy = _matches_of_vacancies(keys, people, MatchBuilder(town))
    if isinstance(scorer, AdditiveScorer):
        profiles = {person.jobseeker_id: person.profile for person in people}
        by_vacancy = tuple(Explainer(scorer).add_reasons_from_profiles(by_vacancy, profiles))
    return MatchRun(
        by_vacancy=by_vacancy,
        by_jobseeker=tuple(match for result in results for match in result.by_jobseeker),
        recommendations=tuple(found for result in results for found in result.recommendations),
        without_score=missing,
        failed={
            vacancy.vacancy_id: {name: int(failed[row, at]) for row, name in enumerate(sorted(HARD))}
            for at, vacancy in enumerate(town.vacancies)
        },
    )


def _matches_of_vacancies(keys: topk.Keys, people: Sequence[Jobseeker], match_builder: MatchBuilder) -> tuple[Match, ...]:
    town = match_builder.town
    scores, positions = topk.unpack(keys)
    levels: dict[int, dict[str, int]] = {}
    found = []
    for column, vacancy in enumerate(town.vacancies):
        for rank, (score, at) in enumerate(zip(scores[:, column], positions[:, column], strict=True), start=1):
            if at < 0:
                continue
            if at not in levels:
                levels[at] = effective_levels(people[at].profile.skills, town.taxonomy)
            found.append(match_builder.assemble(people[at], levels[at], vacancy, rank=rank, score=float(score)))
    return tuple(found)


def fields_to_fill(jobseeker: Jobseeker) -> tuple[str, ...]:
    """Say what a person without a score must fill in."""
    if jobseeker.unresolved:
        return ("jobseeker.skills", "unresolved")
    return ("jobseeker.skills", "jobseeker.experience")
