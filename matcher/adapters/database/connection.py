"""Connections to SQLite and PostgreSQL that keep what they are told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock, RLock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from matcher.errors import UsageError

BUSY_SECONDS = 30
# SQLite before 3.51.3 can lose pages when a write-ahead log is reset while another connection writes (https://sqlite.org/wal.html).
WAL_SAFE = (3, 51, 3)
_FIRST = Lock()
_LINES: WeakKeyDictionary[Engine, AbstractContextManager[object]] = WeakKeyDictionary()


def open_engine(address: str) -> Engine:
    """Open a database.

    Parameters
    ----------
    address : str
        Of SQLAlchemy: ``sqlite:///centre.sqlite`` or ``postgresql://user@host/name``.

    Raises
    ------
    UsageError
        ``database_address`` for an address that names neither; ``extra_missing`` without the driver of PostgreSQL.
    """
    try:
        url = make_url(address)
    except ArgumentError as wrong:
        raise UsageError("database_address", found=address) from wrong
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "postgresql":
        try:
            return create_engine(url, pool_pre_ping=True, json_serializer=_to_json, hide_parameters=True)
        except ImportError as missing:
            raise UsageError("extra_missing", extra="postgres", option="MATCHER_DATABASE_URL") from missing
    if url.get_backend_name() != "sqlite":
        raise UsageError("database_address", found=url.render_as_string(hide_password=True))
    waiting = {"timeout": BUSY_SECONDS}
    engine = create_engine(url, connect_args=waiting, json_serializer=_to_json, hide_parameters=True)
    event.listen(engine, "connect", _make_durable)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that writes, and end it; whoever writes into one SQLite file from one process waits in line.

    SQLite lets one writer in at a time, and those who wait for it sleep and ask again, for longer each time: among fifty people who
    click, some would wait seconds for what takes each of them 30 ms. Other processes still wait as SQLite has it.
    """
    with _line_of(engine), engine.begin() as connection:
        yield connection


def _line_of(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name != "sqlite":
        return nullcontext()
    with _FIRST:
        return _LINES.setdefault(engine, RLock())


def journal_mode(version: tuple[int, ...]) -> str:
    """Give the journal that is safe in a version of SQLite.

    Examples
    --------
    >>> journal_mode((3, 51, 2)), journal_mode((3, 51, 3))
    ('delete', 'wal')
    """
    return "wal" if version >= WAL_SAFE else "delete"


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # Kazakh and Russian stay readable, and can be searched for


def _make_durable(connection: Any, _: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    # What is deleted or replaced is overwritten with zeros: an erased person leaves no bytes behind.
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"PRAGMA journal_mode={journal_mode(sqlite3.sqlite_version_info)}")


def is_away(fault: BaseException) -> bool:
    """Return whether the database cannot be reached now: it is being started, stopped, or is not there."""
    while isinstance(fault, Exception):
        if isinstance(fault, DBAPIError) and (fault.connection_invalidated or _is_connection(fault.orig)):
            return True
        if fault.__cause__ is None:
            return False
        fault = fault.__cause__
    return False


def _is_connection(fault: BaseException | None) -> bool:
    """Return whether PostgreSQL closed or refused the connection (classes 08 and 57P of its codes), or SQLite's file stayed locked."""
    state = getattr(fault, "sqlstate", None) or ""
    said = str(fault).lower()
    refused = type(fault).__module__.startswith("psycopg") and not state and type(fault).__name__ == "OperationalError"
    return state.startswith(("08", "57P")) or refused or "database is locked" in said
