"""Two taxonomies in one: a wider one from outside with our concepts in the place of equal ones."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import TypeVar

from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy.concepts import Taxonomy
from matcher.core.taxonomy.validation import shared_labels

Concept = TypeVar("Concept", Skill, Occupation)
Levels = tuple[tuple[str, int], ...]


def merge(ours: Taxonomy, wider: Taxonomy) -> Taxonomy:
    """Return `wider` with our concepts in the place of equal ones (the same URI), under our identifiers, with the labels of both.

    Our other concepts stay. Where an occupation is in both, our essential skills stay the essential ones, with our levels: what
    the wider taxonomy asks for beside them is optional.

    Examples
    --------
    >>> ours = Taxonomy({"weld": Skill("weld", {"ru": "сварка"}, esco_uri="u/1")}, {})
    >>> esco = Taxonomy({"esco-1": Skill("esco-1", {"en": "welding"}, esco_uri="u/1")}, {})
    >>> merge(ours, esco).skills["weld"].labels
    {'en': 'welding', 'ru': 'сварка'}
    """
    names = shared_concepts(ours, wider)
    skills = dict(ours.skills)
    for key, skill in sorted(wider.skills.items()):
        related = tuple(names.get(each, each) for each in skill.related)
        moved = replace(skill, broader=names.get(skill.broader, skill.broader), related=related)
        skills[names.get(key, key)] = _joined(ours.skills[names[key]], moved) if key in names else moved
    occupations = dict(ours.occupations)
    for key, found in sorted(wider.occupations.items()):
        work = replace(found, essential=_renamed(found.essential, names), optional=_renamed(found.optional, names))
        occupations[names.get(key, key)] = _joined_work(ours.occupations[names[key]], work) if key in names else work
    return Taxonomy(skills, occupations, {**wider.groups, **ours.groups})


def shared_concepts(ours: Taxonomy, wider: Taxonomy) -> dict[str, str]:
    """Return our identifier of each concept of `wider` that has the URI of one of ours."""
    found = {
        key: ours.skill_by_uri[each.esco_uri]
        for key, each in wider.skills.items()
        if each.esco_uri in ours.skill_by_uri
    }
    found |= {
        key: ours.occupation_by_uri[each.esco_uri]
        for key, each in wider.occupations.items()
        if each.esco_uri in ours.occupation_by_uri
    }
    return found


def _renamed(levels: Levels, names: Mapping[str, str]) -> Levels:
    return tuple((names.get(key, key), level) for key, level in levels)


def _joined(own: Concept, theirs: Concept) -> Concept:
    definitions = {**theirs.definitions, **own.definitions}
    labels = {**theirs.labels, **own.labels}
    return replace(own, labels=labels, alt_labels=_all_others(own, theirs), definitions=definitions)


def _joined_work(own: Occupation, theirs: Occupation) -> Occupation:
    joined = _joined(own, theirs)
    essential = own.essential or theirs.essential
    named = {key for key, _ in (*essential, *own.optional)}
    more = tuple(each for each in (*theirs.essential, *theirs.optional) if each[0] not in named)
    return replace(joined, essential=essential, optional=(*own.optional, *more))


def _all_others(own: Skill | Occupation, theirs: Skill | Occupation) -> dict[str, tuple[str, ...]]:
    found = dict(own.alt_labels)
    for lang, label in theirs.labels.items():
        mine = own.alt_labels.get(lang, ())
        known = {each.lower() for each in (*mine, own.labels.get(lang, label))}
        more = tuple(each for each in (label, *theirs.alt_labels.get(lang, ())) if each.lower() not in known)
        if more:
            found[lang] = (*mine, *more)
    return found


def noted_labels(merged: Taxonomy, ours: Taxonomy, noted: Set[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the labels that concepts share since the merge: kind, label in lower case, whose they are.

    A label that a concept of ours shares with one from outside says so: the two may be one, and want the same URI.

    Parameters
    ----------
    noted : set of (kind, label)
        Labels that concepts of ours share on purpose; labels that they share without a note stay faults.
    """
    own = {(kind, label) for kind, _, label in shared_labels(ours)}
    known = {**ours.skills, **ours.occupations}
    found = dict.fromkeys(noted, "ours")
    for (kind, _, label), concepts in shared_labels(merged).items():
        if (kind, label) not in own:
            of_ours = [key for key in concepts if key in known]
            found[kind, label] = f"ESCO and ours: {' '.join(concepts)}" if of_ours else "ESCO"
    return [(*key, note) for key, note in sorted(found.items())]
