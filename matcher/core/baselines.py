"""Plain rankings to stand beside ours: shared skills, shared words, and chance. Deterministic; order ties by identifier.

Notes
-----
Each rule is the one that reproduces the figures known for the sets it is measured on:

* ``overlap``: ``|H & E| / |E|``, the share of essential needs held (of all needs where none is essential): MAP .307, nDCG@10 .388,
  MRR .553, recall@20 .551 on the 171 transitions.
* ``jaccard``: ``|H & N| / |H | N|`` with N the essential and optional needs: .339 / .426 / .602 / .608.
* ``idf_cosine``: cosine of binary profiles H and N, each skill weighted with scikit-learn's smoothed idf,
  ``1 + ln((1 + n) / (1 + df))``, counted over the needs of the vacancies: .367 / .466 / .638 / .633.
* ``tfidf_word``, ``tfidf_char``, ``bm25``: fitted on the side that is ranked: MAP .285, .336, .279 and MRR .711, .727, .710 on the 105
  job titles of TalentCLEF 2025 (English).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

Matrix = npt.NDArray[np.float64]
Skills = Sequence[frozenset[str]]

CHAR_GRAMS = (1, 3)
K1, B = 1.2, 0.75
"""BM25's usual constants, as in Lucene."""


@dataclass(frozen=True)
class LabelIndex:
    """People and vacancies as a plain ranking sees them.

    Attributes
    ----------
    jobseeker_ids, vacancy_ids : tuple of str
        Ascending: a tie between columns goes to the smaller identifier.
    held, essential, optional : tuple of frozenset of str
        Skill identifiers, in the order of the identifiers.
    jobseeker_texts, vacancy_texts : tuple of str
        The same in words.
    """

    jobseeker_ids: tuple[str, ...]
    vacancy_ids: tuple[str, ...]
    held: tuple[frozenset[str], ...]
    essential: tuple[frozenset[str], ...]
    optional: tuple[frozenset[str], ...]
    jobseeker_texts: tuple[str, ...]
    vacancy_texts: tuple[str, ...]

    @property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Essential and optional needs of each vacancy."""
        return tuple(one | other for one, other in zip(self.essential, self.optional, strict=True))


def overlap(held: Skills, needs: Skills) -> Matrix:
    """Give the share of each vacancy's needs that each person holds; levels are not looked at.

    Returns
    -------
    ndarray of float64, shape (n_people, n_vacancies)
        0 to 1; 0 for a vacancy without needs.

    Examples
    --------
    >>> overlap([frozenset("ab")], [frozenset("bcd"), frozenset()]).round(3).tolist()
    [[0.333, 0.0]]
    """
    people, vacancies = _indicators(held, needs)
    return _shares(_product(people, vacancies), np.asarray(vacancies.sum(axis=1)).ravel()[None, :])


def jaccard(held: Skills, needs: Skills) -> Matrix:
    """Give the number of skills in both, divided by the number in either; 0 where both are empty."""
    people, vacancies = _indicators(held, needs)
    both = _product(people, vacancies)
    sizes = np.asarray(people.sum(axis=1)).ravel()[:, None] + np.asarray(vacancies.sum(axis=1)).ravel()[None, :]
    return _shares(both, sizes - both)


def idf_overlap(held: Skills, needs: Skills) -> Matrix:
    """Give the idf-weighted share of each vacancy's needs that each person holds; idf over the vacancies."""
    people, vacancies = _indicators(held, needs)
    weighted = _weighted(vacancies, _idf(vacancies))
    return _shares(_product(people, weighted), np.asarray(weighted.sum(axis=1)).ravel()[None, :])


def idf_cosine(held: Skills, needs: Skills) -> Matrix:
    """Give the cosine of idf-weighted binary profiles; idf over the vacancies."""
    people, vacancies = _indicators(held, needs)
    weights = _idf(vacancies)
    return _cosine(_weighted(people, weights), _weighted(vacancies, weights))


def tfidf_word(queries: Sequence[str], documents: Sequence[str]) -> Matrix:
    """Give the cosine of TF-IDF over words; scikit-learn's defaults, fitted on `documents`."""
    return _tfidf(queries, documents, TfidfVectorizer())


def tfidf_char(queries: Sequence[str], documents: Sequence[str]) -> Matrix:
    """Give the cosine of TF-IDF over runs of 1 to 3 characters, across words; fitted on `documents`."""
    return _tfidf(queries, documents, TfidfVectorizer(analyzer="char", ngram_range=CHAR_GRAMS))


