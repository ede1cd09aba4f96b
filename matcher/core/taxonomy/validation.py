"""Faults of a taxonomy that a person must mend."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set

from matcher.core.records import LANGUAGES
from matcher.core.taxonomy.concepts import KINDS, Taxonomy
from matcher.core.text import exact_key

Problem = tuple[str, str, str]
"""Code, concept, and the words or identifier at fault."""

NO_KAZAKH = "absent"
"""The ``kk_status`` of a concept from outside that has no label in Kazakh and need not have one in Russian."""

_LATIN_WORD = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_MIXED = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")


def problems(taxonomy: Taxonomy, shared: Set[tuple[str, str]] = frozenset()) -> list[Problem]:
    """Return all faults, sorted.

    Parameters
    ----------
    shared : set of (kind, label)
        Labels that several concepts share on purpose; lower case.

    Returns
    -------
    list of (code, concept, detail)
        Codes: ``label_empty``, ``label_shared``, ``relation_unknown``, ``alphabet_wrong``, ``isco_wrong``.
    """
    return sorted({*_labels(taxonomy), *_shared(taxonomy, shared), *_relations(taxonomy)})


def _labels(taxonomy: Taxonomy) -> set[Problem]:
    found: set[Problem] = set()
    for kind in KINDS:
        for concept, lang, label, _ in taxonomy.all_labels(kind):
            wrong = (
                _KAZAKH.search(label)
                if lang == "ru"
                else _CYRILLIC.search(label)
                if lang == "en"
                else _MIXED.search(label)
            )
            if wrong or _MIXED.search(label):
                found.add(("alphabet_wrong", concept, f"{lang}: {label}"))
    for key in (*taxonomy.skills, *taxonomy.occupations):
        found_there = taxonomy.concept(key)
        if found_there is None or (found_there.kk_status == NO_KAZAKH and found_there.labels):
            continue
        missing = [lang for lang in LANGUAGES if not found_there.labels.get(lang)]
        found |= {("label_empty", key, lang) for lang in missing}
    return found


def shared_labels(taxonomy: Taxonomy) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Return the concepts of each label that several have, by kind, language and label (lower case), in order."""
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for kind in KINDS:
        owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        for concept, lang, label, _ in taxonomy.all_labels(kind):
            owners[lang, exact_key(label)].add(concept)
        found |= {(kind, *key): tuple(sorted(concepts)) for key, concepts in owners.items() if len(concepts) > 1}
    return dict(sorted(found.items()))


def _shared(taxonomy: Taxonomy, shared: Set[tuple[str, str]]) -> set[Problem]:
    return {
        ("label_shared", ";".join(concepts), f"{lang}: {label}")
        for (kind, lang, label), concepts in shared_labels(taxonomy).items()
        if (kind, label) not in shared
    }


def _relations(taxonomy: Taxonomy) -> set[Problem]:
    found: set[Problem] = set()
    for key, skill in taxonomy.skills.items():
        pointed = [*skill.related, *(each for each, _ in skill.evidences), *([skill.broader] if skill.broader else [])]
        found |= {("relation_unknown", key, each) for each in pointed if each not in taxonomy.skills}
        if skill.group and skill.group not in taxonomy.groups:
            found.add(("relation_unknown", key, skill.group))
    for key, work in taxonomy.occupations.items():
        found |= {
            ("relation_unknown", key, each)
            for each, _ in (*work.essential, *work.optional)
            if each not in taxonomy.skills
        }
        if not re.fullmatch(r"\d{4}", work.isco08):
            found.add(("isco_wrong", key, work.isco08))
    return found
