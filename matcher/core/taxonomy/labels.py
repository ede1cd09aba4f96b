"""All labels of one kind of concept, in the forms that texts are looked up by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.concepts import Kind, Taxonomy
from matcher.core.text import exact_key, fold, one_gender, skeleton, word_stem

Found = dict[str, tuple[int, ...]]
WORDS_WRITTEN = 2
"""Labels of so many words stand as they are written too."""
Labelled = tuple[str, str, str, bool]


class LabelTable:
    """Labels of the skills or of the occupations of a taxonomy, one row a label, in order of concept.

    The folded texts have one form for women and men (see :func:`matcher.core.text.one_gender`); what is looked up must have it too.
    A short label that this changes has a second row as it is written, for words with typing errors, which no folding knows.

    Parameters
    ----------
    taxonomy : Taxonomy
    kind : {"skill", "occupation"}
    labels : iterable of (concept, language, label, preferred), optional
        Other labels than the taxonomy's own, in order of concept; to train on a part of them.

    Attributes
    ----------
    concepts_ : list of str
        Concept identifiers, sorted.
    concept_ : array of int, shape (n_labels,)
        Place of each label's concept in `concepts_`.
    group_ : array of int, shape (n_concepts,)
        Number of each concept's skill group (ISCO-08 sub-major group for occupations).
    """

    def __init__(self, taxonomy: Taxonomy, kind: Kind, labels: Iterable[Labelled] | None = None) -> None:
        given = list(taxonomy.all_labels(kind) if labels is None else labels)
        written = [(row, text) for row in given for text in _forms(fold(row[2]))]
        rows = [row for row, _ in written]
        self.taxonomy = taxonomy
        self.kind = kind
        self.concepts_ = sorted({row[0] for row in rows})
        number = {concept: place for place, concept in enumerate(self.concepts_)}
        self.concept_: NDArray[np.int64] = np.array([number[row[0]] for row in rows], dtype=np.int64)
        self.langs_ = [row[1] for row in rows]
        self.labels_ = [row[2] for row in rows]
        self.preferred_ = np.array([row[3] for row in rows], dtype=bool)
        self.folded_texts_ = [text for _, text in written]
        self.skeletons_ = [skeleton(folded) for folded in self.folded_texts_]

    def __len__(self) -> int:
        return len(self.labels_)

    @cached_property
    def exact_(self) -> Found:
        """Labels by exact form."""
        return _by(map(exact_key, self.labels_))

    @cached_property
    def folded_(self) -> Found:
        """Labels by folded form."""
        return _by(self.folded_texts_)

    @cached_property
    def skeleton_(self) -> Found:
        """Labels by Latin skeleton."""
        return _by(self.skeletons_)

    @cached_property
    def stems_(self) -> list[tuple[str, ...]]:
        """Distinct stems of each label's words."""
        return [tuple(dict.fromkeys(word_stem(word) for word in folded.split())) for folded in self.folded_texts_]

    @cached_property
    def starts_(self) -> NDArray[np.int64]:
        """Place of each concept's first label, and the number of labels at the end; shape (n_concepts + 1,)."""
        return np.searchsorted(self.concept_, np.arange(len(self.concepts_) + 1))

    @cached_property
    def group_(self) -> NDArray[np.int64]:
        """Number of each concept's group."""
        names = [self._group_of(concept) for concept in self.concepts_]
        number = {name: place for place, name in enumerate(sorted(set(names)))}
        return np.array([number[name] for name in names], dtype=np.int64)

    @cached_property
    def definitions_(self) -> list[str]:
        """Skeleton of each concept's definitions, all languages joined; empty where it has none."""
        found = (self.taxonomy.concept(concept) for concept in self.concepts_)
        return [
            skeleton(fold(" ".join(each.definitions[lang] for lang in sorted(each.definitions)))) if each else ""
            for each in found
        ]

    def owners(self, places: tuple[int, ...]) -> list[int]:
        """Return the labels to take where several are equal: one a concept, preferred labels first, then by identifier."""
        best: dict[int, int] = {}
        for place in sorted(places, key=lambda each: (not self.preferred_[each], self.concept_[each], each)):
            best.setdefault(int(self.concept_[place]), place)
        return list(best.values())

    def _group_of(self, concept: str) -> str:
        if self.kind == "occupation":
            return self.taxonomy.isco(concept)[:2]
        found = self.taxonomy.skills.get(concept)
        return (found.group if found else "") or concept


def _forms(folded: str) -> list[str]:
    shared = one_gender(folded)
    return [shared] if shared == folded or folded.count(" ") >= WORDS_WRITTEN else [shared, folded]


def _by(keys: Iterable[str]) -> Found:
    found: dict[str, tuple[int, ...]] = {}
    for place, key in enumerate(keys):
        if key:
            found[key] = (*found[key], place) if key in found else (place,)
    return found
