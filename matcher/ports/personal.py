"""What erasure asks of the outside world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from matcher.core.retention import Activity, Retention


class PersonalRecords(Protocol):
    """All rows that tell of a person, whatever table they stand in; every call is one transaction."""

    def count(self, centre_id: str, jobseeker_id: str) -> dict[str, int]:
        """Count the rows that tell of a person, by table."""
        ...

    def erase(self, centre_id: str, jobseeker_id: str, *, today: date) -> dict[str, int]:
        """Delete every row that tells of a person, and keep counts; give how many by table."""
        ...

    def wipe(self) -> list[str]:
        """Overwrite what deleted rows have left in the database's files; give codes of what could not be done."""
        ...

    def centres(self) -> list[str]:
        """List the centres that have people."""
        ...

    def people(self, centre_id: str) -> list[str]:
        """List the people of a centre."""
        ...

    def activity(self, centre_id: str) -> list[Activity]:
        """Give what is known of everybody's activity, by ``jobseeker_id``."""
        ...

    def counted(self, centre_id: str) -> list[tuple[int, int, int]]:
        """Give by year how many people were erased, and how many hirings they had had; never who."""
        ...

    def note_retention(self, centre_id: str, people: Sequence[Retention]) -> None:
        """Note what a run has decided, for the next one."""
        ...


class PersonalFiles(Protocol):
    """Files of the program that may name people, and the list of those who must stay erased."""

    def naming(self, jobseeker_id: str) -> list[Path]:
        """List files and whole folders that name a person."""
        ...

    def remove(self, paths: Sequence[Path]) -> None:
        """Overwrite and remove them."""
        ...

    def note_erased(self, centre_id: str, jobseeker_id: str, on: date) -> None:
        """Remember that a person was erased, without keeping the identifier."""
        ...

    def is_erased(self, centre_id: str, jobseeker_id: str) -> bool:
        """Say whether a person was erased once."""
        ...
