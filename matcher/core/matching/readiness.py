"""How far a person is from a vacancy: ``ready``, ``after_training`` or ``far``. The one place where this is decided.

A pair is ready when every essential need is met and no constraint fails; it is ready after training when the constraints that fail can be
trained for, and known courses close the essential gaps and give the missing licences. Every other pair is far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.core.gaps import needed_level
from matcher.core.matching.constraints import TRAINABLE
from matcher.core.paths import Path, PathFinder
from matcher.core.records import READINESS, Jobseeker, Readiness, Vacancy

READY, AFTER_TRAINING, FAR = range(len(READINESS))
"""Positions in :data:`matcher.core.records.READINESS`."""
Flags = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.int64]
UNKNOWN = -1
"""Education that is not known."""


@dataclass(frozen=True, slots=True)
class PairReadiness:
    """Readiness of one pair.

    Attributes
    ----------
    hours : float or None
        Of the courses; 0 when ready, None when there is no path or its hours are unknown.
    courses : tuple of str
        In the order in which to take them.
    """

    status: Readiness
    hours: float | None
    courses: tuple[str, ...] = ()


_READY, _FAR = PairReadiness("ready", 0.0), PairReadiness("far", None)


@dataclass(frozen=True, slots=True)
class Trainee:
    """What a path of courses depends on.

    Attributes
    ----------
    levels : mapping of str to int
        Levels held, by skill_id.
    licences : frozenset of str or None
        None where unknown.
    """

    levels: Mapping[str, int]
    education_level: int | None
    licences: frozenset[str] | None

    @classmethod
    def of(cls, jobseeker: Jobseeker, levels: Mapping[str, int]) -> Trainee:
        """Take from a person what a path depends on."""
        return cls(levels, jobseeker.profile.education_level, jobseeker.circumstances.licences)


def decide(trainee: Trainee, vacancy: Vacancy, *, failed: frozenset[str], finder: PathFinder) -> PairReadiness:
    """Decide the readiness of one pair.

    Parameters
    ----------
    failed : frozenset of str
        Names of the constraints that the pair fails.
    """
    targets = essential_targets(vacancy, trainee.levels)
    if not targets and not failed:
        return _READY
    if failed - TRAINABLE:
        return _FAR
    asked, held = vacancy.licences or frozenset(), trainee.licences or frozenset()
    path = find_path(trainee, targets, finder=finder, licences=asked - held if "licences" in failed else frozenset())
    return _FAR if path is None else PairReadiness("after_training", path.hours, path.courses)


def essential_targets(vacancy: Vacancy, levels: Mapping[str, int]) -> dict[str, int]:
    """Return the level to reach of each essential need that is not met."""
    asked = ((need.skill_id, needed_level(need)) for need in vacancy.needs if need.essential)
    return {skill: level for skill, level in asked if levels.get(skill, 0) < level}


def find_path(
    trainee: Trainee, targets: Mapping[str, int], *, finder: PathFinder, licences: frozenset[str]
) -> Path | None:
    """Return the courses that reach the targets and give the licences; None where no known courses do."""
    return finder.find(targets, trainee.levels, education_level=trainee.education_level, licences=licences)


def is_ready(n_unmet: npt.NDArray[Any], failed: Mapping[str, Flags]) -> Flags:
    """Return which pairs are ready, in the shape of `n_unmet`, the number of essential needs that are not met."""
    return np.asarray((n_unmet == 0) & ~np.logical_or.reduce(list(failed.values())))


def is_trainable(failed: Mapping[str, Flags]) -> Flags:
    """Return which pairs fail no constraint but those that a course can close."""
    return np.asarray(~np.logical_or.reduce([pairs for name, pairs in failed.items() if name not in TRAINABLE]))


@dataclass(frozen=True)
class People:
    """Many people against one vacancy, as readiness depends on them.

    Attributes
    ----------
    level : callable
        Return the levels of everybody in a skill, shape (n_people,); 0 where it is not held.
    education : ndarray of int64, shape (n_people,)
        :data:`UNKNOWN` where unknown.
    has_licence : callable
        Return who holds a licence, shape (n_people,).
    """

    level: Callable[[str], Levels]
    education: Levels
    has_licence: Callable[[str], Flags]


@dataclass(frozen=True)
class ReadinessColumn:
    """Readiness of many people for one vacancy.

    Attributes
    ----------
    status : ndarray of int8, shape (n_people,)
        :data:`READY`, :data:`AFTER_TRAINING` or :data:`FAR`.
    hours : ndarray of float64, shape (n_people,)
        NaN where unknown.
    """

    status: npt.NDArray[np.int8]
    hours: npt.NDArray[np.float64]


def decide_all(
    people: People, vacancy: Vacancy, *, n_unmet: npt.NDArray[Any], failed: Mapping[str, Flags], finder: PathFinder
) -> ReadinessColumn:
    """Decide the readiness of many people for one vacancy, as :func:`decide` does of each.

    People who are alike in everything that a path depends on are decided once.
    """
    n_people = len(people.education)
    status, hours = np.full(n_people, FAR, dtype=np.int8), np.full(n_people, np.nan)
    ready = is_ready(n_unmet, failed)
    status[ready], hours[ready] = READY, 0.0
    asked = {need.skill_id: needed_level(need) for need in vacancy.needs if need.essential}
    levels = {skill: people.level(skill) for skill in finder.skills_that_matter(asked)}
    waiting = is_trainable(failed) & ~ready
    for skill, level in asked.items():
        if not finder.teaches(skill):
            waiting &= levels[skill] >= level
    held = {code: people.has_licence(code) for code in vacancy.licences or ()}
    rows = np.flatnonzero(waiting)
    columns = [*levels.values(), people.education, failed["licences"], *held.values()]
    _, first, which = np.unique(_group_rows([each[rows] for each in columns]), return_index=True, return_inverse=True)
    decided = []
    for row in rows[first]:
        trainee = Trainee(
            {skill: int(column[row]) for skill, column in levels.items()},
            None if people.education[row] == UNKNOWN else int(people.education[row]),
            frozenset(code for code, column in held.items() if column[row]),
        )
        lacking = frozenset({"licences"}) if failed["licences"][row] else frozenset()
        decided.append(decide(trainee, vacancy, failed=lacking, finder=finder))
    if decided:
        of_group = [np.nan if one.hours is None else one.hours for one in decided]
        status[rows] = np.array([READINESS.index(one.status) for one in decided], dtype=np.int8)[which.ravel()]
        hours[rows] = np.array(of_group)[which.ravel()]
    return ReadinessColumn(status, hours)


def _group_rows(columns: list[npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
    """Return one number a row, the same for rows that are alike in every column; far faster than comparing rows."""
    number, n_numbers = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        low = int(column.min(initial=0))
        span = int(column.max(initial=0)) - low + 1
        if n_numbers * span >= 1 << 62:
            _, number = np.unique(number, return_inverse=True)
            n_numbers = int(number.max(initial=0)) + 1
        number = number * span + (column.astype(np.int64) - low)
        n_numbers *= span
    return number
