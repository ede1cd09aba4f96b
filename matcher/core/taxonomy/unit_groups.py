"""Titles to unit groups of ISCO-08, learned from titles that somebody has coded: past vacancies, a register, a survey.

A linear model over words and pairs of words, kept as plain numbers. It answers where no label of the taxonomy does, and only
where titles that it has not seen were right often enough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.core.taxonomy.concepts import Resolution
from matcher.core.text import fold, one_gender
from matcher.errors import ModelError

Floats = NDArray[np.float64]

SMALLEST_WEIGHT = 0.15
"""Weights nearer to zero are left out: 60,000 of 22 million stay, and no more answers are wrong."""
LABEL_WEIGHT = 0.3
"""Of a label of the taxonomy beside a coded title: labels tell what a title may be called, titles what it is called."""
RIGHT = 0.9
"""Share of answers that must be right on coded titles that the model has not seen; codes given by people are not always right."""
FEWEST_TITLES = 50
_COST = 0.3


@dataclass(frozen=True)
class CodedTitles:
    """Titles with the unit group of each.

    Attributes
    ----------
    titles, codes : tuple of str
        As written; four digits.
    labels, label_codes : tuple of str
        The same of the taxonomy's own labels.
    """

    titles: tuple[str, ...]
    codes: tuple[str, ...]
    labels: tuple[str, ...] = ()
    label_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitGroups:
    """A linear model from the words of a title to unit groups.

    Attributes
    ----------
    terms : dict of str to int
        Column of each word and pair of words.
    idf : array of float, shape (n_terms,)
    codes : tuple of str
        Unit groups, sorted.
    weights : sparse matrix, shape (n_terms, n_codes)
    intercepts : array of float, shape (n_codes,)
    sure : array of float, shape (2,)
        Slope and intercept of the chance that the best code is right, over its lead.
    accept : float
        An answer is accepted from this chance on.
    """

    terms: dict[str, int]
    idf: Floats
    codes: tuple[str, ...]
    weights: sparse.csr_array
    intercepts: Floats
    sure: Floats
    accept: float

    def predict(self, titles: Sequence[str]) -> list[tuple[str, float]]:
        """Return the likeliest unit group of each title and the chance that it is right; empty and 0 where no word is known."""
        rows, known = vectors(titles, self.terms, self.idf)
        best, lead = _best(np.asarray((rows @ self.weights).todense()) + self.intercepts)
        chances = _logistic(lead * self.sure[0] + self.sure[1])
        return [
            (self.codes[code], round(float(chance), 6)) if there else ("", 0.0)
            for code, chance, there in zip(best, chances, known, strict=True)
        ]

    def to_numbers(self) -> dict[str, Any]:
        """Return the model as plain numbers: to each term its inverse frequency, then codes and weights by turns."""
        names = sorted(self.terms, key=self.terms.__getitem__)
        start, place, value = self.weights.indptr, self.weights.indices, self.weights.data
        terms = {
            name: [
                round(float(self.idf[row]), 4),
                *(
                    each
                    for at in range(start[row], start[row + 1])
                    for each in (int(place[at]), round(float(value[at]), 3))
                ),
            ]
            for row, name in enumerate(names)
        }
        return {
            "codes": list(self.codes),
            "intercepts": [round(float(each), 4) for each in self.intercepts],
            "sure": [round(float(each), 4) for each in self.sure],
            "accept": self.accept,
            "terms": terms,
        }

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> UnitGroups:
        """Make a model from its plain numbers.

        Raises
        ------
        ModelError
            ``model_damaged`` where they do not fit together.
        """
        try:
            codes = tuple(str(code) for code in numbers["codes"])
            rows = list(numbers["terms"].values())
            starts = np.cumsum([0, *(len(row) // 2 for row in rows)])
            places = np.array([int(place) for row in rows for place in row[1::2]], dtype=np.int64)
            values = np.array([float(value) for row in rows for value in row[2::2]])
            weights = sparse.csr_array((values, places, starts), shape=(len(rows), len(codes)))
            found = cls(
                {str(name): row for row, name in enumerate(numbers["terms"])},
                np.array([float(row[0]) for row in rows]),
                codes,
                weights,
                np.array(numbers["intercepts"], dtype=np.float64),
                np.array(numbers["sure"], dtype=np.float64),
                float(numbers["accept"]),
            )
            fits = (
                found.intercepts.shape == (len(codes),) and found.sure.shape == (2,) and all(len(r) % 2 for r in rows)
            )
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as wrong:
            raise ModelError("model_damaged", model="unit groups", reason=str(wrong)) from wrong
        if not fits or (len(places) and (places.min() < 0 or places.max() >= len(codes))):
            raise ModelError("model_damaged", model="unit groups", reason="shapes do not fit together")
        return found


def fit(coded: CodedTitles) -> UnitGroups:
    """Learn unit groups from coded titles; the same titles in the same order give the same numbers.

    Raises
    ------
    ModelError
        ``too_few_titles`` for fewer than `FEWEST_TITLES` titles, or fewer than two unit groups.
    """
    if len(coded.titles) < FEWEST_TITLES or len(set(coded.codes)) < 2:
        raise ModelError("too_few_titles", found=len(coded.titles), least=FEWEST_TITLES)
    # Titles that are written alike stand on one side: what is counted right was not seen.
    held = np.array([_number(title) % 3 == 0 for title in coded.titles])
    trial = _grow(_part(coded, ~held))
    asked = _part(coded, held)
    rows, known = vectors(asked.titles, trial.terms, trial.idf)
    best, lead = _best(np.asarray((rows @ trial.weights).todense()) + trial.intercepts)
    right = np.array([trial.codes[code] == truth for code, truth in zip(best, asked.codes, strict=True)]) & known
    sure, accept = _fit_sureness(lead, right)
    whole = _grow(coded)
    return UnitGroups(whole.terms, whole.idf, whole.codes, whole.weights, whole.intercepts, sure, accept)


def coded(model: UnitGroups, answers: Sequence[Resolution]) -> dict[str, Resolution]:
    """Return the answers, by text, that have a unit group now: the model's, where it is sure."""
    predicted = model.predict([each.text for each in answers])
    return {
        each.text: replace(each, isco08=code)
        for each, (code, chance) in zip(answers, predicted, strict=True)
        if code and chance >= model.accept
    }


