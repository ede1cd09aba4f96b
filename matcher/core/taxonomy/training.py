"""Learn the re-ranker from the taxonomy's own labels: nothing else is needed, and nobody's words are read.

A synonym is taken out of the index and asked for, as written, with typing errors, with Russian letters for Kazakh ones, in
Latin letters, or among the words that people put around a skill. What the index then answers is what the model learns from.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.candidates import FEATURES, CandidateIndex, Candidates
from matcher.core.taxonomy.concepts import KINDS, Kind, Taxonomy
from matcher.core.taxonomy.labels import Labelled, LabelTable
from matcher.core.taxonomy.meaning import LabelEncoder, MeaningView
from matcher.core.taxonomy.reranker import Reranker, Trees, sureness, sureness_columns
from matcher.core.text import fold, one_gender
from matcher.core.text.noise import add_typos, around, in_latin, in_russian_letters
from matcher.core.text.stopwords import strip_stop_phrases

N_FOLDS = 8
N_A_FOLD, N_WITH_ENCODERS = 2500, 1000
"""Synonyms asked for in each fold; fewer with encoders, which read a hundred texts a second."""
N_ABSENT = 12
N_TREES = 80
DEPTH = 3
RIGHT = 0.97
"""Share of accepted answers that must be right on equal parts of labels, labels with typing errors and unseen synonyms."""
RIGHT_IN_TEXT = 0.9
"""The same where every second phrase names no concept of the taxonomy, as in a vacancy's text."""
RIGHT_UNSEEN = 0.75
"""The same on synonyms alone that the index has not seen: further from the other labels than what people write, and most of the
others are a neighbour of the right concept."""


@dataclass(frozen=True)
class Questions:
    """Texts with candidates and the right concept.

    Attributes
    ----------
    found : Candidates
    right : array of bool, shape (n, k)
        Whether the candidate is the right one.
    concept : list of str
        The right concept of each text.
    kind : list of str
        ``synonym`` (out of the index, as written), ``far`` (the same with errors or other words), ``typo``, ``around`` or
        ``letters`` (in the index, with errors, with other words, in other letters); ``absent`` (the whole concept is out of
        the index) or ``other`` (a label of the other kind of concept): nothing is right.
    texts : list of str
        Folded.
    """

    found: Candidates
    right: NDArray[np.bool_]
    concept: list[str]
    kind: list[str]
    texts: list[str]
    features: tuple[str, ...] = FEATURES


def ask(
    taxonomy: Taxonomy,
    *,
    encoders: Sequence[LabelEncoder] = (),
    seed: int = 0,
    n_a_fold: int = N_A_FOLD,
    kinds: Sequence[Kind] = KINDS,
) -> Questions:
    """Make questions from every kind of concept; an eighth of the synonyms is out of the index at a time."""
    parts = [
        _ask_fold(
            LabelTable(taxonomy, kind),
            number,
            random.Random(f"{seed}/{kind}/{number}"),
            n_most=n_a_fold,
            encoders=encoders,
        )
        for kind in kinds
        for number in range(N_FOLDS)
    ]
    parts = [part for part in parts if part.concept]
    widest = max(part.right.shape[1] for part in parts)
    concepts, labels, valid, features = (
        np.concatenate([_widened(getattr(part.found, name), widest) for part in parts])
        for name in ("concepts", "labels", "valid", "features")
    )
    found = Candidates(concepts, labels, valid, features, parts[0].found.names)
    return Questions(
        found,
        np.concatenate([_widened(part.right, widest) for part in parts]),
        [concept for part in parts for concept in part.concept],
        [kind for part in parts for kind in part.kind],
        [text for part in parts for text in part.texts],
        parts[0].features,
    )


