"""Experience, education, languages and training against what a vacancy asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Coverage, Demand
from matcher.core.features.candidate_features import UNKNOWN, CandidateFeatures, Positions, distinct
from matcher.core.features.columns import STEPS
from matcher.core.features.groups_of_work import DIGITS, shared_digits
from matcher.core.records import Course, Profile, Vacancy

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
HALF = STEPS // 2
LEVELS_TO_NOTHING = 4
NEAR_HOURS = 200.0
NO_COURSE_HOURS = 1000.0
"""Taken for a need that no known course teaches."""
UNSTATED_HOURS = 160.0

Codes = npt.NDArray[np.int64]


def experience(supply: CandidateFeatures, years: float | None, isco08: str) -> Codes:
    """Give years of near work against the years asked, shape (n_people,), 0 to 1023.

    A year in work that shares two digits of four counts a half; where years are unknown at least a half is given.
    """
    if not years:
        return np.full(len(supply), STEPS, dtype=np.int64)
    done = supply.done
    counted = done.years
    if isco08:
        counted = counted * shared_digits(done.kinds, (isco08,))[done.codes, 0] / DIGITS
    known = ~np.isnan(done.years)
    total = np.bincount(done.rows[known], weights=counted[known], minlength=len(supply))
    unknown = np.ones(len(supply), dtype=np.bool_)
    unknown[done.rows] = False
    unknown[done.rows[~known]] = True
    shares = (STEPS * np.minimum(1.0, total / years)).astype(np.int64)
    return np.maximum(shares, np.where(unknown, HALF, 0))


def education(supply: CandidateFeatures, level: int | None) -> Codes:
    """Give 1023 where the level asked is reached, a quarter less a level; half where the person's is unknown; shape (n_people,)."""
    if level is None:
        return np.full(len(supply), STEPS, dtype=np.int64)
    short = np.clip(level - supply.education, 0, LEVELS_TO_NOTHING)
    return np.where(supply.education == UNKNOWN, HALF, STEPS * (LEVELS_TO_NOTHING - short) // LEVELS_TO_NOTHING)


def languages(profile: Profile, vacancy: Vacancy) -> int:
    """Give the share of asked languages that are known at the level; an unstated level counts a half; half where all is unknown."""
    asked = vacancy.languages or ()
    if not asked:
        return STEPS
    if profile.languages is None:
        return HALF
    held = {known.language: known.level for known in profile.languages}
    met = sum(_language_met(held.get(one.language), one.level) for one in asked)
    return met // len(asked)


def _language_met(held: str | None, asked: str) -> int:
    if held is None:
        return 0
    if not asked or held not in CEFR:
        return STEPS if not asked else HALF
    return STEPS if asked not in CEFR or CEFR.index(held) >= CEFR.index(asked) else HALF


def table(supply: CandidateFeatures, vacancies: Sequence[Vacancy]) -> Codes:
    """Give experience, education and languages of every pair, shape (n_people, n_vacancies, 3)."""
    found = np.empty((len(supply), len(vacancies), 3), dtype=np.int64)
    asked, columns = distinct(
        vacancies, lambda one: (one.experience_years, one.isco08) if one.experience_years else None
    )
    found[:, :, 0] = _columns([experience(supply, one.experience_years, one.isco08) for one in asked], columns)
    asked, columns = distinct(vacancies, lambda one: one.education_level)
    found[:, :, 1] = _columns([education(supply, one.education_level) for one in asked], columns)
    asked, columns = distinct(vacancies, lambda one: one.languages)
    speakers, rows = supply.languages
    found[:, :, 2] = _columns([np.array([languages(who, one) for who in speakers])[rows] for one in asked], columns)
    return found


def _columns(kinds: Sequence[Codes], columns: Positions) -> Codes:
    # A centre may have people before it has a need: then there is no kind to stack.
    return np.stack(kinds, axis=1)[:, columns] if kinds else np.zeros((1, 0), dtype=np.int64)


def shortest_hours(courses: Sequence[Course]) -> dict[tuple[str, int], float]:
    """Give the hours of the shortest course towards each (skill, level) that is taught, whole hours."""
    shortest: dict[tuple[str, int], float] = {}
    for course in courses:
        hours = float(round(UNSTATED_HOURS if course.hours is None else course.hours))
        for taught in course.teaches:
            for level in range(1, (taught.level or 3) + 1):
                key = (taught.skill_id, level)
                shortest[key] = min(hours, shortest.get(key, NO_COURSE_HOURS))
    return shortest


def hours_by_column(demand: Demand, shortest: Mapping[tuple[str, int], float]) -> npt.NDArray[np.float64]:
    """Give the hours of the shortest course towards each (skill, level) of a demand, shape (n_columns,)."""
    return np.array([shortest.get(column, NO_COURSE_HOURS) for column in demand.columns], dtype=np.float64)


def training_near(demand: Demand, coverage: Coverage, hours: npt.NDArray[np.float64]) -> Codes:
    """Give how near training is, shape (n_people, n_vacancies): 200 / (200 + hours of the shortest course a need)."""
    needed = coverage.unmet @ (demand.asks_essential * hours[:, None])
    return np.asarray(np.rint(STEPS * NEAR_HOURS / (NEAR_HOURS + needed)), dtype=np.int64)
