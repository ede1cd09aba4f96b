"""Labels inside a text that mean something else there: a word of many meanings among other words, other people's work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from os.path import commonprefix

from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.phrase_matcher import ADJECTIVE, STEM_LANGUAGES, Window, Word, is_same_word
from matcher.core.text import Piece, word_stem
from matcher.core.text.bounds import compile_bounded
from matcher.core.text.stopwords import is_empty_word

MANY_MEANINGS, OWN_SHARE = 6, 0.4
"""A word in labels of so many groups of skills, of which less than such a share are of the group that it would stand for, tells
nothing alone."""
NEAR = 8
"""Words on each side that are looked at."""
_OTHER_PEOPLE = compile_bounded(r"(?:ам|ям|ами|ями|ах|ях|ов|ев|(?:лар|лер|дар|дер|тар|тер)\w{2,})$")
"""Endings of more than one person who is not the subject: a person was a сварщик, and worked with инженерами."""

_ANY_ADJECTIVE = compile_bounded(f"{ADJECTIVE.pattern}|(?:ий|ой)$")
_ASKS_GENITIVE = compile_bounded(r"(?:ого|его|[кнтлрсдмв]ей|ов|ев|ий|норм)$")


class AmbiguityFilter:
    """Says which windows of one table are left out of a text.

    Parameters
    ----------
    table : LabelTable
    """

    def __init__(self, table: LabelTable) -> None:
        self.table = table

    @cached_property
    def holders_(self) -> dict[str, Counter[tuple[str, int]]]:
        """Words of labels, with the group of their concept, by stem."""
        found: dict[str, Counter[tuple[str, int]]] = {}
        for place, folded in enumerate(self.table.folded_texts_):
            group = int(self.table.group_[self.table.concept_[place]])
            for word in folded.split():
                for stem in {word_stem(word, lang) for lang in STEM_LANGUAGES}:
                    found.setdefault(stem, Counter())[word, group] += 1
        return found

    def is_doubtful(self, text: str, words: Sequence[Word], *, window: Window, piece: Piece) -> bool:
        """Say whether a window is another thing than the label that it equals.

        Parameters
        ----------
        text : str
        words : sequence of Word
            Of the phrase.
        piece : Piece
            The part of the phrase between conjunctions in which the window stands.
        """
        telling = [word for word in words[window.first : window.last + 1] if not is_empty_word(word.folded)]
        if self.table.kind == "occupation":
            label = self.table.folded_texts_[window.label].split()
            return any(_is_of_others(word.folded, label) for word in telling)
        if window.n_words != 1 or len(telling) != 1:
            return False
        word = telling[0]
        near = words[max(window.first - NEAR, 0) : window.last + NEAR + 1]
        others = [each for each in near if piece.start <= each.start < piece.end and each is not word]
        before = next((each.folded for each in others if text[each.end : word.start].isspace()), "")
        return (
            _is_second_part(text, word)
            or (word.folded in self.table.folded_texts_[window.label].split() and _is_genitive(before, word.folded))
            or (_is_attribute(text, word, others) and not _ANY_ADJECTIVE.search(self.table.folded_texts_[window.label]))
            or (self._has_many_meanings(word, window) and not all(is_empty_word(each.folded) for each in others))
        )

    def _has_many_meanings(self, word: Word, window: Window) -> bool:
        by_group = Counter[int]()
        for stem in {word.stems[lang] for lang in STEM_LANGUAGES}:
            for (other, group), n_labels in self.holders_.get(stem, {}).items():
                if is_same_word(word.folded, other):
                    by_group[group] += n_labels
        own = by_group[int(self.table.group_[self.table.concept_[window.label]])]
        return len(by_group) >= MANY_MEANINGS and own < OWN_SHARE * by_group.total()


def _is_second_part(text: str, word: Word) -> bool:
    """Say whether a word ends a compound: a выставка-продажа is no sale in a shop; SQL-запросы are запросы."""
    before = text[max(word.start - 2, 0) : word.start]
    return len(before) == 2 and before[1] == "-" and before[0].isalpha() and not before[0].isascii()


def _is_attribute(text: str, word: Word, others: Sequence[Word]) -> bool:
    """Say whether a word is an adjective that tells of the next one: операционных рисков are no операционка."""
    after = next((each for each in others if text[word.end : each.start].isspace()), None)
    return after is not None and bool(ADJECTIVE.search(word.folded)) and not is_empty_word(after.folded)


def _is_genitive(before: str, folded: str) -> bool:
    """Say whether a word can only be a genitive, and so no label in the nominative: права are a licence, отраслей права are not."""
    return folded[-1] in "ая" and bool(_ASKS_GENITIVE.search(before))


def _is_of_others(folded: str, label: Sequence[str]) -> bool:
    if folded.isascii() or folded in label or not _OTHER_PEOPLE.search(folded):
        return False
    rests = [folded[len(commonprefix([folded, word])) :] for word in label]
    return bool(_OTHER_PEOPLE.search(min(rests, key=len, default="")))
