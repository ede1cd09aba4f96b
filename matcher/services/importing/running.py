"""A run of an import: chunk by chunk, each with its place in one transaction, so that a run that is killed goes on and doubles nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from matcher.core.duplicates import SameIdentifiers, SamePeople
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Jobseeker, SensitiveFeatures
from matcher.core.records.centre import Stored, UnresolvedWord
from matcher.core.records.imports import Import, ImportedRow
from matcher.core.tables import TypedRow
from matcher.errors import ConflictError, UsageError
from matcher.ports import Repository
from matcher.services.importing.applying import Chunk, Order, apply_people, apply_plain, key_of
from matcher.services.importing.needs import apply_needs
from matcher.services.importing.rows import KINDS, FileRow, ReadRow, file_row, read_rows

BLOCK = 4_000
"""Rows whose words are read at once."""
CHUNK = 500
"""Rows that are written at once."""
_TRIES = 5
Progress = Callable[[Import], None]


@dataclass
class _Block:
    """Rows that are read at once; `words` are those that named no concept, by the row's own identifier."""

    rows: list[FileRow]
    fresh: list[FileRow] = field(default_factory=list)
    read: dict[str, ReadRow] = field(default_factory=dict)
    words: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass
class ImportRun:
    """One run; `stored` is the import as it stands.

    Parameters
    ----------
    on_progress : callable
        Is given the import after every chunk.
    """

    repository: Repository
    centre_id: str
    stored: Stored[Import]
    clock: Callable[[], datetime]
    on_progress: Progress = lambda _: None
    _same_ids: SameIdentifiers = field(default_factory=SameIdentifiers)
    _same_people: SamePeople = field(default_factory=SamePeople)
    _words: set[tuple[str, str]] = field(default_factory=set)
    _has_looked: bool = False

    def claim(self) -> None:
        """Take the import over: a run that had it before stops at its next chunk."""
        now = replace(self.stored.record, state="running", run_id=str(uuid.uuid4()), seen_at=self.clock(), fault="")
        self.stored = self.repository.save(
            self.centre_id, replace(self.stored, record=now), expected_version=self.stored.version
        )

    def import_rows(
        self, rows: Sequence[TypedRow], parser: Callable[[], AbstractContextManager[RecordParser]]
    ) -> None:
        """Import the rows behind the cursor.

        Parameters
        ----------
        understanding : callable
            Opened once a row has words that nobody has read yet: that takes seconds, and the same file again needs none.

        Raises
        ------
        UsageError
            ``import_taken_over`` when another run has claimed the import since.
        """
        left = [row for row in rows if row.line > self.stored.record.cursor]
        blocks = [left[start : start + BLOCK] for start in range(0, len(left), BLOCK)]
        with ExitStack() as open_things, ThreadPoolExecutor(1) as ahead:
            reading = cache(lambda: open_things.enter_context(parser()))
            # The words of one block are read, in other processes, while the block before is written.
            waiting: Future[_Block] | None = None
            for rows in [*blocks, []]:
                fresh = self._begun(rows, reading) if rows else None
                read = waiting.result() if waiting is not None else None
                waiting = ahead.submit(self._read, fresh, reading) if fresh is not None else None
                if read is not None:
                    self._write_block(read)

    def _begun(self, rows: Sequence[TypedRow], reading: Callable[[], RecordParser]) -> _Block:
        block = _Block([file_row(self.stored.record.table, row) for row in rows])
        known = self._known(block.rows)
        block.fresh = [
            row for row in block.rows if row.row_key not in known or known[row.row_key].record.digest != row.digest
        ]
        if block.fresh:
            if not self._has_looked:
                self._look_around()
                self._has_looked = True
            reading()  # here and not in the thread: it may fork
        return block

    def _read(self, block: _Block, reading: Callable[[], RecordParser]) -> _Block:
        if block.fresh:
            parser = reading()
            found = read_rows(self.stored.record.table, block.fresh, parser)
            block.read = {each.row.row_key: each for each in found}
            for word in parser.unresolved:
                block.words.setdefault(word.row_id, []).append((word.text, word.table))
            parser.unresolved.clear()
        return block

    def _write_block(self, block: _Block) -> None:
        for at in range(0, len(block.rows), CHUNK):
            self._write_chunk(block.rows[at : at + CHUNK], block)

    def finish(self) -> None:
        """Note that all is imported."""
        self._save(replace(self.stored.record, state="done", seen_at=self.clock()))

    def stop(self, fault: str) -> None:
        """Note what stopped the run; the clerk sees it, and may go on."""
        self._save(replace(self.stored.record, fault=fault, seen_at=self.clock()))

    def _save(self, now: Import) -> None:
        self.stored = self.repository.save(
            self.centre_id, replace(self.stored, record=now), expected_version=self.stored.version
        )

    def _known(self, rows: Sequence[FileRow]) -> dict[str, Stored[ImportedRow]]:
        keys = [row.row_key for row in rows]
        return {
            each.record.row_key: each for each in self.repository.among(self.centre_id, ImportedRow, "row_key", keys)
        }

    def _write_chunk(self, rows: Sequence[FileRow], block: _Block) -> None:
        told = dict.fromkeys(word for row in rows for word in block.words.get(row.record_key, ()))
        new_words = [word for word in told if word not in self._words]
        for left in reversed(range(_TRIES)):
            chunk = self._planned(rows, block.read)
            chunk.added += [UnresolvedWord(text, source=table) for text, table in new_words]
            now = self._advanced(chunk, rows[-1].line)
            saved = [replace(self.stored, record=now), *chunk.saved]
            try:
                added = [*chunk.added, *chunk.notes]
                self.repository.save_all(self.centre_id, saved, added=added, guards=chunk.guards)
                break
            except ConflictError:
                # Somebody saved one of these records between our look and our write: look again.
                self._refuse_to_go_on_beside_another()
                if not left:
                    raise
        self.stored = Stored(self.stored.public_id, self.stored.version + 1, now)
        self._words.update(new_words)
        self.on_progress(now)

    def _refuse_to_go_on_beside_another(self) -> None:
        now = self.repository.get(self.centre_id, Import, self.stored.public_id)
        if now is None or now.record.run_id != self.stored.record.run_id:
            raise UsageError("import_taken_over", file=self.stored.record.file_name)

    def _planned(self, rows: Sequence[FileRow], read: dict[str, ReadRow]) -> Chunk:
        record = self.stored.record
        order = Order(self.centre_id, self.stored.public_id, record.table, record.staged_by, self.clock())
        chunk, known = Chunk(order), self._known(rows)
        some = [read[row.row_key] for row in rows if row.row_key in read]
        chunk.n_same = len(rows) - len(some)
        apply = {"jobseekers": apply_people, "vacancies": apply_needs}.get(record.table, apply_plain)
        apply(self.repository, chunk, some, known)
        if record.table != "outcomes":
            added = {id(each) for each in chunk.added}
            for fresh in some:
                if id(fresh.record) in added:
                    self._note_likeness(chunk, fresh)
        return chunk

    def _advanced(self, chunk: Chunk, line: int) -> Import:
        record = self.stored.record
        return replace(
            record,
            cursor=line,
            n_added=record.n_added + chunk.n_added,
            n_changed=record.n_changed + chunk.n_changed,
            n_same=record.n_same + chunk.n_same,
            n_notes=record.n_notes + len(chunk.notes),
            seen_at=self.clock(),
        )

    def _look_around(self) -> None:
        """Learn who and what is there already, to tell what may be the same."""
        table = self.stored.record.table
        found = self.repository.find(self.centre_id, UnresolvedWord)
        self._words = {(each.record.text, each.record.source) for each in found}
        births = {}
        if table == "jobseekers":
            rows = self.repository.find(self.centre_id, SensitiveFeatures)
            births = {each.record.jobseeker_id: each.record.birth_date for each in rows}
        if table != "outcomes":
            for stored in self._all(KINDS[table]):
                self._same_ids.add(key_of(stored))
                if isinstance(stored, Jobseeker):
                    self._same_people.add(stored, births.get(stored.jobseeker_id))

    def _all(self, kind: type[Any]) -> Iterator[object]:
        return (each.record for each in self.repository.find(self.centre_id, kind))

    def _note_likeness(self, chunk: Chunk, read: ReadRow) -> None:
        key = key_of(read.record)
        for other in self._same_ids.find(key):
            chunk.note("leading_zeros", key, other_key=other, evidence=("leading_zeros",))
        self._same_ids.add(key)
        if read.features is not None:
            for other, evidence in self._same_people.find(read.record, read.features.birth_date):
                chunk.note("same_person", key, other_key=other, evidence=evidence)
            self._same_people.add(read.record, read.features.birth_date)
