"""The batch flow: people and vacancies in, best pairs with reasons and courses out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from matcher.core import courses as course_room
from matcher.core import topk
from matcher.core.coverage import Coverage, Demand, SkillWeights, SupplyReader, lay_out, levels_of, measure
from matcher.core.eligibility import HARD, TravelTimes, check_pair, failed_pairs
from matcher.core.gaps import find_gaps, held_levels, needed_level
from matcher.core.paths import PathFinder
from matcher.core.records import (
    Check,
    Course,
    Gap,
    Jobseeker,
    Match,
    Readiness,
    Reason,
    Recommendation,
    Vacancy,
)
from matcher.core.taxonomy import Taxonomy
from matcher.ports import Engine

BLOCK = 500
"""People in a chunk of work; no answer depends on it."""


class Ranker(Protocol):
    """What the batch flow asks of a ranker."""

    name: str
    version: str

    def score(self, coverage: Coverage) -> npt.NDArray[np.float64]:
        """Score every pair of a block, 0 to 1."""
        ...


@dataclass(frozen=True)
class Town:
    """What a run holds fixed: words, vacancies, courses, travel, ranker."""

    taxonomy: Taxonomy
    vacancies: tuple[Vacancy, ...]
    courses: tuple[Course, ...]
    ranker: Ranker
    travel: TravelTimes = TravelTimes()
    top: int = 20

    @classmethod
    def of(cls, taxonomy: Taxonomy, vacancies: Sequence[Vacancy], courses: Sequence[Course], **rest: object) -> Town:
        """Sort vacancies and courses by identifier, so that the order of the files never matters."""
        ordered = tuple(sorted(vacancies, key=lambda vacancy: vacancy.vacancy_id))
        return cls(taxonomy, ordered, course_room.with_broader_skills(courses, taxonomy), **rest)  # type: ignore[arg-type]


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
    jobseekers: Sequence[Jobseeker], town: Town, engine: Engine, *, on_block: Callable[[int], None] | None = None
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
    demand = lay_out(town.vacancies, town.taxonomy, SkillWeights.from_taxonomy(town.taxonomy))
    starts = range(0, len(scored), BLOCK)
    blocks = [(start, scored[start : start + BLOCK]) for start in starts]
    results = []
    for (start, block), result in zip(blocks, engine.map(partial(_match_block, town, demand), blocks), strict=True):
        results.append(result)
        if on_block is not None:
            on_block(start + len(block))
    return _joined(results, scored, town, without=[p for p in people if not p.profile.skills])


def _match_block(town: Town, demand: Demand, block: tuple[int, tuple[Jobseeker, ...]]) -> BlockResult:
    first, people = block
    held = levels_of([person.profile.skills for person in people], town.taxonomy)
    coverage = measure(demand, held, SupplyReader(demand))
    failed = failed_pairs(people, town.vacancies, town.travel)
    unsuitable = np.logical_or.reduce([failed[name] for name in sorted(HARD)])
    by_row, by_column = topk.to_keys(town.ranker.score(coverage), ~unsuitable, first)
    own = topk.best(np.ascontiguousarray(by_column.T), town.top)
    assembler = PairAssembler(town)
    matches = _matches_of_people(people, held, own, assembler)
    return BlockResult(
        best_by_vacancy=topk.best(by_row, town.top),
        by_jobseeker=tuple(match for own_matches in matches for match in own_matches),
        recommendations=_recommendations(
            town, demand, people, held=held, matches=matches, coverage=coverage, failed=failed
        ),
        failed=np.stack([failed[name].sum(axis=0) for name in sorted(HARD)]).astype(np.int64),
    )


def _matches_of_people(
    people: Sequence[Jobseeker], held: Sequence[dict[str, int]], own: topk.Keys, assembler: PairAssembler
) -> list[list[Match]]:
    scores, positions = topk.unpack(own)
    vacancies = assembler.town.vacancies
    return [
        [
            assembler.assemble(person, levels, vacancies[at], rank=rank, score=float(score))
            for rank, (score, at) in enumerate(zip(scores[:, row], positions[:, row], strict=True), start=1)
            if at >= 0
        ]
        for row, (person, levels) in enumerate(zip(people, held, strict=True))
    ]


def _recommendations(
    town: Town,
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
    catalogue = course_room.lay_courses(town.courses, demand)
    unlocked = np.stack(course_room.unlocked(catalogue, demand, coverage, people=people, failed=failed))
    found: list[Recommendation] = []
    for row, (person, levels, own) in enumerate(zip(people, held, matches, strict=True)):
        unlocks = [
            tuple(town.vacancies[at].vacancy_id for at in np.flatnonzero(of_course))
            for of_course in unlocked[:, row, :]
        ]
        gaps = [gap for match in own for gap in match.gaps]
        found.extend(
            course_room.recommend(person, levels, catalogue=catalogue, gaps=gaps, unlocks=unlocks, top=town.top)
        )
    return tuple(found)


def _joined(
    results: Sequence[BlockResult], people: Sequence[Jobseeker], town: Town, *, without: Sequence[Jobseeker]
) -> MatchRun:
    missing = tuple((person.jobseeker_id, fields_to_fill(person)) for person in without)
    if not results:
        return MatchRun(without_score=missing)
    keys = results[0].best_by_vacancy
    for result in results[1:]:
        keys = topk.merge(keys, result.best_by_vacancy)
    failed = np.sum([result.failed for result in results], axis=0)
    return MatchRun(
        by_vacancy=_matches_of_vacancies(keys, people, town),
        by_jobseeker=tuple(match for result in results for match in result.by_jobseeker),
        recommendations=tuple(found for result in results for found in result.recommendations),
        without_score=missing,
        failed={
            vacancy.vacancy_id: {name: int(failed[row, at]) for row, name in enumerate(sorted(HARD))}
            for at, vacancy in enumerate(town.vacancies)
        },
    )


def _matches_of_vacancies(keys: topk.Keys, people: Sequence[Jobseeker], town: Town) -> tuple[Match, ...]:
    assembler = PairAssembler(town)
    scores, positions = topk.unpack(keys)
    levels: dict[int, dict[str, int]] = {}
    found = []
    for column, vacancy in enumerate(town.vacancies):
        for rank, (score, at) in enumerate(zip(scores[:, column], positions[:, column], strict=True), start=1):
            if at < 0:
                continue
            if at not in levels:
                levels[at] = held_levels(people[at].profile.skills, town.taxonomy)
            found.append(assembler.assemble(people[at], levels[at], vacancy, rank=rank, score=float(score)))
    return tuple(found)


def fields_to_fill(jobseeker: Jobseeker) -> tuple[str, ...]:
    """Say what a person without a score must fill in."""
    if jobseeker.unresolved:
        return ("jobseeker.skills", "unresolved")
    return ("jobseeker.skills", "jobseeker.experience")


class PairAssembler:
    """Says why, for one pair: gaps, constraints, readiness, the path of courses.

    Parameters
    ----------
    town : Town
    """

    def __init__(self, town: Town) -> None:
        self.town = town
        self._finder = PathFinder(town.courses)

    def assemble(
        self, jobseeker: Jobseeker, levels: Mapping[str, int], vacancy: Vacancy, *, rank: int, score: float
    ) -> Match:
        """Assemble a match.

        Parameters
        ----------
        levels : mapping of str to int
            Levels held by the person.
        score : float
            Of the pair, already rounded to six decimals.
        """
        gaps = find_gaps(levels, vacancy.needs)
        checks = check_pair(jobseeker, vacancy, self.town.travel)
        readiness, hours, courses = self._readiness(jobseeker, levels, vacancy, gaps=gaps, checks=checks)
        gap_skills = {gap.skill_id for gap in gaps}
        matched = tuple(sorted({need.skill_id for need in vacancy.needs} - gap_skills))
        return Match(
            vacancy_id=vacancy.vacancy_id,
            jobseeker_id=jobseeker.jobseeker_id,
            rank=rank,
            score=score,
            readiness=readiness,
            hours_to_ready=hours,
            matched_skills=matched,
            gaps=gaps,
            unknown=_unknown(jobseeker, vacancy, checks, matched),
            reasons=_reasons(jobseeker, vacancy, levels, gaps=gaps, checks=checks),
            courses=courses,
        )

    def _readiness(
        self,
        jobseeker: Jobseeker,
        levels: Mapping[str, int],
        vacancy: Vacancy,
        *,
        gaps: Sequence[Gap],
        checks: Sequence[Check],
    ) -> tuple[Readiness, float | None, tuple[str, ...]]:
        failed = {check.name for check in checks if check.status == "failed"}
        targets = {
            need.skill_id: needed_level(need)
            for need in sorted(vacancy.needs, key=lambda need: needed_level(need))
            if need.essential and levels.get(need.skill_id, 0) < needed_level(need)
        }
        if not targets and not failed:
            return "ready", 0.0, ()
        if failed - {"licences"}:
            return "far", None, ()
        held = jobseeker.circumstances.licences or frozenset()
        missing = (vacancy.licences or frozenset()) - held if "licences" in failed else frozenset()
        path = self._finder.find(
            targets, levels, education_level=jobseeker.profile.education_level, licences=frozenset(missing)
        )
        if path is None:
            return "far", None, ()
        return "after_training", path.hours, path.courses


def _unknown(
    jobseeker: Jobseeker, vacancy: Vacancy, checks: Sequence[Check], matched: Sequence[str]
) -> tuple[str, ...]:
    fields = {check.reason.params[0] for check in checks if check.status == "unknown"}
    needed = {need.skill_id: needed_level(need) for need in vacancy.needs}
    stated = {skill.skill_id for skill in jobseeker.profile.skills if skill.level is not None}
    named = {skill.skill_id for skill in jobseeker.profile.skills} - stated
    fields.update(f"level:{skill_id}" for skill_id in matched if skill_id in named and needed[skill_id] > 1)
    if vacancy.unresolved:
        fields.add("vacancy.unresolved_needs")
    return tuple(sorted(fields))


def _reasons(
    jobseeker: Jobseeker,
    vacancy: Vacancy,
    levels: Mapping[str, int],
    *,
    gaps: Sequence[Gap],
    checks: Sequence[Check],
) -> tuple[Reason, ...]:
    reasons = []
    for essential, code in ((True, "essential_met"), (False, "optional_met")):
        asked = {need.skill_id for need in vacancy.needs if need.essential is essential}
        unmet = {gap.skill_id for gap in gaps if gap.essential is essential}
        if asked:
            reasons.append(Reason(code, (str(len(asked - unmet)), str(len(asked)))))
    if vacancy.needs_from_occupation:
        reasons.append(Reason("needs_from_occupation"))
    wanted = {past.isco08 for past in jobseeker.profile.wanted_occupations if past.isco08}
    if vacancy.isco08 and vacancy.isco08 in wanted:
        reasons.append(Reason("wanted_occupation", (vacancy.isco08,)))
    return (*reasons, *(check.reason for check in checks))
