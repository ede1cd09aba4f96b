"""The Repository in SQL; SQLite and PostgreSQL alike."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from matcher.adapters.database import revisions
from matcher.adapters.database.codec import decode_fields, encode_fields
from matcher.adapters.database.pages import one_page, pages
from matcher.adapters.database.read_log import look_of, looks_query, take_head, write_looks
from matcher.adapters.database.rights_tables import blockings, latest_of
from matcher.adapters.database.tables import TABLES, RecordTable, consents, jobseekers, sensitive_features
from matcher.core.records import Jobseeker, SensitiveFeatures
from matcher.core.records.centre import Change, Look, Stored, Viewer
from matcher.errors import ConflictError, UsageError

Item = TypeVar("Item")

CHUNK = 1_000


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
        values = _new_row(centre_id, record)
        self._insert(centre_id, [[(record, values)]])
        return Stored(values["public_id"], 1, record)

    def add_all(self, centre_id: str, records: Iterable[object], *, chunk: int = CHUNK) -> int:
        """Add many records, `chunk` rows at a time, all or none; give their number.

        A record comes after those that it names, or in the same chunk.
        """
        rows = ((record, _new_row(centre_id, record)) for record in records)
        return self._insert(centre_id, iter(lambda: list(islice(rows, chunk)), []))

    def get(self, centre_id: str, kind: type[Item], public_id: str) -> Stored[Item] | None:
        """Give a record; None when there is none in this centre."""
        if not _is_public_id(public_id):
            return None
        with self._engine.connect() as connection:
            return _one(connection, centre_id, kind, public_id)

    def find(
        self, centre_id: str, kind: type[Item], *, limit: int | None = None, **equal: object
    ) -> Iterator[Stored[Item]]:
        """Yield the records whose fields equal those given, in the order they were added."""
        at = TABLES[kind]
        asked = select(at.table).where(at.table.c.centre_id == centre_id)
        for name in equal.keys() & at.apart:
            asked = asked.where(at.table.c[name] == _stored_value(at, name, equal[name]))
        rest = {name: value for name, value in equal.items() if name not in at.apart}
        size = CHUNK if limit is None else max(1, min(CHUNK, limit))
        rows = (_read(at, row) for row in pages(self._engine, asked, at.table.c.row_id, size))
        fitting = (row for row in rows if all(getattr(row.record, name) == value for name, value in rest.items()))
        yield from islice(fitting, limit)

    def page(
        self, centre_id: str, kind: type[Item], *, after: int = 0, limit: int, **equal: object
    ) -> tuple[list[Stored[Item]], int]:
        """Give some records in the order they were added, and the place of the last one."""
        at = TABLES[kind]
        same = [at.table.c[name] == _stored_value(at, name, value) for name, value in equal.items()]
        asked = select(at.table).where(at.table.c.centre_id == centre_id, at.table.c.row_id > after, *same)
        with self._engine.connect() as connection:
            rows = one_page(connection, asked, at.table.c.row_id, size=limit)
        return [_read(at, row) for row in rows], rows[-1]["row_id"] if rows else after

    def save(self, centre_id: str, record: Stored[Item], *, expected_version: int) -> Stored[Item]:
        """Replace a record, unless somebody has saved it since `expected_version`; its identifier stays."""
        at, content = TABLES[type(record.record)], record.record
        columns = at.table.c
        one = (columns.centre_id == centre_id) & (columns.public_id == record.public_id)
        if at.key:
            one &= columns[at.key] == getattr(content, at.key)
        if not _is_public_id(record.public_id):
            raise UsageError("unknown_record", found=record.public_id)
        try:
            with self._engine.begin() as connection:
                changed = update(at.table).where(one, columns.version == expected_version)
                values = {**_fields(at, content), "version": expected_version + 1}
                if connection.execute(changed.values(**values)).rowcount == 1:
                    revisions.note_changes(connection, centre_id, revisions.changes_of([content]))
                    return Stored(record.public_id, expected_version + 1, content)
                now = _one(connection, centre_id, type(content), record.public_id)
        except IntegrityError:
            self._tell_what_does_not_fit(centre_id, [(content, {})], saved=True)
            raise
        if now is None or (at.key and getattr(now.record, at.key) != getattr(content, at.key)):
            raise UsageError("unknown_record", found=record.public_id)
        raise ConflictError("conflict", stored=now)

    def delete(self, centre_id: str, kind: type[object], public_id: str) -> None:
        """Delete one record for good; ``record_in_use`` when others name it."""
        columns = TABLES[kind].table.c
        one = (columns.centre_id == centre_id) & (columns.public_id == public_id)
        try:
            with self._engine.begin() as connection:
                found = _one(connection, centre_id, kind, public_id) if _is_public_id(public_id) else None
                if found is not None:
                    connection.execute(delete(TABLES[kind].table).where(one))
                    revisions.note_deletion(connection, centre_id, found)
        except IntegrityError as named:
            raise UsageError("record_in_use", found=public_id) from named
        if found is None:
            raise UsageError("unknown_record", found=public_id)

    def candidates(
        self, centre_id: str, *, consented: bool = True, chunk: int = CHUNK, after: str = ""
    ) -> Iterator[Stored[Jobseeker]]:
        """Stream people by ``jobseeker_id``, `chunk` rows in memory at a time; no protected attribute is read."""
        asked = select(jobseekers).where(
            jobseekers.c.centre_id == centre_id,
            jobseekers.c.jobseeker_id > after,
            ~func.coalesce(latest_of(blockings), False),
        )
        if consented:
            asked = asked.where(func.coalesce(latest_of(consents), jobseekers.c.consent).is_(True))
        at = TABLES[Jobseeker]
        for row in pages(self._engine, asked, jobseekers.c.jobseeker_id, chunk):
            yield _read(at, row)

    def sensitive_features(self, centre_id: str, jobseeker_ids: Sequence[str]) -> dict[str, SensitiveFeatures]:
        """Give by ``jobseeker_id`` what may only be counted and filtered, never scored."""
        at, found = TABLES[SensitiveFeatures], {}
        asked = select(sensitive_features).where(sensitive_features.c.centre_id == centre_id)
        with self._engine.connect() as connection:
            for start in range(0, len(jobseeker_ids), CHUNK):
                some = sensitive_features.c.jobseeker_id.in_(jobseeker_ids[start : start + CHUNK])
                for row in connection.execute(asked.where(some)).mappings():
                    features: SensitiveFeatures = _read(at, row).record
                    found[features.jobseeker_id] = features
        return found

    def read_people(self, centre_id: str, jobseeker_ids: Sequence[str], *, viewer: Viewer) -> list[Stored[Jobseeker]]:
        """Read the people whom somebody is shown, and write one look each into the read log in the same transaction."""
        at, found, wanted = TABLES[Jobseeker], {}, list(dict.fromkeys(jobseeker_ids))
        if not wanted:
            return []
        asked = select(jobseekers).where(jobseekers.c.centre_id == centre_id)
        with self._engine.begin() as connection:
            head = take_head(connection, centre_id)
            for start in range(0, len(wanted), CHUNK):
                some = jobseekers.c.jobseeker_id.in_(wanted[start : start + CHUNK])
                for row in connection.execute(asked.where(some)).mappings():
                    found[row["jobseeker_id"]] = _read(at, row)
            shown = [each for each in wanted if each in found]
            write_looks(connection, head, shown, viewer=viewer, at=datetime.now(UTC))
        return [found[each] for each in shown]

    def looks(
        self,
        centre_id: str,
        *,
        user_id: str = "",
        jobseeker_id: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[Look]:
        """Give a page of the read log, newest first; only those of a viewer, or of a person, where given."""
        asked = looks_query(centre_id, user_id=user_id, jobseeker_id=jobseeker_id, before=before, limit=limit)
        with self._engine.connect() as connection:
            return [look_of(row) for row in connection.execute(asked).mappings()]

    def revision(self, centre_id: str) -> int:
        """Give a number that grows with every write of a centre."""
        with self._engine.connect() as connection:
            return revisions.revision_of_centre(connection, centre_id)

    def changes(self, centre_id: str, since: int) -> frozenset[Change] | None:
        """Give what was written after a revision; None where that is not known any more."""
        with self._engine.connect() as connection:
            return revisions.changes_since(connection, centre_id, since)

    def _insert(self, centre_id: str, chunks: Iterable[list[tuple[Any, dict[str, Any]]]]) -> int:
        n_added, chunk = 0, []
        changed: set[Change] = set()
        try:
            with self._engine.begin() as connection:
                for chunk in chunks:
                    _refuse_what_does_not_fit(connection, centre_id, chunk)
                    for kind, at in TABLES.items():
                        rows = [values for record, values in chunk if type(record) is kind]
                        if rows:
                            connection.execute(insert(at.table), rows)
                    n_added += len(chunk)
                    changed = revisions.joined(changed | revisions.changes_of(record for record, _ in chunk))
                if changed:
                    revisions.note_changes(connection, centre_id, changed)
        except IntegrityError:
            # Somebody added the same, or took away what it names, between our look and our insert: look again.
            self._tell_what_does_not_fit(centre_id, chunk)
            raise
        return n_added

    def _tell_what_does_not_fit(
        self, centre_id: str, rows: Sequence[tuple[Any, dict[str, Any]]], *, saved: bool = False
    ) -> None:
        with self._engine.connect() as connection:
            _refuse_what_does_not_fit(connection, centre_id, rows, saved=saved)


def _refuse_what_does_not_fit(
    connection: Connection, centre_id: str, rows: Sequence[tuple[Any, dict[str, Any]]], *, saved: bool = False
) -> None:
    for kind, at in TABLES.items():
        records = [record for record, _ in rows if type(record) is kind]
        if not records:
            continue
        if at.key and not saved:
            names = [getattr(record, at.key) for record in records]
            taken = _there(connection, centre_id, at.table, at.key, names)
            twice = {name for name in names if name in taken or taken.add(name)}  # type: ignore[func-returns-value]
            if twice:
                raise UsageError("record_taken", found=min(twice))
        for name, other in at.references.items():
            wanted = {getattr(record, name) for record in records} - ({""} if name in at.blank else set())
            beside = {getattr(record, name) for record, _ in rows if TABLES[type(record)].table is other}
            missing = wanted - beside - _there(connection, centre_id, other, name, sorted(wanted))
            if missing:
                raise UsageError("unknown_record", found=min(missing))


def _there(connection: Connection, centre_id: str, table: Table, key: str, names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(names), CHUNK):
        some = table.c[key].in_(names[start : start + CHUNK])
        found |= set(connection.execute(select(table.c[key]).where(table.c.centre_id == centre_id, some)).scalars())
    return found


def _one(connection: Connection, centre_id: str, kind: type[Item], public_id: str) -> Stored[Item] | None:
    at = TABLES[kind]
    one = (at.table.c.centre_id == centre_id) & (at.table.c.public_id == public_id)
    row = connection.execute(select(at.table).where(one)).mappings().first()
    return None if row is None else _read(at, row)


def _new_row(centre_id: str, record: Any) -> dict[str, Any]:
    values = _fields(TABLES[type(record)], record)
    return {"public_id": str(uuid.uuid4()), "centre_id": centre_id, "version": 1, **values}


def _fields(at: RecordTable, record: Any) -> dict[str, Any]:
    values = {name: _stored_value(at, name, getattr(record, name)) for name in at.columns}
    return {**values, "content": encode_fields(record, without=at.apart)}


def _stored_value(at: RecordTable, name: str, value: Any) -> Any:
    return None if name in at.blank and value == "" else value


def _read(at: RecordTable, row: RowMapping) -> Stored[Any]:
    values = decode_fields(at.kind, row["content"])
    for name in at.columns:
        values[name] = "" if row[name] is None and name in at.blank else row[name]
    return Stored(row["public_id"], row["version"], at.kind(**values))


def _is_public_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
