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
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matcher.core.records import Check, Jobseeker, LanguageLevel, Status, Vacancy
from matcher.core.records.matches import shared_reason

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")
ADULT = "18"
Kind = Literal["hard", "waivable", "trainable"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Minutes by public transport between localities, in both directions.

    Attributes
    ----------
    minutes : mapping of (str, str) to int
        Keyed by two locality codes in sorted order.
    """

    minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def between(self, one: str, other: str) -> int | None:
        """Return the minutes between two localities; 0 within one, None where unknown."""
        if one == other:
            return 0
        return self.minutes.get((min(one, other), max(one, other)))


@lru_cache(maxsize=65_536)
def _check(name: str, status: Status, *params: str) -> Check:
    return Check(name, status, shared_reason(f"{name}_{status}", *params))


def _unknown(name: str, field_name: str) -> Check:
    return _check(name, "unknown", field_name)


def check_education(held: int | None, asked: int | None, travel: TravelTimes) -> Check | None:
    """Compare ISCED levels, 0 to 8; None when the vacancy asks for none."""
    if asked is None:
        return None
    if held is None:
        return _unknown("education", "jobseeker.education_level")
    return _check("education", "passed" if held >= asked else "failed", str(held), str(asked))


Work = tuple[tuple[tuple[str, float | None], ...], bool | None]
"""Minor groups of ISCO-08 (three digits) of past work with its years, and whether the person is out of work for over two years."""


def years_towards(past: Sequence[tuple[str, float | None]], minor_group: str) -> float | None:
    """Return the years of work in a minor group of ISCO-08 (three digits), or in any where it is empty.

    None when the person has such work but no years are known; 0.0 when none of it fits.
    """
    fitting = [years for group, years in past if not minor_group or group == minor_group]
    known = [years for years in fitting if years is not None]
    if fitting and not known:
        return None
    return float(sum(known))


def check_experience(held: Work, wanted: tuple[str, float | None], travel: TravelTimes) -> Check | None:
    """Compare years of work in the trade; waived by art. 101 for people without a trade or over two years out of work."""
    (past, over_two_years_unemployed), (minor_group, asked) = held, wanted
    if not asked:
        return None
    years = years_towards(past, minor_group)
    if years is not None and years >= asked:
        return _check("experience", "passed", f"{years:g}", f"{asked:g}")
    if over_two_years_unemployed or not past:
        return Check("experience", "passed", shared_reason("experience_waived", f"{asked:g}"))
    if years is None:
        return _unknown("experience", "jobseeker.occupations")
    return _check("experience", "failed", f"{years:g}", f"{asked:g}")


def check_licences(held: frozenset[str] | None, asked: frozenset[str] | None, travel: TravelTimes) -> Check | None:
    """Ask for every licence that the vacancy names."""
    if not asked:
        return None
    if held is None:
        return _unknown("licences", "jobseeker.licences")
    missing = sorted(asked - held)
    return _check("licences", "failed" if missing else "passed", ",".join(missing or sorted(asked)))


Languages = tuple[LanguageLevel, ...] | None


def check_languages(held: Languages, asked: Languages, travel: TravelTimes) -> Check | None:
    """Compare CEFR levels; a language whose level is not stated passes only where none is asked."""
    if not asked:
        return None
    if held is None:
        return _unknown("languages", "jobseeker.languages")
    spoken = {known.language: known.level for known in held}
    missing = [one for one in asked if one.language not in spoken or _is_below(spoken[one.language], one)]
    if any(one.language not in spoken or spoken[one.language] for one in missing):
        return _check("languages", "failed", _named(missing))
    if missing:
        return _unknown("languages", "jobseeker.languages")
    return _check("languages", "passed", _named(asked))


def _named(languages: Sequence[LanguageLevel]) -> str:
    return ",".join(f"{one.language} {one.level}".strip() for one in languages)


def _is_below(level: str, asked: LanguageLevel) -> bool:
    return CEFR.index(level) < CEFR.index(asked.level)


def check_shifts(possible: frozenset[str] | None, offered: frozenset[str] | None, travel: TravelTimes) -> Check | None:
    """Ask for one shift in common, or all of them where the work rotates."""
    if not offered:
        return _unknown("shifts", "vacancy.shifts") if possible is not None else None
    if possible is None:
        return _unknown("shifts", "jobseeker.shifts")
    fits = "rotating" in possible or bool((offered - {"rotating"}) & possible and "rotating" not in offered)
    return _check("shifts", "passed" if fits else "failed", ",".join(sorted(offered)))


def check_hours(possible: float | None, offered: float | None, travel: TravelTimes) -> Check | None:
    """Compare hours a week: the vacancy's may not exceed what the person can work."""
    if offered is None:
        return _unknown("hours", "vacancy.hours_per_week") if possible is not None else None
    if possible is None:
        return _unknown("hours", "jobseeker.hours_per_week")
    return _check("hours", "passed" if offered <= possible else "failed", f"{offered:g}", f"{possible:g}")


def check_travel(person: tuple[str | None, int | None], locality: str | None, travel: TravelTimes) -> Check | None:
    """Compare minutes by public transport with the person's limit; `person` is their locality and that limit in minutes."""
    home, limit = person
    if locality is None:
        return _unknown("travel", "vacancy.locality")
    if home is None:
        return _unknown("travel", "jobseeker.locality")
    minutes = travel.between(home, locality)
    if minutes is None:
        return _unknown("travel", "travel_time")
    if minutes == 0:
        return _check("travel", "passed", "0")
    if limit is None:
        return _unknown("travel", "jobseeker.max_travel_minutes")
    return _check("travel", "passed" if minutes <= limit else "failed", str(minutes), str(limit))


def check_work_conditions(
    impossible: frozenset[str] | None, asked: frozenset[str] | None, travel: TravelTimes
) -> Check | None:
    """Refuse conditions that the person cannot work in; no diagnosis is known or asked."""
    if asked is None:
        return _unknown("work_conditions", "vacancy.work_conditions") if impossible else None
    if not asked:
        return None
    if impossible is None:
        return _unknown("work_conditions", "jobseeker.work_conditions_not_possible")
    clash = sorted(asked & impossible)
    return _check("work_conditions", "failed" if clash else "passed", ",".join(clash or sorted(asked)))


def check_age(is_adult: bool | None, is_hazardous: bool, travel: TravelTimes) -> Check | None:
    """Ask for 18 years where the work is heavy, harmful or dangerous (Labour Code art. 26)."""
    if not is_hazardous:
        return None
    if is_adult is None:
        return _unknown("age", "jobseeker.birth_date")
    return _check("age", "passed" if is_adult else "failed", ADULT)


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


def licences_still_failed(people: Groups, vacancies: Groups, gained: frozenset[str], travel: TravelTimes) -> Flags:
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
