"""Character n-grams of skeleton texts as sparse vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = sparse.csr_array
Rows = NDArray[np.int64]
Codes = NDArray[np.int64]

_SYMBOLS = " abcdefghijklmnopqrstuvwxyz0123456789+#"
_SIZE = 40
_BREAK = 39
_TABLE = np.full(256, _BREAK, dtype=np.int32)
for _position, _symbol in enumerate(_SYMBOLS):
    _TABLE[ord(_symbol)] = _position
_WHOLE = 1 << 24
"""Shares are summed as whole numbers of this part."""
_N_CODES = _SIZE**3 + _SIZE**4


def gram_codes(texts: Sequence[str]) -> tuple[Rows, Codes]:
    """Return row and code of each distinct 3- and 4-gram inside a word, a space standing for the word's borders.

    Parameters
    ----------
    texts : sequence of str
        Skeletons (see :func:`matcher.core.text.skeleton`).

    Returns
    -------
    rows, codes : arrays of one length
        Sorted by row, then code; each pair once. Codes are from 0 to 2,623,999.

    Examples
    --------
    >>> len(gram_codes(["mig"])[1])  # " mi", "mig", "ig ", " mig", "mig "
    5
    """
    joined = "\n".join([f" {text} " for text in texts]).encode("ascii", "replace")
    letters = _TABLE[np.frombuffer(joined, dtype=np.uint8)]
    rows = np.cumsum(letters == _BREAK)
    kept = letters != _BREAK
    inside = (letters > 0) & kept
    three = np.flatnonzero(kept[:-2] & inside[1:-1] & kept[2:])
    four = np.flatnonzero(kept[:-3] & inside[1:-2] & inside[2:-1] & kept[3:])
    code3 = (letters[three] * _SIZE + letters[three + 1]) * _SIZE + letters[three + 2]
    code4 = ((letters[four] * _SIZE + letters[four + 1]) * _SIZE + letters[four + 2]) * _SIZE + letters[four + 3]
    keys = np.concatenate([rows[three] * _N_CODES + code3, rows[four] * _N_CODES + code4 + _SIZE**3])
    keys = distinct(keys)
    return keys // _N_CODES, keys % _N_CODES


def distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the distinct keys in order; sorting is quicker here than the hash table behind ``numpy.unique``."""
    keys = np.sort(keys)
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


