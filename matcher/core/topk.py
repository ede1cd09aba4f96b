"""Exact best-k of a matrix that arrives in blocks of rows; ties go to the smaller position."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

MICRO = 1_000_000
_POSITIONS = 1 << 32

Keys = npt.NDArray[np.int64]


def to_keys(scores: npt.NDArray[np.float64], keep: npt.NDArray[np.bool_], first: int = 0) -> tuple[Keys, Keys]:
    """Join score and position into one integer, so that ordering by it is total.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_rows, n_columns)
        0 to 1; rounded to six decimals, as the files show them, before anything is compared.
    keep : ndarray of bool, same shape
        Pairs that may be ranked.
    first : int
        Position of the block's first row among all rows.

    Returns
    -------
    by_row_position, by_column_position : ndarray of int64
        Larger is better; -1 where not kept. In the first the tie-breaker is the row (for ranking rows within a column), in the second
        the column.
    """
    score_millionths = np.rint(scores * MICRO).astype(np.int64)
    n_rows, n_columns = scores.shape
    rows = _POSITIONS - 1 - (first + np.arange(n_rows, dtype=np.int64))[:, None]
    columns = _POSITIONS - 1 - np.arange(n_columns, dtype=np.int64)[None, :]
    kept = keep & (score_millionths > 0)
    return np.where(kept, score_millionths * _POSITIONS + rows, -1), np.where(kept, score_millionths * _POSITIONS + columns, -1)


def best(keys: Keys, k: int) -> Keys:
    """Give the k largest keys of each column, best first; -1 fills up.

    Parameters
    ----------
    keys : ndarray of int64, shape (n, m)
    k : int
        At least 1.

    Returns
    -------
    ndarray of int64, shape (k, m)
    """
    n_rows, n_columns = keys.shape
    if n_rows > k:
        keys = np.partition(keys, n_rows - k, axis=0)[n_rows - k :]
    ordered = -np.sort(-keys, axis=0)
    if ordered.shape[0] < k:
        ordered = np.vstack([ordered, np.full((k - ordered.shape[0], n_columns), -1, dtype=np.int64)])
    return np.asarray(ordered)


def merge(one: Keys, other: Keys) -> Keys:
    """Give the best of two results of :func:`best` over different rows."""
    return best(np.vstack([one, other]), one.shape[0])


def unpack(keys: Keys) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Give the scores (six decimals) and positions behind keys; position -1 where a key is -1."""
    empty = keys < 0
    scores = np.where(empty, 0.0, (keys // _POSITIONS) / MICRO)
    positions = np.where(empty, -1, _POSITIONS - 1 - keys % _POSITIONS)
    return scores, positions.astype(np.int64)
