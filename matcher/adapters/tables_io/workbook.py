"""Rows of a sheet of a workbook (XLSX, XLS, ODS)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from matcher.adapters.tables_io.csv_rows import Line
from matcher.errors import InputError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_UNPACKED = 2_000_000_000
_TITLE_ROWS = 20
"""A header may stand below as many rows of titles."""

Grid = list[list[Any]]
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
        When it is no workbook, unpacks to more than 2 GB, has no sheet, or more than one sheet is such a table (none is left out in
        silence).
    """
    _refuse_bomb(content, file)
    grids = {name: grid for name, grid in _grids(content, file).items() if any(map(_filled, grid))}
    tables = [name for name, grid in grids.items() if _header_at(grid, fits) is not None]
    if len(tables) > 1:
        raise InputError("several_sheets", file=file, sheets=", ".join(tables))
    grid = grids[tables[0]] if tables else next(iter(grids.values()), [])
    start = _header_at(grid, fits)
    yield from _rows(grid, _first_filled(grid) if start is None else start)


def _refuse_bomb(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return
    if size > MAX_UNPACKED:
        raise InputError("file_too_large", file=file, limit=MAX_UNPACKED)


def _grids(content: bytes, file: str) -> dict[str, Grid]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        grids = {name: _grid(book, name) for name in book.sheet_names}
    except BaseException as fault:
        # The reader is written in Rust and panics on some damaged files: PanicException is no Exception.
        if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
            raise
        raise InputError("bad_workbook", file=file, found=(str(fault) or type(fault).__name__)[:200]) from fault
    if not grids:
        raise InputError("bad_workbook", file=file, found="no sheet")
    return grids


def _grid(book: CalamineWorkbook, name: str) -> Grid:
    sheet: CalamineSheet = book.get_sheet_by_name(name)
    grid: Grid = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right:
            for row in range(top + 1, min(bottom + 1, len(grid))):
                grid[row][left] = grid[top][left]
    return grid


def _filled(row: Sequence[object]) -> bool:
    return any(cell not in (None, "") for cell in row)


def _first_filled(grid: Grid) -> int:
    return next((at for at, row in enumerate(grid) if _filled(row)), 0)


def _header_at(grid: Grid, fits: Fits) -> int | None:
    first = _first_filled(grid)
    return next((at for at in range(first, min(first + _TITLE_ROWS, len(grid))) if fits(_texts(grid[at]))), None)


def _rows(grid: Grid, start: int) -> Iterator[Line]:
    header: list[str] = []
    for number, row in enumerate(grid[start:], start=start + 1):
        cells = _texts(row)
        if not any(cells):
            continue
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


def _texts(row: Sequence[object]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell).strip()
