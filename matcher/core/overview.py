"""A centre in figures: skills short and in surplus, positions by month, women and youth at each stage. Small groups stay hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matcher.core.fairness.groups import group_of
from matcher.core.fairness.suppression import hidden_groups
from matcher.core.gaps import needed_level
from matcher.core.records import Outcome, SensitiveFeatures, Vacancy

SkillPostings = tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]
"""Who holds a skill, each once, and at which level."""
SMALLEST = 5
"""A count of fewer people is not shown."""
MONTHS = 12
"""Months shown before this one, and after it."""


@dataclass(frozen=True, slots=True)
class SkillBalance:
    """A skill as employers ask for it and people hold it.

    Attributes
    ----------
    level : int
        That most open positions ask for; 1 where none does.
    demand : int
        Open positions that need it.
    supply : int or None
        People who hold it at that level; None for fewer than five.
    """

    skill_id: str
    level: int
    demand: int
    supply: int | None

    @property
    def balance(self) -> int:
        """People less positions; those who are hidden count as nobody."""
        return (self.supply or 0) - self.demand


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Positions of a month.

    Attributes
    ----------
    month : date or None
        Its first day; None for what has no day, or one outside the months shown.
    planned, open, filled : int
        Planned by that month, open with work that begins in it, filled as employers tell for a day in it.
    hired : int or None
        People hired through the centre; None where so few that they would be known.
    """

    month: date | None
    planned: int
    open: int
    filled: int
    hired: int | None


@dataclass(frozen=True, slots=True)
class StageFigures:
    """People at a stage; None for a count that is hidden."""

    stage: str
    total: int | None
    women: int | None
    youth: int | None


def n_positions(vacancy: Vacancy) -> int:
    """Give the open positions of a vacancy; one where the employer told no number."""
    return 1 if vacancy.positions is None else vacancy.positions


def skill_balances(vacancies: Iterable[Vacancy], holders: Mapping[str, SkillPostings]) -> list[SkillBalance]:
    """Weigh every skill that is asked for or held, in order of skill_id.

    Parameters
    ----------
    vacancies : iterable of Vacancy
        The open ones; essential needs count.
    holders : mapping of str to (ndarray, ndarray)
        Who holds a skill, each once, and at which level.
    """
    asked: dict[str, dict[int, int]] = {}
    for vacancy in vacancies:
        for need in vacancy.needs:
            if need.essential:
                levels = asked.setdefault(need.skill_id, {})
                levels[needed_level(need)] = levels.get(needed_level(need), 0) + n_positions(vacancy)
    found = []
    for skill_id in sorted({*asked, *holders}):
        levels = asked.get(skill_id, {})
        # Where as many ask for two levels, the higher one tells more of what is lacking.
        level = max(levels, key=lambda each: (levels[each], each)) if levels else 1
        supply = int((holders[skill_id][1] >= level).sum()) if skill_id in holders else 0
        found.append(SkillBalance(skill_id, level, sum(levels.values()), shown(supply)))
    return found


def shown(n: int) -> int | None:
    """Give a count of people that may be shown; None for one to four.

    Examples
    --------
    >>> shown(0), shown(4), shown(5)
    (0, None, 5)
    """
    return None if 0 < n < SMALLEST else n


def positions_by_month(
    open_ones: Sequence[Vacancy], told: Sequence[Vacancy], *, outcomes: Iterable[Outcome], today: date
) -> list[MonthFigures]:
    """Count positions and hired people by month, in order; a last row without a month holds the rest, if there is any.

    Parameters
    ----------
    open_ones : sequence of Vacancy
        Whose planned and open positions count.
    told : sequence of Vacancy
        Whose filled positions count: also those that have expired, not those that were replaced.
    """
    months = [_month(today, offset) for offset in range(-MONTHS, MONTHS + 1)]
    counts: dict[date | None, list[int]] = {month: [0, 0, 0, 0] for month in [*months, None]}

    def add(day: date | None, at: int, n: int) -> None:
        month = None if day is None else day.replace(day=1)
        counts[month if month in counts else None][at] += n

    for vacancy in open_ones:
        add(vacancy.jobs_planned_by or vacancy.start_date, 0, vacancy.jobs_planned or 0)
        add(vacancy.start_date, 1, n_positions(vacancy))
    for vacancy in told:
        add(vacancy.filled_on, 2, vacancy.positions_filled or 0)
    for outcome in outcomes:
        if outcome.outcome == "hired":
            add(outcome.decided_on, 3, 1)
    sizes = {month.isoformat() if month else "": row[3] for month, row in counts.items()}
    hidden = hidden_groups(sizes, smallest=SMALLEST)
    rows = [
        MonthFigures(month, planned, free, filled, None if (month.isoformat() if month else "") in hidden else hired)
        for month, (planned, free, filled, hired) in counts.items()
    ]
    return rows if any(counts[None]) else rows[:-1]


def stage_figures(stage: str, total: int, *, women: int, youth: int) -> StageFigures:
    """Give the counts of a stage that may be shown.

    Notes
    -----
    A part is hidden when it, or what it leaves of the whole, is one to four people: the whole less a part tells the rest.

    Examples
    --------
    >>> stage_figures("hired", 30, women=26, youth=12)
    StageFigures(stage='hired', total=30, women=None, youth=12)
    """
    if shown(total) is None:
        return StageFigures(stage, None, None, None)
    parts = (None if shown(part) is None or shown(total - part) is None else part for part in (women, youth))
    return StageFigures(stage, total, *parts)


def count_stage(
    stage: str, ids: Iterable[str], *, features: Mapping[str, SensitiveFeatures], today: date
) -> StageFigures:
    """Count the people of a stage by their sex and age; whose are unknown count in the whole only."""
    people = set(ids)
    groups = [group_of(features[each], today) for each in people if each in features]
    women = sum(group["sex"] == "women" for group in groups)
    youth = sum(group["youth"] == "youth" for group in groups)
    return stage_figures(stage, len(people), women=women, youth=youth)


def _month(day: date, offset: int) -> date:
    months = day.year * 12 + day.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)
