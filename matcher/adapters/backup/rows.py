"""Rows of a table to lines of JSON and back, alike for SQLite and PostgreSQL."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Connection, Date, DateTime, LargeBinary, Table, TypeDecorator, column, insert, select
from sqlalchemy import table as plain_table
from sqlalchemy.types import TypeEngine

CHUNK = 1_000
WRITERS: dict[str, Callable[[Any], Any]] = {
    "moment": datetime.isoformat,
    "date": date.isoformat,
    "bytes": lambda value: b64encode(value).decode("ascii"),
}
READERS: dict[str, Callable[[Any], Any]] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "bytes": b64decode,
}


def columns_of(table: Table) -> dict[str, str]:
    """Say what each column holds: ``moment``, ``date``, ``bytes`` or ``plain`` (what JSON holds by itself)."""
    return {each.name: _kind(each.type) for each in table.columns}


def dumped(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table as lines of JSON, by their primary key, a thousand in memory at a time."""
    writers = [WRITERS.get(kind) for kind in columns_of(table).values()]
    asked = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=CHUNK).execute(asked)
    for row in found:
        yield json.dumps(_turned(row, writers), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(connection: Connection, known: Table, columns: dict[str, str], rows: Iterable[list[object]]) -> int:
    """Insert rows into a table; give their number.

    Parameters
    ----------
    known : Table
        Tells the types of the columns.
    columns : dict of str to str
        As :func:`columns_of` said when the rows were written; they are in this order.
    """
    names = list(columns)
    target = plain_table(known.name, *(column(name, _without_json_null(known.c[name].type)) for name in names))
    readers = [READERS.get(kind) for kind in columns.values()]
    n_rows, left = 0, iter(rows)
    while chunk := list(islice(left, CHUNK)):
        values = [dict(zip(names, _turned(row, readers), strict=True)) for row in chunk]
        connection.execute(insert(target), values)
        n_rows += len(values)
    return n_rows


def _turned(row: Iterable[Any], turns: Sequence[Callable[[Any], Any] | None]) -> list[Any]:
    return [turn(value) if turn and value is not None else value for turn, value in zip(turns, row, strict=True)]


def _kind(held: TypeEngine[Any]) -> str:
    plain = held.impl_instance if isinstance(held, TypeDecorator) else held
    kinds = ((DateTime, "moment"), (Date, "date"), (LargeBinary, "bytes"))
    return next((name for kind, name in kinds if isinstance(plain, kind)), "plain")


def _without_json_null(held: TypeEngine[Any]) -> TypeEngine[Any]:
    # Nothing in a column of JSON was NULL, and must not become the JSON word null.
    return JSON(none_as_null=True) if isinstance(held, JSON) else held