def fit(questions: Questions, *, seed: int = 0) -> Reranker:
    """Grow the trees, then learn how sure the best answer is on questions that the trees have not seen."""
    groups = np.array(
        [_number(concept or text) % 3 for concept, text in zip(questions.concept, questions.texts, strict=True)]
    )
    ordered = np.zeros(questions.right.shape)
    for part in range(3):
        trees = _grow(questions, groups != part, seed)
        ordered[groups == part] = Reranker(questions.features, trees, np.zeros(6), 1.0).logits(
            _some(questions.found, groups == part)
        )
    order = np.argsort(-ordered, axis=1, kind="stable")
    columns = sureness_columns(questions.found, order, np.take_along_axis(ordered, order, axis=1))
    right = np.take_along_axis(questions.right, order, axis=1)[:, 0]
    sure = _fit_sureness(columns, right)
    chance = sureness(columns, sure)
    kinds = np.array(questions.kind)
    accept = max(
        lowest_sure_score(chance[kinds == "synonym"], right[kinds == "synonym"], RIGHT_UNSEEN),
        _lowest_in_mixture(chance, right, kinds),
    )
    in_text = max(accept, _lowest_in_text(chance, right, kinds))
    return Reranker(questions.features, _grow(questions, np.ones(len(groups), bool), seed), sure, accept, in_text)


def lowest_sure_score(scores: NDArray[np.float64], right: NDArray[np.bool_], share: float) -> float:
    """Return the lowest score from which on at least `share` of the answers are right; 1 where there is none.

    Examples
    --------
    >>> lowest_sure_score(np.array([0.9, 0.8, 0.7]), np.array([True, True, False]), 0.95)
    0.8
    """
    order = np.argsort(-scores, kind="stable")
    so_far = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(so_far >= share)
    return round(float(scores[order][enough[-1]]), 6) if len(enough) else 1.0


def _lowest_in_mixture(chance: NDArray[np.float64], right: NDArray[np.bool_], kinds: NDArray[np.str_]) -> float:
    for accept in np.arange(0.3, 1.0, 0.01):
        taken, good = 1.0, 1.0  # labels as written are always taken and right
        for kind in ("typo", "synonym"):
            of_kind = kinds == kind
            taken += float((chance[of_kind] >= accept).mean())
            good += float(((chance >= accept) & right)[of_kind].mean())
        if good / taken >= RIGHT:
            return round(float(accept), 6)
    return 1.0


def _lowest_in_text(chance: NDArray[np.float64], right: NDArray[np.bool_], kinds: NDArray[np.str_]) -> float:
    nothing = kinds == "absent"
    for accept in np.arange(0.3, 1.0, 0.01):
        taken = chance >= accept
        good, false = float((taken & right)[kinds == "synonym"].mean()), float(taken[nothing].mean())
        missed = float((taken & ~right)[kinds == "synonym"].mean())
        if good and good / (good + missed + false) >= RIGHT_IN_TEXT:
            return round(float(accept), 6)
    return 1.0


