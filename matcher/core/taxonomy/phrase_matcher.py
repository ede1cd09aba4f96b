"""Labels that stand inside a longer text, word by word, whatever the endings and the order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from os.path import commonprefix

from rapidfuzz import fuzz

from matcher.core.taxonomy.labels import LabelTable
from matcher.core.text import fold, skeleton, word_stem
from matcher.core.text.gender import of_words
from matcher.core.text.stopwords import FUNCTION_WORDS, is_empty_word

LONGEST = 6
"""Words of the longest label that is looked for inside a text."""
LIKENESS = 62.0
"""Percent of likeness, after sorting the words, below which equal stems are a coincidence."""
FEWEST_TELLING = 3
TELLING, TELLING_SHARE = 0.75, 0.15
LONG_WORD = 6
"""A word of so many letters that so many labels hold, and so large a share of them labels of one concept, names the concept alone; it must
stand in a seventh of that concept's labels too: clients have questions, but a question is no service."""
SHORT_STEM = 5
ENDING = 2
"""Letters of an ending behind so short a beginning: токар-ем and токар-ь, but no дете-й and детей-лер."""
SHORT_LIKENESS = 80.0
"""Percent of likeness that two words with so short a shared beginning need to be one word."""
SHORT_EXACT = 4
"""A label of so few letters has no other endings."""
STEM_LANGUAGES = ("ru", "kk")
SHORT = 3
"""A label of so few letters counts inside a text only where it is written in capitals."""

