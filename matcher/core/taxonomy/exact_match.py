"""Texts that need no guessing: identifiers, URIs, codes, labels as written or in another spelling, titles that hold a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from matcher.core.taxonomy.concepts import N_SUGGESTIONS, Candidate, Resolution
from matcher.core.taxonomy.indexes import LabelIndexes
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.phrase_matcher import content_words
from matcher.core.taxonomy.title_forms import either_gender
from matcher.core.taxonomy.titles import TitleReader, plain_titles
from matcher.core.text import MAX_CHARS, exact_key, fold, one_gender, skeleton
from matcher.core.text.actions import is_verb
from matcher.core.text.bounds import compile_bounded
from matcher.core.text.stopwords import is_empty_word

SHORTEST_SKELETON = 4
"""Letters from which on equal Latin skeletons mean equal words: ТС is not TS."""
AS_WRITTEN, FOLDED, IN_LATIN, OTHER_FORM, INSIDE = 1.0, 0.99, 0.98, 0.97, 0.93
"""Scores of a label that is the text as written, after folding, in its Latin skeleton, of the other gender or number, inside it."""

MAX_WORDS_OF_VERB_PHRASE = 5
_URI = compile_bounded(r"https?://\S+")
_ISCO = compile_bounded(r"\d{4}")
NKZ_CODE = compile_bounded(r"(\d{4})-\d{1,2}(?:-\d{1,3})?")


class ExactMatcher:
    """Looks texts up among the labels of a table.

    Parameters
    ----------
    table : LabelTable
    resolver : LabelIndexes
        Lends its label windows and its map from NKZ.
    """

    def __init__(self, table: LabelTable, resolver: LabelIndexes) -> None:
        self.table = table
        self.taxonomy = table.taxonomy
        self._resolver = resolver

    def answer(self, text: str, lang: str) -> Resolution | None:
        """Return the answer where there is no guessing, an empty one where the text has no words; None where one must guess."""
        stripped = text.strip()
        identifier = self._identifier(stripped)
        if identifier:
            label = self.taxonomy.label(identifier, lang or "en")
            return Resolution(text, lang, (Candidate(identifier, label, AS_WRITTEN),), accepted=True)
        if not fold(text):
            return Resolution(text, lang)
        if self.table.kind == "skill" or len(stripped) > MAX_CHARS:
            return self._equal(text, lang, text)
        code = self._unit_group(stripped)
        if code:
            return self._of_unit_group(text, lang, code)
        if NKZ_CODE.fullmatch(stripped):
            return Resolution(text, lang)  # the map has not this group: nothing resembles a number
        titles = plain_titles(stripped)
        return self._first_and_others([found for title in (text, *titles) if (found := self._equal(text, lang, title))])

    @staticmethod
    def _first_and_others(found: Sequence[Resolution]) -> Resolution | None:
        """Answer with the first title of a cell that is a label; the other titles' occupations are listed after it."""
        if not found:
            return None
        rest = [each for answer in found[1:] for each in answer.candidates]
        return replace(found[0], candidates=_led_by(found[0].candidates, rest))

    def leaves_doubt(self, answer: Resolution) -> bool:
        """Say whether others should be shown beside the answer.

        Where a label has several owners, a person picks among five; and a title that is one occupation's may be meant for another.
        """
        if not answer.candidates or answer.isco08 or self._identifier(answer.text.strip()):
            return False
        if not answer.accepted:
            return len(answer.candidates) < N_SUGGESTIONS
        return self.table.kind == "occupation" and len(answer.candidates) == 1

    @staticmethod
    def is_open(answer: Resolution) -> bool:
        """Say whether an answer names neither a concept nor a unit group, though its text is a title."""
        return not answer.accepted and not answer.isco08 and not NKZ_CODE.fullmatch(answer.text.strip())

    def completed(self, answer: Resolution | None, nearest: Resolution) -> Resolution:
        """Put what is known, or the label inside a title, before the nearest concepts."""
        text, lang = nearest.text, nearest.lang
        if answer is None and len(text) <= MAX_CHARS:
            is_title = self.table.kind == "occupation"
            answer = self._inside(text, lang, plain_titles(text.strip())) if is_title else self._verb_phrase(text, lang)
        if answer is None or self._is_outvoted(answer, nearest):
            return nearest
        first = answer.candidates[0]
        # The head of a title in Cyrillic stands first, where the label was found; in English what stands around it decides.
        heads = [first.concept_id] if not text.isascii() else [each.concept_id for each in nearest.candidates[:1]]
        sure = first.score != INSIDE or first.concept_id in heads
        return Resolution(text, lang, _led_by(answer.candidates, nearest.candidates), accepted=answer.accepted and sure)

    @cached_property
    def _titles(self) -> TitleReader:
        return TitleReader(self.table, self._resolver.windows(self.table.kind))

    def _is_outvoted(self, inside: Resolution, nearest: Resolution) -> bool:
        """Say whether a label inside a title gives way to another concept that the whole title is surely near to."""
        only = inside.candidates[0]
        return only.score == INSIDE and nearest.accepted and nearest.concept_id != only.concept_id

    def _identifier(self, text: str) -> str:
        is_skill = self.table.kind == "skill"
        if text in (self.taxonomy.skills if is_skill else self.taxonomy.occupations):
            return text
        if _URI.fullmatch(text):
            return (self.taxonomy.skill_by_uri if is_skill else self.taxonomy.occupation_by_uri).get(text, text)
        return ""

    def _unit_group(self, text: str) -> str:
        if _ISCO.fullmatch(text):
            return text
        found = NKZ_CODE.fullmatch(text)
        return self._resolver.nkz_isco08.get(found[1], "") if found else ""

    def _of_unit_group(self, text: str, lang: str, code: str) -> Resolution:
        members = self.taxonomy.occupations_by_isco.get(code, ())
        score = round(1.0 / max(len(members), 1), 6)
        listed = tuple(
            Candidate(each, self.taxonomy.label(each, lang or "en"), score) for each in members[:N_SUGGESTIONS]
        )
        return Resolution(text, lang, listed, accepted=len(members) == 1, isco08=code)

    def _equal(self, text: str, lang: str, words: str) -> Resolution | None:
        for places, score in self._forms(words):
            if places:
                return self._owned(text, lang, places, score)
        return None

    def _forms(self, words: str) -> Iterator[tuple[tuple[int, ...] | None, float]]:
        """Give the labels equal to the words in each form, the nearest form first; a form is made when it is asked for."""
        yield self.table.exact_.get(exact_key(words)), AS_WRITTEN
        folded = one_gender(fold(words))
        yield self.table.folded_.get(folded), FOLDED
        spelt = skeleton(folded)
        if len(spelt) >= SHORTEST_SKELETON:
            yield self.table.skeleton_.get(spelt), IN_LATIN
        if self.table.kind == "occupation":
            yield self._titles.by_form_.get(either_gender(folded)), OTHER_FORM

    def _owned(self, text: str, lang: str, places: tuple[int, ...], score: float) -> Resolution:
        """Answer with the concepts that own a label; accepted where one does, or one alone has it as its preferred label."""
        owners = self.table.owners(places)
        sure = len(owners) == 1 or sum(bool(self.table.preferred_[place]) for place in owners) == 1
        shared = round(score / len(owners), 6)
        scores = [score if sure and order == 0 else shared for order in range(len(owners))]
        listed = zip(owners[:N_SUGGESTIONS], scores, strict=False)
        return Resolution(text, lang, tuple(self._candidate(place, each) for place, each in listed), accepted=sure)

    def _inside(self, text: str, lang: str, titles: Sequence[str]) -> Resolution | None:
        found = next((window for title in titles if (window := self._titles.inside(title))), None)
        return Resolution(text, lang, (self._candidate(found.label, INSIDE),), accepted=True) if found else None

    def _verb_phrase(self, text: str, lang: str) -> Resolution | None:
        """Answer with the skill of a verb and its object where a cell says nothing else."""
        folded = one_gender(fold(text)).split()
        if len(folded) > MAX_WORDS_OF_VERB_PHRASE or not any(map(is_verb, folded)):
            return None
        words = [word for word in content_words(text) if not is_empty_word(word.folded)]
        found = next(self._resolver.verb_objects.find(text, words), None) if len(words) == 2 else None
        return Resolution(text, lang, (self._candidate(found.label, INSIDE),), accepted=True) if found else None

    def _candidate(self, place: int, score: float) -> Candidate:
        return Candidate(self.table.concepts_[self.table.concept_[place]], self.table.labels_[place], score)


def _led_by(first: tuple[Candidate, ...], others: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates with `first` before the others, each concept once, no score above the first one's."""
    kept = {each.concept_id: each for each in first}
    for each in others:
        kept.setdefault(each.concept_id, replace(each, score=min(each.score, first[0].score)))
    return tuple(kept.values())[:N_SUGGESTIONS]
