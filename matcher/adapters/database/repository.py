"""The Repository in SQL; SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError

from matcher.adapters.database import revisions
from matcher.adapters.database.connection import writing
from matcher.adapters.database.decision_tables import decision_log
from matcher.adapters.database.guards import hold
from matcher.adapters.database.pages import one_page, pages
from matcher.adapters.database.personal import held_rows
from matcher.adapters.database.read_log import access_log_entry, looks_query, take_head, write_looks
from matcher.adapters.database.rights_tables import has_consent, is_not_blocked
from matcher.adapters.database.rows import (
    CHUNK,
    Row,
    insert_rows,
    is_public_id,
    new_row,
    read_row,
    refuse_what_does_not_fit,
    replace_row,
    row_of,
    stored_value,
)
from matcher.adapters.database.tables import METADATA, TABLES, jobseekers, sensitive_features
from matcher.adapters.database.waiting import read_waiting
from matcher.core.records import Jobseeker, SensitiveFeatures
from matcher.core.records.centre import AccessLogEntry, Change, Guard, Stored, Viewer, Waiting
from matcher.errors import UsageError

Item = TypeVar("Item")
assert decision_log.metadata is METADATA  # a module of its own adds it to TABLES


class SqlRepository:
    """What a centre keeps, over an SQLAlchemy engine.

    Parameters
    ----------
    engine : Engine
        Of a database at the newest migration.

    Notes
    -----
    What is streamed is read chunk by chunk, each in a short transaction of its own: nobody who writes waits for a reader,
    and a record that is saved meanwhile is seen as it stands when its chunk is read.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, centre_id: str, record: Item) -> Stored[Item]:
        """Add a record at version 1, with a new public identifier."""
        values = new_row(centre_id, record)
        self._insert(centre_id, [[(record, values)]])
        return Stored(values["public_id"], 1, record)

    def add_all(self, centre_id: str, records: Iterable[object], *, chunk: int = CHUNK) -> int:
        """Add many records, `chunk` rows at a time, all or none; give their number.

        A record comes after those that it names, or in the same chunk.
        """
        rows = ((record, new_row(centre_id, record)) for record in records)
        return self._insert(centre_id, iter(lambda: list(islice(rows, chunk)), []))

    def get(self, centre_id: str, kind: type[Item], public_id: str) -> Stored[Item] | None:
        """Give a record; None when there is none in this centre."""
        if not is_public_id(public_id):
            return None
        with self._engine.connect() as connection:
            return row_of(connection, centre_id, kind, public_id)

    def find(
        self, centre_id: str, kind: type[Item], *, limit: int | None = None, **equal: object
    ) -> Iterator[Stored[Item]]:
        """Yield the records whose fields equal those given, in the order they were added."""
        at = TABLES[kind]
        asked = select(at.table).where(at.table.c.centre_id == centre_id)
        for name in equal.keys() & at.apart:
            asked = asked.where(at.table.c[name] == stored_value(at, name, equal[name]))
        rest = {name: value for name, value in equal.items() if name not in at.apart}
        size = CHUNK if limit is None else max(1, min(CHUNK, limit))
        rows = (read_row(at, row) for row in pages(self._engine, asked, at.table.c.row_id, size))
        fitting = (row for row in rows if all(getattr(row.record, name) == value for name, value in rest.items()))
        yield from islice(fitting, limit)

    def among(self, centre_id: str, kind: type[Item], name: str, values: Iterable[str]) -> Iterator[Stored[Item]]:
        """Yield the records of which one field is among some values, in the order they were added within a thousand values."""
        at, wanted = TABLES[kind], list(dict.fromkeys(values))
        for start in range(0, len(wanted), CHUNK):
            some = at.table.c[name].in_(wanted[start : start + CHUNK])
            asked = select(at.table).where(at.table.c.centre_id == centre_id, some).order_by(at.table.c.row_id)
            with self._engine.connect() as connection:
                rows = connection.execute(asked).mappings().all()
            yield from (read_row(at, row) for row in rows)

    def page(
        self, centre_id: str, kind: type[Item], *, after: int = 0, limit: int, **equal: object
    ) -> tuple[list[Stored[Item]], int]:
        """Give some records in the order they were added, and the place of the last one."""
        at = TABLES[kind]
        same = [at.table.c[name] == stored_value(at, name, value) for name, value in equal.items()]
        asked = select(at.table).where(at.table.c.centre_id == centre_id, at.table.c.row_id > after, *same)
        with self._engine.connect() as connection:
            rows = one_page(connection, asked, at.table.c.row_id, size=limit)
        return [read_row(at, row) for row in rows], rows[-1]["row_id"] if rows else after

    def save(self, centre_id: str, record: Stored[Item], *, expected_version: int) -> Stored[Item]:
        """Replace a record, unless somebody has saved it since `expected_version`; its identifier stays."""
        (saved,) = self._change(centre_id, [replace(record, version=expected_version)])
        return saved

    def save_all(
        self,
        centre_id: str,
        records: Sequence[Stored[Any]],
        *,
        added: Sequence[object] = (),
        guards: Sequence[Guard] = (),
    ) -> None:
        """Replace records, each unless somebody has saved it since its version, and add others, if the guards hold; all or none."""
        self._change(centre_id, records, [(record, new_row(centre_id, record)) for record in added], guards)

    def waiting(
        self, centre_id: str, *, since: datetime, offset: int = 0, limit: int = 50
    ) -> tuple[list[Waiting], int]:
        """Give a page of the people who consent and were not referred `since`, and the number of all of them."""
        with self._engine.connect() as connection:
            return read_waiting(connection, centre_id, since=since, offset=offset, limit=limit)

    def delete(self, centre_id: str, kind: type[object], public_id: str) -> None:
        """Delete one record for good; ``record_in_use`` when others name it."""
        columns = TABLES[kind].table.c
        one = (columns.centre_id == centre_id) & (columns.public_id == public_id)
        try:
            with writing(self._engine) as connection:
                found = row_of(connection, centre_id, kind, public_id) if is_public_id(public_id) else None
                if found is not None:
                    connection.execute(delete(TABLES[kind].table).where(one))
                    revisions.note_deletion(connection, centre_id, found)
        except IntegrityError as named:
            raise UsageError("record_in_use", found=public_id) from named
        if found is None:
            raise UsageError("unknown_record", found=public_id)

    def candidates(
        self,
        centre_id: str,
        *,
        consented: bool = True,
        only: Sequence[str] | None = None,
        chunk: int = CHUNK,
        after: str = "",
    ) -> Iterator[Stored[Jobseeker]]:
        """Stream people by ``jobseeker_id``, `chunk` rows in memory at a time; no protected attribute is read."""
        columns = jobseekers.c
        asked = select(jobseekers).where(columns.centre_id == centre_id, columns.jobseeker_id > after, is_not_blocked())
        if only is not None:
            asked = asked.where(columns.jobseeker_id.in_(only))
        if consented:
            asked = asked.where(has_consent())
        for row in pages(self._engine, asked, columns.jobseeker_id, chunk):
            yield read_row(TABLES[Jobseeker], row)

    def sensitive_features(self, centre_id: str, jobseeker_ids: Sequence[str]) -> dict[str, SensitiveFeatures]:
        """Give by ``jobseeker_id`` what may only be counted and filtered, never scored."""
        at, found = TABLES[SensitiveFeatures], {}
        asked = select(sensitive_features).where(sensitive_features.c.centre_id == centre_id)
        with self._engine.connect() as connection:
            for start in range(0, len(jobseeker_ids), CHUNK):
                some = sensitive_features.c.jobseeker_id.in_(jobseeker_ids[start : start + CHUNK])
                for row in connection.execute(asked.where(some)).mappings():
                    features: SensitiveFeatures = read_row(at, row).record
                    found[features.jobseeker_id] = features
        return found

    def read_people(self, centre_id: str, jobseeker_ids: Sequence[str], *, viewer: Viewer) -> list[Stored[Jobseeker]]:
        """Read the people whom somebody is shown, and write one look each into the read log in the same transaction."""
        at, found, wanted = TABLES[Jobseeker], {}, list(dict.fromkeys(jobseeker_ids))
        if not wanted:
            return []
        asked = select(jobseekers).where(jobseekers.c.centre_id == centre_id)
        with writing(self._engine) as connection:
            head = take_head(connection, centre_id)
            for start in range(0, len(wanted), CHUNK):
                some = jobseekers.c.jobseeker_id.in_(wanted[start : start + CHUNK])
                for row in connection.execute(asked.where(some)).mappings():
                    found[row["jobseeker_id"]] = read_row(at, row)
            shown = [each for each in wanted if each in found]
            write_looks(connection, head, shown, viewer=viewer, at=datetime.now(UTC))
        return [found[each] for each in shown]

    def export_person_data(self, centre_id: str, jobseeker_id: str) -> dict[str, list[dict[str, object]]]:
        """Give every row that names a person by table, as names and plain values; without secrets."""
        with self._engine.connect() as connection:
            return held_rows(connection, centre_id, jobseeker_id)

    def access_log(
        self,
        centre_id: str,
        *,
        user_id: str = "",
        jobseeker_id: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[AccessLogEntry]:
        """Give a page of the read log, newest first; only those of a viewer, or of a person, where given."""
        asked = looks_query(centre_id, user_id=user_id, jobseeker_id=jobseeker_id, before=before, limit=limit)
        with self._engine.connect() as connection:
            return [access_log_entry(row) for row in connection.execute(asked).mappings()]

    def revision(self, centre_id: str) -> int:
        """Give a number that grows with every write of a centre."""
        with self._engine.connect() as connection:
            return revisions.revision_of_centre(connection, centre_id)

    def centres(self) -> list[str]:
        """List the centres that anything was ever written of, sorted."""
        with self._engine.connect() as connection:
            return revisions.centres(connection)

    def changes(self, centre_id: str, since: int) -> frozenset[Change] | None:
        """Give what was written after a revision; None where that is not known any more."""
        with self._engine.connect() as connection:
            return revisions.changes_since(connection, centre_id, since)

    def _insert(self, centre_id: str, chunks: Iterable[list[tuple[Any, dict[str, Any]]]]) -> int:
        n_added, chunk = 0, []
        changed: set[Change] = set()
        try:
            with writing(self._engine) as connection:
                for chunk in chunks:
                    insert_rows(connection, centre_id, chunk)
                    n_added += len(chunk)
                    changed = revisions.joined(changed | revisions.changes_of(record for record, _ in chunk))
                if changed:
                    revisions.note_changes(connection, centre_id, changed)
        except IntegrityError:
            # Somebody added the same, or took away what it names, between our look and our insert: look again.
            self._tell_what_does_not_fit(centre_id, chunk)
            raise
        return n_added

    def _change(
        self,
        centre_id: str,
        records: Sequence[Stored[Any]],
        added: Sequence[Row] = (),
        guards: Sequence[Guard] = (),
    ) -> list[Stored[Any]]:
        try:
            with writing(self._engine) as connection:
                hold(connection, centre_id, guards)
                saved = [replace_row(connection, centre_id, record) for record in records]
                insert_rows(connection, centre_id, added)
                written = [*(record.record for record in records), *(record for record, _ in added)]
                revisions.note_changes(connection, centre_id, revisions.changes_of(written))
        except IntegrityError:
            self._tell_what_does_not_fit(centre_id, added)
            self._tell_what_does_not_fit(centre_id, [(record.record, {}) for record in records], saved=True)
            raise
        return saved

    def _tell_what_does_not_fit(self, centre_id: str, rows: Sequence[Row], *, saved: bool = False) -> None:
        with self._engine.connect() as connection:
            refuse_what_does_not_fit(connection, centre_id, rows, saved=saved)
