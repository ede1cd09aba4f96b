"""Erasure of a person, and of those whose record has been kept for long enough: what would go first, then what went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matcher.core.retention import Retention, retention
from matcher.ports.personal import PersonalFiles, PersonalRecords


@dataclass(frozen=True)
class Erasure:
    """What tells of a person.

    Attributes
    ----------
    n_rows : mapping of str to int
        By table.
    files : tuple of Path
        Files and whole folders.
    """

    n_rows: Mapping[str, int]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Erasing:
    """Erases people from the database and from the program's files."""

    records: PersonalRecords
    files: PersonalFiles

    def plan(self, centre_id: str, jobseeker_id: str) -> Erasure:
        """Say what would be erased; nothing is."""
        return Erasure(self.records.count(centre_id, jobseeker_id), tuple(self.files.naming(jobseeker_id)))

    def erase(self, centre_id: str, jobseeker_id: str, *, today: date) -> Erasure:
        """Erase a person; call :meth:`wipe` after the last one. Broken off anywhere, it can be begun again."""
        named = self.files.naming(jobseeker_id)
        # First, so that a backup that is restored after a crash knows it too.
        self.files.note_erased(centre_id, jobseeker_id, today)
        n_rows = self.records.erase(centre_id, jobseeker_id, today=today)
        self.files.remove(named)
        return Erasure(n_rows, tuple(named))

    def wipe(self) -> list[str]:
        """Overwrite what deleted rows have left in the database's files; give codes of what could not be done."""
        return self.records.wipe()

    def erase_again(self, *, today: date) -> int:
        """Erase those who were erased before and are back, as after the restoration of a backup; give their number."""
        back = [
            (centre_id, jobseeker_id)
            for centre_id in self.records.centres()
            for jobseeker_id in self.records.people(centre_id)
            if self.files.is_erased(centre_id, jobseeker_id)
        ]
        for centre_id, jobseeker_id in back:
            self.erase(centre_id, jobseeker_id, today=today)
        if back:
            self.wipe()
        return len(back)

    def due(self, centre_id: str, today: date) -> list[Retention]:
        """Say of everybody in a centre what retention asks for on a day; nothing is noted."""
        return [retention(person, today) for person in self.records.activity(centre_id)]

    def retain(self, centre_id: str, today: date) -> list[Retention]:
        """Give notice to those who are due, erase those who had it for long enough, and note the rest for the next run."""
        found = self.due(centre_id, today)
        self.records.note_retention(centre_id, [person for person in found if person.step != "erase"])
        for person in found:
            if person.step == "erase":
                self.erase(centre_id, person.jobseeker_id, today=today)
        return found
