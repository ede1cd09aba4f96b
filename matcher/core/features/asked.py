"""Experience, education, languages and training against what a vacancy asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Coverage, Demand
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
Item = TypeVar("Item")


def experience(profile: Profile, vacancy: Vacancy) -> int:
    """Give years of near work against the years asked, 0 to 1023; a year in work that shares two digits of four counts a half."""
    if not vacancy.experience_years:
        return STEPS
    years = [_counted(past.years, past.isco08, vacancy.isco08) for past in profile.occupations]
    known = [each for each in years if each is not None]
    unknown = HALF if len(known) < len(years) or not years else 0
    return max(unknown, int(STEPS * min(1.0, sum(known) / vacancy.experience_years)))


def _counted(years: float | None, done: str, asked: str) -> float | None:
    if years is None:
        return None
    return years * shared_digits(done, asked) / DIGITS if asked else years


def education(profile: Profile, vacancy: Vacancy) -> int:
    """Give 1023 where the level asked is reached, a quarter less a level; half where the person's is unknown."""
    if vacancy.education_level is None:
        return STEPS
    if profile.education_level is None:
        return HALF
    short = max(0, vacancy.education_level - profile.education_level)
    return STEPS * max(0, LEVELS_TO_NOTHING - short) // LEVELS_TO_NOTHING


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


def table(people: Sequence[Profile], vacancies: Sequence[Vacancy]) -> Codes:
    """Give experience, education and languages of every pair, shape (n_people, n_vacancies, 3)."""
    return np.stack(
        [
            _each(
                people,
                vacancies,
                experience,
                lambda one: tuple([(past.years, past.isco08) for past in one.occupations]),
                lambda one: (one.experience_years, one.isco08) if one.experience_years else None,
            ),
            _each(people, vacancies, education, lambda one: one.education_level, lambda one: one.education_level),
            _each(people, vacancies, languages, lambda one: one.languages, lambda one: one.languages),
        ],
        axis=2,
    )


def _each(
    people: Sequence[Profile],
    vacancies: Sequence[Vacancy],
    rule: Callable[[Profile, Vacancy], int],
    of_person: Callable[[Profile], Hashable],
    of_vacancy: Callable[[Vacancy], Hashable],
) -> Codes:
    """Apply a rule once to every two that differ in what it reads."""
    kinds, rows = _distinct(people, of_person)
    asked, columns = _distinct(vacancies, of_vacancy)
    found = np.array([[rule(one, other) for other in asked] for one in kinds], dtype=np.int64)
    return found.reshape(len(kinds), len(asked))[rows[:, None], columns[None, :]]


def _distinct(items: Sequence[Item], key: Callable[[Item], Hashable]) -> tuple[list[Item], npt.NDArray[np.intp]]:
    place: dict[Hashable, int] = {}
    first: list[Item] = []
    for one in items:
        if key(one) not in place:
            place[key(one)] = len(first)
            first.append(one)
    return first, np.array([place[key(one)] for one in items], dtype=np.intp)


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
