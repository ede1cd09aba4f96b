"""Files come into a centre in steps: kept, looked at, columns chosen, checked, imported; nothing happens until a clerk says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from matcher.core.record_mapping import RecordParser
from matcher.core.records.centre import Stored
from matcher.core.records.imports import Columns, FormerVersion, Import, ImportNote, Preview, RememberedColumns
from matcher.core.tables import Checked
from matcher.errors import MatcherError, UsageError
from matcher.ports import Repository
from matcher.ports.importing import ImportFiles, TableReader
from matcher.services.importing.checking import check_against_centre
from matcher.services.importing.running import ImportRun, Progress

KEPT_DAYS = 30
"""Days that a file waits for a decision."""
SILENT_SECONDS = 120
"""A run that has said nothing for so long has been stopped."""


@dataclass(frozen=True)
class Importing:
    """Imports of a centre.

    Parameters
    ----------
    understanding : callable
        Opens what turns checked rows into records, for the time of a run.
    clock : callable
        Gives the time with its zone.
    """

    repository: Repository
    files: ImportFiles
    tables: TableReader
    parser: Callable[[], AbstractContextManager[RecordParser]]
    clock: Callable[[], datetime]

    def stage(self, centre_id: str, table: str, *, name: str, content: bytes, by: str) -> Stored[Import]:
        """Keep a file that has come; its columns are those that the centre chose for such a header before, or that fit.

        Raises
        ------
        InputError
            When it cannot be read as a table; nothing is kept.
        """
        self._clear_old(centre_id)
        digest = sha256(content).hexdigest()
        record = Import(table, "staged", name, digest, by, self.clock())
        staged = self.repository.add(centre_id, record)
        self.files.keep(centre_id, staged.public_id, name, content)
        try:
            names = self.preview(centre_id, staged).names
        except MatcherError:
            self.files.drop(centre_id, staged.public_id)
            self.repository.delete(centre_id, Import, staged.public_id)
            raise
        remembered = self._remembered(centre_id, table, names)
        columns = remembered.record.columns if remembered else self.tables.suggested(names, table)
        return self._save(centre_id, staged, replace(record, columns=columns))

    def get(self, centre_id: str, public_id: str) -> Stored[Import] | None:
        """Give an import; None where this centre has none of this name."""
        return self.repository.get(centre_id, Import, public_id)

    def listed(self, centre_id: str) -> list[Stored[Import]]:
        """List the imports of a centre, newest first, but not those that were discarded."""
        found = [each for each in self.repository.find(centre_id, Import) if each.record.state != "discarded"]
        return found[::-1]

    def unfinished(self, centre_id: str, table: str, digest: str) -> Stored[Import] | None:
        """Give the newest import of the same file that has begun and not come to its end."""
        same = (each for each in self.listed(centre_id) if (each.record.table, each.record.digest) == (table, digest))
        return next((each for each in same if each.record.state == "running"), None)

    def preview(self, centre_id: str, staged: Stored[Import]) -> Preview:
        """Read the beginning of the file."""
        return self.tables.preview(self.files.path(centre_id, staged.public_id))

    def choose(self, centre_id: str, staged: Stored[Import], columns: Columns) -> Stored[Import]:
        """Choose the columns; the centre remembers them for files with the same header.

        Raises
        ------
        UsageError
            ``import_running`` once rows have been imported.
        """
        if staged.record.state not in ("staged", "checked"):
            raise UsageError("import_running", file=staged.record.file_name)
        names = self.preview(centre_id, staged).names
        chosen = RememberedColumns(header_key(staged.record.table, names), columns)
        known = self._remembered(centre_id, staged.record.table, names)
        if known is None:
            self.repository.add(centre_id, chosen)
        elif known.record != chosen:
            self.repository.save(centre_id, replace(known, record=chosen), expected_version=known.version)
        return self._save(centre_id, staged, replace(staged.record, columns=columns, state="staged"))

    def check(self, centre_id: str, staged: Stored[Import]) -> tuple[Stored[Import], Checked]:
        """Check every row, and keep the report.

        Raises
        ------
        InputError
            When the columns do not fit the file.
        """
        checked = self._checked(centre_id, staged)
        self.files.keep_report(centre_id, staged.public_id, checked, table=staged.record.table)
        state = "checked" if staged.record.state == "staged" else staged.record.state
        now = replace(staged.record, state=state, n_rows=checked.n_rows, n_rejected=checked.n_rejected)
        return self._save(centre_id, staged, now), checked

    def begin(self, centre_id: str, staged: Stored[Import], *, only_whole: bool) -> Stored[Import]:
        """Note that a run is about to import, or to go on; it may be started beside us.

        Raises
        ------
        UsageError
            ``import_done``, ``import_rows_rejected``; ``import_running`` where a run is under way.
        """
        record = staged.record
        if record.state in ("done", "discarded"):
            raise UsageError("import_done", file=record.file_name)
        if record.state == "running":
            if not self.is_stopped(record):
                raise UsageError("import_running", file=record.file_name)
            return self._save(centre_id, staged, replace(record, seen_at=self.clock(), fault=""))
        if only_whole and record.n_rejected:
            raise UsageError("import_rows_rejected", rejected=record.n_rejected, rows=record.n_rows)
        begun = replace(record, state="running", only_whole=only_whole, seen_at=self.clock())
        return self._save(centre_id, staged, begun)

    def run(
        self, centre_id: str, staged: Stored[Import], *, only_whole: bool, on_progress: Progress = lambda _: None
    ) -> Stored[Import]:
        """Import the sound rows behind those that have been imported already.

        Parameters
        ----------
        only_whole : bool
            Import nothing unless every row is sound.

        Raises
        ------
        UsageError
            ``import_rows_rejected`` where `only_whole` and a row is not sound; ``import_done`` where all is imported already;
            ``import_taken_over`` where another run goes on instead.
        """
        if staged.record.state in ("done", "discarded"):
            raise UsageError("import_done", file=staged.record.file_name)
        staged, checked = self.check(centre_id, staged)
        if only_whole and checked.n_rejected:
            raise UsageError("import_rows_rejected", rejected=checked.n_rejected, rows=checked.n_rows)
        staged = self._save(centre_id, staged, replace(staged.record, only_whole=only_whole))
        run = ImportRun(self.repository, centre_id, staged, self.clock, on_progress)
        run.claim()
        try:
            run.import_rows(checked.accepted, self.parser)
            run.finish()
        except MatcherError as fault:
            if fault.code != "import_taken_over":
                run.stop(fault.code)
            raise
        self.files.drop(centre_id, staged.public_id, with_report=False)
        return run.stored

    def discard(self, centre_id: str, staged: Stored[Import]) -> None:
        """Delete the file and its report; what was imported stays."""
        self.files.drop(centre_id, staged.public_id)
        self._save(centre_id, staged, replace(staged.record, state="discarded"))

    def is_stopped(self, record: Import) -> bool:
        """Say whether a run that should be under way is not."""
        if record.state != "running":
            return False
        seen = record.seen_at
        return bool(record.fault) or seen is None or self.clock() - seen > timedelta(seconds=SILENT_SECONDS)

    def notes(self, centre_id: str, public_id: str, *, limit: int = 200) -> list[ImportNote]:
        """List what an import left for a person to look at."""
        found = self.repository.find(centre_id, ImportNote, limit=limit, import_id=public_id)
        return [each.record for each in found]

    def history(self, centre_id: str, key: str) -> list[FormerVersion]:
        """List the former versions of a record, oldest first."""
        return [each.record for each in self.repository.find(centre_id, FormerVersion, key=key)]

    def _checked(self, centre_id: str, staged: Stored[Import]) -> Checked:
        path = self.files.path(centre_id, staged.public_id)
        checked = self.tables.read(path, staged.record.table, staged.record.columns)
        return check_against_centre(self.repository, centre_id, checked)

    def _remembered(self, centre_id: str, table: str, names: Sequence[str]) -> Stored[RememberedColumns] | None:
        key = header_key(table, names)
        found: Iterator[Stored[RememberedColumns]] = self.repository.find(
            centre_id, RememberedColumns, limit=1, header_key=key
        )
        return next(found, None)

    def _save(self, centre_id: str, staged: Stored[Import], now: Import) -> Stored[Import]:
        if now == staged.record:
            return staged
        return self.repository.save(centre_id, replace(staged, record=now), expected_version=staged.version)

    def _clear_old(self, centre_id: str) -> None:
        last = self.clock() - timedelta(days=KEPT_DAYS)
        for each in self.listed(centre_id):
            if each.record.staged_at < last:
                self.discard(centre_id, each)


def header_key(table: str, names: Sequence[str]) -> str:
    """Name a table with some header; order and case of the names do not count."""
    plain = "\x1f".join(sorted(name.casefold() for name in names))
    return f"{table}:{sha256(plain.encode()).hexdigest()[:16]}"
