"""The concepts nearest to a text that is no label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.core.taxonomy.candidates import CandidateIndex
from matcher.core.taxonomy.concepts import N_SUGGESTIONS, Candidate, Resolution
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.meaning import Encoder, MeaningView
from matcher.core.taxonomy.reranker import PlainRanker, Reranker
from matcher.core.taxonomy.title_forms import one_person
from matcher.core.taxonomy.titles import plain_titles
from matcher.core.text import MAX_CHARS, fold, normalise, split_phrases
from matcher.core.text.stopwords import strip_stop_phrases

SHORTEST = 3
"""Texts of so few letters are accepted only when they are a label."""


class NearestConcepts:
    """Finds, orders and weighs candidates among the labels of a table.

    Parameters
    ----------
    table : LabelTable
        At least one label.
    ranker : Reranker or PlainRanker
    encoders : sequence of Encoder
        Those that the re-ranker was learned with.
    """

    def __init__(self, table: LabelTable, ranker: Reranker | PlainRanker, encoders: Sequence[Encoder] = ()) -> None:
        self.table = table
        self.ranker = ranker
        self.encoders = tuple(encoders)
        self._index: CandidateIndex | None = None

    @property
    def index(self) -> CandidateIndex:
        """Candidates among the labels; built at first use."""
        if self._index is None:
            self._index = CandidateIndex(self.table, [MeaningView(encoder, self.table) for encoder in self.encoders])
        return self._index

    def answers(self, texts: Sequence[str], lang: str) -> list[Resolution]:
        """Return one answer a text; a long text is cut into phrases whose candidates are put together."""
        parts = [(number, part) for number, text in enumerate(texts) for part in self._parts(text)]
        folded = [strip_stop_phrases(fold(part)) for _, part in parts]
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
        return [normalise(words[at : at + MAX_CHARS]) for words in phrases for at in range(0, len(words), MAX_CHARS)]

    def _answer(self, text: str, lang: str, found: Sequence[Candidate]) -> Resolution:
        best: dict[str, Candidate] = {}
        for candidate in sorted(found, key=lambda each: (-each.score, each.concept_id)):
            best.setdefault(candidate.concept_id, candidate)
        first = tuple(best.values())[:N_SUGGESTIONS]
        sure = bool(first) and first[0].score >= self.ranker.accept and len(fold(text)) > SHORTEST
        return Resolution(text, lang, first, accepted=sure)
