"""From people's words to concepts, or an honest "unknown" with suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from matcher.core.taxonomy.candidates import CandidateIndex
from matcher.core.taxonomy.concepts import Candidate, Kind, Mention, Resolution, Taxonomy
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.mentions import INSIDE, find_mentions
from matcher.core.taxonomy.reranker import PlainRanker, Reranker
from matcher.core.taxonomy.titles import plain_titles, title_inside
from matcher.core.taxonomy.windows import WindowIndex
from matcher.core.text import MAX_CHARS, exact_key, fold, skeleton, split_phrases, strip_grades
from matcher.core.text.stopwords import strip_stop_phrases

N_SUGGESTIONS = 5
SHORTEST_SKELETON = 4
"""Letters from which on equal Latin skeletons mean equal words: ТС is not TS."""
SHORTEST_FUZZY = 3
"""Texts of so few letters are accepted only when they are a label."""
_URI = re.compile(r"https?://\S+")
_ISCO = re.compile(r"\d{4}")


class Resolver:
    """Resolves texts to concepts of a taxonomy.

    Parameters
    ----------
    taxonomy : Taxonomy
    ranker : Reranker or PlainRanker, optional
        Orders the candidates and says from which score on the best one is accepted.

    Examples
    --------
    >>> from matcher.core.records import Skill
    >>> weld = Skill("welding", {"en": "welding", "ru": "сварка", "kk": "дәнекерлеу"})
    >>> resolver = Resolver(Taxonomy({"welding": weld}, {}))
    >>> resolver.resolve(["СВАРКА", "danekerleu"])[1].concept_id
    'welding'
    """

    def __init__(self, taxonomy: Taxonomy, *, ranker: Reranker | PlainRanker | None = None) -> None:
        self.taxonomy = taxonomy
        self.ranker = ranker or PlainRanker()

    @cached_property
    def skills_(self) -> LabelTable:
        """Labels of the skills."""
        return LabelTable(self.taxonomy, "skill")

    @cached_property
    def occupations_(self) -> LabelTable:
        """Labels of the occupations."""
        return LabelTable(self.taxonomy, "occupation")

    @cached_property
    def skill_index_(self) -> CandidateIndex:
        """Candidates among the skills' labels, built at first use."""
        return CandidateIndex(self.skills_)

    @cached_property
    def occupation_index_(self) -> CandidateIndex:
        """Candidates among the occupations' labels, built at first use."""
        return CandidateIndex(self.occupations_)

    def index(self, kind: Kind) -> CandidateIndex:
        """Return the index of one kind of concept."""
        return self.skill_index_ if kind == "skill" else self.occupation_index_

    @cached_property
    def _windows(self) -> dict[str, WindowIndex]:
        return {"skill": WindowIndex(self.skills_), "occupation": WindowIndex(self.occupations_)}

    def windows(self, kind: Kind) -> WindowIndex:
        """Return the labels of one kind of concept, to be found inside texts."""
        return self._windows[kind]

    def table(self, kind: Kind) -> LabelTable:
        """Return the labels of one kind of concept."""
        return self.skills_ if kind == "skill" else self.occupations_

    def resolve(self, texts: Sequence[str], *, kind: Kind = "skill", lang: str = "") -> list[Resolution]:
        """Resolve each text to at most five concepts, best first.

        Parameters
        ----------
        texts : sequence of str
            A concept identifier, an ESCO URI or an exact label resolves to itself with score 1.
        kind : {"skill", "occupation"}
        lang : str
            ``kk``, ``ru``, ``en`` or empty for unknown.

        Returns
        -------
        list of Resolution
            One a text, in order.
        """
        found: dict[str, Resolution] = {}
        hard: list[str] = []
        for text in dict.fromkeys(texts):
            answer = self._known(text, kind, lang)
            if answer is None:
                hard.append(text)
            else:
                found[text] = answer
        found.update(zip(hard, self._nearest(hard, kind, lang), strict=True))
        return [found[text] for text in texts]

    def mentions(self, texts: Sequence[str], *, lang: str = "") -> list[list[Mention]]:
        """Find the skills and occupations that free texts name; what is negated or only wished for is left out.

        Returns
        -------
        list of list of Mention
            One list a text, in order of place; phrases that did not resolve have an empty ``concept_id``.
        """
        return find_mentions(self, texts, lang)

    def _known(self, text: str, kind: Kind, lang: str) -> Resolution | None:
        stripped = text.strip()
        identifier = self._identifier(stripped, kind)
        if identifier:
            return Resolution(
                text, lang, (Candidate(identifier, self.taxonomy.label(identifier, lang or "en"), 1.0),), accepted=True
            )
        if kind == "occupation" and _ISCO.fullmatch(stripped):
            members = self.taxonomy.occupations_by_isco.get(stripped, ())
            listed = tuple(
                Candidate(each, self.taxonomy.label(each, lang or "en"), 1.0 / len(members)) for each in members
            )
            return Resolution(text, lang, listed[:N_SUGGESTIONS], accepted=len(members) == 1, isco08=stripped)
        if kind == "skill":
            return self._equal(text, lang, kind, text)
        titles = plain_titles(stripped) if len(stripped) <= MAX_CHARS else []
        return next((answer for title in [text, *titles] if (answer := self._equal(text, lang, kind, title))), None) or self._inside(text, lang, titles)

    def _inside(self, text: str, lang: str, titles: Sequence[str]) -> Resolution | None:
        for title in titles:
            window = title_inside(self.windows("occupation"), title)
            if window is not None:
                table = self.occupations_
                candidate = Candidate(table.concepts_[table.concept_[window.label]], table.labels_[window.label], INSIDE)
                return Resolution(text, lang, (candidate,), accepted=True)
        return None

    def _identifier(self, text: str, kind: Kind) -> str:
        if text in (self.taxonomy.skills if kind == "skill" else self.taxonomy.occupations):
            return text
        if _URI.fullmatch(text):
            by_uri = self.taxonomy.skill_by_uri if kind == "skill" else self.taxonomy.occupation_by_uri
            return by_uri.get(text, text)
        return ""

    def _equal(self, text: str, lang: str, kind: Kind, words: str) -> Resolution | None:
        """Return the answer where `words` are a label, in one of its three forms; None otherwise."""
        table, folded = self.table(kind), fold(words)
        if not folded:
            return Resolution(text, lang)
        spelt = skeleton(folded)
        forms = [(table.exact_.get(exact_key(words)), 1.0), (table.folded_.get(folded), 0.99)]
        if len(spelt) >= SHORTEST_SKELETON:
            forms.append((table.skeleton_.get(spelt), 0.98))
        for places, score in forms:
            if places:
                return self._owned(text, lang, table, places, score)
        return None

    def _owned(self, text: str, lang: str, table: LabelTable, places: tuple[int, ...], score: float) -> Resolution:
        owners = table.owners(places)
        preferred = [place for place in owners if table.preferred_[place]]
        sure = len(owners) == 1 or len(preferred) == 1
        candidates = tuple(
            Candidate(
                table.concepts_[table.concept_[place]],
                table.labels_[place],
                score if sure and order == 0 else round(score / len(owners), 6),
            )
            for order, place in enumerate(owners[:N_SUGGESTIONS])
        )
        return Resolution(text, lang, candidates, accepted=sure)

    def _nearest(self, texts: Sequence[str], kind: Kind, lang: str) -> list[Resolution]:
        table = self.table(kind)
        if not len(table) or not texts:
            return [Resolution(text, lang) for text in texts]
        parts, owner = self._parts(texts, kind)
        found = self.index(kind).find(parts)
        order, scores = self.ranker.scores(found)
        order, scores = order[:, :N_SUGGESTIONS], scores[:, :N_SUGGESTIONS]
        concepts = np.take_along_axis(found.concepts, order, axis=1).tolist()
        labels = np.take_along_axis(found.labels, order, axis=1).tolist()
        valid = np.take_along_axis(found.valid, order, axis=1).tolist()
        candidates: list[list[Candidate]] = [[] for _ in texts]
        for row, number in enumerate(owner):
            candidates[number] += [
                Candidate(table.concepts_[concept], table.labels_[label], round(score, 6))
                for concept, label, score, there in zip(
                    concepts[row], labels[row], scores[row].tolist(), valid[row], strict=True
                )
                if there
            ]
        return [self._answer(text, lang, each) for text, each in zip(texts, candidates, strict=True)]

    def _parts(self, texts: Sequence[str], kind: Kind) -> tuple[list[str], list[int]]:
        """Return folded texts, long ones in parts, and the text that each part belongs to."""
        parts: list[str] = []
        owner: list[int] = []
        for number, text in enumerate(texts):
            whole = (plain_titles(text) or [text])[0] if kind == "occupation" and len(text) <= MAX_CHARS else text
            cut = [whole] if len(whole) <= MAX_CHARS else [phrase.text for phrase in split_phrases(whole)]
            for part in cut:
                for start in range(0, max(len(part), 1), MAX_CHARS):
                    parts.append(strip_stop_phrases(fold(part[start : start + MAX_CHARS])))
                    owner.append(number)
        return parts, owner

    def _answer(self, text: str, lang: str, found: Sequence[Candidate]) -> Resolution:
        best: dict[str, Candidate] = {}
        for candidate in sorted(found, key=lambda each: (-each.score, each.concept_id)):
            best.setdefault(candidate.concept_id, candidate)
        first = tuple(best.values())[:N_SUGGESTIONS]
        sure = bool(first) and first[0].score >= self.ranker.accept and len(fold(text)) > SHORTEST_FUZZY
        return Resolution(text, lang, first, accepted=sure)
