"""The CSV files of ESCO as the European Commission publishes them: a zip or a folder, one download a language.

Nothing is unpacked on the disk. Names that climb out of the archive, halves of archives, files that are not UTF-8 and rows
that do not fit their header are named with file and line.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from matcher.errors import TaxonomyError

REQUIRED = ("skills", "occupations", "occupationSkillRelations")
OPTIONAL = ("skillGroups", "broaderRelationsSkillPillar", "skillSkillRelations", "ISCOGroups")
"""Without them there is no hierarchy, no relations between skills, no names of unit groups; the rest works."""
MOST_BYTES = 1 << 29
"""Bytes of the largest table that is read, unpacked; ESCO's largest has 20 million."""

_NAME = re.compile(r"(?P<table>[A-Za-z]+?)(?:_(?P<lang>[a-z]{2}))?\.csv(?:\.gz)?$")
_PACKED = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class EscoRow:
    """A row of a table, with where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        """Return a cell.

        Raises
        ------
        TaxonomyError
            ``esco_column_missing`` where the table has no such column.
        """
        if column not in self.cells:
            raise TaxonomyError("esco_column_missing", file=self.file, line=1, column=column)
        return self.cells[column]

    def fault(self, column: str) -> TaxonomyError:
        """Make the error of a cell that cannot be used."""
        value = self.cells.get(column, "")
        return TaxonomyError("taxonomy_bad_cell", file=self.file, line=self.line, column=column, value=value)


@dataclass(frozen=True)
class EscoFiles:
    """The CSV files of one version of ESCO.

    Attributes
    ----------
    files : dict of (table, language) to (name, function that reads its bytes)
        The language is empty where the name has none.
    """

    files: dict[tuple[str, str], tuple[str, Callable[[], bytes]]] = field(default_factory=dict)

    @property
    def absent(self) -> tuple[str, ...]:
        """Tables that are of use and are not there."""
        return tuple(table for table in OPTIONAL if not self.languages(table))

    def languages(self, table: str) -> list[str]:
        """Return the languages of a table, English first; English stands for a name without a language."""
        found = {lang or "en" for name, lang in self.files if name == table}
        return sorted(found, key=lambda each: (each != "en", each))

    def rows(self, table: str, lang: str = "") -> Iterator[EscoRow]:
        """Yield the rows of a table in a language, or in the first there is; none where the table is absent.

        Raises
        ------
        TaxonomyError
            ``esco_not_utf8``, ``esco_bad_row``, ``esco_archive_damaged`` or ``esco_too_large``, with the file.
        """
        wanted = lang or next(iter(self.languages(table)), "")
        for key in ((table, wanted), (table, "") if wanted == "en" else (table, wanted)):
            if key in self.files:
                name, read = self.files[key]
                yield from _rows(name, read())
                return


def open_esco(sources: Sequence[Path]) -> EscoFiles:
    """Find the files of ESCO in folders (with their subfolders and the zips in them) and zips.

    Raises
    ------
    TaxonomyError
        ``esco_not_found`` where a source holds no table of ESCO; ``esco_table_missing`` where one of `REQUIRED` is absent;
        ``esco_table_twice`` where two files are the same table of one language; ``esco_archive_damaged`` or
        ``esco_unsafe_name`` for a zip.
    """
    found = EscoFiles()
    for source in sources:
        n_before = len(found.files)
        if not source.exists():
            raise TaxonomyError("esco_not_found", folder=str(source))
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.suffix.lower() == ".zip":
                _take_zip(found, path)
            elif path.is_file():
                _take(found, str(path), lambda path=path: _read_file(path))  # type: ignore[misc]
        if len(found.files) == n_before:
            raise TaxonomyError("esco_not_found", folder=str(source))
    for table in REQUIRED:
        if not found.languages(table):
            raise TaxonomyError("esco_table_missing", file=f"{table}_en.csv", folder=", ".join(map(str, sources)))
    return found


def _take_zip(found: EscoFiles, source: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            names = sorted(archive.namelist())
    except (zipfile.BadZipFile, OSError) as damaged:
        raise TaxonomyError("esco_archive_damaged", file=str(source), reason=str(damaged)) from damaged
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise TaxonomyError("esco_unsafe_name", file=str(source), value=name)
        _take(found, f"{source}/{name}", lambda name=name: _read_member(source, name))  # type: ignore[misc]


def _take(found: EscoFiles, name: str, read: Callable[[], bytes]) -> None:
    matched = _NAME.fullmatch(PurePosixPath(name).name)
    if matched is None or matched["table"] not in (*REQUIRED, *OPTIONAL):
        return
    key = (matched["table"], matched["lang"] or "")
    if key in found.files:
        raise TaxonomyError("esco_table_twice", file=found.files[key][0], value=name)
    found.files[key] = (name, read)


def _read_file(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return _unpacked(str(path), content) if content[:2] == _PACKED else content
    except OSError as damaged:
        raise TaxonomyError("esco_archive_damaged", file=str(path), reason=str(damaged)) from damaged


def _read_member(source: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(source) as archive, archive.open(name) as member:
            content = member.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as damaged:
        raise TaxonomyError("esco_archive_damaged", file=f"{source}/{name}", reason=str(damaged)) from damaged
    return _unpacked(f"{source}/{name}", content) if content[:2] == _PACKED else _bounded(name, content)


def _unpacked(name: str, content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as file:
            return _bounded(name, file.read(MOST_BYTES + 1))
    except (OSError, EOFError, zlib.error) as damaged:
        raise TaxonomyError("esco_archive_damaged", file=name, reason=str(damaged)) from damaged


def _bounded(name: str, content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise TaxonomyError("esco_too_large", file=name, most=MOST_BYTES)
    return content


def _rows(name: str, content: bytes) -> Iterator[EscoRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise TaxonomyError("esco_not_utf8", file=name, line=content[: wrong.start].count(b"\n") + 1) from wrong
    # ESCO has line breaks inside cells: strict, so that a quote that is never closed does not swallow the rest.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = [column.strip() for column in next(reader, [])]
        for row in reader:
            line, start = reader.line_num, line + 1
            if not row:
                continue
            if len(row) != len(header):
                raise TaxonomyError("esco_bad_row", file=name, line=start)
            yield EscoRow(name, start, {column: cell.strip() for column, cell in zip(header, row, strict=True)})
    except csv.Error as wrong:
        raise TaxonomyError("esco_bad_row", file=name, line=line + 1) from wrong
