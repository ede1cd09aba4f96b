"""Read a table: bytes to text to rows to a checked table. Rows in = accepted + rejected, always."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from io import BytesIO
from pathlib import Path

from matcher.adapters.tables_io.columns import ColumnMap
from matcher.adapters.tables_io.csv_rows import MAX_CELL, Line, find_delimiter, split_rows
from matcher.adapters.tables_io.encodings import decode
from matcher.adapters.tables_io.workbook import sheet_rows
from matcher.adapters.tables_io.writing import read_back
from matcher.core.contracts import TABLES
from matcher.core.tables import Checked, RawRow, RowError, check, check_header
from matcher.errors import InputError, StructureError

MAX_BYTES = 2_000_000_000
_PACKED = b"\x1f\x8b"
_MAX_RATIO = 100
_SMALL = 50_000_000
_PIECE = 4_000_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_table(
    path: Path, table: str, maps: Sequence[ColumnMap] = (), *, seen: MutableMapping[str, RawRow] | None = None
) -> Checked:
    r"""Read and check one file.

    Parameters
    ----------
    path : Path
        CSV, XLSX, XLS or ODS; also packed with gzip.
    table : str
        Key of :data:`matcher.core.contracts.TABLES`.
    maps : sequence of ColumnMap
        Foreign names; the first of this table that fits the header is applied, and none where the header has our own names.
    seen : mutable mapping, optional
        Identifiers accepted before, as for :func:`matcher.core.tables.check`.

    Raises
    ------
    InputError
        When the file as a whole cannot be read: not there, empty, in no known encoding, no table, a header without what is needed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "T.csv")
    ...     n = path.write_bytes("text;lang\nсварка;ru\n".encode("cp1251"))
    ...     read_table(path, "text").accepted[0].values
    {'text': 'сварка', 'lang': 'ru'}
    """
    sound, broken = read_rows(path, table, maps)
    return _with_broken(check(table, sound, seen), broken)


def read_rows(
    path: Path, table: str, maps: Sequence[ColumnMap] = ()
) -> tuple[list[RawRow], list[tuple[RawRow, RowError]]]:
    """Read the rows of one file as texts: those that are whole, and those that the file itself broke, with what is wrong.

    Parameters and errors are those of :func:`read_table`.
    """
    known = _Header(table, maps)
    lines = _lines(read_content(path), path.name, known)
    header = next(lines, None)
    if header is not None and header.fault:
        raise StructureError("broken_header", file=path.name, line=header.number)
    if header is None or not any(header.cells):
        raise InputError("empty_file", file=path.name)
    names = known.names(header.cells)
    foreign = known.fitting(names)
    _check_names(table, names, foreign, path.name)
    keys = tuple(name or f"column_{at}" for at, name in enumerate(names, 1))
    sound: list[RawRow] = []
    broken: list[tuple[RawRow, RowError]] = []
    for line in lines:
        row = RawRow(path.name, line.number, _cells(keys, line, foreign))
        if line.fault:
            params = {"found": len(line.cells), "expected": len(names), "at": line.column, "limit": MAX_CELL}
            shown = ",".join(line.cells)[:200].replace("\x00", "\\0")
            broken.append((row, RowError(path.name, line.number, str(line.column or ""), shown, line.fault, params)))
        else:
            sound.append(row)
    return sound, broken


class _Header:
    """What the header of a table may be called: our names, and those of the maps.

    Case, spaces and hyphens do not count: ``Jobseeker ID`` is ``jobseeker_id``, unless the file has that column too.
    """

    def __init__(self, table: str, maps: Sequence[ColumnMap]) -> None:
        self.maps = [found for found in maps if found.table == table]
        self._required = {column.name for column in TABLES[table].columns if column.required}
        foreign = [name for found in self.maps for column in found.columns for name in found.names_wanted(column)]
        self._known = {_plain(name): name for name in (*reversed(foreign), *TABLES[table].names)}

    def names(self, cells: Sequence[str]) -> list[str]:
        """Give the columns of a header by the names that we know them by."""
        found = [" ".join(cell.strip('\ufeff" ').split()) for cell in cells]
        exact = set(found)
        renamed = [self._known.get(_plain(name), name) for name in found]
        return [old if new in exact else new for old, new in zip(found, renamed, strict=True)]

    def fitting(self, names: Sequence[str]) -> ColumnMap | None:
        """Choose the map: none where our own names are there, else the first that fits, else the first."""
        chosen = next((found for found in self.maps if found.is_chosen), None)
        if chosen is not None or self._required <= set(names):
            return chosen
        return next((found for found in self.maps if found.fits(names)), self.maps[0] if self.maps else None)

    def fits(self, cells: Sequence[str]) -> bool:
        """Say whether a row can be the header."""
        names = self.names(cells)
        return self._required <= set(names) or any(found.fits(names) for found in self.maps)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def read_content(path: Path) -> bytes:
    """Read a file whole, unpacked where it is packed.

    Raises
    ------
    InputError
        ``file_not_found``, ``unreadable_file``, ``file_too_large``, ``empty_file``.
    """
    try:
        content = path.read_bytes()
        if content[:2] == _PACKED:
            content = _unpacked(content, path.name)
    except FileNotFoundError as fault:
        raise InputError("file_not_found", file=str(path)) from fault
    except (OSError, EOFError, zlib.error) as fault:
        raise InputError("unreadable_file", file=str(path), found=type(fault).__name__) from fault
    if len(content) > MAX_BYTES:
        raise InputError("file_too_large", file=path.name, limit=MAX_BYTES)
    if not content.strip():
        raise InputError("empty_file", file=path.name)
    return content


def _unpacked(packed: bytes, file: str) -> bytes:
    """Unpack gzip, but not what grows beyond all that a table does: it would fill the memory before anybody could look at it."""
    parts: list[bytes] = []
    size, most = 0, max(_SMALL, _MAX_RATIO * len(packed))
    with gzip.open(BytesIO(packed)) as source:
        while piece := source.read(_PIECE):
            parts.append(piece)
            size += len(piece)
            if size > min(most, MAX_BYTES):
                raise InputError("file_too_large", file=file, limit=min(most, MAX_BYTES))
    return b"".join(parts)


def _lines(content: bytes, file: str, known: _Header) -> Iterator[Line]:
    if content.startswith(WORKBOOKS):
        return sheet_rows(content, file, known.fits)
    text = decode(content, file)
    return split_rows(text, find_delimiter(text))


def _check_names(table: str, names: Sequence[str], foreign: ColumnMap | None, file: str) -> None:
    if foreign is None:
        check_header(table, names, file)
        return
    check_header("text", [*(n for n in names if names.count(n) > 1), "text"], file)
    if not foreign.fits(names):
        wanted = " ".join("/".join(foreign.names_wanted(column)) for column in foreign.columns)
        raise InputError("columns_do_not_fit", file=file, columns=foreign.name, expected=wanted, found=", ".join(names))


def _cells(keys: Sequence[str], line: Line, foreign: ColumnMap | None) -> Mapping[str, str]:
    texts = [text if "'" not in text else read_back(text) for text in line.cells]
    cells = dict(zip(keys, texts, strict=False))
    if len(texts) > len(keys):
        cells |= {f"column_{at}": text for at, text in enumerate(texts[len(keys) :], len(keys) + 1)}
    return cells if foreign is None else foreign.apply(cells)


def _with_broken(checked: Checked, broken: Sequence[tuple[RawRow, RowError]]) -> Checked:
    rejected = sorted([*checked.rejected, *(row for row, _ in broken)], key=lambda row: row.line)
    errors = sorted([*checked.errors, *(error for _, error in broken)], key=lambda error: error.line)
    return Checked(checked.table, checked.accepted, rejected, errors)
