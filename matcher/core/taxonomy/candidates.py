"""The concepts that a text may mean, and how each resembles the text: the columns that the re-ranker weighs."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.core.taxonomy.char_ngrams import GramSpace, Matrix, RowSums
from matcher.core.taxonomy.concepts import Kind
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.meaning import Encoder, MeaningView
from matcher.core.taxonomy.misspelt import MisspeltLabels
from matcher.core.taxonomy.string_similarity import WordLikeness
from matcher.core.text import skeleton

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

N_CANDIDATES: dict[Kind, int] = {"skill": 12, "occupation": 24}
"""Occupations are few and asked for one by one, and their titles are near one another: more of them are weighed."""
N_BY_MEANING = 8
BLOCK = 256
RARE_PART: dict[Kind, float] = {"skill": 0.6, "occupation": 1.0}
"""Share of a text's n-gram weight, rarest n-grams first, by which candidates are looked up; their likeness is then exact."""
DEFINITION = np.float32(0.03)
"""Weight of an n-gram of the definition beside those of the labels when candidates are looked up."""
MISSPELT_BELOW = 0.5
FEATURES: tuple[str, ...] = (
    "cosine",  # of the text with the nearest label, over character n-grams
    "cosine_second",  # with the concept's second nearest label
    "cosine_third",
    "covered",  # share of the text's n-gram weight that the concept's labels hold together
    "covered_by_definition",
    "ratio",  # 1 - normalised edit distance to the nearest label, folded
    "sorted_ratio",  # the same after sorting the words
    "stems_of_text",  # share of the text's stem weight in the nearest label
    "stems_of_label",  # share of the nearest label's stem weight in the text
    "stems_of_concept",  # share of the text's stem weight in the concept's labels together
    "edits",  # letters to change between the text and the nearest label, at most 12
    "script_differs",  # one has Cyrillic letters, the other none
    "log_label_chars",  # length of the nearest label
    "log_chars",  # length of the text
    "n_words",
    "log_size",  # n-grams of the concept
    "preferred",  # whether the nearest label is the preferred one
    "together",  # cosine of the text with the concept's labels put together, each n-gram as strong as in its strongest label
    "together_gap",
    "occupation",  # whether titles are looked for, not skills
    "cosine_gap",  # to the best candidate
    "covered_gap",
    "place",  # log of the place by cosine
    "group_support",  # share of the other candidates' squared cosines that lies in the same group
)


@dataclass(frozen=True)
class Candidates:
    """Candidates of n texts, at most k each.

    Attributes
    ----------
    concepts, labels : arrays of int, shape (n, k)
        Place of the concept, and of its nearest label, in the label table.
    valid : array of bool, shape (n, k)
        False where a text has fewer than k candidates.
    features : array of float, shape (n, k, len(names))
    names : tuple of str
        What each column of `features` is.
    """

    concepts: Places
    labels: Places
    valid: NDArray[np.bool_]
    features: Floats
    names: tuple[str, ...] = FEATURES


