"""Rows page after page, by a unique key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, true


def pages(engine: Engine, asked: Select[Any], key: ColumnElement[Any], size: int) -> Iterator[RowMapping]:
    """Yield rows by a unique key, reading page after page without holding a connection in between."""
    last: Any = None
    while True:
        after = true() if last is None else key > last
        with engine.connect() as connection:
            rows = one_page(connection, asked.where(after), key, size=size)
        yield from rows
        if len(rows) < size:
            return
        last = rows[-1][key]


def one_page(connection: Connection, asked: Select[Any], key: ColumnElement[Any], *, size: int) -> Sequence[RowMapping]:
    """Read the first rows by a unique key."""
    return connection.execute(asked.order_by(key).limit(size)).mappings().all()
