"""From people's words to concepts, or an honest "unknown" with suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.concepts import Candidate, Kind, Mention, Resolution, Taxonomy
from matcher.core.taxonomy.features import pair_features
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.mentions import find_mentions
from matcher.core.text import MAX_CHARS, exact_key, fold, skeleton, split_phrases, strip_grades
from matcher.core.text.stopwords import strip_stop_phrases

N_SUGGESTIONS = 5
_URI = re.compile(r"https?://\S+")
_ISCO = re.compile(r"\d{4}")


class Resolver:
    """Resolves texts to concepts of a taxonomy.

    Parameters
    ----------
    taxonomy : Taxonomy
    accept : float
        A best candidate is accepted from this score on.

    Examples
    --------
    >>> from matcher.core.records import Skill
    >>> weld = Skill("welding", {"en": "welding", "ru": "сварка", "kk": "дәнекерлеу"})
    >>> resolver = Resolver(Taxonomy({"welding": weld}, {}))
    >>> resolver.resolve(["СВАРКА", "danekerleu"])[1].concept_id
    'welding'
    """

    def __init__(self, taxonomy: Taxonomy, *, accept: float = 0.75) -> None:
        self.taxonomy = taxonomy
        self.accept = accept

    @cached_property
    def skills_(self) -> LabelTable:
        """Labels of the skills."""
        return LabelTable(self.taxonomy, "skill")

    @cached_property
    def occupations_(self) -> LabelTable:
        """Labels of the occupations."""
        return LabelTable(self.taxonomy, "occupation")

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
            return Resolution(text, lang, (Candidate(identifier, self.taxonomy.label(identifier, lang or "en"), 1.0),), accepted=True)
        if kind == "occupation" and _ISCO.fullmatch(stripped):
            members = self.taxonomy.occupations_by_isco.get(stripped, ())
            listed = tuple(Candidate(each, self.taxonomy.label(each, lang or "en"), 1.0 / len(members)) for each in members)
            return Resolution(text, lang, listed[:N_SUGGESTIONS], accepted=len(members) == 1, isco08=stripped)
        table = self.table(kind)
        folded = fold(text)
        if not folded:
            return Resolution(text, lang)
        for places, score in (
            (table.exact_.get(exact_key(text)), 1.0),
            (table.folded_.get(folded), 0.99),
            (table.skeleton_.get(skeleton(folded)), 0.98),
        ):
            if places:
                return self._equal(text, lang, table, places, score)
        return None

    def _identifier(self, text: str, kind: Kind) -> str:
        if text in (self.taxonomy.skills if kind == "skill" else self.taxonomy.occupations):
            return text
        if _URI.fullmatch(text):
            by_uri = self.taxonomy.skill_by_uri if kind == "skill" else self.taxonomy.occupation_by_uri
            return by_uri.get(text, text)
        return ""

    def _equal(self, text: str, lang: str, table: LabelTable, places: tuple[int, ...], score: float) -> Resolution:
        owners = table.owners(places)
        preferred = [place for place in owners if table.preferred_[place]]
        sure = len(owners) == 1 or len(preferred) == 1
        candidates = tuple(
            Candidate(table.concepts_[table.concept_[place]], table.labels_[place], score if sure and order == 0 else score / len(owners))
            for order, place in enumerate(owners[:N_SUGGESTIONS])
        )
        return Resolution(text, lang, candidates, accepted=sure)

    def _nearest(self, texts: Sequence[str], kind: Kind, lang: str) -> list[Resolution]:
        table = self.table(kind)
        if not len(table):
            return [Resolution(text, lang) for text in texts]
        parts, owner = self._parts(texts, kind)
        queries, labels, scores = self._score(table, parts)
        best: dict[int, list[tuple[float, int]]] = {}
        for query, label, score in zip(queries.tolist(), labels.tolist(), scores.tolist(), strict=True):
            best.setdefault(owner[query], []).append((score, label))
        return [self._answer(text, lang, table, best.get(number, [])) for number, text in enumerate(texts)]

    def _parts(self, texts: Sequence[str], kind: Kind) -> tuple[list[str], list[int]]:
        parts: list[str] = []
        owner: list[int] = []
        for number, text in enumerate(texts):
            whole = strip_grades(text) if kind == "occupation" else text
            cut = [whole] if len(whole) <= MAX_CHARS else [phrase.text for phrase in split_phrases(whole)]
            for part in cut:
                for start in range(0, len(part), MAX_CHARS):
                    folded = strip_stop_phrases(fold(part[start : start + MAX_CHARS]))
                    parts.append(folded)
                    owner.append(number)
        return parts, owner

    def _score(self, table: LabelTable, folded: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        queries, labels, cosine = table.grams_.nearest([skeleton(each) for each in folded], k=30)
        pairs = pair_features(table, folded, queries, labels, cosine)
        return queries, labels, pairs @ np.array([0.6, 0.2, 0.2])

    def _answer(self, text: str, lang: str, table: LabelTable, scored: list[tuple[float, int]]) -> Resolution:
        best: dict[int, tuple[float, int]] = {}
        for score, label in sorted(scored, key=lambda each: (-each[0], each[1])):
            best.setdefault(int(table.concept_[label]), (score, label))
        first = sorted(best.items(), key=lambda item: (-item[1][0], table.concepts_[item[0]]))[:N_SUGGESTIONS]
        candidates = tuple(Candidate(table.concepts_[concept], table.labels_[label], round(min(score, 0.97), 6)) for concept, (score, label) in first)
        return Resolution(text, lang, candidates, accepted=bool(candidates) and candidates[0].score >= self.accept)
