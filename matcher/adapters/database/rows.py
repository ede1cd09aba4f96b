"""From records to rows and back, and whether rows fit what a centre holds already."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from matcher.adapters.database.tables import TABLES, RecordTable
from matcher.core.record_json import decode_fields, encode_fields
from matcher.core.records.centre import Stored
from matcher.errors import ConflictError, UsageError

Item = TypeVar("Item")
Row = tuple[Any, dict[str, Any]]
"""A record and what is stored of it."""
CHUNK = 1_000


def insert_rows(connection: Connection, centre_id: str, rows: Sequence[Row]) -> None:
    """Insert new rows, those that are named before those that name them.

    Raises
    ------
    UsageError
        As :func:`refuse_what_does_not_fit`.
    """
    refuse_what_does_not_fit(connection, centre_id, rows)
    by_kind: dict[type, list[dict[str, Any]]] = {}
    for record, each in rows:
        by_kind.setdefault(type(record), []).append(each)
    for kind, at in TABLES.items():
        if kind in by_kind:
            connection.execute(insert(at.table), by_kind[kind])


def replace_row(connection: Connection, centre_id: str, record: Stored[Item]) -> Stored[Item]:
    """Replace the row of a record that still stands at the record's version; its identifier stays.

    Raises
    ------
    ConflictError
        With ``stored``, the record as it stands now.
    UsageError
        ``unknown_record``.
    """
    at, content = TABLES[type(record.record)], record.record
    columns = at.table.c
    same = (columns.centre_id == centre_id) & (columns.public_id == record.public_id)
    if at.key:
        same &= columns[at.key] == getattr(content, at.key)
    if not is_public_id(record.public_id):
        raise UsageError("unknown_record", found=record.public_id)
    changed = update(at.table).where(same, columns.version == record.version)
    values = {**fields_of(at, content), "version": record.version + 1}
    if connection.execute(changed.values(**values)).rowcount == 1:
        return Stored(record.public_id, record.version + 1, content)
    now = row_of(connection, centre_id, type(content), record.public_id)
    if now is None or (at.key and getattr(now.record, at.key) != getattr(content, at.key)):
        raise UsageError("unknown_record", found=record.public_id)
    raise ConflictError("conflict", stored=now)


def refuse_what_does_not_fit(
    connection: Connection, centre_id: str, rows: Sequence[Row], *, saved: bool = False
) -> None:
    """Refuse what is there already, unless it is saved again, and what names something that is not there.

    Raises
    ------
    UsageError
        ``record_taken``, ``unknown_record``.
    """
    by_kind: dict[type, list[Any]] = {}
    for record, _ in rows:
        by_kind.setdefault(type(record), []).append(record)
    for kind, at in TABLES.items():
        records = by_kind.get(kind, [])
        if not records:
            continue
        if at.key and not saved:
            _refuse_taken(connection, centre_id, at, [getattr(record, at.key) for record in records])
        if at.pair and not saved:
            _refuse_pairs(connection, centre_id, at, records)
        for name, other in at.references.items():
            wanted = {getattr(record, name) for record in records} - ({""} if name in at.blank else set())
            beside = {
                getattr(record, name)
                for each, some in by_kind.items()
                if TABLES[each].table is other
                for record in some
            }
            missing = wanted - beside - _there(connection, centre_id, other, name, sorted(wanted))
            if missing:
                raise UsageError("unknown_record", found=min(missing))


def _refuse_taken(connection: Connection, centre_id: str, at: RecordTable, names: Sequence[str]) -> None:
    taken = _there(connection, centre_id, at.table, at.key, names)
    twice = {name for name in names if name in taken or taken.add(name)}  # type: ignore[func-returns-value]
    if twice:
        raise UsageError("record_taken", found=min(twice))


def _refuse_pairs(connection: Connection, centre_id: str, at: RecordTable, records: Sequence[Any]) -> None:
    columns, seen = at.table.c, set()
    for record in records:
        pair = tuple(getattr(record, name) for name in at.pair)
        asked = select(columns.row_id).where(columns.centre_id == centre_id)
        asked = asked.where(*(columns[name] == value for name, value in zip(at.pair, pair, strict=True)))
        if pair in seen or connection.execute(asked.limit(1)).first():
            raise UsageError("record_taken", found=", ".join(pair))
        seen.add(pair)


def _there(connection: Connection, centre_id: str, table: Table, key: str, names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(names), CHUNK):
        some = table.c[key].in_(names[start : start + CHUNK])
        found |= set(connection.execute(select(table.c[key]).where(table.c.centre_id == centre_id, some)).scalars())
    return found


def row_of(connection: Connection, centre_id: str, kind: type[Item], public_id: str) -> Stored[Item] | None:
    """Read one record by its public identifier; None where the centre has none."""
    at = TABLES[kind]
    same = (at.table.c.centre_id == centre_id) & (at.table.c.public_id == public_id)
    row = connection.execute(select(at.table).where(same)).mappings().first()
    return None if row is None else read_row(at, row)


def new_row(centre_id: str, record: Any) -> dict[str, Any]:
    """Give the row of a record that is added."""
    values = fields_of(TABLES[type(record)], record)
    return {"public_id": str(uuid.uuid4()), "centre_id": centre_id, "version": 1, **values}


def fields_of(at: RecordTable, record: Any) -> dict[str, Any]:
    """Give the columns and the JSON of a record."""
    values = {name: stored_value(at, name, getattr(record, name)) for name in at.columns}
    return {**values, "content": encode_fields(record, without=at.apart)}


def stored_value(at: RecordTable, name: str, value: Any) -> Any:
    """Give what a column holds for a value."""
    return None if name in at.blank and value == "" else value


def read_row(at: RecordTable, row: RowMapping) -> Stored[Any]:
    """Give the record of a row."""
    values = decode_fields(at.kind, row["content"])
    for name in at.columns:
        values[name] = "" if row[name] is None and name in at.blank else row[name]
    return Stored(row["public_id"], row["version"], at.kind(**values))


def is_public_id(text: str) -> bool:
    """Say whether a text is a UUID as we write it."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
