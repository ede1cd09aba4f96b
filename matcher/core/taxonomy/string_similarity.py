"""How the words of a text resemble the words of a label: edits, shares of stems, lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from scipy import sparse

from matcher.core.taxonomy.char_ngrams import RowSums, distinct
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.text import word_stem

Floats = NDArray[Any]
Places = NDArray[np.int64]

MOST_EDITS = 12
"""Edits are counted up to so many."""


class WordLikeness:
    """Compares texts with the labels of a table, word by word.

    Parameters
    ----------
    table : LabelTable
        At least one label.

    Attributes
    ----------
    stem_idf_ : array of float, shape (n_stems + 1,)
        Rarity of each stem over concepts; the last is that of a stem of no label.
    """

    def __init__(self, table: LabelTable) -> None:
        self.table = table
        n_concepts = len(table.concepts_)
        self.ordered_ = [in_order(text) for text in table.folded_texts_]
        self.cyrillic_ = np.array([not text.isascii() for text in table.folded_texts_])
        self.log_chars_ = np.log1p(np.array([len(text) for text in table.folded_texts_]))
        self.stem_numbers_: dict[str, int] = {}
        number = self.stem_numbers_
        columns = [[number.setdefault(stem, len(number)) for stem in stems] for stems in table.stems_]
        rows = np.repeat(np.arange(len(table)), [len(each) for each in columns])
        flat = np.array([column for each in columns for column in each], dtype=np.int64)
        n_stems = max(len(number), 1)
        pairs = distinct(table.concept_[rows] * n_stems + flat)
        n_with = np.bincount(pairs % n_stems, minlength=n_stems)
        self.stem_idf_ = np.append(np.log((1 + n_concepts) / (1 + n_with)), np.log(1 + n_concepts)) + 0.1
        shape = (len(table), n_stems + 1)
        self.stems_of_label_ = sparse.csr_array((np.ones(len(flat)), (rows, flat)), shape=shape)
        owners = (np.ones(len(pairs)), (pairs // n_stems, pairs % n_stems))
        self.stems_of_concept_ = sparse.csr_array(owners, shape=(n_concepts, shape[1]))
        self.label_mass_ = np.asarray(self.stems_of_label_ @ self.stem_idf_)

    def columns(self, folded: Sequence[str], concepts: Places, labels: Places) -> list[Floats]:
        """Return how each text resembles its candidates.

        Parameters
        ----------
        folded : sequence of str, length n
        concepts, labels : arrays of int, shape (n, k)
            Candidates of each text, and the nearest label of each.

        Returns
        -------
        list of arrays, each of shape (n, k)
            Ratio, ratio of the sorted words, three shares of stems, edits, whether the script differs, length of the label (log),
            length of the text (log), number of words.
        """
        words = [list(dict.fromkeys(map(word_stem, text.split()))) for text in folded]
        ones = np.ones(concepts.shape[1])
        ratio, ordered_ratio, edits = self._by_letters(folded, labels)
        return [
            ratio,
            ordered_ratio,
            *self._by_stems(words, concepts, labels),
            edits,
            np.array([not text.isascii() for text in folded])[:, None] != self.cyrillic_[labels],
            self.log_chars_[labels],
            np.outer([np.log1p(len(text)) for text in folded], ones),
            np.outer([float(len(each)) for each in words], ones),
        ]

    def _by_letters(self, folded: Sequence[str], labels: Places) -> list[Floats]:
        texts = self.table.folded_texts_
        written = [text for text in folded for _ in range(labels.shape[1])]
        ordered = [text for text in map(in_order, folded) for _ in range(labels.shape[1])]
        places = labels.ravel().tolist()
        named, named_in_order = [texts[place] for place in places], [self.ordered_[place] for place in places]
        ratio = process.cpdist(written, named, scorer=fuzz.ratio)
        of_ordered = process.cpdist(ordered, named_in_order, scorer=fuzz.ratio)
        edits: Floats = process.cpdist(written, named, scorer=OSA.distance, score_cutoff=MOST_EDITS - 1)
        return [ratio.reshape(labels.shape) / 100, of_ordered.reshape(labels.shape) / 100, edits.reshape(labels.shape)]

    def _by_stems(self, words: Sequence[Sequence[str]], concepts: Places, labels: Places) -> list[Floats]:
        shape, unknown = concepts.shape, len(self.stem_idf_) - 1
        columns = np.array([self.stem_numbers_.get(word, unknown) for each in words for word in each], dtype=np.int64)
        rows = np.repeat(np.arange(len(words)), [len(each) for each in words])
        weights = self.stem_idf_[columns]
        mass = np.maximum(np.bincount(rows, weights=weights, minlength=len(words)), 1e-9)[:, None]
        known = columns < unknown
        texts: Any = sparse.csr_array((weights[known], (rows[known], columns[known])), shape=(len(words), unknown + 1))
        laid, asked = RowSums(texts), np.repeat(np.arange(len(words))[:, None], shape[1], axis=1)
        in_label = laid.products(asked, self.stems_of_label_, labels)
        in_concept = laid.products(asked, self.stems_of_concept_, concepts)
        return [in_label / mass, in_label / np.maximum(self.label_mass_[labels], 1e-9), in_concept / mass]


def in_order(folded: str) -> str:
    """Return the words of a folded text in alphabetical order."""
    return " ".join(sorted(folded.split())) if " " in folded else folded
