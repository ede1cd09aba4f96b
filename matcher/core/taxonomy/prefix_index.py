"""Concepts whose labels have a word that begins as a person has begun to type."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.core.taxonomy.labels import LabelTable
from matcher.core.text import fold, skeleton

_LAST = "\U0010ffff"
"""Sorts behind every letter."""
FORGIVEN, LONG = 4, 7
"""Letters from which one typing error is forgiven, and two."""
End = tuple[int, int, int]
"""Typing errors, place of the label, letters before the word."""
Key = tuple[int, bool, bool, bool, bool, int, int]


class LabelBeginnings:
    """Sorted ends of labels, one a word: ``сварка труб`` stands under ``сварка труб`` and under ``труб``.

    Parameters
    ----------
    table : LabelTable
    """

    def __init__(self, table: LabelTable) -> None:
        self.table = table
        # People type a word as it is written: the folded texts of the table have one form for women and men.
        self._written = [fold(label) for label in table.labels_]
        self._in_latin = [skeleton(folded) for folded in self._written]
        self._letters = _Ends(self._written)
        self._latin = _Ends(self._in_latin)

    def find(self, text: str, *, lang: str = "", most: int = 10) -> list[tuple[str, str]]:
        """List (concept, label) for what has been typed so far, best first.

        The whole label comes before all others, labels that begin with it come before those that hold it further on, labels of `lang` before others, preferred and short ones
        before the rest. Words typed in Latin letters find Cyrillic labels where no label is written so; where nothing begins with the text,
        one typing error behind its first letter is forgiven from four letters on, two from seven on.

        Examples
        --------
        >>> from matcher.core.records import Skill
        >>> from matcher.core.taxonomy.concepts import Taxonomy
        >>> weld = Skill("welding", {"en": "welding", "ru": "сварка труб", "kk": "дәнекерлеу"})
        >>> beginnings = LabelBeginnings(LabelTable(Taxonomy({"welding": weld}, {}), "skill"))
        >>> beginnings.find("Тру"), beginnings.find("данек"), beginnings.find("svark"), beginnings.find("x")
        ([('welding', 'сварка труб')], [('welding', 'дәнекерлеу')], [('welding', 'сварка труб')], [])
        >>> beginnings.find("сврака")
        [('welding', 'сварка труб')]
        """
        folded = fold(text)
        if not folded:
            return []
        found = self._best(self._letters.beginning(folded), (folded, lang), most)
        latin = skeleton(folded)
        if not found and latin and folded.isascii():
            found = self._best(self._latin.beginning(latin), (latin, lang), most)
        if not found and len(folded) >= FORGIVEN:
            found = self._best(
                self._letters.nearly_beginning(folded, 1 if len(folded) < LONG else 2), (folded, lang), most
            )
        return found

    def _best(self, ends: Iterable[End], asked: tuple[str, str], most: int) -> list[tuple[str, str]]:
        table, (text, lang) = self.table, asked
        best: dict[int, Key] = {}
        for n_errors, place, at in ends:
            concept = int(table.concept_[place])
            weak = not table.preferred_[place]
            part = text not in (self._written[place], self._in_latin[place])
            key = (n_errors, part, at > 0, table.langs_[place] != lang, weak, len(table.labels_[place]), place)
            if concept not in best or key < best[concept]:
                best[concept] = key
        first = nsmallest(most, best.items(), key=lambda item: (item[1][:-1], item[0]))
        return [(table.concepts_[concept], table.labels_[key[-1]]) for concept, key in first]


class _Ends:
    """Ends of texts from each of their words on, in order of letters."""

    def __init__(self, texts: list[str]) -> None:
        ends = []
        for place, text in enumerate(texts):
            at = 0
            for word in text.split():
                at = text.index(word, at)
                ends.append((text[at:], place, at))
                at += len(word)
        ends.sort()
        self._texts = [end[0] for end in ends]
        self._places = [end[1:] for end in ends]

    def beginning(self, text: str) -> Iterator[End]:
        """Yield the ends that begin with a text."""
        for at in self._range(text):
            yield (0, *self._places[at])

    def nearly_beginning(self, text: str, most: int) -> Iterator[End]:
        """Yield the ends with the same first letter that begin with a text but for at most so many typing errors."""
        at_first = self._range(text[0])
        for n_letters in (len(text), len(text) + 1):
            places: dict[str, list[int]] = {}
            for at in at_first:
                places.setdefault(self._texts[at][:n_letters], []).append(at)
            near = process.extract(text, places.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
            for beginning, n_errors, _ in near:
                for at in places[beginning]:
                    yield (int(n_errors), *self._places[at])

    def _range(self, text: str) -> range:
        first = bisect_left(self._texts, text)
        return range(first, bisect_left(self._texts, text + _LAST, lo=first))
