"""Frozen records that walk through the house; one word per thing.

What may be scored (:class:`Profile`) is apart from what only constrains (:class:`Circumstances`) and from what may only be
counted (:class:`SensitiveFeatures`): a ranker receives a profile, so sex, age, family or place cannot reach a score.
``None`` means unknown, never zero and never "no".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Language = Literal["kk", "ru", "en"]
Readiness = Literal["ready", "after_training", "far"]
Status = Literal["passed", "failed", "unknown"]

LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")
READINESS: tuple[Readiness, ...] = ("ready", "after_training", "far")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill concept of the taxonomy, in ESCO's words.

    Attributes
    ----------
    labels : dict of str to str
        Preferred label by language.
    alt_labels : dict of str to tuple of str
        How people say it, by language.
    group : str
        Skill group that holds its siblings; empty where none.
    broader : str
        A more general skill; empty where none.
    related : tuple of str
        Skills between which training transfers.
    evidences : tuple of (str, int)
        Skills, with a level, that this unpaid experience proves.
    """

    skill_id: str
    labels: dict[str, str]
    alt_labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    group: str = ""
    broader: str = ""
    related: tuple[str, ...] = ()
    evidences: tuple[tuple[str, int], ...] = ()
    esco_uri: str = ""
    kk_status: str = "unchecked"


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of the taxonomy with the skills that it asks for.

    Attributes
    ----------
    isco08 : str
        Unit group of ISCO-08, four digits.
    essential, optional : tuple of (str, int)
        Skill and level, 1 to 5 (0 where the source states none).
    hazard : bool or None
        Whether it may count as heavy, harmful or dangerous work; the employer's certification decides.
    """

    occupation_id: str
    isco08: str
    labels: dict[str, str]
    alt_labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    essential: tuple[tuple[str, int], ...] = ()
    optional: tuple[tuple[str, int], ...] = ()
    hazard: bool | None = None
    tvet: str = ""
    esco_uri: str = ""
    kk_status: str = "unchecked"


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """A skill that a person holds, with the words that prove it.

    Attributes
    ----------
    level : int or None
        0 to 5; None where the person stated none.
    evidence : str
        The words (or ``occupation:<id>``) that it was read from.
    """

    skill_id: str
    level: int | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PastOccupation:
    """Work that a person has done.

    Attributes
    ----------
    occupation_id, isco08 : str
        Empty where the words did not resolve.
    years : float or None
        Years of it; None where unknown.
    """

    text: str
    occupation_id: str = ""
    isco08: str = ""
    years: float | None = None


@dataclass(frozen=True, slots=True)
class LanguageLevel:
    """A language with a CEFR level ``A1`` to ``C2``; an empty level means that none was stated."""

    language: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """All of a person that may move a score, and nothing else."""

    skills: tuple[HeldSkill, ...] = ()
    occupations: tuple[PastOccupation, ...] = ()
    wanted_occupations: tuple[PastOccupation, ...] = ()
    education_level: int | None = None
    languages: tuple[LanguageLevel, ...] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What constrains suitable work (Social Code art. 101) and never lowers a score.

    Attributes
    ----------
    is_adult : bool or None
        18 or older on the day of the match; the birth date itself stays outside.
    over_two_years_unemployed : bool or None
        For them, and for people without a trade, a job that needs prior training counts as suitable.
    work_conditions_not_possible : frozenset of str or None
        Of ``heavy``, ``harmful``, ``dangerous``; no diagnosis.
    """

    locality: str | None = None
    licences: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    hours_per_week: float | None = None
    max_travel_minutes: int | None = None
    work_conditions_not_possible: frozenset[str] | None = None
    is_adult: bool | None = None
    over_two_years_unemployed: bool | None = None


@dataclass(frozen=True, slots=True)
class Jobseeker:
    """A person seeking work, without name, sex, birth date, nationality, disability or family."""

    jobseeker_id: str
    profile: Profile
    circumstances: Circumstances = Circumstances()
    consent: bool | None = None
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SensitiveFeatures:
    """For counting, filters and audits only; no ranker's signature takes this type."""

    jobseeker_id: str
    sex: str | None = None
    birth_date: date | None = None
    unemployed_since: date | None = None
    care_hours: float | None = None
    languages: tuple[str, ...] = ()


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
    positions, jobs_planned : int or None
        Open positions and jobs planned: two different numbers.
    needs_from_occupation : bool
        True where the words named fewer than two skills, so that the occupation's own essential skills were added.
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
    unresolved: tuple[str, ...] = ()
    text: str = ""


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


@dataclass(frozen=True, slots=True)
class Reason:
    """A code plus parameters; a door turns it into a sentence.

    Examples
    --------
    >>> str(Reason("licence_missing", ("C",)))
    'licence_missing:C'
    >>> str(Reason("shift_fits"))
    'shift_fits'
    """

    code: str
    params: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join((self.code, *self.params))


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of suitable work for one pair.

    Attributes
    ----------
    name : str
        ``education``, ``experience``, ``licences``, ``languages``, ``shifts``, ``hours``, ``travel``, ``work_conditions``, ``age``.
    """

    name: str
    status: Status
    reason: Reason


@dataclass(frozen=True, slots=True)
class Gap:
    """A need not met, in levels (1 to 5)."""

    skill_id: str
    levels: int
    essential: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A jobseeker-vacancy pair.

    Attributes
    ----------
    rank : int
        1 is best, within the vacancy or within the jobseeker.
    score : float
        0 to 1, six decimals; fit of the pair, not a probability, never a property of a person.
    hours_to_ready : float or None
        Hours of the path in ``courses``; 0 when ready, None when no known path closes the essential gaps or its hours are unknown.
    unknown : tuple of str
        Fields that were empty and mattered.
    courses : tuple of str
        Ordered path that closes the essential gaps.
    """

    vacancy_id: str
    jobseeker_id: str
    rank: int
    score: float
    readiness: Readiness
    hours_to_ready: float | None = None
    matched_skills: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unknown: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A course for a jobseeker.

    Attributes
    ----------
    closes : tuple of Gap
        Gaps in open vacancies that it closes.
    unlocked_vacancies : tuple of str
        Vacancies that become ready after this course alone.
    """

    jobseeker_id: str
    rank: int
    course_id: str
    closes: tuple[Gap, ...] = ()
    unlocked_vacancies: tuple[str, ...] = ()
    hours: float | None = None
    cost_kzt: float | None = None
    reasons: tuple[Reason, ...] = ()
