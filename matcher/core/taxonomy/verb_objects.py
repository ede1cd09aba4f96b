"""What people say they did to what ("варила металлоконструкции"), found among labels that name the action by a noun or another verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.phrase_matcher import ADJECTIVE, Window, Word, is_same_word
from matcher.core.text import fold, word_stem
from matcher.core.text.actions import action, is_verb
from matcher.core.text.stopwords import FUNCTION_WORDS, is_empty_word

FURTHEST = 2
"""Words from the verb to its object: "варил тонкие трубы"."""
_NO_OBJECT = frozenset(
    "дома сам сама свой свою свои своих себе вкусно хорошо быстро много также всегда иногда часто".split()
)


class VerbObjectIndex:
    """Finds a verb with its object among Russian labels.

    Parameters
    ----------
    table : LabelTable
        Labels of skills.
    """

    def __init__(self, table: LabelTable) -> None:
        self.table = table

    @cached_property
    def pairs_(self) -> dict[str, tuple[int, ...]]:
        """Places of the labels that hold an action and another telling word, by the action and the word's stem."""
        found: dict[str, tuple[int, ...]] = {}
        for place, telling in enumerate(map(_telling, self.table.folded_texts_)):
            if self.table.langs_[place] != "ru":
                continue
            for verb in telling:
                name = action(verb)
                for before, word in zip(["", *telling], telling, strict=False) if name else ():
                    # An adjective makes the object another thing: замена экранных труб.
                    if word != verb and (len(telling) == 2 or not (_is_adjective(word) or _is_adjective(before))):
                        key = f"{name} {word_stem(word, 'ru')}"
                        found[key] = (*found.get(key, ()), place)
        return found

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Window]:
        """Give the verbs with an object that only one concept's labels hold, or that is the whole label of one concept only.

        A word behind a preposition counts in the second case only: who changes oil in machines changes no machines.
        """
        for at, verb in enumerate(words):
            if not is_verb(verb.folded):
                continue
            name = action(verb.folded)
            for other in range(max(at - FURTHEST, 0), min(at + FURTHEST + 1, len(words))):
                span = words[min(at, other) : max(at, other) + 1]
                if other == at or words[other].folded in _NO_OBJECT:
                    continue
                if all(_is_adjective(word.folded) for word in span[1:-1]):
                    label = self._label(name, words[other], is_object=_is_joined(text, span))
                    if label is not None:
                        yield Window(min(at, other), max(at, other), label, 2)

    def _label(self, name: str, word: Word, *, is_object: bool) -> int | None:
        placed = ((place, _telling(self.table.folded_texts_[place])) for place in self._places(name, word))
        held = {place: words for place, words in placed if any(is_same_word(word.folded, each) for each in words)}
        whole = [place for place, words in held.items() if len(words) == 2]
        for places in (list(held) if is_object else [], whole):
            if len({int(self.table.concept_[place]) for place in places}) == 1:
                return places[0]
        return None

    def _places(self, name: str, word: Word) -> tuple[int, ...]:
        return self.pairs_.get(f"{name} {word.stems['ru']}", ())


def _telling(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in FUNCTION_WORDS and not is_empty_word(word)]


def _is_adjective(word: str) -> bool:
    return bool(ADJECTIVE.search(word))


def _is_joined(text: str, words: Sequence[Word]) -> bool:
    return len(fold(text[words[0].end : words[-1].start]).split()) == len(words) - 2