def terms_of(title: str) -> list[str]:
    """Return the distinct words and pairs of neighbouring words of a title.

    Examples
    --------
    >>> terms_of("Senior web developer")
    ['senior', 'web', 'developer', 'senior web', 'web developer']
    """
    words = one_gender(fold(title)).split()
    return list(dict.fromkeys([*words, *(f"{one} {two}" for one, two in zip(words, words[1:], strict=False))]))


def vectors(titles: Sequence[str], terms: Mapping[str, int], idf: Floats) -> tuple[sparse.csr_array, NDArray[np.bool_]]:
    """Return unit vectors of titles over known terms, shape (n, n_terms), and whether each has any."""
    places = [sorted(terms[term] for term in terms_of(title) if term in terms) for title in titles]
    # scikit-learn takes places of 32 bits only.
    starts = np.cumsum([0, *map(len, places)], dtype=np.int32)
    flat = np.array([place for each in places for place in each], dtype=np.int32)
    rows = np.repeat(np.arange(len(titles)), np.diff(starts))
    lengths = np.sqrt(np.bincount(rows, weights=idf[flat] ** 2, minlength=len(titles)))
    found = sparse.csr_array((idf[flat] / lengths[rows], flat, starts), shape=(len(titles), len(terms)))
    return found, np.diff(starts) > 0


def _grow(coded: CodedTitles) -> UnitGroups:
    from sklearn.svm import LinearSVC

    texts = (*coded.titles, *coded.labels)
    counts: dict[str, int] = {}
    for text in texts:
        for term in terms_of(text):
            counts[term] = counts.get(term, 0) + 1
    terms = {term: place for place, term in enumerate(sorted(counts))}
    idf = np.log((1 + len(texts)) / (1 + np.array([counts[term] for term in terms], dtype=np.float64))) + 1
    rows, _ = vectors(texts, terms, idf)
    shares = np.repeat([1.0, LABEL_WEIGHT], [len(coded.titles), len(coded.labels)])
    model = LinearSVC(C=_COST, tol=1e-3, random_state=0).fit(
        rows, [*coded.codes, *coded.label_codes], sample_weight=shares
    )
    weights, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one row tells two classes apart
        weights, intercepts = np.vstack([-weights, weights]), np.append(-intercepts, intercepts)
    kept = np.where(np.abs(weights.T) < SMALLEST_WEIGHT, 0.0, weights.T.round(3))
    return UnitGroups(
        terms, idf, tuple(map(str, model.classes_)), sparse.csr_array(kept), intercepts, np.array([1.0, 0.0]), 1.0
    )


def _fit_sureness(lead: Floats, right: NDArray[np.bool_]) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    if right.all() or not right.any():
        return np.array([1.0, 0.0]), 1.0
    model = LogisticRegression(C=1e3).fit(lead[:, None], right)
    sure = np.array([model.coef_[0, 0], model.intercept_[0]]).round(4)
    chances = _logistic(lead * sure[0] + sure[1])
    order = np.argsort(-chances, kind="stable")
    enough = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= RIGHT)
    return sure, round(float(chances[order][enough[-1]]), 6) if len(enough) else 1.0


def _best(scores: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return the place of the highest score of each row, the first where several are equal, and its lead over the next."""
    if not len(scores):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    two = np.partition(scores, -2, axis=1)[:, -2:]
    return scores.argmax(axis=1), two[:, 1] - two[:, 0]


def _part(coded: CodedTitles, chosen: NDArray[np.bool_]) -> CodedTitles:
    pairs = [(title, code) for title, code, kept in zip(coded.titles, coded.codes, chosen, strict=True) if kept]
    return CodedTitles(tuple(t for t, _ in pairs), tuple(c for _, c in pairs), coded.labels, coded.label_codes)


def _number(title: str) -> int:
    return int(hashlib.md5(fold(title).encode(), usedforsecurity=False).hexdigest()[:8], 16)


def _logistic(values: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(values, -50, 50)))
