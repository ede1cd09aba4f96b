"""Which of many pairs fail a constraint: each constraint is checked once for each pair of distinct values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matcher.core.eligibility import (
    TravelTimes,
    check_age,
    check_education,
    check_experience,
    check_hours,
    check_languages,
    check_licences,
    check_shifts,
    check_travel,
    check_work_conditions,
)
from matcher.core.records import Check, Jobseeker, Vacancy

Item = TypeVar("Item")

PairCheck = Callable[[Jobseeker, Vacancy], Check | None]


def pair_checks(
    travel: TravelTimes,
) -> dict[str, tuple[PairCheck, Callable[[Jobseeker], Hashable], Callable[[Vacancy], Hashable]]]:
    """Say for each constraint what it looks at on both sides, so that equal values are checked once."""
    return {
        "education": (check_education, lambda j: j.profile.education_level, lambda v: v.education_level),
        "experience": (
            check_experience,
            lambda j: (
                tuple((past.isco08[:3], past.years) for past in j.profile.occupations),
                j.circumstances.over_two_years_unemployed,
            ),
            lambda v: (v.isco08[:3], v.experience_years),
        ),
        "licences": (check_licences, lambda j: j.circumstances.licences, lambda v: v.licences),
        "languages": (check_languages, lambda j: j.profile.languages, lambda v: v.languages),
        "shifts": (check_shifts, lambda j: j.circumstances.shifts, lambda v: v.shifts),
        "hours": (check_hours, lambda j: j.circumstances.hours_per_week, lambda v: v.hours_per_week),
        "travel": (
            lambda j, v: check_travel(j, v, travel),
            lambda j: (j.circumstances.locality, j.circumstances.max_travel_minutes),
            lambda v: v.locality,
        ),
        "work_conditions": (
            check_work_conditions,
            lambda j: j.circumstances.work_conditions_not_possible,
            lambda v: v.work_conditions,
        ),
        "age": (check_age, lambda j: j.circumstances.is_adult, lambda v: bool(v.work_conditions)),
    }


def constraint_matrix(
    jobseekers: Sequence[Jobseeker], vacancies: Sequence[Vacancy], travel: TravelTimes
) -> dict[str, npt.NDArray[np.bool_]]:
    """Say for each constraint which pairs fail it.

    Each constraint is checked once for each pair of distinct values, so the cost grows with distinct values, not with people.

    Returns
    -------
    dict of str to ndarray of bool, shape (n_jobseekers, n_vacancies)
        Keys as in :data:`CONSTRAINTS`.
    """
    return {
        name: _failed(jobseekers, vacancies, check, jobseeker_key=left, vacancy_key=right)
        for name, (check, left, right) in pair_checks(travel).items()
    }


def licences_still_failed(
    jobseekers: Sequence[Jobseeker], vacancies: Sequence[Vacancy], gained: frozenset[str]
) -> npt.NDArray[np.bool_]:
    """Say which pairs fail the constraint of licences even after a course that gives some.

    Returns
    -------
    ndarray of bool, shape (n_jobseekers, n_vacancies)
    """

    def check(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
        held = jobseeker.circumstances.licences
        later = None if held is None else held | gained
        return check_licences(
            replace(jobseeker, circumstances=replace(jobseeker.circumstances, licences=later)), vacancy
        )

    return _failed(
        jobseekers,
        vacancies,
        check,
        jobseeker_key=lambda jobseeker: jobseeker.circumstances.licences,
        vacancy_key=lambda vacancy: vacancy.licences,
    )


def _failed(
    jobseekers: Sequence[Jobseeker],
    vacancies: Sequence[Vacancy],
    check: PairCheck,
    *,
    jobseeker_key: Callable[[Jobseeker], Hashable],
    vacancy_key: Callable[[Vacancy], Hashable],
) -> npt.NDArray[np.bool_]:
    people, person_code = _distinct(jobseekers, jobseeker_key)
    roles, role_code = _distinct(vacancies, vacancy_key)
    table = np.zeros((len(people), len(roles)), dtype=bool)
    for row, person in enumerate(people):
        for column, role in enumerate(roles):
            answer = check(person, role)
            table[row, column] = answer is not None and answer.status == "failed"
    return np.asarray(table[np.ix_(person_code, role_code)])


def _distinct(items: Sequence[Item], key: Callable[[Item], Hashable]) -> tuple[list[Item], npt.NDArray[np.intp]]:
    first: dict[Hashable, int] = {}
    examples: list[Item] = []
    codes = np.empty(len(items), dtype=np.intp)
    for position, item in enumerate(items):
        value = key(item)
        if value not in first:
            first[value] = len(examples)
            examples.append(item)
        codes[position] = first[value]
    return examples, codes