def bm25(queries: Sequence[str], documents: Sequence[str]) -> Matrix:
    """Score documents by Okapi BM25.

    Returns
    -------
    ndarray of float64, shape (n_queries, n_documents)
        At least 0, no upper bound.

    Notes
    -----
    S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the idf that cannot be negative,
    ``ln(1 + (N - df + 0.5) / (df + 0.5))``, as in Lucene; words as :func:`tfidf_word` cuts them; a word twice in a query counts twice.
    """
    words = _fitted(CountVectorizer(), documents)
    if words is None:
        return np.zeros((len(queries), len(documents)))
    counts = words.transform(documents).astype(np.float64).tocoo()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    frequency = np.bincount(counts.col, minlength=counts.shape[1])
    idf = np.log1p((len(documents) - frequency + 0.5) / (frequency + 0.5))
    damped = counts.data + K1 * (1 - B + B * lengths[counts.row] / lengths.mean())
    weights = sparse.csr_matrix(
        (idf[counts.col] * counts.data * (K1 + 1) / damped, (counts.row, counts.col)), counts.shape
    )
    return _product(words.transform(queries).astype(np.float64), weights)


def chance(query_ids: Sequence[str], document_ids: Sequence[str], *, seed: int = 0) -> Matrix:
    """Give each pair a number between 0 and 1 by lot, drawn from the two identifiers and the seed.

    The lot of a pair does not depend on which other pairs there are.
    """
    return np.array([[_lot(f"{seed}\t{one}\t{other}") for other in document_ids] for one in query_ids]).reshape(
        len(query_ids), len(document_ids)
    )


def _lot(text: str) -> float:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest()) / 2**48


BASELINES: Mapping[str, Callable[[LabelIndex], Matrix]] = {
    "overlap": lambda pool: overlap(pool.held, essential_or_all(pool)),
    "jaccard": lambda pool: jaccard(pool.held, pool.needs),
    "idf_overlap": lambda pool: idf_overlap(pool.held, pool.needs),
    "idf_cosine": lambda pool: idf_cosine(pool.held, pool.needs),
    "tfidf_word": lambda pool: tfidf_word(pool.jobseeker_texts, pool.vacancy_texts),
    "tfidf_char": lambda pool: tfidf_char(pool.jobseeker_texts, pool.vacancy_texts),
    "bm25": lambda pool: bm25(pool.jobseeker_texts, pool.vacancy_texts),
    "random": lambda pool: chance(pool.jobseeker_ids, pool.vacancy_ids),
}
"""Each gives scores of shape (n_people, n_vacancies), larger is better; in the order of the tables that show them."""

TEXT_BASELINES: Mapping[str, Callable[[Sequence[str], Sequence[str]], Matrix]] = {
    "tfidf_word": tfidf_word,
    "tfidf_char": tfidf_char,
    "bm25": bm25,
}
"""Those that need nothing but texts of queries and documents."""


def essential_or_all(pool: LabelIndex) -> Skills:
    """Give the essential needs of each vacancy, all its needs where it has no essential one."""
    return [essential or optional for essential, optional in zip(pool.essential, pool.optional, strict=True)]


def _indicators(held: Skills, needs: Skills) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Lay out both sides over one ascending list of skills, so that no sum depends on the order of the rows."""
    skills = {skill: at for at, skill in enumerate(sorted(frozenset().union(*held, *needs)))}
    return _indicator(held, skills), _indicator(needs, skills)


def _indicator(rows: Skills, position: Mapping[str, int]) -> sparse.csr_matrix:
    columns = [sorted(position[skill] for skill in row) for row in rows]
    starts = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([at for row in columns for at in row], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), max(1, len(position))))


def _idf(documents: sparse.csr_matrix) -> npt.NDArray[np.float64]:
    frequency = np.asarray((documents > 0).sum(axis=0)).ravel()
    return np.asarray(1 + np.log((1 + documents.shape[0]) / (1 + frequency)), dtype=np.float64)


def _weighted(rows: sparse.csr_matrix, weights: npt.NDArray[np.float64]) -> sparse.csr_matrix:
    return sparse.csr_matrix((weights[rows.indices], rows.indices, rows.indptr), shape=rows.shape)


def _cosine(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    lengths = [np.sqrt(np.asarray(side.multiply(side).sum(axis=1)).ravel()) for side in (one, other)]
    return _shares(_product(one, other), lengths[0][:, None] * lengths[1][None, :])


def _tfidf(queries: Sequence[str], documents: Sequence[str], vectorizer: TfidfVectorizer) -> Matrix:
    words = _fitted(vectorizer, documents)
    if words is None:
        return np.zeros((len(queries), len(documents)))
    return _product(words.transform(queries), words.transform(documents))


def _fitted(vectorizer: CountVectorizer, documents: Iterable[str]) -> CountVectorizer | None:
    """Fit on the documents; None when they hold no word at all."""
    analyse = vectorizer.build_analyzer()
    return vectorizer.fit(documents) if any(analyse(text) for text in documents) else None


def _product(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    return np.asarray((one @ other.T).toarray(), dtype=np.float64)


def _shares(above: Matrix, below: npt.ArrayLike) -> Matrix:
    denominator = np.broadcast_to(np.asarray(below, dtype=np.float64), above.shape)
    return np.divide(above, denominator, out=np.zeros_like(above), where=denominator > 0)
