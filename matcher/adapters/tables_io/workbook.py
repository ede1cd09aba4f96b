"""Rows of a sheet of a workbook (XLSX, XLS, ODS), read by a process of its own within limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from matcher.adapters.tables_io import workbook_worker
from matcher.adapters.tables_io.csv_rows import Line
from matcher.errors import InputError

PATIENCE = 60.0
"""Seconds until a reader that does not answer is ended; its own limit is processor time, which a busy machine gives slowly."""
_LAST_LINE = 5_000
_TITLE_ROWS = 20
"""A header may stand below as many rows of titles."""

Rows = list[tuple[int, list[str]]]
"""The rows of a sheet that hold something, with their numbers, the first is 1."""
Fits = Callable[[Sequence[str]], bool]


def sheet_rows(content: bytes, file: str, fits: Fits) -> Iterator[Line]:
    """Yield the rows of the sheet that is the table, the header first; empty rows are passed over.

    Whole numbers lose the ``.0`` that spreadsheets store, dates become ISO 8601, texts stay as they are, leading zeros too. A cell merged
    over several rows counts for each of them, as a reader sees it.

    Parameters
    ----------
    fits : callable
        Says whether a row of texts is a header of the table; titles may stand above it, and other sheets beside it.

    Raises
    ------
    InputError
        When it is no workbook, is built to do harm or too large to be read within the limits, has no sheet, or more than one sheet is
        such a table (none is left out in silence).
    """
    sheets = {name: rows for name, rows in read_sheets(content, file).items() if rows}
    starts = {name: _header_at(rows, fits) for name, rows in sheets.items()}
    tables = [name for name, start in starts.items() if start is not None]
    if len(tables) > 1:
        raise InputError("several_sheets", file=file, sheets=", ".join(tables))
    if tables:
        yield from _lines(sheets[tables[0]][starts[tables[0]] :])
    elif sheets:
        yield from _lines(next(iter(sheets.values())))


def read_sheets(content: bytes, file: str) -> dict[str, Rows]:
    """Read every sheet of a workbook as texts, in a process that can neither take all memory nor all time.

    Raises
    ------
    InputError
        ``bad_workbook``, ``workbook_bomb``, ``workbook_parts``, ``workbook_entities`` or ``workbook_limits``; within two seconds of
        processor time and 300 MB where the file is small.
    """
    command = [sys.executable, "-I", str(Path(workbook_worker.__file__))]
    with TemporaryFile() as given, TemporaryFile() as told:
        given.write(content)
        given.seek(0)
        try:
            subprocess.run(
                command, stdin=given, stdout=told, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False, cwd="/"
            )
        except subprocess.TimeoutExpired as late:
            raise _over_the_limits(file) from late
        return _sheets(told, file)


def _sheets(told: IO[bytes], file: str) -> dict[str, Rows]:
    """Read what the process told, once its last line says that it came to an end: a limit may have cut it off."""
    told.seek(max(0, told.seek(0, SEEK_END) - _LAST_LINE))
    last = told.read().rpartition(b"\n")[0].rpartition(b"\n")[2]
    if last.startswith(b'["refused",'):
        _, code, params = json.loads(last)
        raise InputError(code, file=file, **params)
    if last != b'["end"]':
        raise _over_the_limits(file)
    told.seek(0)
    sheets: dict[str, Rows] = {}
    rows: Rows = []
    for line in told:
        part = json.loads(line)
        if part[0] == "sheet":
            rows = sheets.setdefault(part[1], [])
        elif part[0] != "end":
            rows.append((part[0], part[1]))
    if not sheets:
        raise InputError("bad_workbook", file=file, found="no sheet")
    return sheets


def _over_the_limits(file: str) -> InputError:
    return InputError("workbook_limits", file=file, limit=workbook_worker.MEMORY // 1_000_000)


def _header_at(rows: Rows, fits: Fits) -> int | None:
    first = rows[0][0]
    below = (at for at, (number, _) in enumerate(rows[:_TITLE_ROWS]) if number < first + _TITLE_ROWS)
    return next((at for at in below if fits(rows[at][1])), None)


def _lines(rows: Rows) -> Iterator[Line]:
    header: list[str] = []
    for number, texts in rows:
        cells = texts
        if not header:
            while cells and not cells[-1]:
                cells.pop()
            header = cells
            yield Line(number, tuple(cells))
        elif any(cells[len(header) :]):
            yield Line(number, tuple(cells), "row_too_long", len(header) + 1)
        elif cells[: len(header)] == header:
            yield Line(number, tuple(cells[: len(header)]), "repeated_header", 1)
        else:
            yield Line(number, tuple(cells[: len(header)]))
