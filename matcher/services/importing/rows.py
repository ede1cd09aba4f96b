"""Rows of a file: the key that tells one from another, and a digest that tells whether it has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from matcher.core.contracts import TABLES
from matcher.core.record_mapping import RecordParser, outcomes
from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Session, Vacancy
from matcher.core.records.imports import ImportedRow
from matcher.core.tables import TypedRow

KINDS: dict[str, type[Any]] = {
    "jobseekers": Jobseeker,
    "vacancies": Vacancy,
    "courses": Course,
    "sessions": Session,
    "outcomes": Outcome,
}
"""The record that a row of each table becomes."""
PERSONAL = ("jobseekers", "outcomes")


@dataclass(frozen=True, slots=True)
class FileRow:
    """A sound row of a file, with its key and digest."""

    typed: TypedRow
    row_key: str
    digest: str
    record_key: str

    @property
    def line(self) -> int:
        """Line of the file."""
        return self.typed.line

    def imported(self, table: str, record_key: str, version: int) -> ImportedRow:
        """Give what is noted once the row has been imported."""
        person = self.typed.values["jobseeker_id"] if table in PERSONAL else ""
        return ImportedRow(self.row_key, self.digest, record_key, version, person)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with the records that it became; `features` only for people."""

    row: FileRow
    record: Any
    features: SensitiveFeatures | None = None


def file_row(table: str, typed: TypedRow) -> FileRow:
    """Give a row its key and digest."""
    identifier = outcome_key(typed.values) if table == "outcomes" else str(typed.values[TABLES[table].key])
    return FileRow(typed, f"{table}:{identifier}", digest_of(typed.values), identifier)


def outcome_key(values: Any) -> str:
    """Name an outcome by the person, the vacancy and the day of the referral."""
    return "|".join((values["jobseeker_id"], values["vacancy_id"], str(values.get("referred_on") or "")))


def digest_of(values: Any) -> str:
    """Give a digest of the values of a row; empty cells and the order of columns and of sets do not count.

    Examples
    --------
    >>> digest_of({"a": frozenset("xy"), "b": None}) == digest_of({"a": frozenset("yx")})
    True
    """
    told = [f"{name}={_plain(value)}" for name, value in sorted(values.items()) if value is not None]
    return blake2b("\x1f".join(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, frozenset):
        return repr(sorted(value))
    return value.isoformat() if isinstance(value, date) else repr(value)


def read_rows(table: str, rows: list[FileRow], parser: RecordParser) -> list[ReadRow]:
    """Turn rows into records; words that named no concept are added to ``understanding.unresolved``."""
    typed = [row.typed for row in rows]
    if table == "jobseekers":
        people, features = parser.jobseekers(typed)
        return [ReadRow(*each) for each in zip(rows, people, features, strict=True)]
    readers: dict[str, Callable[[list[TypedRow]], list[Any]]] = {
        "vacancies": parser.vacancies,
        "courses": parser.courses,
        "sessions": parser.sessions,
        "outcomes": outcomes,
    }
    return [ReadRow(row, record) for row, record in zip(rows, readers[table](typed), strict=True)]