class CandidateIndex:
    """Finds and describes candidates among the labels of a table.

    Parameters
    ----------
    table : LabelTable
        At least one label.
    views : sequence of MeaningView
        Encoders' views of the same table; each adds `N_BY_MEANING` candidates and two columns (cosine, gap to the best).
    """

    def __init__(self, table: LabelTable, views: Sequence[MeaningView] = ()) -> None:
        self.table = table
        self.views = tuple(views)
        self.n_concepts = len(table.concepts_)
        self.n_candidates = N_CANDIDATES[table.kind]
        self.grams_ = GramSpace(table.skeletons_)
        strongest = self.grams_.strongest(table.concept_, self.n_concepts)
        self.unions_ = sparse.csr_array(
            (np.ones_like(strongest.data), strongest.indices, strongest.indptr), shape=strongest.shape
        )
        self.log_size_ = np.log1p(np.diff(strongest.indptr)).astype(np.float32)
        self.definitions_ = self.grams_.incidence(table.definitions_)
        self.strongest_ = strongest
        self.postings_ = sparse.csr_array((strongest + DEFINITION * self.definitions_).T)
        self.likeness_ = WordLikeness(table)
        self.misspelt_ = MisspeltLabels(table)

    def beside(self, views: Sequence[MeaningView]) -> CandidateIndex:
        """Return an index of the same labels with other encoders' views; what was built from the letters is shared."""
        other = copy(self)
        other.views = tuple(views)
        return other

    def find(self, folded: Sequence[str], texts: Sequence[str] = ()) -> Candidates:
        """Return the candidates of each text, in blocks that bound the memory.

        Parameters
        ----------
        folded : sequence of str
        texts : sequence of str
            The same texts as written, for the encoders; the folded ones where not given.
        """
        written = texts or folded
        blocks = [
            self._find(folded[first : first + BLOCK], written[first : first + BLOCK])
            for first in range(0, len(folded), BLOCK)
        ]
        if not blocks:
            width = self.n_candidates + N_BY_MEANING * len(self.views)
            none = np.zeros((0, width), dtype=np.int64)
            columns = np.zeros((0, width, len(self.features)), np.float32)
            return Candidates(none, none, none.astype(bool), columns, self.features)
        return Candidates(
            np.concatenate([block.concepts for block in blocks]),
            np.concatenate([block.labels for block in blocks]),
            np.concatenate([block.valid for block in blocks]),
            np.concatenate([block.features for block in blocks]),
            self.features,
        )

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns."""
        return features_with([view.encoder for view in self.views])

    def _find(self, folded: Sequence[str], texts: Sequence[str]) -> Candidates:
        unit, shares = self.grams_.queries([skeleton(text) for text in folded])
        concepts = self._likeliest(shares)
        meanings = [view.cosines(texts) for view in self.views]
        concepts = np.concatenate([concepts, *(best_places(meaning, N_BY_MEANING) for meaning in meanings)], axis=1)
        rows = np.repeat(np.arange(len(folded))[:, None], concepts.shape[1], axis=1)
        alike, held = RowSums(unit), RowSums(shares)
        nearest, top = self._nearest_labels(alike, concepts)
        if self._take_in_misspelt(folded, top[:, :, 0].max(axis=1), concepts, nearest):
            top[:, :, 0] = alike.products(rows, self.grams_.labels_, nearest)
        covered = held.products(rows, self.unions_, concepts)
        together = alike.products(rows, self.strongest_, concepts)
        defined = held.products(rows, self.definitions_, concepts)
        columns = [*np.moveaxis(top, 2, 0), covered, defined]
        columns += self.likeness_.columns(folded, concepts, nearest)
        columns += [
            self.log_size_[concepts],
            self.table.preferred_[nearest],
            together,
            together.max(axis=1, keepdims=True) - together,
            np.full(concepts.shape, float(self.table.kind == "occupation")),
            *self._among(top[:, :, 0], covered, concepts),
        ]
        for meaning in meanings:
            columns += [meaning[rows, concepts], meaning.max(axis=1, keepdims=True) - meaning[rows, concepts]]
        valid = (top[:, :, 0] > 0) | (covered > 0) | (len(meanings) > 0)
        return Candidates(
            concepts, nearest, valid & _first_of_its_kind(concepts), np.stack(columns, axis=2).astype(np.float32)
        )

    def _likeliest(self, shares: Matrix) -> Places:
        """Return the concepts whose labels together resemble each text most, best first, (n, n_candidates); ties by concept."""
        k = self.n_candidates
        rare = self.grams_.rarest(shares, RARE_PART[self.table.kind])
        rare = sparse.csr_array((np.sqrt(rare.data), rare.indices, rare.indptr), shape=rare.shape)
        found = rare @ self.postings_
        rows, columns = likeliest(found, k)
        starts = np.searchsorted(rows, np.arange(shares.shape[0] + 1))
        concepts = np.zeros((shares.shape[0], k), dtype=np.int64)
        concepts[rows, np.arange(len(rows)) - starts[rows]] = columns
        for row in np.flatnonzero(np.diff(starts) < k).tolist():
            # The others are no candidates, but each must be another concept.
            chosen = columns[starts[row] : starts[row + 1]]
            rest = np.setdiff1d(np.arange(min(2 * k, self.n_concepts)), chosen)
            chosen = np.concatenate([chosen, rest])[:k]
            concepts[row, : len(chosen)] = chosen
        return concepts

    def _nearest_labels(self, alike: RowSums, concepts: Places) -> tuple[Places, Floats]:
        """Return the nearest label of each candidate and its three highest cosines, (n, k, 3)."""
        starts, ends = self.table.starts_[concepts], self.table.starts_[concepts + 1]
        width = max(int((ends - starts).max()), 3)
        places = starts[:, :, None] + np.arange(width)
        within = places < ends[:, :, None]
        values = np.zeros(places.shape, dtype=np.float32)
        values[within] = alike.products(np.nonzero(within)[0], self.grams_.labels_, places[within])
        nearest = starts + values.argmax(axis=2)
        return nearest, np.sort(np.partition(values, width - 3, axis=2)[:, :, width - 3 :], axis=2)[:, :, ::-1]

    def _take_in_misspelt(self, folded: Sequence[str], best: Floats, concepts: Places, nearest: Places) -> bool:
        """Give short texts that share few n-grams with any label the label that the fewest edits lead to, as their last candidate."""
        changed = False
        for row in np.flatnonzero(best < MISSPELT_BELOW).tolist():
            label = self.misspelt_.nearest(folded[row])
            if label < 0:
                continue
            concept = self.table.concept_[label]
            place = np.flatnonzero(concepts[row] == concept)
            column = int(place[0]) if len(place) else self.n_candidates - 1
            concepts[row, column], nearest[row, column] = concept, label
            changed = True
        return changed

    def _among(self, cosine: Floats, covered: Floats, concepts: Places) -> list[Floats]:
        """Return what a candidate is among the others of its text: gaps to the best, place, support by its group."""
        place = np.argsort(np.argsort(-cosine, axis=1, kind="stable"), axis=1)
        squared = cosine.astype(np.float64) ** 2
        groups = self.table.group_[concepts]
        same = (groups[:, :, None] == groups[:, None, :]) & ~np.eye(groups.shape[1], dtype=bool)
        support = (same * squared[:, None, :]).sum(axis=2) / np.maximum(squared.sum(axis=1), 1e-9)[:, None]
        gaps = [values.max(axis=1, keepdims=True) - values for values in (cosine, covered)]
        return [*gaps, np.log1p(place), support]


def features_with(encoders: Sequence[Encoder]) -> tuple[str, ...]:
    """Return the names of the columns where these encoders take part."""
    return (*FEATURES, *(f"{each.name}_{column}" for each in encoders for column in ("meaning", "meaning_gap")))


def likeliest(found: Matrix, k: int) -> tuple[Places, Places]:
    """Return row and column of the k greatest values of each row, greatest first, ties by column; fewer where a row has fewer."""
    n_rows, ends = found.shape[0], found.indptr
    least = np.zeros(n_rows, dtype=found.dtype)
    for row in np.flatnonzero(np.diff(ends) > k).tolist():
        least[row] = np.partition(found.data[ends[row] : ends[row + 1]], -k)[-k]
    rows = np.repeat(np.arange(n_rows), np.diff(ends))
    kept = np.flatnonzero(found.data >= least[rows])
    order = kept[np.lexsort((found.indices[kept], -found.data[kept], rows[kept]))]
    rows = rows[order]
    first = np.arange(len(rows)) - np.searchsorted(rows, np.arange(n_rows))[rows] < k
    return rows[first], found.indices[order][first].astype(np.int64)


def best_places(scores: Floats, k: int) -> Places:
    """Return the columns of the k best scores of each row; all columns, and column 0 again, where there are fewer."""
    n_columns = scores.shape[1]
    if n_columns <= k:
        return np.pad(np.broadcast_to(np.arange(n_columns), scores.shape), ((0, 0), (0, k - n_columns)))
    return np.argpartition(-scores, k - 1, axis=1)[:, :k]


def _first_of_its_kind(concepts: Places) -> NDArray[np.bool_]:
    """Return whether each place of a row is the first that holds its concept."""
    order = np.argsort(concepts, axis=1, kind="stable")
    ordered = np.take_along_axis(concepts, order, axis=1)
    first = np.ones(concepts.shape, dtype=bool)
    first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    found = np.empty_like(first)
    np.put_along_axis(found, order, first, axis=1)
    return found
