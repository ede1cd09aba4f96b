"""Records that may be the same: told with evidence, never merged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz

from matcher.core.records import Jobseeker
from matcher.core.text.normal import fold

SKILLS_ALIKE = 0.8
"""Share of all skills of two people that both have, from which on they are alike."""
FEWEST_SKILLS = 3
TEXT_ALIKE = 90.0
"""Likeness of two texts in per cent from which on they are nearly the same."""
SHORTEST_TEXT = 30
MOST_COMPARED = 200
"""People of one birth date and place that one more is compared with: a date that stands for "unknown" may be everybody's."""
MOST_TOLD = 3
"""Others that are told of one record; each of those tells of its own."""


class SameIdentifiers:
    """Finds identifiers that differ by leading zeros only, as a spreadsheet strips them."""

    def __init__(self, identifiers: Iterable[str] = ()) -> None:
        self._known: dict[str, list[str]] = {}
        for identifier in identifiers:
            self.add(identifier)

    def add(self, identifier: str) -> None:
        """Note an identifier that is there."""
        self._known.setdefault(identifier.lstrip("0"), []).append(identifier)

    def find(self, identifier: str) -> tuple[str, ...]:
        """Give the others that differ by leading zeros only, sorted, at most :data:`MOST_TOLD`.

        Examples
        --------
        >>> SameIdentifiers(["000123", "0123", "1230"]).find("123")
        ('000123', '0123')
        """
        plain = identifier.lstrip("0")
        others = {each for each in self._known.get(plain, ()) if each != identifier}
        return tuple(sorted(others)[:MOST_TOLD]) if plain else ()


class SamePeople:
    """Finds people with the same birth date and locality whose skills or words are nearly the same.

    Birth dates serve to find double entries only; nothing of this reaches a score.
    """

    def __init__(self) -> None:
        self._by_birth: dict[tuple[date, str], list[tuple[str, tuple[str, ...], str]]] = {}

    def add(self, person: Jobseeker, born: date | None) -> None:
        """Note a person who is there."""
        place = person.circumstances.locality
        if born is not None and place:
            marks = (person.jobseeker_id, _skills(person), _words(person))
            self._by_birth.setdefault((born, place), []).append(marks)

    def find(self, person: Jobseeker, born: date | None) -> list[tuple[str, tuple[str, ...]]]:
        """Give (jobseeker_id, evidence) of the others who may be this person, by identifier, at most :data:`MOST_TOLD`.

        Evidence are codes with parameters: ``same_birth_date``, ``same_locality:<code>``, ``skills_alike:<per cent>``,
        ``text_alike:<per cent>``.
        """
        place = person.circumstances.locality
        if born is None or not place:
            return []
        skills, words, found = _skills(person), _words(person), set()
        for other_id, other_skills, other_words in self._by_birth.get((born, place), [])[:MOST_COMPARED]:
            alike = [*_alike_skills(skills, other_skills), *_alike_words(words, other_words)]
            if alike and other_id != person.jobseeker_id:
                found.add((other_id, ("same_birth_date", f"same_locality:{place}", *alike)))
        return sorted(found)[:MOST_TOLD]


def _skills(person: Jobseeker) -> tuple[str, ...]:
    return tuple(held.skill_id for held in person.profile.skills)


def _words(person: Jobseeker) -> str:
    return fold(person.profile.text)


def _alike_skills(one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    first, second = set(one), set(other)
    if min(len(first), len(second)) < FEWEST_SKILLS:
        return []
    share = len(first & second) / len(first | second)
    return [f"skills_alike:{round(100 * share)}"] if share >= SKILLS_ALIKE else []


def _alike_words(one: str, other: str) -> list[str]:
    if min(len(one), len(other)) < SHORTEST_TEXT:
        return []
    likeness = fuzz.ratio(one, other, score_cutoff=TEXT_ALIKE)
    return [f"text_alike:{int(likeness)}"] if likeness else []
