"""Quality of rankings: nDCG, average precision, reciprocal rank, recall, R-precision; bootstrap intervals over queries.

Every function of a metric takes `gains`: one row a query, graded truth in the order of the ranking, best first; 0 is not relevant, and
any positive gain is relevant. Rows come from :func:`gains_in_order`. Every function returns one number a query.

Notes
-----
*Ties.* Scores that agree to nine decimals tie, and a tie goes to the smaller column. Whoever sorts columns by identifier has ties
broken by identifier, in ascending order; ``trec_eval`` also breaks ties by identifier, but in descending order (C. Buckley, README of
trec_eval 9). What a user sees is one such list, so the metrics measure it, not the mean over all orders of a tie (F. McSherry and
M. Najork, "Computing information retrieval performance measures efficiently in the presence of tied scores", ECIR 2008).

*Queries without a relevant item* have no defined recall, ideal gain or precision: their row is NaN, they are left out of every mean,
and :class:`Estimate` says over how many queries it was taken. TREC leaves such topics out in the same way (E. Voorhees and D. Harman,
"TREC: Experiment and Evaluation in Information Retrieval", 2005, ch. 3); ``sklearn.metrics.ndcg_score`` counts them as 0 instead.

*Items without a judgement* count as not relevant, as in trec_eval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

TIE_DECIMALS = 9
N_RESAMPLES = 2000
_BLOCK = 4_000_000


def best_first(scores: Matrix, keep: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.intp]:
    """Order the columns of each row, best first.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_queries, n_items)
        Finite; larger is better. Compared after rounding to :data:`TIE_DECIMALS`; ties go to the smaller column.
    keep : ndarray of bool, same shape, optional
        Pairs that may be ranked; the others come last.

    Returns
    -------
    ndarray of intp, shape (n_queries, n_items)

    Raises
    ------
    ValueError
        When a score is not finite: an order of NaN would be an accident.

    Examples
    --------
    >>> best_first(np.array([[0.2, 0.9, 0.2]])).tolist()
    [[1, 0, 2]]
    """
    if not np.isfinite(scores).all():
        raise ValueError("scores must be finite")
    keys = -np.round(scores, TIE_DECIMALS)
    if keep is not None:
        keys = np.where(keep, keys, np.inf)
    return np.argsort(keys, axis=1, kind="stable")


def gains_in_order(scores: Matrix, truth: Matrix, keep: npt.NDArray[np.bool_] | None = None) -> Matrix:
    """Give the gains of each query in the order that its scores make.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_queries, n_items)
    truth : ndarray of float64, same shape
        Gain of each pair, 0 where there is none. Every relevant item of a query must be among the columns.
    keep : ndarray of bool, same shape, optional
        Pairs that take part; the others are neither ranked nor relevant.

    Returns
    -------
    ndarray of float64, same shape

    Raises
    ------
    ValueError
        When a gain is negative or a score is not finite.
    """
    if (truth < 0).any():
        raise ValueError("gains must not be negative")
    counted = truth if keep is None else np.where(keep, truth, 0.0)
    return np.asarray(np.take_along_axis(counted, best_first(scores, keep), axis=1), dtype=np.float64)


def ndcg(gains: Matrix, k: int | None = None) -> Vector:
    """Measure normalised discounted cumulated gain at `k`.

    Returns
    -------
    ndarray of float64, shape (n_queries,)
        0 to 1; NaN without a relevant item.

    Notes
    -----
    ``sum(gain / log2(rank + 1))`` over the first `k`, divided by the same sum of the best possible order; the gain enters as it is
    (K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002), not as ``2**gain - 1``.

    Examples
    --------
    >>> ndcg(np.array([[0.0, 1.0, 2.0]]), k=3).round(4).tolist()
    [0.6199]
    """
    ideal = -np.sort(-gains, axis=1)
    discount = 1 / np.log2(np.arange(2, gains.shape[1] + 2))
    return _divided((gains * discount)[:, :k].sum(axis=1), (ideal * discount)[:, :k].sum(axis=1))


def average_precision(gains: Matrix) -> Vector:
    """Measure the mean, over the relevant items, of the precision at the rank of each; its mean over queries is MAP.

    Returns
    -------
    ndarray of float64, shape (n_queries,)
        0 to 1; NaN without a relevant item.

    Notes
    -----
    Over the whole ranking, divided by the number of relevant items, as ``map`` of trec_eval (C. Buckley and E. Voorhees, "Evaluating
    evaluation measure stability", SIGIR 2000).

    Examples
    --------
    >>> average_precision(np.array([[1.0, 0.0, 2.0]])).round(4).tolist()
    [0.8333]
    """
    relevant = gains > 0
    precision = relevant.cumsum(axis=1) / np.arange(1, gains.shape[1] + 1)
    return _divided((precision * relevant).sum(axis=1), relevant.sum(axis=1))


def reciprocal_rank(gains: Matrix) -> Vector:
    """Measure one over the rank of the first relevant item; its mean over queries is MRR.

    Returns
    -------
    ndarray of float64, shape (n_queries,)
        Above 0, to 1; NaN without a relevant item.

    Notes
    -----
    E. Voorhees, "The TREC-8 question answering track report", 1999; without a cut-off.

    Examples
    --------
    >>> reciprocal_rank(np.array([[0.0, 2.0, 1.0], [0.0, 0.0, 0.0]])).tolist()
    [0.5, nan]
    """
    ranks = np.arange(1, gains.shape[1] + 1)
    found = (gains > 0).any(axis=1)
    first = np.where(gains > 0, ranks, np.inf).min(axis=1, initial=np.inf)
    return _divided(np.ones(len(gains)), np.where(found, first, 0))


def recall(gains: Matrix, k: int) -> Vector:
    """Measure the share of a query's relevant items that stand among the first `k`.

    Returns
    -------
    ndarray of float64, shape (n_queries,)
        0 to 1 (below 1 for more than `k` relevant items, whatever the order); NaN without a relevant item.

    Examples
    --------
    >>> recall(np.array([[1.0, 0.0, 1.0, 0.0]]), k=2).tolist()
    [0.5]
    """
    relevant = gains > 0
    return _divided(relevant[:, :k].sum(axis=1), relevant.sum(axis=1))


def r_precision(gains: Matrix, k: int) -> Vector:
    """Measure R-precision at `k`, RP@k: relevant items among the first `k`, divided by the most that could stand there.

    Returns
    -------
    ndarray of float64, shape (n_queries,)
        0 to 1; NaN without a relevant item.

    Notes
    -----
    The divisor is ``min(k, number of relevant items)`` (I. Chalkidis et al., "Large-scale multi-label text classification on EU
    legislation", ACL 2019); J.-J. Decorte et al. (2022) report skill extraction in it.

    Examples
    --------
    >>> r_precision(np.array([[1.0, 0.0, 1.0, 1.0]]), k=2).tolist()
    [0.5]
    """
    relevant = gains > 0
    return _divided(relevant[:, :k].sum(axis=1), np.minimum(relevant.sum(axis=1), k))


def _divided(above: npt.ArrayLike, below: npt.ArrayLike) -> Vector:
    numerator, denominator = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    shares = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=shares, where=denominator > 0)
    return shares


METRICS: Mapping[str, Callable[[Matrix], Vector]] = {
    "ndcg@10": partial(ndcg, k=10),
    "map": average_precision,
    "mrr": reciprocal_rank,
    "recall@20": partial(recall, k=20),
}
"""What an evaluation reports, in this order."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its interval.

    Attributes
    ----------
    mean, low, high : float
        NaN where no query counted.
    n_queries : int
        Queries that counted: those with a relevant item.
    """

    mean: float
    low: float
    high: float
    n_queries: int


def bootstrap(values: Vector, *, confidence: float = 0.95, n_resamples: int = N_RESAMPLES, seed: int = 0) -> Estimate:
    """Estimate the mean over queries, with a percentile bootstrap interval over queries.

    Parameters
    ----------
    values : ndarray of float64, shape (n_queries,)
        One number a query; NaN is left out.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        The same for the same values, in the same order, and seed.

    Notes
    -----
    B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13; for rankings T. Sakai, "Evaluating evaluation metrics
    based on the bootstrap", SIGIR 2006. The interval is over queries drawn like these; it says nothing of other kinds of query.
    """
    counted = values[~np.isnan(values)]
    if not len(counted):
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    means = _resampled_means(counted, n_resamples, seed)
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Estimate(float(counted.mean()), float(low), float(high), len(counted))


def bootstrap_difference(
    ours: Vector, theirs: Vector, *, confidence: float = 0.95, n_resamples: int = N_RESAMPLES, seed: int = 0
) -> Estimate:
    """Estimate the mean of ``ours - theirs`` over the same queries; `ours` is better when ``low`` is above 0.

    Parameters
    ----------
    ours, theirs : ndarray of float64, shape (n_queries,)
        Of the same queries in the same order. The queries are drawn in pairs, so what both find hard cancels.

    Raises
    ------
    ValueError
        When the shapes differ, or a query counts for one and not for the other.
    """
    if ours.shape != theirs.shape or (np.isnan(ours) != np.isnan(theirs)).any():
        raise ValueError("the two must be of the same queries")
    return bootstrap(ours - theirs, confidence=confidence, n_resamples=n_resamples, seed=seed)


def _resampled_means(values: Vector, n_resamples: int, seed: int) -> Vector:
    draw = np.random.default_rng(seed)
    rows = max(1, _BLOCK // len(values))
    parts = [min(rows, n_resamples - start) for start in range(0, n_resamples, rows)]
    return np.concatenate([values[draw.integers(0, len(values), (n, len(values)))].mean(axis=1) for n in parts])
