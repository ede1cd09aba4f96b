"""Short labels that a few typing errors turn into a text, when so many letters are wrong that few n-grams are shared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.core.taxonomy.labels import LabelTable

SHORTEST, LONGEST = 4, 30
"""Letters of the texts that are looked for."""
SHORT = 5
"""A text of up to so many letters may have one error, a longer one two."""


class MisspeltLabels:
    """Finds the label within one or two edits, among those that begin or end as the text does: errors at both ends are rare.

    Parameters
    ----------
    table : LabelTable
    """

    def __init__(self, table: LabelTable) -> None:
        by_end: dict[tuple[int, str], list[int]] = {}
        for place, text in enumerate(table.folded_texts_):
            for end in (0, -1) if text else ():
                by_end.setdefault((end, text[end]), []).append(place)
        self._by_end = {key: _Ordered(table.folded_texts_, places) for key, places in by_end.items()}

    def nearest(self, text: str) -> int:
        """Return the place of the label with the fewest edits; -1 where there is none. Ties by length, then by place.

        Parameters
        ----------
        text : str
            Folded.
        """
        if not SHORTEST <= len(text) <= LONGEST:
            return -1
        most = 2 if len(text) > SHORT else 1
        found = [self._by_end[key].nearest(text, most) for key in ((0, text[0]), (-1, text[-1])) if key in self._by_end]
        return min((each for each in found if each), default=(0, 0, -1))[2]


class _Ordered:
    """Labels in order of length."""

    def __init__(self, texts: list[str], places: list[int]) -> None:
        self.places = sorted(places, key=lambda place: (len(texts[place]), place))
        self.texts = [texts[place] for place in self.places]
        self.lengths: NDArray[np.int64] = np.array([len(text) for text in self.texts], dtype=np.int64)

    def nearest(self, text: str, most: int) -> tuple[int, int, int] | None:
        """Return edits, length and place of the nearest label of about the same length."""
        first, last = np.searchsorted(self.lengths, [len(text) - most, len(text) + most + 1])
        near = process.extractOne(text, self.texts[first:last], scorer=OSA.distance, score_cutoff=most)
        if near is None:
            return None
        place = int(first) + near[2]
        return int(near[1]), int(self.lengths[place]), self.places[place]
