"""Vacancies and their needs, courses and their sessions, outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.core.records.people import LanguageLevel


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """A skill that an employer declares.

    Attributes
    ----------
    level : int or None
        1 to 5; None where the employer stated none: any level meets it.
    essential : bool
        False for an optional need.
    text : str
        The employer's own words.
    """

    skill_id: str
    level: int | None = None
    essential: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """One advertised role.

    Attributes
    ----------
    positions, jobs_planned, positions_filled : int or None
        Open positions, jobs planned, and jobs that the employer has filled, by whomever: three different numbers.
    jobs_planned_by, filled_on : date or None
        Day by which the planned jobs are to exist; day on which so many were filled.
    nkz : str
        NKZ code that the employer gave, where `isco08` comes from it through the map.
    needs_from_occupation : bool
        True where the words named fewer than two skills, so that the occupation's own essential skills were added.
    occupation_words : str
        What the employer called the occupation, where that names none that is known.
    """

    vacancy_id: str
    title: str
    needs: tuple[SkillNeed, ...] = ()
    employer_id: str = ""
    employer: str = ""
    occupation_id: str = ""
    isco08: str = ""
    locality: str | None = None
    positions: int | None = None
    jobs_planned: int | None = None
    start_date: date | None = None
    valid_through: date | None = None
    education_level: int | None = None
    experience_years: float | None = None
    licences: frozenset[str] | None = None
    languages: tuple[LanguageLevel, ...] | None = None
    shifts: frozenset[str] | None = None
    hours_per_week: float | None = None
    salary_from_kzt: float | None = None
    salary_to_kzt: float | None = None
    work_conditions: frozenset[str] | None = None
    needs_from_occupation: bool = False
    nkz: str = ""
    unresolved: tuple[str, ...] = ()
    text: str = ""
    jobs_planned_by: date | None = None
    positions_filled: int | None = None
    filled_on: date | None = None
    occupation_words: str = ""


@dataclass(frozen=True, slots=True)
class TaughtSkill:
    """A skill that a course teaches, or asks for, with the level reached (None: not stated)."""

    skill_id: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A programme.

    Attributes
    ----------
    teaches, prerequisites : tuple of TaughtSkill
        Skills at the end, and skills needed at the start.
    hours : float or None
        Length; None where unknown.
    mode : str
        ``onsite``, ``online``, ``evening``, ``workplace`` or empty.
    licences : frozenset of str
        Licences that its certificate gives.
    teaches_from_occupation : bool
        True where only the title was known and the occupation's essential skills were taken.
    """

    course_id: str
    title: str
    teaches: tuple[TaughtSkill, ...] = ()
    prerequisites: tuple[TaughtSkill, ...] = ()
    provider: str = ""
    education_level: int | None = None
    hours: float | None = None
    cost_kzt: float | None = None
    language: str = ""
    mode: str = ""
    locality: str | None = None
    childcare: bool | None = None
    certificate: str = ""
    licences: frozenset[str] = frozenset()
    teaches_from_occupation: bool = False
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One dated run of a course, with its seats."""

    session_id: str
    course_id: str
    seats: int
    start_date: date | None = None
    end_date: date | None = None
    locality: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened after a match, dated."""

    jobseeker_id: str
    vacancy_id: str
    outcome: str
    referred_on: date | None = None
    reason: str = ""
    decided_on: date | None = None
    still_employed_after_days: int | None = None
