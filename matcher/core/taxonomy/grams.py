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
    keys.sort()
    if len(keys):
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return keys // _N_CODES, keys % _N_CODES


class GramSpace:
    """The n-grams of a set of labels, each with its weight (inverse document frequency over labels).

    Parameters
    ----------
    skeletons : sequence of str
        One a label.

    Attributes
    ----------
    labels_ : sparse matrix, shape (n_grams, n_labels)
        Unit columns: the product of a unit query vector with it holds cosines.
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
        self.labels_ = sparse.csr_array(self._unit(rows, self.columns_, n_labels).T)

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

    def union(self, owners: NDArray[np.int64], n_owners: int) -> Matrix:
        """Return which n-grams occur in any label of each owner, shape (n_grams, n_owners), entries 1.

        Parameters
        ----------
        owners : array of int, shape (n_labels,)
            Owner of each label.
        """
        return self._incidence(owners[self.rows_], self.columns_, n_owners)

    def incidence(self, skeletons: Sequence[str]) -> Matrix:
        """Return which n-grams occur in each text, shape (n_grams, n_texts), entries 1."""
        rows, codes = gram_codes(skeletons)
        columns = self.lookup_[codes]
        known = columns >= 0
        return self._incidence(rows[known], columns[known], len(skeletons))

    def _incidence(self, owners: NDArray[np.int64], grams: NDArray[np.int32], n_owners: int) -> Matrix:
        keys = np.unique(grams.astype(np.int64) * n_owners + owners)
        starts = np.searchsorted(keys, np.arange(self.n_grams + 1, dtype=np.int64) * n_owners).astype(np.int32)
        ones = np.ones(len(keys), dtype=np.float32)
        return sparse.csr_array((ones, (keys % n_owners).astype(np.int32), starts), shape=(self.n_grams, n_owners))

    def _unit(self, rows: Rows, columns: NDArray[np.int32], n_rows: int) -> Matrix:
        known = columns >= 0
        weights = np.where(known, self.idf_[columns], self.unknown_idf_)
        norms = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=n_rows))
        rows, columns = rows[known], columns[known]
        values = (weights[known] / norms[rows]).astype(np.float32)
        starts = np.searchsorted(rows, np.arange(n_rows + 1)).astype(np.int32)
        return sparse.csr_array((values, columns, starts), shape=(n_rows, self.n_grams))
