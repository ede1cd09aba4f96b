"""Connections to SQLite and PostgreSQL that keep what they are told."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event

BUSY_SECONDS = 30
# SQLite before 3.51.3 can lose pages when a write-ahead log is reset while another connection writes (https://sqlite.org/wal.html).
WAL_SAFE = (3, 51, 3)


def open_engine(address: str) -> Engine:
    """Open a database.

    Parameters
    ----------
    address : str
        Of SQLAlchemy: ``sqlite:///centre.sqlite`` or ``postgresql+psycopg://...``.
    """
    if not address.startswith("sqlite"):
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _make_durable)
    return engine


def journal_mode(version: tuple[int, ...]) -> str:
    """Give the journal that is safe in a version of SQLite.

    Examples
    --------
    >>> journal_mode((3, 51, 2)), journal_mode((3, 51, 3))
    ('delete', 'wal')
    """
    return "wal" if version >= WAL_SAFE else "delete"


def _make_durable(connection: Any, _: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA journal_mode={journal_mode(sqlite3.sqlite_version_info)}")