class GramSpace:
    """The n-grams of a set of labels, each with its weight (inverse document frequency over labels).

    Parameters
    ----------
    skeletons : sequence of str
        One a label.

    Attributes
    ----------
    labels_ : sparse matrix, shape (n_labels, n_grams)
        Unit rows: the product with a unit query vector is a cosine.
    """

    def __init__(self, skeletons: Sequence[str]) -> None:
        rows, codes = gram_codes(skeletons)
        n_labels = len(skeletons)
        n_with_code = np.bincount(codes, minlength=_N_CODES)
        vocabulary = np.flatnonzero(n_with_code)
        self.lookup_ = np.full(_N_CODES, -1, dtype=np.int32)
        self.lookup_[vocabulary] = np.arange(len(vocabulary), dtype=np.int32)
        self.idf_ = (np.log((1 + n_labels) / (1 + n_with_code[vocabulary])) + 1).astype(np.float32)
        self.unknown_idf_ = np.float32(np.log(1 + n_labels) + 1)
        self.rows_, self.columns_ = rows, self.lookup_[codes]
        self.n_with_ = n_with_code[vocabulary]
        self.labels_ = self._unit(rows, self.columns_, n_labels)

    @property
    def n_grams(self) -> int:
        """Number of distinct n-grams."""
        return len(self.idf_)

    def queries(self, skeletons: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Return unit vectors, and vectors whose entries are the shares of a text's squared weight that each n-gram holds.

        N-grams of no label have no column but lengthen the text: a text half of which is unknown reaches one half at most.
        """
        rows, codes = gram_codes(skeletons)
        columns = self.lookup_[codes]
        unit = self._unit(rows, columns, len(skeletons))
        return unit, sparse.csr_array((unit.data**2, unit.indices, unit.indptr), shape=unit.shape)

    def rarest(self, shares: Matrix, part: float) -> Matrix:
        """Return the entries of each row with the rarest n-grams first until they hold `part` of the row's sum.

        The rest are n-grams of many labels: they cost most of the time and tell little apart.
        """
        n_rows = shares.shape[0]
        rows = np.repeat(np.arange(n_rows), np.diff(shares.indptr))
        order = np.argsort(rows * np.int64(1 << 32) + self.n_with_[shares.indices], kind="stable")
        # Whole numbers: what is kept of a text must not hang on the texts before it.
        values = np.rint(shares.data[order] * np.float64(_WHOLE)).astype(np.int64)
        before = np.concatenate([[0], np.cumsum(values)])
        starts, ends = before[shares.indptr[:-1]], before[shares.indptr[1:]]
        kept = order[before[:-1] - starts[rows] < (part * (ends - starts))[rows]]
        kept.sort()
        starts = np.searchsorted(rows[kept], np.arange(n_rows + 1)).astype(np.int32)
        return sparse.csr_array((shares.data[kept], shares.indices[kept], starts), shape=shares.shape)

    def strongest(self, owners: NDArray[np.int64], n_owners: int) -> Matrix:
        """Return the greatest weight of each n-gram among the labels of each owner, shape (n_owners, n_grams).

        The product with a unit query vector is not below its cosine with any label of the owner.
        """
        order = np.argsort(owners[self.rows_] * np.int64(self.n_grams) + self.columns_, kind="stable")
        keys = owners[self.rows_[order]] * np.int64(self.n_grams) + self.columns_[order]
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        values = np.maximum.reduceat(self.labels_.data[order], first)
        keys = keys[first]
        starts = np.searchsorted(keys, np.arange(n_owners + 1, dtype=np.int64) * self.n_grams).astype(np.int32)
        return sparse.csr_array(
            (values, (keys % self.n_grams).astype(np.int32), starts), shape=(n_owners, self.n_grams)
        )

    def incidence(self, skeletons: Sequence[str]) -> Matrix:
        """Return which n-grams occur in each text, shape (n_texts, n_grams), entries 1."""
        rows, codes = gram_codes(skeletons)
        columns = self.lookup_[codes]
        known = columns >= 0
        starts = np.searchsorted(rows[known], np.arange(len(skeletons) + 1)).astype(np.int32)
        ones = np.ones(int(known.sum()), dtype=np.float32)
        return sparse.csr_array((ones, columns[known], starts), shape=(len(skeletons), self.n_grams))

    def _unit(self, rows: Rows, columns: NDArray[np.int32], n_rows: int) -> Matrix:
        known = columns >= 0
        weights = np.append(self.idf_, self.unknown_idf_)[columns]  # that of place -1 is the last
        norms = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=n_rows))
        rows, columns = rows[known], columns[known]
        values = (weights[known] / norms[rows]).astype(np.float32)
        starts = np.searchsorted(rows, np.arange(n_rows + 1)).astype(np.int32)
        return sparse.csr_array((values, columns, starts), shape=(n_rows, self.n_grams))


class RowSums:
    """Rows of a sparse matrix laid out side by side, so that their products with chosen rows of another are looked up.

    Of n texts and k candidates each only n times k products are wanted: a product of the matrices would make all.

    Parameters
    ----------
    rows : sparse matrix, shape (n_rows, n_columns)
        A hundred rows or so: what is laid out should fit into a core's own memory.
    """

    def __init__(self, rows: Matrix) -> None:
        n_rows, n_columns = rows.shape
        place = np.zeros(n_columns, dtype=np.int32)
        place[rows.indices] = 1
        used = np.flatnonzero(place)
        place[used] = np.arange(1, len(used) + 1, dtype=np.int32)
        self._width = len(used) + 1  # in front of each row a zero, for the columns that no row has
        self._place = place
        self._laid = np.zeros(n_rows * self._width, dtype=rows.dtype)
        starts = np.repeat(np.arange(n_rows, dtype=np.int32) * np.int32(self._width), np.diff(rows.indptr))
        self._laid[starts + place[rows.indices]] = rows.data

    def products(self, rows: NDArray[np.int64], right: Matrix, others: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the dot product of row ``rows[i]`` with ``right[others[i]]`` for each i; shape of `rows`."""
        if not right.nnz or not rows.size:
            return np.zeros(rows.shape, dtype=np.float32)
        chosen = right[others.ravel()]
        keys = self._place[chosen.indices]
        keys += np.repeat(rows.ravel().astype(np.int32) * np.int32(self._width), np.diff(chosen.indptr))
        found = sparse.csr_array((chosen.data, keys, chosen.indptr), shape=(rows.size, len(self._laid))) @ self._laid
        return np.asarray(found, dtype=np.float32).reshape(rows.shape)