def _ask_fold(
    whole: LabelTable, number: int, chance: random.Random, *, n_most: int, encoders: Sequence[LabelEncoder]
) -> Questions:
    taxonomy, kind = whole.taxonomy, whole.kind
    labels = list(taxonomy.all_labels(kind))
    absent = [label for label in labels if _number(label[0]) % N_ABSENT == number]
    gone = set(absent)
    out = [
        label
        for label in labels
        if not label[3] and _number("|".join(label[:3])) % N_FOLDS == number and label not in gone
    ]
    held = set(out)
    table = LabelTable(taxonomy, kind, [label for label in labels if label not in held and label not in gone])
    known = set(table.folded_texts_)
    asked = [
        *_sample([label for label in out if one_gender(fold(label[2])) not in known], n_most, chance),
        *_sample(labels, n_most // 4, chance),
    ]
    drawn = [(label[0], *_as_people_write(label, label in held, chance)) for label in asked if label not in gone]
    drawn += [("", label[2], "absent") for label in _sample(absent, n_most // 4, chance)]
    other: Kind = "occupation" if kind == "skill" else "skill"
    drawn += [("", label[2], "other") for label in _sample(list(taxonomy.all_labels(other)), n_most // 8, chance)]
    asked_texts = [(concept, text, strip_stop_phrases(one_gender(fold(text))), how) for concept, text, how in drawn]
    kept = [each for each in asked_texts if each[2] and each[2] not in known]
    index = CandidateIndex(table, [MeaningView(encoder, table) for encoder in encoders])
    found = index.find([each[2] for each in kept], [each[1] for each in kept])
    place = {concept: order for order, concept in enumerate(table.concepts_)}
    right = found.concepts == np.array([place.get(each[0], -1) for each in kept], dtype=np.int64).reshape(-1, 1)
    return Questions(
        found,
        right & found.valid,
        [each[0] for each in kept],
        [each[3] for each in kept],
        [each[2] for each in kept],
        index.features,
    )


def _sample(labels: list[Labelled], n_most: int, chance: random.Random) -> list[Labelled]:
    return chance.sample(labels, min(len(labels), n_most))


def _as_people_write(label: Labelled, held: bool, chance: random.Random) -> tuple[str, str]:
    text, lang = label[2], label[1]
    if held:
        draw = chance.random()
        if draw < 0.7:
            return text, "synonym"
        return (add_typos(text, chance) if draw < 0.85 else around(text, lang, chance)), "far"
    draw = chance.random()
    if draw < 0.6:
        return add_typos(text, chance), "typo"
    if draw < 0.8:
        return around(text, lang, chance), "around"
    return (in_latin(text) if draw < 0.9 else in_russian_letters(text)), "letters"


def _grow(questions: Questions, rows: NDArray[np.bool_], seed: int) -> Trees:
    from sklearn.ensemble import HistGradientBoostingClassifier

    chosen = questions.found.valid & rows[:, None]
    model = HistGradientBoostingClassifier(
        max_iter=N_TREES,
        max_depth=DEPTH,
        learning_rate=0.15,
        min_samples_leaf=40,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(questions.found.features[chosen], questions.right[chosen])
    return plain_trees(model)


def plain_trees(model: Any) -> Trees:
    """Write the trees of a fitted ``HistGradientBoostingClassifier`` as complete ones: a branch that ended early is repeated below.

    scikit-learn keeps them in a private attribute; a test holds the sums against its own ``decision_function``.
    """
    grown = [stage[0].nodes for stage in model._predictors]
    n_inner = 2**DEPTH - 1
    feature = np.zeros((len(grown), n_inner), dtype=np.int64)
    threshold = np.zeros((len(grown), n_inner))
    leaf = np.zeros((len(grown), n_inner + 1))
    for row, nodes in enumerate(grown):
        source_of = {0: 0}
        for node in range(2 * n_inner + 1):
            source = nodes[source_of[node]]
            if node >= n_inner:
                leaf[row, node - n_inner] = source["value"]
                continue
            ends = bool(source["is_leaf"])
            feature[row, node] = 0 if ends else source["feature_idx"]
            threshold[row, node] = 0 if ends else source["num_threshold"]
            source_of[2 * node + 1] = source_of[node] if ends else int(source["left"])
            source_of[2 * node + 2] = source_of[node] if ends else int(source["right"])
    return Trees(feature, threshold, leaf, float(np.ravel(model._baseline_prediction)[0]))


def _fit_sureness(columns: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    scale = columns.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=1000).fit(columns / scale, right)
    return np.append(model.coef_[0] / scale, model.intercept_[0])


def _widened(values: NDArray[Any], width: int) -> NDArray[Any]:
    """Return the values with room for `width` candidates a text; the added ones are not valid and never right."""
    return np.pad(values, ((0, 0), (0, width - values.shape[1]), *((0, 0),) * (values.ndim - 2)))


def _some(found: Candidates, rows: NDArray[np.bool_]) -> Candidates:
    return Candidates(found.concepts[rows], found.labels[rows], found.valid[rows], found.features[rows], found.names)


def _number(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:8], 16)
