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
from matcher.core.matching.candidates import Candidates, held_levels
from matcher.core.matching.constraints import HARD, check_all, licences_still_failed
from matcher.core.matching.context import BoundContext, MatchingContext
from matcher.core.matching.explanation import Explainer
from matcher.core.matching.match import MatchBuilder, Place, Ranked, rank
from matcher.core.records import Jobseeker, Match, Recommendation
from matcher.ports import Engine

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
    jobseekers: Sequence[Jobseeker],
    context: MatchingContext,
    engine: Engine,
    *,
    on_block: Callable[[int], None] | None = None,
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
    bound = context.bind()
    blocks = [(start, scored[start : start + BLOCK]) for start in range(0, len(scored), BLOCK)]
    results = []
    for (start, block), result in zip(blocks, engine.map(partial(_match_block, bound), blocks), strict=True):
        results.append(result)
        if on_block is not None:
            on_block(start + len(block))
    return _merge(results, scored, bound, without=[p for p in people if not p.profile.skills])


@contextmanager
def _unswept() -> Iterator[None]:
    """Switch the search for cycles off: a run makes hundreds of thousands of records and no cycle, and the search costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def match_person(person: Jobseeker, bound: BoundContext) -> BlockResult:
    """Match one person; the caller has asked for consent. The numbers are those of the batch."""
    return _match_block(bound, (0, (person,) if person.profile.skills else ()))


def match_pair(person: Jobseeker, vacancy_id: str, bound: BoundContext) -> Match:
    """Match a person with one vacancy of a context; the caller has asked for consent.

    Returns
    -------
    Match
        Its rank is that among all vacancies that suit the person; rank and score are 0 where this one does not.
    """
    at = next(place for place, each in enumerate(bound.vacancies) if each.vacancy_id == vacancy_id)
    builder, vacancy = MatchBuilder(bound.context), bound.vacancies[at]
    (levels,) = held_levels((person,), bound.context.taxonomy)
    if not person.profile.skills:
        return builder.build(person, levels, vacancy)
    ranked = rank(Candidates.of((person,), (levels,)), bound)
    scores, places = topk.unpack(topk.best(_keys_by_person(ranked, 0), len(bound.vacancies)))
    found = np.flatnonzero(places[:, 0] == at)
    checks = ranked.table.checks(0, at)
    if not len(found):
        return builder.build(person, levels, vacancy, checks=checks)
    place, score = int(found[0]) + 1, float(scores[found[0], 0])
    match = builder.build(person, levels, vacancy, place=Place(place, score), checks=checks)
    return _explained(bound, (person,), [[match]], ranked)[0][0]


def _keys(ranked: Ranked, first: int) -> tuple[topk.Keys, topk.Keys]:
    """Return whom each vacancy and which vacancies each person may be recommended, for :func:`matcher.core.topk.best`."""
    return topk.to_keys(ranked.scores, ~ranked.table.is_unsuitable, first)


def _keys_by_person(ranked: Ranked, first: int) -> topk.Keys:
    return np.ascontiguousarray(_keys(ranked, first)[1].T)


@_unswept()
def _match_block(bound: BoundContext, block: tuple[int, tuple[Jobseeker, ...]]) -> BlockResult:
    first, people = block
    levels = held_levels(people, bound.context.taxonomy)
    ranked = rank(candidates := Candidates.of(people, levels), bound)
    by_vacancy, by_person = _keys(ranked, first)
    own = topk.best(np.ascontiguousarray(by_person.T), bound.context.top)
    matches = _explained(bound, people, _matches_of_people(people, levels, own, ranked, bound), ranked)
    return BlockResult(
        best_by_vacancy=topk.best(by_vacancy, bound.context.top),
        by_jobseeker=tuple(match for own_matches in matches for match in own_matches),
        recommendations=_recommendations(bound, people, candidates, levels=levels, matches=matches, ranked=ranked),
        failed=np.stack([ranked.table.failed[name].sum(axis=0) for name in HARD]).astype(np.int64),
    )


def _matches_of_people(
    people: Sequence[Jobseeker],
    levels: Sequence[dict[str, int]],
    own: topk.Keys,
    ranked: Ranked,
    bound: BoundContext,
) -> list[list[Match]]:
    scores, positions = topk.unpack(own)
    builder = MatchBuilder(bound.context)
    return [
        [
            builder.build(
                person,
                held,
                bound.vacancies[at],
                place=Place(place, float(score)),
                checks=ranked.table.checks(row, at),
            )
            for place, (score, at) in enumerate(zip(scores[:, row], positions[:, row], strict=True), start=1)
            if at >= 0
        ]
        for row, (person, held) in enumerate(zip(people, levels, strict=True))
    ]


def _explained(
    bound: BoundContext, people: Sequence[Jobseeker], matches: Sequence[Sequence[Match]], ranked: Ranked
) -> list[list[Match]]:
    """Add to the matches of each person what moved their scores; nothing where needs are only counted."""
    profiles = {person.jobseeker_id: person.profile for person in people}
    columns = {person.jobseeker_id: ranked.columns[row] for row, person in enumerate(people)}
    told = iter(Explainer(bound.scorer).add_reasons([one for own in matches for one in own], profiles, columns))
    return [[next(told) for _ in own] for own in matches]


def _recommendations(
    bound: BoundContext,
    people: Sequence[Jobseeker],
    candidates: Candidates,
    *,
    levels: Sequence[dict[str, int]],
    matches: Sequence[Sequence[Match]],
    ranked: Ranked,
) -> tuple[Recommendation, ...]:
    if not bound.context.courses:
        return ()
    catalogue = course_advice.lay_courses(bound.context.courses, bound.demand)
    unlocked = np.stack(
        course_advice.unlocked(
            catalogue, bound.demand, ranked.coverage, failed=ranked.table.failed, licences=_licences_after(candidates, bound)
        )
    )
    found: list[Recommendation] = []
    for row, (person, held, own) in enumerate(zip(people, levels, matches, strict=True)):
        unlocks = [
            tuple(bound.vacancies[at].vacancy_id for at in np.flatnonzero(of_course))
            for of_course in unlocked[:, row, :]
        ]
        gaps = [gap for match in own for gap in match.gaps]
        found.extend(
            course_advice.recommend(
                person, held, catalogue=catalogue, gaps=gaps, unlocks=unlocks, top=bound.context.top
            )
        )
    return tuple(found)


def _licences_after(candidates: Candidates, bound: BoundContext) -> Callable[[frozenset[str]], npt.NDArray[np.bool_]]:
    """Return which pairs still lack a licence after a course that gives some."""
    return lambda gained: licences_still_failed(
        candidates.groups, bound.groups, gained=gained, travel=bound.context.travel
    )


@_unswept()
def _merge(
    results: Sequence[BlockResult], people: Sequence[Jobseeker], bound: BoundContext, *, without: Sequence[Jobseeker]
) -> MatchRun:
    missing = tuple((person.jobseeker_id, fields_to_fill(person)) for person in without)
    if not results:
        return MatchRun(without_score=missing)
    keys = results[0].best_by_vacancy
    for result in results[1:]:
        keys = topk.merge(keys, result.best_by_vacancy)
    failed = np.sum([result.failed for result in results], axis=0)
    profiles = {person.jobseeker_id: person.profile for person in people}
    return MatchRun(
        by_vacancy=tuple(
            Explainer(bound.scorer).add_reasons_from_profiles(_matches_of_vacancies(keys, people, bound), profiles)
        ),
        by_jobseeker=tuple(match for result in results for match in result.by_jobseeker),
        recommendations=tuple(found for result in results for found in result.recommendations),
        without_score=missing,
        failed={
            vacancy.vacancy_id: {name: int(failed[row, at]) for row, name in enumerate(HARD)}
            for at, vacancy in enumerate(bound.vacancies)
        },
    )


def _matches_of_vacancies(keys: topk.Keys, people: Sequence[Jobseeker], bound: BoundContext) -> list[Match]:
    scores, positions = topk.unpack(keys)
    chosen = sorted({int(at) for at in positions.flat if at >= 0})
    row_of = {at: row for row, at in enumerate(chosen)}
    listed = [people[at] for at in chosen]
    levels = held_levels(listed, bound.context.taxonomy)
    table, builder = check_all(listed, bound.vacancies, bound.context.travel), MatchBuilder(bound.context)
    return [
        builder.build(
            listed[row_of[at]],
            levels[row_of[at]],
            vacancy,
            place=Place(place, float(score)),
            checks=table.checks(row_of[at], column),
        )
        for column, vacancy in enumerate(bound.vacancies)
        for place, (score, at) in enumerate(zip(scores[:, column], positions[:, column].tolist(), strict=True), start=1)
        if at >= 0
    ]


def fields_to_fill(jobseeker: Jobseeker) -> tuple[str, ...]:
    """Return what a person without a score must fill in."""
    if jobseeker.unresolved:
        return ("jobseeker.skills", "unresolved")
    return ("jobseeker.skills", "jobseeker.experience")
