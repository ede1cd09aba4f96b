"""The inside of a backup: rows of every table as lines of JSON, files as they are, and a list of all with their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile
from zipfile import ZipFile as _ZipFile

from matcher.errors import InputError

FORMAT = 1
LIST = "backup.json"
BLOCK = 1 << 20


@dataclass(frozen=True)
class Member:
    """One table or file inside a backup.

    Attributes
    ----------
    n_rows : int
        Of a table; 0 for a file.
    columns : dict of str to str
        Of a table: what each column holds, as :mod:`matcher.adapters.backup.rows` writes it.
    """

    name: str
    sha256: str
    n_rows: int = 0
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself.

    Attributes
    ----------
    revision : str
        Of the database's form when the backup was made.
    made_at : str
        Moment of the snapshot, in UTC.
    tables : list of Member
        In an order in which each comes after those that it names.
    """

    program: str
    revision: str
    database: str
    made_at: str
    tables: list[Member]
    files: list[Member]
    format: int = FORMAT


class ZipFile(_ZipFile):
    """An archive that is left as it is when its disk is full: the library would try to end it, and print a traceback."""

    def __del__(self) -> None:
        """Let go of the file."""
        with suppress(OSError, ValueError):
            super().__del__()


class ArchiveWriter:
    """Writes the members one after another; :meth:`finish` writes the list."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)

    def add(self, name: str, parts: Iterable[bytes]) -> tuple[str, int]:
        """Write a member from its parts; give its SHA-256 and their number."""
        digest, n_parts = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as member:
            for part in parts:
                digest.update(part)
                member.write(part)
                n_parts += 1
        return digest.hexdigest(), n_parts

    def finish(self, contents: Contents) -> None:
        """Write the list of what is inside."""
        self._zip.writestr(LIST, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
        self._zip.close()


class Archive:
    """Reads a backup that has been decrypted.

    Raises
    ------
    InputError
        ``backup_damaged`` when it is none, ``backup_newer`` when a newer program made it.
    """

    def __init__(self, file: BinaryIO, source: str) -> None:
        self._source = source
        try:
            self._zip = ZipFile(file)
            said = json.loads(self._zip.read(LIST))
            if said["format"] != FORMAT:
                raise InputError("backup_newer", found=said["format"], expected=FORMAT)
            members = {kind: [Member(**each) for each in said.pop(kind)] for kind in ("tables", "files")}
            self.contents = Contents(**said, tables=members["tables"], files=members["files"])
        except (BadZipFile, KeyError, TypeError, ValueError) as wrong:
            raise InputError("backup_damaged", file=source) from wrong

    def check(self) -> None:
        """Read everything once and compare the digests.

        Raises
        ------
        InputError
            ``backup_damaged``.
        """
        for member in (*self.contents.tables, *self.contents.files):
            digest = hashlib.sha256()
            for block in self._blocks(member.name):
                digest.update(block)
            if digest.hexdigest() != member.sha256:
                raise InputError("backup_damaged", file=self._source)

    def rows(self, member: Member) -> Iterator[list[object]]:
        """Yield the rows of a table."""
        with self._zip.open(member.name) as file:
            for line in file:
                yield json.loads(line)

    def file(self, member: Member) -> bytes:
        """Give a file."""
        return self._zip.read(member.name)

    def _blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as file:
                while block := file.read(BLOCK):
                    yield block
        except (BadZipFile, KeyError) as wrong:
            raise InputError("backup_damaged", file=self._source) from wrong
