"""Rows of the first sheet of a workbook (XLSX, XLS, ODS)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from matcher.adapters.tables_io.csv_rows import Line
from matcher.errors import InputError


def sheet_rows(content: bytes, file: str) -> Iterator[Line]:
    """Yield the rows of the first sheet, the header first; empty rows are passed over.

    Whole numbers lose the ``.0`` that spreadsheets store, dates become ISO 8601, texts stay as they are, leading zeros too.

    Raises
    ------
    InputError
        When it is no workbook, or has no sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError) as fault:
        raise InputError("bad_workbook", file=file, found=str(fault)[:200]) from fault
    width = 0
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row]
        if not any(cells):
            continue
        if not width:
            while cells and not cells[-1]:
                cells.pop()
            width = len(cells)
        if any(cells[width:]):
            yield Line(number, tuple(cells), "row_too_long", width + 1)
        else:
            yield Line(number, tuple(cells[:width]))


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
