"""Make a backup: one moment of the database, whoever writes meanwhile."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from matcher import __version__
from matcher.adapters.backup.archive import ArchiveWriter, Contents, Member
from matcher.adapters.backup.rows import columns_of, dumped
from matcher.adapters.backup.sealing import OWNER_ONLY, read_key, seal
from matcher.adapters.database.migrating import METADATA, newest_revision, require_newest
from matcher.errors import UsageError

LEFT_OUT = frozenset({"sign_in_sessions", "sign_in_tries", "one_time_codes", "api_tokens"})
"""What lets people in for a while: after a restore nobody is signed in, and no old code or token is alive again."""


@dataclass(frozen=True)
class Made:
    """A backup that was written.

    Attributes
    ----------
    sha256 : str
        Of the encrypted file, to compare copies by.
    """

    contents: Contents
    sha256: str
    n_bytes: int


def create(engine: Engine, roots: Mapping[str, Path], out: Path, *, key_file: Path) -> Made:
    """Write a backup; the file appears whole or not at all.

    Parameters
    ----------
    roots : mapping of str to Path
        Files and folders that belong to the installation, by their name inside the backup; what is not there is left out.

    Raises
    ------
    UsageError
        ``file_exists``, ``database_not_upgraded``, and as :func:`matcher.adapters.backup.sealing.read_key`.
    """
    key = read_key(key_file)
    if out.exists():
        raise UsageError("file_exists", file=str(out))
    part = out.with_name(f".{out.name}.part")
    try:
        # Without a name on the disk: what is not encrypted yet is gone with the program, also when it is killed.
        with TemporaryFile(dir=out.parent) as plain:
            contents = _write(engine, roots, cast(BinaryIO, plain))
            plain.seek(0)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as sealed:
                seal(plain, sealed, key)
                sealed.flush()
                os.fsync(sealed.fileno())
        with part.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.link(part, out)
    except FileExistsError as there:
        raise UsageError("file_exists", file=str(out)) from there
    finally:
        part.unlink(missing_ok=True)
    return Made(contents, digest, out.stat().st_size)


def _write(engine: Engine, roots: Mapping[str, Path], plain: BinaryIO) -> Contents:
    writer = ArchiveWriter(plain)
    require_newest(engine)
    with snapshot(engine) as connection:
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        tables = []
        for table in METADATA.sorted_tables:
            if table.name not in LEFT_OUT:
                name = f"tables/{table.name}.jsonl"
                digest, n_rows = writer.add(name, dumped(connection, table))
                tables.append(Member(name, digest, n_rows, columns_of(table)))
    kept = []
    for name, path in sorted(_files(roots)):
        kept.append(Member(f"files/{name}", writer.add(f"files/{name}", [path.read_bytes()])[0]))
    contents = Contents(__version__, newest_revision(), engine.dialect.name, made_at, tables, kept)
    writer.finish(contents)
    return contents


def _files(roots: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for name, root in roots.items():
        if root.is_file():
            yield name, root
        for path in root.rglob("*") if root.is_dir() else ():
            if path.is_file() and path.name != "README.md":  # it comes with the program
                yield f"{name}/{path.relative_to(root).as_posix()}", path


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the database, while others go on writing."""
    if engine.dialect.name == "sqlite":
        with _copied(engine) as copy, copy.connect() as connection:
            yield connection
        return
    with engine.connect() as opened:
        connection = opened.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def _copied(engine: Engine) -> Iterator[Engine]:
    """Copy SQLite's pages in one step: a long read would make every writer wait."""
    copy = sqlite3.connect("", check_same_thread=False)  # "" is a file of SQLite's own, without a name
    borrowed = engine.raw_connection()
    try:
        source = borrowed.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(copy)
        borrowed.close()
        yield create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
    finally:
        borrowed.close()
        copy.close()
