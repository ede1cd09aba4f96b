"""What people, employers and providers wrote and nobody understood: each once, with how many said so, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from weakref import ref

from matcher.core.records import Course, Vacancy
from matcher.core.records.centre import Stored
from matcher.core.text import fold
from matcher.services.candidate_index import CandidateIndex
from matcher.services.centre_cache import CentreCache, CentreSnapshot

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


class UnknownWords:
    """Counts the unknown words of centres, and keeps each count while what it was counted over is the same.

    Words of people who withhold consent or are blocked are not read.

    Parameters
    ----------
    cache : CentreCache
    """

    def __init__(self, cache: CentreCache) -> None:
        self._cache = cache
        self._kept: dict[str, tuple[Counted, list[UnknownWord]]] = {}
        self._counting = Lock()

    def of(self, centre_id: str) -> list[UnknownWord]:
        """List the unknown words of a centre, those of most records first, ties in the order of letters."""
        with self._counting:
            centre, kept = self._cache.snapshot(centre_id), self._kept.get(centre_id)
            if kept is None or not kept[0].is_of(centre):
                kept = self._kept[centre_id] = Counted.of(centre), _counted(centre)
            return kept[1]


@dataclass(frozen=True)
class Counted:
    """What was counted over. It holds nobody: whoever leaves the pool is not kept here."""

    index: ref[CandidateIndex]
    vacancies: Mapping[str, Stored[Vacancy]]
    courses: tuple[Course, ...]

    @classmethod
    def of(cls, centre: CentreSnapshot) -> Counted:
        """Note what a centre holds now."""
        return cls(ref(centre.index), centre.work.vacancies, centre.work.courses)

    def is_of(self, centre: CentreSnapshot) -> bool:
        """Say whether a centre holds the same still."""
        same_work = self.vacancies is centre.work.vacancies and self.courses is centre.work.courses
        return same_work and self.index() is centre.index


def _counted(centre: CentreSnapshot) -> list[UnknownWord]:
    spellings: dict[str, dict[str, int]] = {}
    tables: dict[str, dict[str, None]] = {}
    for table, texts in _records(centre):
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


def _records(centre: CentreSnapshot) -> Iterator[tuple[str, tuple[str, ...]]]:
    for words in centre.index.unresolved:
        yield "jobseekers", words
    for vacancy in centre.work.vacancies.values():
        yield "vacancies", vacancy.record.unresolved
    for course in centre.work.courses:
        yield "courses", course.unresolved
