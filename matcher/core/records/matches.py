"""What a match says: reasons, constraints, gaps, courses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Readiness = Literal["ready", "after_training", "far"]
Status = Literal["passed", "failed", "unknown"]

READINESS: tuple[Readiness, ...] = ("ready", "after_training", "far")


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


@lru_cache(maxsize=65_536)
def shared_reason(code: str, *params: str) -> Reason:
    """Give the one shared reason of its kind: many pairs say the same, and what is shared crosses between processes once."""
    return Reason(code, params)


@lru_cache(maxsize=65_536)
def shared_gap(skill_id: str, levels: int, essential: bool) -> Gap:
    """Give the one shared gap of its kind, as :func:`shared_reason`."""
    return Gap(skill_id, levels, essential)


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
