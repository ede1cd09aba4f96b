"""What an employer declares and is shown: no record of a person among it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.core.records import LanguageLevel, Vacancy
from matcher.core.records.centre import Stored, VacancyStatusRecord
from matcher.core.wording import Struck, find_forbidden
from matcher.errors import UsageError

SMALLEST_SHOWN = 5
"""Groups of fewer people are told as "fewer than 5": an employer must not recognise a person in a count."""
STEP = 5
"""Other counts are told in steps: by asking for one skill more or less nobody finds out what a single person can do."""


@dataclass(frozen=True)
class SkillWords:
    """A skill as an employer typed it."""

    text: str
    level: int | None = None
    essential: bool = True


@dataclass(frozen=True)
class NeedForm:
    """What an employer declares; None and empty mean that nothing was said.

    Attributes
    ----------
    occupation : str
        An identifier or words; empty to take it from the title.
    positions, jobs_planned, positions_filled : int or None
        Open, planned and filled positions.
    jobs_planned_by, filled_on : date or None
        Day by which the planned positions are to exist; day on which so many were filled.
    languages : tuple of LanguageLevel or None
        Of the three languages that the form asks for.
    """

    title: str
    occupation: str = ""
    description: str = ""
    skills: tuple[SkillWords, ...] = ()
    positions: int | None = None
    jobs_planned: int | None = None
    start_date: date | None = None
    valid_through: date | None = None
    shifts: frozenset[str] | None = None
    work_conditions: frozenset[str] | None = None
    hours_per_week: float | None = None
    salary_from_kzt: float | None = None
    salary_to_kzt: float | None = None
    locality: str | None = None
    jobs_planned_by: date | None = None
    positions_filled: int | None = None
    filled_on: date | None = None
    education_level: int | None = None
    experience_years: float | None = None
    licences: frozenset[str] | None = None
    languages: tuple[LanguageLevel, ...] | None = None


FIELDS = (
    *(
        "title",
        "locality",
        "positions",
        "jobs_planned",
        "jobs_planned_by",
        "positions_filled",
        "filled_on",
        "start_date",
    ),
    *("valid_through", "education_level", "experience_years", "licences", "languages", "shifts", "hours_per_week"),
    *("work_conditions", "salary_from_kzt", "salary_to_kzt"),
)
"""What a form says in the words of a vacancy; the rest is read."""


@dataclass(frozen=True)
class Declared:
    """A need with where it stands."""

    vacancy: Stored[Vacancy]
    standing: Stored[VacancyStatusRecord]

    @property
    def is_open(self) -> bool:
        """Whether it may still be edited, published or superseded."""
        return self.standing.record.status in ("draft", "published")


@dataclass(frozen=True)
class SupplyCounts:
    """How a centre can answer a need, in steps of five; None stands for fewer than five people.

    Attributes
    ----------
    short : tuple of (str, int or None)
        Essential skills with the number of people who lack them, most lacked first.
    """

    n_ready: int | None
    n_trainable: int | None
    short: tuple[tuple[str, int | None], ...] = ()


class ForbiddenWordingError(UsageError):
    """A need names sex, age, nationality, looks, family, religion or disability.

    Parameters
    ----------
    struck : mapping of str to tuple of Struck
        By field of the form.
    """

    def __init__(self, struck: Mapping[str, tuple[Struck, ...]]) -> None:
        super().__init__("forbidden_wording", field=", ".join(struck))
        self.struck = dict(struck)

    def __reduce__(self) -> tuple[object, ...]:
        return ForbiddenWordingError, (self.struck,)


def shown(n: int) -> int | None:
    """Give a count as it may be shown, "at least so many" in steps of five; None for fewer than five.

    Examples
    --------
    >>> shown(5), shown(9), shown(10), shown(4), shown(0)
    (5, 5, 10, None, None)
    """
    return n - n % STEP if n >= SMALLEST_SHOWN else None


def check_form(form: NeedForm, today: date) -> None:
    """Refuse forbidden wording and figures that contradict each other.

    Raises
    ------
    ForbiddenWordingError
        With the words by field: ``title``, ``description``, ``occupation``, ``skills``, ``licences``.
    UsageError
        ``need_title``, ``need_salary``, ``need_filled``.
    """
    texts = {
        "title": form.title,
        "occupation": form.occupation,
        "description": form.description,
        "skills": ". ".join(skill.text for skill in form.skills),
        "licences": ". ".join(sorted(form.licences or ())),
    }
    struck = {name: found for name, text in texts.items() if (found := find_forbidden(text))}
    if struck:
        raise ForbiddenWordingError(struck)
    if not form.title.strip():
        raise UsageError("need_title", field="title")
    if form.salary_from_kzt and form.salary_to_kzt and form.salary_to_kzt < form.salary_from_kzt:
        raise UsageError("need_salary", field="salary_to_kzt")
    if form.filled_on is not None and form.filled_on > today:
        raise UsageError("need_filled", field="filled_on")
