"""What people bring to every pair, laid out by skill, word and work: once, whatever number of vacancies looks at it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import SkillPostings
from matcher.core.records import PastOccupation, Profile
from matcher.core.text import fold, stems
from matcher.core.text.protected import without_status

SHORTEST_WORD = 3
UNKNOWN = -1

Positions = npt.NDArray[np.intp]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Jobs:
    """Work done, or wanted, one row a job, in the order of the people.

    Attributes
    ----------
    rows : ndarray of intp, shape (n_jobs,)
        Whose job, ascending.
    kinds : tuple of str
        Distinct ISCO-08 unit groups, sorted; the empty one where a group is unknown.
    codes : ndarray of intp, shape (n_jobs,)
        Position in `kinds`.
    years : ndarray of float64, shape (n_jobs,)
        NaN where unknown.
    """

    rows: Positions
    kinds: tuple[str, ...]
    codes: Positions
    years: npt.NDArray[np.float64]

    @classmethod
    def of(cls, work: Sequence[Sequence[PastOccupation]]) -> Jobs:
        """Lay out the jobs of people."""
        jobs = [(row, past) for row, own in enumerate(work) for past in own]
        kinds = sorted({past.isco08 for _, past in jobs})
        place = {code: at for at, code in enumerate(kinds)}
        return cls(
            np.array([row for row, _ in jobs], dtype=np.intp),
            tuple(kinds),
            np.array([place[past.isco08] for _, past in jobs], dtype=np.intp),
            np.array([np.nan if past.years is None else past.years for _, past in jobs], dtype=np.float64),
        )

    @cached_property
    def people(self) -> tuple[Positions, Positions]:
        """Who has jobs, and where the jobs of each begin."""
        who, starts = np.unique(self.rows, return_index=True)
        return who, starts

    def largest(self, values: npt.NDArray[np.int64], n_people: int) -> npt.NDArray[np.int64]:
        """Give the largest over each person's jobs, shape (n_people, n); 0 where there are none.

        Parameters
        ----------
        values : ndarray of int64, shape (n_kinds, n)
            Of each kind, not negative.
        """
        found = np.zeros((n_people, values.shape[1]), dtype=np.int64)
        if len(self.rows):
            who, starts = self.people
            found[who] = np.maximum.reduceat(values[self.codes], starts, axis=0)
        return found


@dataclass(frozen=True)
class CandidateFeatures:
    """People, laid out by all that may move a score.

    Attributes
    ----------
    profiles : tuple of Profile or None
        None where nobody is: such a row brings nothing.
    holders : mapping of str to (ndarray of intp, ndarray of int64)
        By skill_id the rows of those who hold it, each once, and their levels.
    """

    profiles: tuple[Profile | None, ...]
    holders: Mapping[str, SkillPostings]
    _made: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, profiles: Sequence[Profile], held: Sequence[Mapping[str, int]]) -> CandidateFeatures:
        """Lay people out, with the levels of each as :func:`matcher.core.gaps.effective_levels` gives them."""
        pairs: dict[str, tuple[list[int], list[int]]] = {}
        for row, levels in enumerate(held):
            for skill, level in levels.items():
                rows, known = pairs.setdefault(skill, ([], []))
                rows.append(row)
                known.append(level)
        holders = {
            skill: (np.array(rows, dtype=np.intp), np.array(known, dtype=np.int64))
            for skill, (rows, known) in pairs.items()
        }
        return cls(tuple(profiles), holders)

    def __len__(self) -> int:
        return len(self.profiles)

    def once(self, asked_by: object, make: Callable[[], Made]) -> Made:
        """Make something of these people once for whoever asked last: 300 vacancies ask for the same."""
        found = self._made.get(asked_by)
        if found is None:
            found = make()
            self._made.clear()
            self._made[asked_by] = found
        return found  # type: ignore[return-value]

    @cached_property
    def has_skills(self) -> npt.NDArray[np.bool_]:
        """Who names a skill at all."""
        return np.array([one is not None and bool(one.skills) for one in self.profiles], dtype=np.bool_)

    @cached_property
    def spoken(self) -> Mapping[str, Positions]:
        """Give by word the rows of those whose own text, or whose names of work done, hold it."""
        found: dict[str, list[int]] = {}
        for row, one in enumerate(self.profiles):
            if one is not None:
                done = " ".join(past.text for past in one.occupations)
                for word in words_of(f"{done} {without_status(one.text)}"):
                    found.setdefault(word, []).append(row)
        return {word: np.array(rows, dtype=np.intp) for word, rows in found.items()}

    @cached_property
    def done(self) -> Jobs:
        """Work done."""
        return Jobs.of([() if one is None else one.occupations for one in self.profiles])

    @cached_property
    def wanted(self) -> Jobs:
        """Work wanted."""
        return Jobs.of([() if one is None else one.wanted_occupations for one in self.profiles])

    @cached_property
    def education(self) -> npt.NDArray[np.int64]:
        """Levels of education; :data:`UNKNOWN` where unknown."""
        levels = [None if one is None else one.education_level for one in self.profiles]
        return np.array([UNKNOWN if level is None else level for level in levels], dtype=np.int64)

    @cached_property
    def languages(self) -> tuple[list[Profile], Positions]:
        """Distinct knowledge of languages: somebody of each, and which is whose."""
        nobody = Profile()
        people = [nobody if one is None else one for one in self.profiles]
        return distinct(people, lambda one: one.languages)


Item = TypeVar("Item")


def distinct(items: Sequence[Item], key: Callable[[Item], Hashable]) -> tuple[list[Item], Positions]:
    """Give the first item of each key, and which of them stands for each item."""
    place: dict[Hashable, int] = {}
    first: list[Item] = []
    places = []
    for one in items:
        own = key(one)
        if own not in place:
            place[own] = len(first)
            first.append(one)
        places.append(place[own])
    return first, np.array(places, dtype=np.intp)


@lru_cache(maxsize=65_536)
def words_of(text: str) -> frozenset[str]:
    """Give the stems of the longer words of a text."""
    folded = [word for word in fold(text).split() if len(word) >= SHORTEST_WORD]
    return frozenset(stems(folded))