_AGENT = re.compile("(?:ист|ер|щик|чик)")
"""Behind a shared beginning this makes a person of a thing: программист, репортер."""
ADJECTIVE = re.compile("(?:ый|ого|его|ому|ему|ыми|ими|ых|их|ую|ая|яя|ое|ые|нной|ческой)$")
_WORD = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+[+#]*+")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a text: its place, folded form and its stem as a word of each language of stems."""

    start: int
    end: int
    folded: str
    stems: dict[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``first`` to ``last`` (included) of a text that are the label at place ``label``; ``n_words`` of them belong to it."""

    first: int
    last: int
    label: int
    n_words: int


class WindowIndex:
    """Finds the labels of a table inside texts.

    Parameters
    ----------
    table : LabelTable
    """

    def __init__(self, table: LabelTable) -> None:
        self.table = table
        self.keys_: dict[str, dict[Key, list[int]]] = {lang: {} for lang in STEM_LANGUAGES}
        self.cores_: dict[str, dict[Key, list[int]]] = {lang: {} for lang in STEM_LANGUAGES}
        for place, folded in enumerate(table.folded_texts_):
            lang = "kk" if table.langs_[place] == "kk" else "ru"
            words = [word for word in folded.split() if word not in FUNCTION_WORDS]
            telling = [word for word in words if not is_empty_word(word)]
            key, core = (_key([word_stem(word, lang) for word in each]) for each in (words, telling))
            if 0 < len(key) <= LONGEST:
                self.keys_[lang].setdefault(key, []).append(place)
            if 1 < len(core) < len(key) <= LONGEST:
                self.cores_[lang].setdefault(core, []).append(place)
        if table.kind == "skill":
            for lang in STEM_LANGUAGES:
                self._add_telling_words(lang)
        self.holders_ = {lang: self._holders(lang) for lang in STEM_LANGUAGES}

    def _add_telling_words(self, lang: str) -> None:
        """Let a word stand for a concept alone where nearly all labels that hold it are the concept's."""
        holders: dict[str, list[int]] = {}
        n_of_concept = Counter[int]()
        for place, folded in enumerate(self.table.folded_texts_):
            if (self.table.langs_[place] == "kk") == (lang == "kk"):
                n_of_concept[int(self.table.concept_[place])] += 1
                for stem in {
                    word_stem(word, lang)
                    for word in folded.split()
                    if word not in FUNCTION_WORDS and not is_empty_word(word)
                }:
                    holders.setdefault(stem, []).append(place)
        for stem, places in holders.items():
            by_concept = Counter(int(self.table.concept_[place]) for place in places)
            concept, n_labels = by_concept.most_common(1)[0]
            fewest = max(
                FEWEST_TELLING if len(stem) >= LONG_WORD else 2 * FEWEST_TELLING, TELLING_SHARE * n_of_concept[concept]
            )
            if n_labels >= TELLING * len(places) and n_labels >= fewest:
                self.cores_[lang][(stem,)] = [place for place in places if self.table.concept_[place] == concept][:1]

    def _holders(self, lang: str) -> dict[str, set[int]]:
        """Return the numbers of the keys that hold each stem."""
        found: dict[str, set[int]] = {}
        for number, key in enumerate({**self.keys_[lang], **self.cores_[lang]}):
            for stem in key:
                found.setdefault(stem, set()).add(number)
        return found

    def find(self, text: str, words: Sequence[Word]) -> list[Window]:
        """Return labels that do not overlap, longest first, then from left to right, in order of place."""
        taken: set[int] = set()
        found: list[Window] = []
        ends = self._ends(words)
        for n_words in range(min(LONGEST, len(words)), 0, -1):
            for skipped in (0, 1) if n_words > 1 else (0,):
                for first in ends.get(n_words + skipped, ()):
                    span = range(first, first + n_words + skipped)
                    if taken.isdisjoint(span):
                        window = self._at(text, words, span, skipped)
                        if window is not None:
                            found.append(window)
                            taken.update(span)
        return sorted(found, key=lambda window: window.first)

    def _ends(self, words: Sequence[Word]) -> dict[int, list[int]]:
        """Return where a label may begin, by the number of words that it spans: its first and last word stand in one key.

        Without this a text of a megabyte takes a minute.
        """
        of_lang = [self.holders_[lang] for lang in STEM_LANGUAGES]
        held = [
            [holders.get(word.stems[lang]) for holders, lang in zip(of_lang, STEM_LANGUAGES, strict=True)]
            for word in words
        ]
        places = [place for place, each in enumerate(held) if any(each)]
        ends: dict[int, list[int]] = {1: places} if places else {}
        for at, first in enumerate(places):
            for last in places[at + 1 : at + 1 + LONGEST]:
                if last > first + LONGEST:
                    break
                if any(
                    one and other and not one.isdisjoint(other)
                    for one, other in zip(held[first], held[last], strict=True)
                ):
                    ends.setdefault(last - first + 1, []).append(first)
        return ends

    def _at(self, text: str, words: Sequence[Word], span: range, skipped: int) -> Window | None:
        for left_out in combinations(span[1:-1], skipped):
            chosen = [words[place] for place in span if place not in left_out]
            label = self._label(chosen)
            if label is None or (
                len(self.table.folded_texts_[label]) <= SHORT and not text[chosen[0].start : chosen[-1].end].isupper()
            ):
                continue
            return Window(span[0], span[-1], label, len(chosen))
        return None

    def _label(self, words: Sequence[Word]) -> int | None:
        keys = {lang: _key([word.stems[lang] for word in words]) for lang in STEM_LANGUAGES}
        places = [place for lang in STEM_LANGUAGES for place in self.keys_[lang].get(keys[lang], ())]
        if places:
            return self._best(" ".join(word.folded for word in words), places)
        if len(words) == 1 and (ADJECTIVE.search(words[0].folded) or is_empty_word(words[0].folded)):
            return None
        places = [place for lang in STEM_LANGUAGES for place in self.cores_[lang].get(keys[lang], ())]
        owners = {int(self.table.concept_[place]) for place in places}
        if len(owners) != 1 or (len(words) == 1 and not self._spells(words[0].folded, places[0])):
            return None
        return places[0]

    def _spells(self, folded: str, place: int) -> bool:
        return any(is_same_word(folded, word) for word in self.table.folded_texts_[place].split())

    def _best(self, folded: str, places: Sequence[int]) -> int | None:
        """Return the label likest to the words; None where two concepts are equally like, or none is like enough."""
        likeness = {place: self._likeness(folded, place) for place in places}
        top = max(likeness.values())
        owners = self.table.owners(tuple(place for place in places if likeness[place] == top))
        preferred = [place for place in owners if self.table.preferred_[place]]
        if top < LIKENESS or (len(owners) > 1 and len(preferred) != 1):
            return None
        return owners[0]

    def _likeness(self, folded: str, place: int) -> float:
        label = self.table.folded_texts_[place]
        if " " not in folded and " " not in label and not is_same_word(folded, label):
            return 0.0
        if _is_person_for_thing(folded.split(), label.split()) or _is_another_word(folded.split(), label.split()):
            return 0.0
        if len(label) <= SHORT_EXACT and folded != label:
            return 0.0  # ГОСТ is not гостей
        alike = fuzz.token_sort_ratio(folded, label)
        if alike < LIKENESS and len(folded) > SHORT:  # "Revit" and "ревит"
            alike = 0.99 * fuzz.token_sort_ratio(skeleton(folded), self.table.skeletons_[place])
        return alike


def is_same_word(one: str, other: str) -> bool:
    """Say whether two folded words of one stem are one word in two endings, and not two words.

    Examples
    --------
    >>> is_same_word("аудиторами", "аудитор"), is_same_word("аудитории", "аудитор"), is_same_word("гостей", "госты")
    (True, False, False)
    >>> is_same_word("токарем", "токарь"), is_same_word("детей", "детейлер")
    (True, False)
    >>> is_same_word("ревит", "revit"), is_same_word("посты", "poster"), is_same_word("unit", "unity")
    (True, False, False)
    """
    if one.isascii() and other.isascii():
        return one.rstrip("s") == other.rstrip("s")  # names of programs: Unit is not Unity
    if one.isascii() or other.isascii():
        return skeleton(one) == skeleton(other)  # an ending in one script tells nothing of the other
    n_shared = len(commonprefix([one, other]))
    rests = one[n_shared:], other[n_shared:]
    if any(len(rest) > 1 and rest[0] == "и" and rest[1] in "юяией" for rest in rests):
        return False  # a stem in -ия is another stem
    ends_alike = n_shared == SHORT_STEM and max(map(len, rests)) <= ENDING
    return n_shared > SHORT_STEM or ends_alike or fuzz.ratio(one, other) >= SHORT_LIKENESS


def _is_person_for_thing(words: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether a word of one side names a person and the like word of the other does not: программы are no программист."""
    for word in words:
        for other in others:
            n_shared = len(commonprefix([word, other]))
            if n_shared >= SHORT_STEM and bool(_AGENT.match(word, n_shared)) != bool(_AGENT.match(other, n_shared)):
                return True
    return False


def _is_another_word(words: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether the only telling one of several words is none of the others: скорость работы is no работа на скорой."""
    telling = [word for word in words if not is_empty_word(word)]
    if len(words) == 1 or len(telling) != 1:
        return False
    return not any(is_same_word(telling[0], other) or _differ_in_endings(telling[0], other) for other in others)


def _differ_in_endings(one: str, other: str) -> bool:
    n_shared = len(commonprefix([one, other]))
    return n_shared >= SHORT_STEM - 1 and max(len(one), len(other)) - n_shared <= ENDING


def content_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of ``text[start:end]`` that are not function words, in the form of women and men, with their places in `text`."""
    places: list[tuple[int, int]] = []
    written: list[str] = []
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        for folded in fold(found.group()).split():
            places.append(found.span())
            written.append(folded)
    return [
        Word(*place, folded, {lang: word_stem(folded, lang) for lang in STEM_LANGUAGES})
        for place, folded in zip(places, of_words(written), strict=True)
        if folded not in FUNCTION_WORDS
    ]


def _key(stems: Sequence[str]) -> Key:
    return tuple(sorted({stem for stem in stems if stem}))
