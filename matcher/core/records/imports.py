"""What a centre keeps of its imports: the file's way in, what it changed, and what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from matcher.core.records.people import Jobseeker, SensitiveFeatures
from matcher.core.records.work import Course, Outcome, Session

ImportState = Literal["staged", "checked", "running", "done", "discarded"]
NoteKind = Literal["same_person", "leading_zeros", "edited_since", "consent_withdrawn", "superseded_elsewhere"]

TABLE_NAMES = {
    "people": "jobseekers",
    "needs": "vacancies",
    "courses": "courses",
    "sessions": "sessions",
    "outcomes": "outcomes",
}
"""What a clerk calls a table, and its contract."""


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """A column of ours and the foreign one that fills it."""

    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Columns:
    """How a file's columns become ours.

    Attributes
    ----------
    preset : str
        Name of a preset (``hh``), ``own`` for `pairs`; empty where the file has our own names.
    """

    preset: str = ""
    pairs: tuple[ColumnPair, ...] = ()


@dataclass(frozen=True, slots=True)
class RememberedColumns:
    """The columns that a centre chose for files with some header; `header_key` is the table and a digest of the names."""

    header_key: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file, as it was understood.

    Attributes
    ----------
    encoding, delimiter : str
        Empty for a workbook.
    """

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Import:
    """One file on its way into a centre.

    Attributes
    ----------
    table : str
        Contract of its rows, such as ``jobseekers``.
    digest : str
        SHA-256 of the file.
    only_whole : bool
        True where nothing is imported unless every row is sound.
    cursor : int
        Line of the file up to which rows have been imported; moved in the transaction that imports them.
    run_id : str
        Of the run that imports; whoever has another one has lost the import to it.
    fault : str
        Code of what stopped the run; empty where nothing did.
    """

    table: str
    state: ImportState
    file_name: str
    digest: str
    staged_by: str
    staged_at: datetime
    columns: Columns = Columns()
    only_whole: bool = False
    n_rows: int = 0
    n_rejected: int = 0
    cursor: int = 0
    n_added: int = 0
    n_changed: int = 0
    n_same: int = 0
    n_notes: int = 0
    run_id: str = ""
    seen_at: datetime | None = None
    fault: str = ""

    @property
    def n_accepted(self) -> int:
        """Rows that may be imported."""
        return self.n_rows - self.n_rejected

    @property
    def n_imported(self) -> int:
        """Rows that have been imported so far, changed or not."""
        return self.n_added + self.n_changed + self.n_same


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What was last imported under a row's own key: the same row again changes nothing.

    Attributes
    ----------
    row_key : str
        Table and identifier, ``jobseekers:000001``.
    digest : str
        Of the row's values.
    record_key : str
        Identifier of the record that holds it now: a need that was declared anew has another one.
    version : int
        Version that the import left the record at; a larger one now means that somebody has edited it since.
    """

    row_key: str
    digest: str
    record_key: str
    version: int = 1
    jobseeker_id: str = ""


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """A record as it stood before an import changed it: who changed what, and when.

    Attributes
    ----------
    kind : str
        Name of the record class.
    fields : tuple of str
        Fields that were changed.
    replaced_by : str
        Identifier of the need that superseded it; it is kept itself.
    """

    kind: str
    key: str
    version: int
    changed_by: str
    changed_at: datetime
    import_id: str
    fields: tuple[str, ...]
    jobseeker_id: str = ""
    replaced_by: str = ""
    person: Jobseeker | None = None
    features: SensitiveFeatures | None = None
    course: Course | None = None
    session: Session | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class ImportNote:
    """What a person should look at after an import; nothing is merged or taken back by itself.

    Attributes
    ----------
    key, other_key : str
        Identifier in the file, and the one that it may be the same as.
    evidence : tuple of str
        Codes with parameters, ``skills_alike:92``.
    """

    import_id: str
    kind: NoteKind
    key: str
    other_key: str = ""
    evidence: tuple[str, ...] = ()
    jobseeker_id: str = ""
