"""The checks of suitable work: each compares what one constraint sees of a person with what it sees of a vacancy.

Notes
-----
Source: Social Code of the Republic of Kazakhstan, art. 101 (training, experience, health, working time, transport access) and Labour
Code, art. 26 (no heavy, harmful or dangerous work under 18).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from matcher.core.records import Check, LanguageLevel, Status
from matcher.core.records.matches import shared_reason

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")
ADULT = "18"


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
