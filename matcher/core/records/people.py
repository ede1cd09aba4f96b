"""People: what may be scored, what only constrains, and what may only be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
