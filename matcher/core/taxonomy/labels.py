"""All labels of one kind of concept, in the forms that texts are looked up by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.concepts import Kind, Taxonomy
from matcher.core.taxonomy.grams import GramIndex
from matcher.core.text import exact_key, fold, skeleton, stems

Found = dict[str, tuple[int, ...]]


class LabelTable:
    """Labels of the skills or of the occupations of a taxonomy, one row a label.

    Parameters
    ----------
    taxonomy : Taxonomy
    kind : {"skill", "occupation"}

    Attributes
    ----------
    concepts_ : list of str
        Concept identifiers, sorted; a label points into it.
    concept_ : array of int, shape (n_labels,)
    """

    def __init__(self, taxonomy: Taxonomy, kind: Kind) -> None:
        rows = list(taxonomy.all_labels(kind))
        self.kind = kind
        self.concepts_ = sorted({row[0] for row in rows})
        number = {concept: place for place, concept in enumerate(self.concepts_)}
        self.concept_: NDArray[np.int64] = np.array([number[row[0]] for row in rows], dtype=np.int64)
        self.langs_ = [row[1] for row in rows]
        self.labels_ = [row[2] for row in rows]
        self.preferred_ = np.array([row[3] for row in rows], dtype=bool)
        self.exact_ = self._by(map(exact_key, self.labels_))
        self.folded_texts_ = [fold(label) for label in self.labels_]
        self.folded_ = self._by(self.folded_texts_)
        self.skeletons_ = [skeleton(folded) for folded in self.folded_texts_]
        self.skeleton_ = self._by(self.skeletons_)

    def __len__(self) -> int:
        return len(self.labels_)

    @cached_property
    def stems_(self) -> list[list[str]]:
        """Stems of each label's words."""
        return [stems(folded.split()) for folded in self.folded_texts_]

    @cached_property
    def grams_(self) -> GramIndex:
        """Index of the labels' character n-grams, built at first use."""
        return GramIndex(self.skeletons_)

    def _by(self, keys: Iterable[str]) -> Found:
        found: dict[str, tuple[int, ...]] = {}
        for place, key in enumerate(keys):
            if key:
                found[key] = (*found.get(key, ()), place)
        return found

    def owners(self, places: tuple[int, ...]) -> list[int]:
        """Return the labels to take where several are equal: one a concept, preferred labels first, then by identifier."""
        best: dict[int, int] = {}
        for place in sorted(places, key=lambda each: (not self.preferred_[each], self.concept_[each], each)):
            best.setdefault(int(self.concept_[place]), place)
        return list(best.values())
