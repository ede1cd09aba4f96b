"""What people, employers and providers wrote and nobody understood: each once, with how many said so, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from matcher.core.records import Course, Vacancy
from matcher.core.text import fold
from matcher.ports import Repository

LONGEST = 200
"""Letters of a word that are shown: what is longer is a pasted text."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """Words that name no concept.

    Attributes
    ----------
    text : str
        As most wrote it.
    n : int
        People, vacancies and courses that hold it.
    tables : tuple of str
        ``jobseekers``, ``vacancies``, ``courses``: where it stands.
    """

    text: str
    n: int
    tables: tuple[str, ...]


@dataclass
class UnknownWords:
    """Counts the unknown words of centres, and keeps each count until the centre's next write.

    Words of people who withhold consent or are blocked are not read.
    """

    repository: Repository
    _kept: dict[str, tuple[int, list[UnknownWord]]] = field(default_factory=dict, init=False, repr=False)
    _counting: Lock = field(default_factory=Lock, init=False, repr=False)

    def of(self, centre_id: str) -> list[UnknownWord]:
        """List the unknown words of a centre, those of most records first, ties in the order of letters."""
        with self._counting:
            revision = self.repository.revision(centre_id)
            kept = self._kept.get(centre_id)
            if kept is None or kept[0] != revision:
                kept = self._kept[centre_id] = revision, self._counted(centre_id)
            return kept[1]

    def _counted(self, centre_id: str) -> list[UnknownWord]:
        spellings: dict[str, dict[str, int]] = {}
        tables: dict[str, dict[str, None]] = {}
        for table, texts in self._records(centre_id):
            for key, text in {fold(text) or text: text for text in texts}.items():
                written = spellings.setdefault(key, {})
                written[text] = written.get(text, 0) + 1
                tables.setdefault(key, {})[table] = None
        found = [
            UnknownWord(
                max(sorted(written), key=lambda text: written[text])[:LONGEST],
                sum(written.values()),
                tuple(tables[key]),
            )
            for key, written in spellings.items()
        ]
        return sorted(found, key=lambda word: (-word.n, word.text))

    def _records(self, centre_id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for person in self.repository.candidates(centre_id):
            yield "jobseekers", person.record.unresolved
        for vacancy in self.repository.find(centre_id, Vacancy):
            yield "vacancies", vacancy.record.unresolved
        for course in self.repository.find(centre_id, Course):
            yield "courses", course.record.unresolved
