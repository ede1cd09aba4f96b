"""Put a backup back: all of it or nothing, and never more permissive than what it replaces."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from sqlalchemy import Connection, Engine, MetaData, Table, func, select, text

from matcher.adapters.backup.archive import Archive, Contents, Member
from matcher.adapters.backup.post_backup_changes import NewerWord, hold_to, read_newer_word
from matcher.adapters.backup.rows import load
from matcher.adapters.backup.sealing import OWNER_ONLY, read_key, unseal
from matcher.adapters.database.migrating import METADATA, empty_within, is_known, lock, revision_of, upgrade_within
from matcher.errors import InputError, UsageError


@dataclass(frozen=True)
class Restored:
    """A backup that was put back.

    Attributes
    ----------
    files : tuple of str
        Files that were missing and were written.
    kept : tuple of str
        Files that are there with other content: they stay as they are.
    """

    contents: Contents
    files: tuple[str, ...]
    kept: tuple[str, ...]


@contextmanager
def opened(path: Path, *, key_file: Path, folder: Path) -> Iterator[Archive]:
    """Decrypt a backup into a file without a name, check all of it and give it.

    Parameters
    ----------
    folder : Path
        On a disk with room for the decrypted content.

    Raises
    ------
    InputError
        As :func:`matcher.adapters.backup.sealing.unseal` and :class:`matcher.adapters.backup.archive.Archive`.
    """
    key = read_key(key_file)
    with TemporaryFile(dir=folder) as plain:
        unseal(path, cast(BinaryIO, plain), key)
        archive = Archive(cast(BinaryIO, plain), str(path))
        archive.check()
        yield archive


def restore(archive: Archive, engine: Engine, roots: Mapping[str, Path], *, replace: bool) -> Restored:
    """Put the database and the missing files back.

    Everything happens in one transaction: the former tables go, those of the backup's revision come and are filled, and then
    are brought to the newest form. Others wait, or see the former database, until the end.

    Parameters
    ----------
    roots : mapping of str to Path
        As :func:`matcher.adapters.backup.creating.create` was given.
    replace : bool
        Whether a database that holds something may be replaced.

    Raises
    ------
    UsageError
        ``database_not_empty``; ``database_newer`` for a database that this program does not know.
    InputError
        ``backup_newer`` for a backup of a newer program, ``backup_damaged`` when its rows do not fit.
    """
    contents = archive.contents
    if not is_known(contents.revision):
        raise InputError("backup_newer", found=contents.revision, expected=contents.program)
    former = revision_of(engine)
    if former and not is_known(former):
        raise UsageError("database_newer", found=former)
    with engine.connect() as connection:
        lock(connection)
        if former and not replace and _holds_something(connection):
            raise UsageError("database_not_empty")
        newer = _newer_word(connection) if former else None
        empty_within(connection)
        upgrade_within(connection, contents.revision)
        _fill(connection, archive)
        upgrade_within(connection)
        if newer is not None:
            hold_to(connection, newer)
        connection.commit()
    return Restored(contents, *_put_back(archive, roots))


def _newer_word(connection: Connection) -> NewerWord:
    upgrade_within(connection)  # an older form is read as the newest one
    return read_newer_word(connection)


def _holds_something(connection: Connection) -> bool:
    there = _reflected(connection)
    return any(connection.execute(select(table).limit(1)).first() for table in there.values())


def _fill(connection: Connection, archive: Archive) -> None:
    there = _reflected(connection)
    for member in archive.contents.tables:
        name = Path(member.name).stem
        if load(connection, _typed(there[name], member), member.columns, archive.rows(member)) != member.n_rows:
            raise InputError("backup_damaged", file=member.name)
        _continue_numbers(connection, there[name])
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise InputError("backup_damaged", file="foreign_key_check")


def _reflected(connection: Connection) -> dict[str, Table]:
    found = MetaData()
    found.reflect(connection)
    return {name: table for name, table in found.tables.items() if name != "alembic_version"}


def _typed(there: Table, member: Member) -> Table:
    """Give a table whose columns have the program's own types where it still has them: a database tells less of a type than we know."""
    known = METADATA.tables.get(there.name)
    for name in member.columns:
        if known is not None and name in known.c:
            there.c[name].type = known.c[name].type
    return there


def _continue_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's counters go on after the rows that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        asked = select(func.pg_get_serial_sequence(table.name, column.name))
        if sequence := connection.execute(asked).scalar():
            highest = connection.execute(select(func.max(column))).scalar()
            set_number = text("SELECT setval(CAST(:name AS regclass), :value, :used)")
            values = {"name": sequence, "value": highest or 1, "used": highest is not None}
            connection.execute(set_number, values)


def _put_back(archive: Archive, roots: Mapping[str, Path]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    written, kept = [], []
    for member in archive.contents.files:
        name = member.name.removeprefix("files/")
        path, content = path_of(name, roots), archive.file(member)
        if path is None:
            continue
        if path.exists():
            if path.read_bytes() != content:
                kept.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            file.write(content)
        written.append(name)
    return tuple(written), tuple(kept)


def path_of(name: str, roots: Mapping[str, Path]) -> Path | None:
    """Give where a file of a backup belongs; None for one that belongs nowhere, or outside its folder."""
    root, _, rest = name.partition("/")
    if root not in roots or ".." in rest.split("/") or rest.startswith("/"):
        return None
    return roots[root] / rest if rest else roots[root]
