"""What an employer declares and is shown: no record of a person among it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.core.records import Vacancy
from matcher.core.records.centre import Standing, Stored
from matcher.core.wording import Struck, find_forbidden
from matcher.errors import UsageError

SMALLEST_SHOWN = 5
"""Groups of fewer people are told as "fewer than 5": an employer must not recognise a person in a count."""


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
    positions, jobs_planned : int or None
        Open and planned positions.
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


@dataclass(frozen=True)
class Declared:
    """A need with where it stands."""

    vacancy: Stored[Vacancy]
    standing: Stored[Standing]

    @property
    def is_open(self) -> bool:
        """Whether it may still be edited, published or superseded."""
        return self.standing.record.status in ("draft", "published")


@dataclass(frozen=True)
class Supply:
    """How a centre can answer a need; None stands for fewer than five people.

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
    """Give a count that may be shown; None for fewer than five.

    Examples
    --------
    >>> shown(5), shown(4), shown(0)
    (5, None, None)
    """
    return n if n >= SMALLEST_SHOWN else None


def check_form(form: NeedForm) -> None:
    """Refuse forbidden wording and figures that contradict each other.

    Raises
    ------
    ForbiddenWordingError
        With the words by field: ``title``, ``description``, ``occupation``, ``skills``.
    UsageError
        ``need_title``, ``need_salary``.
    """
    texts = {
        "title": form.title,
        "occupation": form.occupation,
        "description": form.description,
        "skills": ". ".join(skill.text for skill in form.skills),
    }
    struck = {name: found for name, text in texts.items() if (found := find_forbidden(text))}
    if struck:
        raise ForbiddenWordingError(struck)
    if not form.title.strip():
        raise UsageError("need_title", field="title")
    if form.salary_from_kzt and form.salary_to_kzt and form.salary_to_kzt < form.salary_from_kzt:
        raise UsageError("need_salary", field="salary_to_kzt")
