"""The taxonomy itself, and what resolving text to it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from matcher.core.records import LANGUAGES, Occupation, Skill

Kind = Literal["skill", "occupation"]
KINDS: tuple[Kind, ...] = ("skill", "occupation")
N_SUGGESTIONS = 5
"""Most candidates that a person is shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """A skill group: holds skills between which experience partly transfers.

    Attributes
    ----------
    broader : str
        The group above; empty at the top.
    """

    group_id: str
    labels: dict[str, str]
    broader: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One concept that a text may mean.

    Attributes
    ----------
    label : str
        The label of the concept that is nearest to the text.
    score : float
        0 to 1: the share of such candidates that are right, as measured on the taxonomy's own labels.
    """

    concept_id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one text resolves to.

    Attributes
    ----------
    candidates : tuple of Candidate
        At most five, best first; ties by identifier.
    accepted : bool
        Whether the best candidate is sure enough to be taken without a person's look.
    isco08 : str
        ISCO-08 unit group where the text is such a code, or an NKZ code that the map has, or a title that coded titles tell for
        sure; empty otherwise, and where a concept is accepted.
    """

    text: str
    lang: str
    candidates: tuple[Candidate, ...] = ()
    accepted: bool = False
    isco08: str = ""

    @property
    def concept_id(self) -> str:
        """Return the accepted concept; empty where none is."""
        return self.candidates[0].concept_id if self.accepted and self.candidates else ""

    @property
    def score(self) -> float:
        """Return the best candidate's score; 0 where there is none."""
        return self.candidates[0].score if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a free text that names a skill or an occupation, or may name one that is not known.

    Attributes
    ----------
    start, end : int
        Offsets in the original text, so that a page can underline the evidence.
    concept_id : str
        Empty where the words did not resolve.
    level : int or None
        1 to 5 where the text states one.
    years : float or None
        Years where the text states them.
    """

    start: int
    end: int
    text: str
    kind: Kind
    concept_id: str = ""
    level: int | None = None
    years: float | None = None
    score: float = 0.0


@dataclass(frozen=True)
class Taxonomy:
    """Skills, occupations and skill groups by identifier.

    Examples
    --------
    >>> weld = Skill("welding", {"en": "welding", "ru": "сварка", "kk": "дәнекерлеу"}, group="metal")
    >>> taxonomy = Taxonomy({"welding": weld}, {}, {})
    >>> taxonomy.label("welding", "ru"), taxonomy.siblings("welding")
    ('сварка', ())
    """

    skills: dict[str, Skill]
    occupations: dict[str, Occupation]
    groups: dict[str, Group] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """Return twelve hexadecimal digits of the content's SHA-256; the order of the rows does not matter."""
        digest = hashlib.sha256()
        for table in (self.skills, self.occupations, self.groups):
            for identifier in sorted(table):
                digest.update(repr(table[identifier]).encode())
        return digest.hexdigest()[:12]

    @cached_property
    def skill_by_uri(self) -> dict[str, str]:
        """Return the skill of each ESCO URI."""
        return {skill.esco_uri: key for key, skill in sorted(self.skills.items(), reverse=True) if skill.esco_uri}

    @cached_property
    def occupation_by_uri(self) -> dict[str, str]:
        """Return the occupation of each ESCO URI."""
        return {found.esco_uri: key for key, found in sorted(self.occupations.items(), reverse=True) if found.esco_uri}

    @cached_property
    def occupations_by_isco(self) -> dict[str, tuple[str, ...]]:
        """Return the occupations of each ISCO-08 unit group, in order of identifier."""
        found: dict[str, list[str]] = {}
        for key in sorted(self.occupations):
            found.setdefault(self.occupations[key].isco08, []).append(key)
        return {code: tuple(keys) for code, keys in found.items() if code}

    @cached_property
    def transfers(self) -> dict[str, tuple[str, ...]]:
        """Return for each skill those towards which it counts a half: the narrower ones, and the related ones in both directions."""
        found: dict[str, set[str]] = {}
        for skill_id, skill in self.skills.items():
            if skill.broader:
                found.setdefault(skill.broader, set()).add(skill_id)
            for other in skill.related:
                found.setdefault(skill_id, set()).add(other)
                found.setdefault(other, set()).add(skill_id)
        return {skill_id: tuple(sorted(others - {skill_id})) for skill_id, others in sorted(found.items())}

    @cached_property
    def skills_by_group(self) -> dict[str, tuple[str, ...]]:
        """Return the skills of each group, in order of identifier."""
        found: dict[str, list[str]] = {}
        for key in sorted(self.skills):
            found.setdefault(self.skills[key].group, []).append(key)
        return {group: tuple(keys) for group, keys in found.items() if group}

    def concept(self, concept_id: str) -> Skill | Occupation | None:
        """Return the skill or occupation of that identifier; None where there is none."""
        return self.skills.get(concept_id) or self.occupations.get(concept_id)

    def label(self, concept_id: str, lang: str = "en") -> str:
        """Return the preferred label in `lang`, or in the first language that has one, or the identifier itself."""
        found = self.concept(concept_id)
        if found is None:
            group = self.groups.get(concept_id)
            labels = group.labels if group else {}
        else:
            labels = found.labels
        return next((labels[each] for each in (lang, *LANGUAGES, *sorted(labels)) if labels.get(each)), concept_id)

    def isco(self, occupation_id: str) -> str:
        """Return the ISCO-08 unit group of an occupation; empty where unknown."""
        found = self.occupations.get(occupation_id)
        return found.isco08 if found else ""

    def siblings(self, skill_id: str) -> tuple[str, ...]:
        """Return the other skills of the same group, in order of identifier."""
        found = self.skills.get(skill_id)
        return tuple(each for each in self.skills_by_group.get(found.group, ()) if each != skill_id) if found else ()

    def ancestors(self, skill_id: str) -> tuple[str, ...]:
        """Return the broader skills, nearest first; a circle ends the walk."""
        chain: list[str] = []
        found = self.skills.get(skill_id)
        while found and found.broader and found.broader != skill_id and found.broader not in chain:
            chain.append(found.broader)
            found = self.skills.get(found.broader)
        return tuple(chain)

    def top_group(self, skill_id: str) -> str:
        """Return the topmost group of a skill; empty where it has none."""
        found = self.skills.get(skill_id)
        group, seen = (found.group if found else ""), set[str]()
        while group in self.groups and self.groups[group].broader and group not in seen:
            seen.add(group)
            group = self.groups[group].broader
        return group

    def all_labels(self, kind: Kind) -> Iterator[tuple[str, str, str, bool]]:
        """Yield concept, language, label and whether it is the preferred one; in order of identifier."""
        table: dict[str, Skill] | dict[str, Occupation] = self.skills if kind == "skill" else self.occupations
        for key in sorted(table):
            found = table[key]
            for lang, label in found.labels.items():
                if label:
                    yield key, lang, label, True
            for lang, labels in found.alt_labels.items():
                for label in labels:
                    if label:
                        yield key, lang, label, False
