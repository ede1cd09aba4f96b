"""The people of a centre who may be shown, laid out by skill and by what is filtered, so that a search looks at all of them at once.

A pool never changes: what is written later makes another pool that shares what is the same, so whoever searches meanwhile sees one state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import SkillPostings
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.gaps import effective_levels
from matcher.core.matching.candidates import Candidates
from matcher.core.matching.constraints import CONSTRAINTS, Groups, ValueGroups
from matcher.core.records import Jobseeker, Profile, SensitiveFeatures
from matcher.core.taxonomy import Taxonomy

Item = TypeVar("Item")
Attribute = tuple[str, str]
"""What a person has, by kind and code: ``("skill", "welding")``, ``("language", "kk")``, ``("sex", "F")``."""
NUMBERS = ("born", "unemployed_since", "travel_minutes", "education")
UNKNOWN = -1
NOBODY: SkillPostings = (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class CandidateIndex:
    """People by position; a position stays a person's own as long as the person may be shown.

    Attributes
    ----------
    ids : tuple of str
        ``jobseeker_id`` by position; empty where somebody has left.
    is_here : ndarray of bool, shape (n_positions,)
    place : ndarray of int64, shape (n_positions,)
        Place in the order of identifiers, by which ties are broken.
    attributes : mapping of Mark to (ndarray, ndarray)
        Who has it, and at which level (1 where there are no levels).
    own_marks : tuple of tuple of Attribute
        The same by position.
    profiles : tuple of Profile
        By position, for rankers that look at more than levels; None where somebody has left.
    unresolved : tuple of tuple of str
        By position, the words of each that named no concept.
    numbers : mapping of str to ndarray of int64
        :data:`NUMBERS`; dates as ordinals; :data:`UNKNOWN` where not known.
    groups : mapping of str to ValueGroups
        What each constraint sees of people.
    """

    taxonomy: Taxonomy
    ids: tuple[str, ...]
    position_of: Mapping[str, int]
    is_here: npt.NDArray[np.bool_]
    place: npt.NDArray[np.int64]
    attributes: Mapping[Attribute, SkillPostings]
    own_attributes: tuple[tuple[Attribute, ...], ...]
    profiles: tuple[Profile | None, ...]
    unresolved: tuple[tuple[str, ...], ...]
    numbers: Mapping[str, npt.NDArray[np.int64]]
    groups: Groups

    @classmethod
    def empty(cls, taxonomy: Taxonomy) -> CandidateIndex:
        """Give the pool of a centre without people."""
        numbers = {name: np.zeros(0, dtype=np.int64) for name in NUMBERS}
        groups = {one.name: ValueGroups(np.zeros(0, dtype=np.int32)) for one in CONSTRAINTS}
        place = np.zeros(0, dtype=np.int64)
        return cls(taxonomy, (), {}, np.zeros(0, dtype=bool), place, {}, (), (), (), numbers, groups)

    def holders(self, kind: str, code: str) -> SkillPostings:
        """Give who has a mark."""
        return self.attributes.get((kind, code), NOBODY)

    def has(self, kind: str, code: str) -> npt.NDArray[np.bool_]:
        """Say of every position whether it has a mark."""
        found = np.zeros(len(self.ids), dtype=bool)
        found[self.holders(kind, code)[0]] = True
        return found

    def skills(self) -> dict[str, SkillPostings]:
        """Give who holds each skill, with levels."""
        return {code: holders for (kind, code), holders in self.attributes.items() if kind == "skill"}

    def candidates(self) -> Candidates:
        """Lay everybody out for scoring; of 100,000 people that takes seconds where a ranker looks at more than levels."""
        return Candidates(CandidateFeatures(self.profiles, self.skills()), self.groups)

    def level(self, skill_id: str) -> npt.NDArray[np.int64]:
        """Give the level of everybody in a skill; 0 where it is not held."""
        found = np.zeros(len(self.ids), dtype=np.int64)
        rows, levels = self.holders("skill", skill_id)
        found[rows] = levels
        return found

    def with_people(self, people: Mapping[str, Jobseeker | None], features: Mapping[str, SensitiveFeatures]) -> CandidateIndex:
        """Give the pool after people have been written; None for those who may not be shown any more."""
        arriving = sorted(
            person_id for person_id, person in people.items() if person and person_id not in self.position_of
        )
        ids = [*self.ids, *arriving]
        position_of = {**self.position_of, **{person_id: len(self.ids) + at for at, person_id in enumerate(arriving)}}
        present = {position_of[person_id]: person for person_id, person in people.items() if person is not None}
        leaving = [position_of.pop(key) for key, person in people.items() if person is None and key in position_of]
        for position in leaving:
            ids[position] = ""
        is_here = _grown(self.is_here, len(ids), False)
        is_here[list(present)], is_here[leaving] = True, False
        own = {at: features.get(person.jobseeker_id) for at, person in present.items()}
        fresh = {at: marks_of(person, own[at], self.taxonomy) for at, person in sorted(present.items())}
        fresh |= {at: {} for at in leaving}
        return replace(
            self,
            ids=tuple(ids),
            position_of=position_of,
            is_here=is_here,
            place=_places(ids),
            attributes=self._marks(fresh),
            own_attributes=_replaced(self.own_attributes, {at: tuple(marks) for at, marks in fresh.items()}, len(ids), ()),
            profiles=_replaced(
                self.profiles,
                {**{at: person.profile for at, person in present.items()}, **dict.fromkeys(leaving)},
                len(ids),
                None,
            ),
            unresolved=_replaced(
                self.unresolved,
                {**{at: person.unresolved for at, person in present.items()}, **dict.fromkeys(leaving, ())},
                len(ids),
                (),
            ),
            numbers=self._numbers(present, own, len(ids)),
            groups={
                one.name: self.groups[one.name].with_values(
                    {at: one.person(person) for at, person in present.items()}, len(ids)
                )
                for one in CONSTRAINTS
            },
        )

    def _marks(self, fresh: Mapping[int, Mapping[Attribute, int]]) -> dict[Attribute, SkillPostings]:
        found, arriving = dict(self.attributes), dict[Attribute, list[tuple[int, int]]]()
        for position, marks in fresh.items():
            for mark, level in marks.items():
                arriving.setdefault(mark, []).append((position, level))
        moved = np.array(sorted(fresh), dtype=np.intp)
        for mark in {mark for at in fresh if at < len(self.own_attributes) for mark in self.own_attributes[at]}:
            rows, levels = found[mark]
            stays = ~np.isin(rows, moved, assume_unique=True)
            found[mark] = rows[stays], levels[stays]
        for mark, pairs in arriving.items():
            both = np.array(pairs, dtype=np.int64)
            former = found.get(mark, NOBODY)
            found[mark] = np.concatenate([former[0], both[:, 0]]), np.concatenate([former[1], both[:, 1]])
        return found

    def _numbers(
        self, present: Mapping[int, Jobseeker], features: Mapping[int, SensitiveFeatures | None], n: int
    ) -> dict[str, npt.NDArray[np.int64]]:
        found = {name: _grown(column, n, UNKNOWN) for name, column in self.numbers.items()}
        for position, person in present.items():
            for name, value in numbers_of(person, features[position]).items():
                found[name][position] = UNKNOWN if value is None else value
        return found


def marks_of(person: Jobseeker, features: SensitiveFeatures | None, taxonomy: Taxonomy) -> dict[Attribute, int]:
    """List what a person has, by which people are scored (skills only) or filtered."""
    around = person.circumstances
    found = {("skill", skill): level for skill, level in effective_levels(person.profile.skills, taxonomy).items()}
    found |= {("language", spoken.language): 1 for spoken in person.profile.languages or ()}
    found |= {("licence", code): 1 for code in around.licences or ()}
    found |= {("shift", code): 1 for code in around.shifts or ()}
    if around.locality:
        found["locality", around.locality] = 1
    if features is not None and features.sex:
        found["sex", features.sex] = 1
    if features is not None and features.care_hours:
        found["carer", ""] = 1
    return found


def numbers_of(person: Jobseeker, features: SensitiveFeatures | None) -> dict[str, int | None]:
    """Give :data:`NUMBERS` of a person."""
    return {
        "born": _ordinal(features.birth_date if features else None),
        "unemployed_since": _ordinal(features.unemployed_since if features else None),
        "travel_minutes": person.circumstances.max_travel_minutes,
        "education": person.profile.education_level,
    }


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _grown(column: npt.NDArray[Any], n: int, blank: object) -> npt.NDArray[Any]:
    return np.concatenate([column, np.full(n - len(column), blank, dtype=column.dtype)])


def _replaced(former: Sequence[Item], fresh: Mapping[int, Item], n: int, blank: Item) -> tuple[Item, ...]:
    found = [*former, *([blank] * (n - len(former)))]
    for position, item in fresh.items():
        found[position] = item
    return tuple(found)


def _places(ids: Sequence[str]) -> npt.NDArray[np.int64]:
    order = sorted(range(len(ids)), key=ids.__getitem__)
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = np.arange(len(ids))
    return place
