"""The concepts nearest to a text that is no label."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from matcher.core.taxonomy.candidates import CandidateIndex
from matcher.core.taxonomy.concepts import N_SUGGESTIONS, Candidate, Resolution
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.meaning import LabelEncoder, MeaningView
from matcher.core.taxonomy.reranker import PlainRanker, Reranker
from matcher.core.taxonomy.title_forms import one_person
from matcher.core.taxonomy.titles import plain_titles
from matcher.core.text import MAX_CHARS, fold, normalise, one_gender, skeleton, split_phrases
from matcher.core.text.stopwords import strip_stop_phrases

SURE_EDITS_FROM = (5, 7, 16)
"""Letters from which on a text with one, two, three errors is surely the label: шить is no жить, so encoders are asked."""
SHORTEST = 3
"""Texts of so few letters are accepted only when they are a label."""
MOST_PARTS = 1000
"""Phrases of one pasted book that are looked for, those that are a label first: five suggestions come of it, whatever its length."""


class NearestConcepts:
    """Finds, orders and weighs candidates among the labels of a table.

    Parameters
    ----------
    table : LabelTable
        At least one label.
    ranker : Reranker or PlainRanker
    """

    def __init__(self, table: LabelTable, ranker: Reranker | PlainRanker) -> None:
        self.table = table
        self.ranker = ranker

    @cached_property
    def index(self) -> CandidateIndex:
        """Candidates among the labels; built at first use."""
        return CandidateIndex(self.table)

    def answers(self, texts: Sequence[str], lang: str) -> list[Resolution]:
        """Return one answer a text; a long text is cut into phrases whose candidates are put together."""
        parts = [(number, part) for number, text in enumerate(texts) for part in self._parts(text)]
        folded = [strip_stop_phrases(one_gender(fold(part))) for _, part in parts]
        found = self.index.find(folded, [part for _, part in parts])
        order, scores = self.ranker.scores(found)
        order, scores = order[:, :N_SUGGESTIONS], scores[:, :N_SUGGESTIONS].round(6)
        concepts, labels, valid = (
            np.take_along_axis(each, order, axis=1).tolist() for each in (found.concepts, found.labels, found.valid)
        )
        candidates: list[list[Candidate]] = [[] for _ in texts]
        for row, ((number, _), row_scores) in enumerate(zip(parts, scores.tolist(), strict=True)):
            candidates[number] += [
                Candidate(self.table.concepts_[concept], self.table.labels_[label], score)
                for concept, label, score, there in zip(concepts[row], labels[row], row_scores, valid[row], strict=True)
                if there
            ]
        return [self._answer(text, lang, each) for text, each in zip(texts, candidates, strict=True)]

    def _parts(self, text: str) -> list[str]:
        if len(text) <= MAX_CHARS:
            whole = normalise(text)
            return [one_person((plain_titles(whole) or [whole])[0])] if self.table.kind == "occupation" else [whole]
        phrases = [phrase.text for phrase in split_phrases(text)]
        cut = [normalise(words[at : at + MAX_CHARS]) for words in phrases for at in range(0, len(words), MAX_CHARS)]
        parts = list(dict.fromkeys(cut))
        return parts if len(parts) <= MOST_PARTS else sorted(parts, key=self._is_no_label)[:MOST_PARTS]

    def _is_no_label(self, part: str) -> bool:
        return strip_stop_phrases(fold(part)) not in self.table.folded_

    def _answer(self, text: str, lang: str, found: Sequence[Candidate]) -> Resolution:
        is_one_part = len(text) <= MAX_CHARS  # then each concept is there once
        first = tuple(found) if is_one_part and _is_falling(found) else _best_first(found)
        sure = bool(first) and first[0].score >= self.ranker.accept and len(fold(text)) > SHORTEST
        return Resolution(text, lang, first, accepted=sure)


class NearestByMeaning(NearestConcepts):
    """Asks the encoders only where the letters do not tell: a label with typing errors needs none, and none may overrule it.

    A text so long that it is cut into phrases is answered by letters: an encoder would read a pasted book for an hour.

    Parameters
    ----------
    letters : NearestConcepts
        Answers by letters alone; its index is shared.
    ranker : Reranker
        Learned with these encoders, in this order.
    encoders : sequence of LabelEncoder
    """

    def __init__(self, letters: NearestConcepts, ranker: Reranker, encoders: Sequence[LabelEncoder]) -> None:
        super().__init__(letters.table, ranker)
        self.letters = letters
        self.encoders = tuple(encoders)

    @cached_property
    def index(self) -> CandidateIndex:
        """Candidates by letters and by meaning; the labels are encoded at first use."""
        return self.letters.index.beside([MeaningView(encoder, self.table) for encoder in self.encoders])

    def answers(self, texts: Sequence[str], lang: str) -> list[Resolution]:
        """Return one answer a text, as :meth:`NearestConcepts.answers`."""
        if len(texts) == 1 and len(texts[0]) <= MAX_CHARS:
            for encoder in self.encoders:
                encoder.begin(self._parts(texts[0]))  # somebody waits: the encoder's process works beside this one
        by_letters = self.letters.answers(texts, lang)
        far = [
            place
            for place, answer in enumerate(by_letters)
            if len(answer.text) <= MAX_CHARS and not is_misspelt(answer)
        ]
        by_meaning = super().answers([texts[place] for place in far], lang) if far else []
        found = dict(zip(far, by_meaning, strict=True))
        return [found.get(place, answer) for place, answer in enumerate(by_letters)]


def _is_falling(found: Sequence[Candidate]) -> bool:
    return all(one.score > other.score for one, other in pairwise(found))


def _best_first(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda each: (-each.score, each.concept_id)):
        best.setdefault(candidate.concept_id, candidate)
    return tuple(best.values())[:N_SUGGESTIONS]


def is_misspelt(answer: Resolution) -> bool:
    """Return whether a text is its first candidate's label but for typing errors, in its own letters or in Latin ones.

    Examples
    --------
    >>> from matcher.core.taxonomy.concepts import Candidate
    >>> welding = (Candidate("welding", "сварка труб", 0.9),)
    >>> is_misspelt(Resolution("свакра труп", "ru", welding)), is_misspelt(Resolution("варю трубы", "ru", welding))
    (True, False)
    """
    if not answer.candidates or len(answer.text) > MAX_CHARS:
        return False
    text, label = (one_gender(fold(each)) for each in (answer.text, answer.candidates[0].label))
    text = strip_stop_phrases(text)
    return any(
        OSA.distance(left, right, score_cutoff=most) <= most
        for left, right in ((text, label), (skeleton(text), skeleton(label)))
        if (most := _most_edits(min(len(left), len(right)))) and left
    )


def _most_edits(n_letters: int) -> int:
    return sum(n_letters >= each for each in SURE_EDITS_FROM)
