"""Read a table: bytes to text to rows to a checked table. Rows in = accepted + rejected, always."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, MutableMapping, Sequence
from pathlib import Path

from matcher.adapters.tables_io.columns import ColumnMap
from matcher.adapters.tables_io.csv_rows import Line, find_delimiter, split_rows
from matcher.adapters.tables_io.encodings import detect_encoding
from matcher.adapters.tables_io.workbook import sheet_rows
from matcher.adapters.tables_io.writing import read_back
from matcher.core.contracts import TABLES
from matcher.core.tables import Checked, RawRow, RowError, check, check_header
from matcher.errors import InputError

MAX_BYTES = 2_000_000_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


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
    lines = _lines(_content(path), path.name)
    header = next(lines, None)
    if header is None or not any(header.cells):
        raise InputError("empty_file", file=path.name)
    names = [cell.strip() for cell in header.cells]
    foreign = _fitting(table, names, maps)
    _check_names(table, names, foreign, path.name)
    sound: list[RawRow] = []
    broken: list[tuple[RawRow, RowError]] = []
    for line in lines:
        row = RawRow(path.name, line.number, _cells(names, line, foreign))
        if line.fault:
            params = {"found": len(line.cells), "expected": len(names), "at": line.column}
            shown = ",".join(line.cells)[:200].replace("\x00", "\\0")
            broken.append((row, RowError(path.name, line.number, str(line.column), shown, line.fault, params)))
        else:
            sound.append(row)
    return _with_broken(check(table, sound, seen), broken)


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                content = packed.read(MAX_BYTES + 1)
    except FileNotFoundError as fault:
        raise InputError("file_not_found", file=str(path)) from fault
    except (OSError, EOFError, zlib.error) as fault:
        raise InputError("unreadable_file", file=str(path), found=type(fault).__name__) from fault
    if len(content) > MAX_BYTES:
        raise InputError("file_too_large", file=path.name, limit=MAX_BYTES)
    if not content.strip():
        raise InputError("empty_file", file=path.name)
    return content


def _lines(content: bytes, file: str) -> Iterator[Line]:
    if content.startswith(_WORKBOOKS):
        return sheet_rows(content, file)
    text = content.decode(detect_encoding(content, file)).removeprefix("\ufeff")
    return split_rows(text, find_delimiter(text))


def _fitting(table: str, names: Sequence[str], maps: Sequence[ColumnMap]) -> ColumnMap | None:
    required = [column.name for column in TABLES[table].columns if column.required]
    if set(required) <= set(names):
        return None
    candidates = [found for found in maps if found.table == table]
    return next((found for found in candidates if found.fits(names)), candidates[0] if candidates else None)


def _check_names(table: str, names: Sequence[str], foreign: ColumnMap | None, file: str) -> None:
    if foreign is None:
        check_header(table, names, file)
        return
    check_header("text", [*(n for n in names if names.count(n) > 1), "text"], file)
    if not foreign.fits(names):
        wanted = " ".join("/".join(foreign.names_wanted(column)) for column in foreign.columns)
        raise InputError("columns_do_not_fit", file=file, columns=foreign.name, expected=wanted, found=", ".join(names))


def _cells(names: Sequence[str], line: Line, foreign: ColumnMap | None) -> dict[str, str]:
    cells = {
        name or f"column_{at}": text
        for at, (name, text) in enumerate(zip(names, map(read_back, line.cells), strict=False), 1)
    }
    cells |= {f"column_{at}": text for at, text in enumerate(line.cells[len(names) :], len(names) + 1)}
    return foreign.apply(cells) if foreign is not None and not line.fault else cells


def _with_broken(checked: Checked, broken: Sequence[tuple[RawRow, RowError]]) -> Checked:
    rejected = sorted([*checked.rejected, *(row for row, _ in broken)], key=lambda row: row.line)
    errors = sorted([*checked.errors, *(error for _, error in broken)], key=lambda error: error.line)
    return Checked(checked.table, checked.accepted, rejected, errors)
