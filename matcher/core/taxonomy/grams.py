"""Character n-grams of skeleton texts, and the labels that share most of them: an exact cosine over an inverted index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_SYMBOLS = " abcdefghijklmnopqrstuvwxyz0123456789+#"
_SIZE = 40
_BREAK = 39
_TABLE = np.full(256, _BREAK, dtype=np.int32)
for _position, _symbol in enumerate(_SYMBOLS):
    _TABLE[ord(_symbol)] = _position

Matrix = sparse.csr_array


def gram_codes(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return row and code of every 3- and 4-gram inside a word, a space standing for its borders.

    Parameters
    ----------
    texts : sequence of str
        Skeletons (see :func:`matcher.core.text.skeleton`).

    Returns
    -------
    rows, codes : arrays of one length
        Codes of 3-grams are below 64,000; those of 4-grams from there to 2,624,000.
    """
    joined = "\n".join([f" {text} " for text in texts]).encode("ascii")
    letters = _TABLE[np.frombuffer(joined, dtype=np.uint8)]
    rows = np.cumsum(letters == _BREAK)
    inside = (letters > 0) & (letters != _BREAK)
    kept = letters != _BREAK
    three = np.flatnonzero(kept[:-2] & inside[1:-1] & kept[2:])
    four = np.flatnonzero(kept[:-3] & inside[1:-2] & inside[2:-1] & kept[3:])
    code3 = (letters[three] * _SIZE + letters[three + 1]) * _SIZE + letters[three + 2]
    code4 = ((letters[four] * _SIZE + letters[four + 1]) * _SIZE + letters[four + 2]) * _SIZE + letters[four + 3]
    every = np.concatenate([rows[three], rows[four]])
    codes = np.concatenate([code3, code4 + _SIZE**3]).astype(np.int32)
    return every, codes


class GramIndex:
    """Finds the labels nearest to a text by the cosine of their tf-idf weighted character n-grams.

    Parameters
    ----------
    skeletons : sequence of str
        One a label.
    """

    def __init__(self, skeletons: Sequence[str]) -> None:
        rows, codes = gram_codes(skeletons)
        size = _SIZE**3 + _SIZE**4
        pairs = np.unique(rows * size + codes)
        rows, codes = pairs // size, (pairs % size).astype(np.int32)
        n_labels = len(skeletons)
        vocabulary, columns, n_with = np.unique(codes, return_inverse=True, return_counts=True)
        self.lookup_ = np.full(size, -1, dtype=np.int32)
        self.lookup_[vocabulary] = np.arange(len(vocabulary), dtype=np.int32)
        self.idf_ = (np.log((1 + n_labels) / (1 + n_with)) + 1).astype(np.float32)
        self.unknown_idf_ = np.float32(np.log(1 + n_labels) + 1)
        weights = self.idf_[columns]
        norms = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=n_labels))
        weights = weights / np.maximum(norms, 1e-12)[rows].astype(np.float32)
        starts = np.searchsorted(rows, np.arange(n_labels + 1)).astype(np.int32)
        labels = sparse.csr_array((weights, columns.astype(np.int32), starts), shape=(n_labels, len(vocabulary)))
        self.postings_ = sparse.csr_array(labels.T)
        self.n_labels = n_labels

    def vectors(self, skeletons: Sequence[str]) -> Matrix:
        """Return unit vectors over the labels' n-grams, shape (n, vocabulary); n-grams of no label count in the length only."""
        rows, codes = gram_codes(skeletons)
        size = len(self.lookup_)
        pairs = np.unique(rows * size + codes)
        rows, columns = pairs // size, self.lookup_[pairs % size]
        known = columns >= 0
        weights = np.where(known, self.idf_[columns], self.unknown_idf_)
        norms = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=len(skeletons)))
        rows, columns = rows[known], columns[known]
        weights = weights[known] / np.maximum(norms, 1e-12)[rows].astype(np.float32)
        starts = np.searchsorted(rows, np.arange(len(skeletons) + 1)).astype(np.int32)
        return sparse.csr_array((weights, columns, starts), shape=(len(skeletons), len(self.idf_)))

    def nearest(self, skeletons: Sequence[str], *, k: int = 50) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Return query, label and cosine of the best `k` labels of each text, by query, then best first, ties by label."""
        queries, labels, scores = [], [], []
        block = 1024
        for first in range(0, len(skeletons), block):
            found = self.vectors(skeletons[first : first + block]) @ self.postings_
            for row in range(found.shape[0]):
                start, end = found.indptr[row], found.indptr[row + 1]
                columns, values = found.indices[start:end], found.data[start:end]
                if len(values) > k:
                    best = np.argpartition(values, len(values) - k)[len(values) - k :]
                    columns, values = columns[best], values[best]
                order = np.lexsort((columns, -values))
                queries.append(np.full(len(order), first + row))
                labels.append(columns[order].astype(np.int64))
                scores.append(values[order])
        if not queries:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
        return np.concatenate(queries), np.concatenate(labels), np.concatenate(scores)
