"""Suitable work: constraints that are shown apart from skill fit, each passed, failed or unknown with a reason code.

Notes
-----
Source: Social Code of the Republic of Kazakhstan, art. 101 (training, experience, health, working time, transport access) and Labour
Code, art. 26 (no heavy, harmful or dangerous work under 18). No constraint lowers a score.

:data:`CONSTRAINTS` is the one table of them. A check sees only the values that its entry declares for the person and for the vacancy, so
a field that is not declared cannot be read by mistake, and equal values are checked once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matcher.core.matching.suitable_work import (
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

Kind = Literal["hard", "waivable", "trainable"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Constraint:
    """One row of the table.

    Attributes
    ----------
    kind : {"hard", "waivable", "trainable"}
        A pair that fails a hard constraint is not suitable work and is not ranked; an officer may waive a waivable one; a course may
        close a trainable one.
    person, vacancy : callable
        Return the hashable values that the check may see.
    check : callable
        ``check(person_values, vacancy_values, travel)``; None where the vacancy does not ask.
    """

    name: str
    kind: Kind
    person: Callable[[Jobseeker], Hashable]
    vacancy: Callable[[Vacancy], Hashable]
    check: Callable[[Any, Any, TravelTimes], Check | None]


CONSTRAINTS = (
    Constraint(
        "education", "hard", lambda j: j.profile.education_level, lambda v: v.education_level, check_education
    ),
    Constraint(
        "experience",
        "waivable",
        lambda j: (
            tuple((past.isco08[:3], past.years) for past in j.profile.occupations),
            j.circumstances.over_two_years_unemployed,
        ),
        lambda v: (v.isco08[:3], v.experience_years),
        check_experience,
    ),
    Constraint("licences", "trainable", lambda j: j.circumstances.licences, lambda v: v.licences, check_licences),
    Constraint("languages", "waivable", lambda j: j.profile.languages, lambda v: v.languages, check_languages),
    Constraint("shifts", "hard", lambda j: j.circumstances.shifts, lambda v: v.shifts, check_shifts),
    Constraint("hours", "hard", lambda j: j.circumstances.hours_per_week, lambda v: v.hours_per_week, check_hours),
    Constraint(
        "travel",
        "hard",
        lambda j: (j.circumstances.locality, j.circumstances.max_travel_minutes),
        lambda v: v.locality,
        check_travel,
    ),
    Constraint(
        "work_conditions",
        "hard",
        lambda j: j.circumstances.work_conditions_not_possible,
        lambda v: v.work_conditions,
        check_work_conditions,
    ),
    Constraint("age", "hard", lambda j: j.circumstances.is_adult, lambda v: bool(v.work_conditions), check_age),
)
"""In the order in which they are shown."""
NAMES = tuple(one.name for one in CONSTRAINTS)
HARD = tuple(sorted(one.name for one in CONSTRAINTS if one.kind == "hard"))
TRAINABLE = frozenset(one.name for one in CONSTRAINTS if one.kind == "trainable")


@dataclass(frozen=True)
class ValueGroups:
    """What one constraint sees of many people or vacancies: the distinct values, and which of them each one has.

    Attributes
    ----------
    codes : ndarray of int32, shape (n,)
        Position in `values` of each person's or vacancy's own.
    values : tuple of hashable
    """

    codes: npt.NDArray[np.int32]
    values: tuple[Hashable, ...] = ()
    code_of: Mapping[Hashable, int] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Sequence[Hashable]) -> ValueGroups:
        """Group values by equality, in the order of their first appearance."""
        code_of: dict[Hashable, int] = {}
        codes = [code_of.setdefault(value, len(code_of)) for value in values]
        return cls(np.array(codes, dtype=np.int32), tuple(code_of), code_of)

    def with_values(self, fresh: Mapping[int, Hashable], n: int) -> ValueGroups:
        """Return the groups after the values at some positions have changed; `n` is the number of positions then."""
        codes = np.concatenate([self.codes, np.zeros(n - len(self.codes), dtype=np.int32)])
        code_of = dict(self.code_of)
        for position, value in fresh.items():
            codes[position] = code_of.setdefault(value, len(code_of))
        return ValueGroups(codes, tuple(code_of), code_of)


Groups = Mapping[str, ValueGroups]
"""By constraint."""


def group_people(jobseekers: Sequence[Jobseeker]) -> dict[str, ValueGroups]:
    """Group people by what each constraint sees of them."""
    return {one.name: ValueGroups.of([one.person(each) for each in jobseekers]) for one in CONSTRAINTS}


def group_vacancies(vacancies: Sequence[Vacancy]) -> dict[str, ValueGroups]:
    """Group vacancies by what each constraint sees of them."""
    return {one.name: ValueGroups.of([one.vacancy(each) for each in vacancies]) for one in CONSTRAINTS}


@dataclass(frozen=True)
class CheckTable:
    """Every constraint of every pair of people and vacancies, each distinct pair of values checked once.

    Attributes
    ----------
    failed : mapping of str to ndarray of bool, shape (n_people, n_vacancies)
        By constraint, in the order of :data:`CONSTRAINTS`.
    """

    failed: Mapping[str, Flags]
    _tables: tuple[tuple[ValueGroups, ValueGroups, list[list[Check | None]]], ...] = field(repr=False)

    def checks(self, person: int, vacancy: int) -> tuple[Check, ...]:
        """Return the checks of one pair in the order of :data:`CONSTRAINTS`; constraints that nobody asks for are left out."""
        found = (table[people.codes[person]][roles.codes[vacancy]] for people, roles, table in self._tables)
        return tuple(check for check in found if check is not None)

    @property
    def is_unsuitable(self) -> Flags:
        """Whether a pair fails a hard constraint, shape (n_people, n_vacancies)."""
        return np.asarray(np.logical_or.reduce([self.failed[name] for name in HARD]))


def check_pairs(people: Groups, vacancies: Groups, travel: TravelTimes) -> CheckTable:
    """Check every pair; the cost grows with the number of distinct values, not of people.

    Parameters
    ----------
    people, vacancies : mapping of str to ValueGroups
        As :func:`group_people` and :func:`group_vacancies` return them.
    """
    failed, tables = {}, []
    for one in CONSTRAINTS:
        held, asked = people[one.name], vacancies[one.name]
        table = [[one.check(value, wanted, travel) for wanted in asked.values] for value in held.values]
        failed[one.name] = _spread(table, held, asked)
        tables.append((held, asked, table))
    return CheckTable(failed, tuple(tables))


def check_all(jobseekers: Sequence[Jobseeker], vacancies: Sequence[Vacancy], travel: TravelTimes) -> CheckTable:
    """Check every pair of people and vacancies, as :func:`check_pairs`."""
    return check_pairs(group_people(jobseekers), group_vacancies(vacancies), travel)


def check_pair(jobseeker: Jobseeker, vacancy: Vacancy, travel: TravelTimes) -> tuple[Check, ...]:
    """Check every constraint of one pair, in the order of :data:`CONSTRAINTS`; constraints that nobody asks for are left out."""
    return check_all((jobseeker,), (vacancy,), travel).checks(0, 0)


def licences_still_failed(people: Groups, vacancies: Groups, *, gained: frozenset[str], travel: TravelTimes) -> Flags:
    """Return which pairs fail the constraint of licences even after a course that gives some, shape (n_people, n_vacancies)."""
    held, asked = people["licences"], vacancies["licences"]
    later = (None if value is None else value | gained for value in held.values)  # type: ignore[operator]
    table = [[check_licences(value, wanted, travel) for wanted in asked.values] for value in later]  # type: ignore[arg-type]
    return _spread(table, held, asked)


def _spread(table: Sequence[Sequence[Check | None]], held: ValueGroups, asked: ValueGroups) -> Flags:
    """Return which pairs failed, from the answers of each pair of distinct values."""
    flags = np.array([[each is not None and each.status == "failed" for each in row] for row in table], dtype=bool)
    if not flags.size:
        return np.zeros((len(held.codes), len(asked.codes)), dtype=bool)
    return np.asarray(flags[np.ix_(held.codes, asked.codes)])
