"""One course for one person: what it closes, and how many vacancies it makes ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Coverage, Demand
from matcher.core.matching.readiness import is_trainable
from matcher.core.paths import UNKNOWN_HOURS, admits, taught_level
from matcher.core.records import Course, Gap, Jobseeker, Reason, Recommendation
from matcher.core.records.matches import shared_gap, shared_reason


@dataclass(frozen=True)
class Catalogue:
    """Courses laid against the columns of a demand.

    Attributes
    ----------
    courses : tuple of Course
        Sorted by course_id.
    closes : tuple of ndarray of intp
        For each course the columns whose level it reaches.
    """

    courses: tuple[Course, ...]
    closes: tuple[npt.NDArray[np.intp], ...]


def lay_courses(courses: Sequence[Course], demand: Demand) -> Catalogue:
    """Find which columns of a demand each course meets."""
    ordered = tuple(sorted(courses, key=lambda course: course.course_id))
    by_skill: dict[str, list[tuple[int, int]]] = {}
    for (skill_id, level), column in demand.column_of.items():
        by_skill.setdefault(skill_id, []).append((level, column))
    closes = []
    for course in ordered:
        columns = {
            column
            for taught in course.teaches
            for level, column in by_skill.get(taught.skill_id, ())
            if level <= taught_level(taught)
        }
        closes.append(np.array(sorted(columns), dtype=np.intp))
    return Catalogue(ordered, tuple(closes))


def unlocked(
    catalogue: Catalogue,
    demand: Demand,
    coverage: Coverage,
    *,
    failed: Mapping[str, npt.NDArray[np.bool_]],
    licences: Callable[[frozenset[str]], npt.NDArray[np.bool_]],
) -> list[npt.NDArray[np.bool_]]:
    """Say for each course which pairs it alone makes ready, by its skills and by the licences that it gives.

    Parameters
    ----------
    failed : mapping of str to ndarray of bool, shape (n_people, n_vacancies)
        By constraint.
    licences : callable
        Return which pairs still fail the constraint of licences when those of a course are gained.

    Returns
    -------
    list of ndarray of bool, shape (n_people, n_vacancies)
        One for each course; pairs that were ready before are False.
    """
    lacking = failed["licences"]
    waiting = is_trainable(failed) & ((coverage.n_unmet > 0) | lacking)
    answers = []
    for course, columns in zip(catalogue.courses, catalogue.closes, strict=True):
        still = licences(course.licences) if course.licences else lacking
        asked = demand.asks_essential[columns]
        # A course makes ready only where it closes a need or gives a licence: few vacancies.
        touched = np.flatnonzero(asked.any(axis=0) | (lacking & ~still).any(axis=0))
        closed = coverage.unmet[:, columns] @ asked[:, touched]
        ready = np.zeros(waiting.shape, dtype=bool)
        ready[:, touched] = waiting[:, touched] & (closed == coverage.n_unmet[:, touched]) & ~still[:, touched]
        answers.append(ready)
    return answers


def recommend(
    jobseeker: Jobseeker,
    levels: Mapping[str, int],
    *,
    catalogue: Catalogue,
    gaps: Sequence[Gap],
    unlocks: Sequence[tuple[str, ...]],
    top: int,
) -> tuple[Recommendation, ...]:
    """Rank courses for one person by what they unlock an hour, then by the gap levels they close an hour, then by course_id.

    Parameters
    ----------
    levels : mapping of str to int
        Levels held.
    gaps : sequence of Gap
        Gaps in the person's best matches; a course that closes none of them and unlocks nothing is left out.
    unlocks : sequence of tuple of str
        For each course of the catalogue the vacancies that it makes ready.

    Returns
    -------
    tuple of Recommendation
        At most `top`; courses whose prerequisites the person does not meet are left out.
    """
    found = []
    largest = _largest(gaps)
    for course, vacancies in zip(catalogue.courses, unlocks, strict=True):
        closes = _closed(course, levels, largest)
        if not (closes or vacancies) or not admits(course, levels, jobseeker.profile.education_level):
            continue
        hours = course.hours or UNKNOWN_HOURS
        order = (-len(vacancies) / hours, -sum(gap.levels for gap in closes) / hours, course.course_id)
        found.append((order, course, closes, vacancies))
    found.sort(key=lambda entry: entry[0])
    return tuple(
        Recommendation(
            jobseeker_id=jobseeker.jobseeker_id,
            rank=rank,
            course_id=course.course_id,
            closes=closes,
            unlocked_vacancies=vacancies,
            hours=course.hours,
            cost_kzt=course.cost_kzt,
            reasons=course_reasons(jobseeker, course, len(vacancies)),
        )
        for rank, (_, course, closes, vacancies) in enumerate(found[:top], start=1)
    )


def _largest(gaps: Sequence[Gap]) -> dict[str, Gap]:
    largest: dict[str, Gap] = {}
    for gap in gaps:
        known = largest.get(gap.skill_id)
        if known is None or gap.levels > known.levels:
            largest[gap.skill_id] = gap
    return largest


def _closed(course: Course, levels: Mapping[str, int], largest: Mapping[str, Gap]) -> tuple[Gap, ...]:
    closed = []
    for taught in course.teaches:
        open_gap = largest.get(taught.skill_id)
        gained = taught_level(taught) - levels.get(taught.skill_id, 0)
        if open_gap is not None and gained > 0:
            closed.append(shared_gap(open_gap.skill_id, min(open_gap.levels, gained), open_gap.essential))
    return tuple(sorted(closed, key=lambda gap: gap.skill_id))


def course_reasons(jobseeker: Jobseeker, course: Course, n_unlocked: int) -> tuple[Reason, ...]:
    """Say what a person must know of a course: what it unlocks, its language, days, place, childcare and prerequisites."""
    reasons = (
        [shared_reason("course_unlocks", str(n_unlocked))] if n_unlocked else [shared_reason("course_closes_gaps")]
    )
    if course.hours is None:
        reasons.append(shared_reason("course_hours_unknown"))
    if course.prerequisites:
        reasons.append(shared_reason("course_prerequisites_met"))
    if course.language:
        spoken = {known.language for known in jobseeker.profile.languages or ()}
        known_language = not spoken or course.language in spoken
        reasons.append(
            shared_reason("course_language" if known_language else "course_language_not_spoken", course.language)
        )
    if course.mode:
        reasons.append(shared_reason("course_mode", course.mode))
    home = jobseeker.circumstances.locality
    if course.locality and course.mode != "online":
        reasons.append(
            shared_reason("course_in_own_locality" if course.locality == home else "course_travel", course.locality)
        )
    if course.childcare:
        reasons.append(shared_reason("course_childcare"))
    if course.teaches_from_occupation:
        reasons.append(shared_reason("course_skills_from_occupation"))
    return tuple(reasons)
