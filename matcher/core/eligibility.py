"""Suitable work: constraints that are shown apart from skill fit, each passed, failed or unknown with a reason code.

Source: Social Code of the Republic of Kazakhstan, art. 101 (training, experience, health, working time, transport access) and Labour
Code, art. 26 (no heavy, harmful or dangerous work under 18). No constraint lowers a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from matcher.core.records import Check, Jobseeker, LanguageLevel, Status, Vacancy
from matcher.core.records.matches import shared_reason

CONSTRAINTS = (
    "education",
    "experience",
    "licences",
    "languages",
    "shifts",
    "hours",
    "travel",
    "work_conditions",
    "age",
)
HARD = frozenset({"education", "shifts", "hours", "travel", "work_conditions", "age"})
"""A pair that fails one of these is not suitable work and is not ranked; the others can be trained for or waived by an officer."""


CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")


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
        """Give the minutes between two localities; 0 within one, None where unknown."""
        if one == other:
            return 0
        return self.minutes.get((min(one, other), max(one, other)))


@lru_cache(maxsize=65_536)
def _check(name: str, status: Status, *params: str) -> Check:
    return Check(name, status, shared_reason(f"{name}_{status}", *params))


def _unknown(name: str, field_name: str) -> Check:
    return _check(name, "unknown", field_name)


def check_education(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Compare ISCED levels, 0 to 8; None when the vacancy asks for none."""
    asked, held = vacancy.education_level, jobseeker.profile.education_level
    if asked is None:
        return None
    if held is None:
        return _unknown("education", "jobseeker.education_level")
    return _check("education", "passed" if held >= asked else "failed", str(held), str(asked))


def years_towards(jobseeker: Jobseeker, vacancy: Vacancy) -> float | None:
    """Give the years of work in the vacancy's own minor group of ISCO-08 (first three digits), or in any where it names none.

    None when the person has such work but no years are known; 0.0 when none of it fits.
    """
    fitting = [
        past for past in jobseeker.profile.occupations if not vacancy.isco08 or past.isco08[:3] == vacancy.isco08[:3]
    ]
    known = [past.years for past in fitting if past.years is not None]
    if fitting and not known:
        return None
    return float(sum(known))


def check_experience(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Compare years of work in the trade; waived by art. 101 for people without a trade or over two years out of work."""
    asked = vacancy.experience_years
    if not asked:
        return None
    years = years_towards(jobseeker, vacancy)
    if years is not None and years >= asked:
        return _check("experience", "passed", f"{years:g}", f"{asked:g}")
    if jobseeker.circumstances.over_two_years_unemployed or not jobseeker.profile.occupations:
        return Check("experience", "passed", shared_reason("experience_waived", f"{asked:g}"))
    if years is None:
        return _unknown("experience", "jobseeker.occupations")
    return _check("experience", "failed", f"{years:g}", f"{asked:g}")


def check_licences(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Ask for every licence that the vacancy names."""
    if not vacancy.licences:
        return None
    held = jobseeker.circumstances.licences
    if held is None:
        return _unknown("licences", "jobseeker.licences")
    missing = sorted(vacancy.licences - held)
    return _check("licences", "failed" if missing else "passed", ",".join(missing or sorted(vacancy.licences)))


def check_languages(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Compare CEFR levels; a language whose level is not stated passes only where none is asked."""
    if not vacancy.languages:
        return None
    if jobseeker.profile.languages is None:
        return _unknown("languages", "jobseeker.languages")
    held = {spoken.language: spoken.level for spoken in jobseeker.profile.languages}
    missing = [
        asked for asked in vacancy.languages if asked.language not in held or _below(held[asked.language], asked)
    ]
    if any(asked.language not in held or held[asked.language] for asked in missing):
        return _check("languages", "failed", ",".join(f"{a.language} {a.level}".strip() for a in missing))
    if missing:
        return _unknown("languages", "jobseeker.languages")
    return _check("languages", "passed", ",".join(f"{a.language} {a.level}".strip() for a in vacancy.languages))


def _below(level: str, asked: LanguageLevel) -> bool:
    return CEFR.index(level) < CEFR.index(asked.level)


def check_shifts(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Ask for one shift in common, or all of them where the work rotates."""
    offered, possible = vacancy.shifts, jobseeker.circumstances.shifts
    if not offered:
        return _unknown("shifts", "vacancy.shifts") if possible is not None else None
    if possible is None:
        return _unknown("shifts", "jobseeker.shifts")
    fits = "rotating" in possible or bool((offered - {"rotating"}) & possible and "rotating" not in offered)
    return _check("shifts", "passed" if fits else "failed", ",".join(sorted(offered)))


def check_hours(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Compare hours a week: the vacancy's may not exceed what the person can work."""
    offered, possible = vacancy.hours_per_week, jobseeker.circumstances.hours_per_week
    if offered is None:
        return _unknown("hours", "vacancy.hours_per_week") if possible is not None else None
    if possible is None:
        return _unknown("hours", "jobseeker.hours_per_week")
    return _check("hours", "passed" if offered <= possible else "failed", f"{offered:g}", f"{possible:g}")


def check_travel(jobseeker: Jobseeker, vacancy: Vacancy, travel: TravelTimes) -> Check | None:
    """Compare minutes by public transport with the person's limit."""
    home, limit = jobseeker.circumstances.locality, jobseeker.circumstances.max_travel_minutes
    if vacancy.locality is None:
        return _unknown("travel", "vacancy.locality")
    if home is None:
        return _unknown("travel", "jobseeker.locality")
    minutes = travel.between(home, vacancy.locality)
    if minutes is None:
        return _unknown("travel", "travel_time")
    if minutes == 0:
        return _check("travel", "passed", "0")
    if limit is None:
        return _unknown("travel", "jobseeker.max_travel_minutes")
    return _check("travel", "passed" if minutes <= limit else "failed", str(minutes), str(limit))


def check_work_conditions(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Refuse conditions that the person cannot work in; no diagnosis is known or asked."""
    asked, impossible = vacancy.work_conditions, jobseeker.circumstances.work_conditions_not_possible
    if asked is None:
        return _unknown("work_conditions", "vacancy.work_conditions") if impossible else None
    if not asked:
        return None
    if impossible is None:
        return _unknown("work_conditions", "jobseeker.work_conditions_not_possible")
    clash = sorted(asked & impossible)
    return _check("work_conditions", "failed" if clash else "passed", ",".join(clash or sorted(asked)))


def check_age(jobseeker: Jobseeker, vacancy: Vacancy) -> Check | None:
    """Ask for 18 years where the work is heavy, harmful or dangerous (Labour Code art. 26)."""
    if not vacancy.work_conditions:
        return None
    adult = jobseeker.circumstances.is_adult
    if adult is None:
        return _unknown("age", "jobseeker.birth_date")
    return _check("age", "passed" if adult else "failed", "18")


def check_pair(jobseeker: Jobseeker, vacancy: Vacancy, travel: TravelTimes) -> tuple[Check, ...]:
    """Check every constraint of one pair, in the order of :data:`CONSTRAINTS`; constraints that nobody asks for are left out."""
    found = (
        check_education(jobseeker, vacancy),
        check_experience(jobseeker, vacancy),
        check_licences(jobseeker, vacancy),
        check_languages(jobseeker, vacancy),
        check_shifts(jobseeker, vacancy),
        check_hours(jobseeker, vacancy),
        check_travel(jobseeker, vacancy, travel),
        check_work_conditions(jobseeker, vacancy),
        check_age(jobseeker, vacancy),
    )
    return tuple(check for check in found if check is not None)
