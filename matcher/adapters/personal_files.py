"""Files of the program that may name people: runs, uploads, exports; and the list of those who must stay erased."""

from __future__ import annotations

import gzip
import hmac
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

ERASED = "erased"
"""Name of the list in the instance folder: a day and a keyed digest a line."""
NOT_SEARCHED = frozenset({ERASED, "secret_key", "synonyms.csv", "log", "encoders"})
"""Taught words, vectors of words and the journal name nobody."""
WHOLE = {"runs": 2, "imports": 3}
"""How deep what is removed whole lies: beside the rows of a person a run or an upload holds cells and words without an identifier."""
DATABASES = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
"""How SQLite's files begin: the database, its write-ahead log, its journal. They are erased row by row."""
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251")
OWNER_ONLY = 0o600


class InstanceFiles:
    """Files under the instance folder, looked through for an identifier.

    Parameters
    ----------
    folder : Path
        Of the instance.
    key : bytes
        Secret of the installation: the list of the erased can be read by nobody else.
    models : Path or None
        Of trained models: they hold numbers only, but rejected rows of outcomes are written beside them.
    """

    def __init__(self, folder: Path, key: bytes, models: Path | None = None) -> None:
        self._folder, self._key, self._models = folder, key, models

    def naming(self, jobseeker_id: str) -> list[Path]:
        """List what names a person: whole runs and uploads, and single files elsewhere; sorted."""
        found = set()
        for path in self._files():
            if any(_is_named(text, jobseeker_id) for text in _contents(path)):
                found.add(self._unit(path))
        return sorted(found)

    def _unit(self, path: Path) -> Path:
        if not path.is_relative_to(self._folder):
            return path
        inside = path.relative_to(self._folder).parts
        return self._folder.joinpath(*inside[: WHOLE.get(inside[0], len(inside))])

    def remove(self, paths: Sequence[Path]) -> None:
        """Overwrite and remove files and whole folders that :meth:`naming` listed."""
        for path in paths:
            for file in [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]:
                _overwrite(file)
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def note_erased(self, centre_id: str, jobseeker_id: str, on: date) -> None:
        """Remember that a person was erased, so that an older backup does not bring them back; no identifier is kept."""
        path = self._folder / ERASED
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=OWNER_ONLY)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{on.isoformat()} {self._digest(centre_id, jobseeker_id)}\n")

    def is_erased(self, centre_id: str, jobseeker_id: str) -> bool:
        """Say whether a person of this centre was erased here once."""
        return self._digest(centre_id, jobseeker_id) in self._digests()

    def _digests(self) -> frozenset[str]:
        path = self._folder / ERASED
        lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        return frozenset(line.partition(" ")[2] for line in lines)

    def _digest(self, centre_id: str, jobseeker_id: str) -> str:
        return hmac.digest(self._key, f"erased\0{centre_id}\0{jobseeker_id}".encode(), "sha256").hex()

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._folder.rglob("*")):
            first = path.relative_to(self._folder).parts[0]
            if path.is_file() and not path.is_symlink() and first not in NOT_SEARCHED and not _is_database(path):
                yield path
        if self._models is not None:
            yield from sorted(self._models.rglob("*.csv"))


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16).startswith(DATABASES)


def _contents(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file, and those packed inside it."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        with gzip.open(path) as file:
            yield file.read()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def _is_named(content: bytes, jobseeker_id: str) -> bool:
    """Say whether an identifier stands in some bytes as a whole word, in any encoding that a table may have."""
    for encoding in ENCODINGS:
        try:
            word = jobseeker_id.encode(encoding)
        except UnicodeEncodeError:
            continue
        if word in content and _stands_alone(content.decode(encoding, "replace"), jobseeker_id):
            return True
    return False


def _stands_alone(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def _overwrite(path: Path) -> None:
    """Write zeros over a file: on many disks the former bytes are gone then, not only their name."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
