"""Write what is on a page as CSV or as a typed workbook: texts stay texts, with their zeros and letters, and no cell is run."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Literal

from matcher.adapters.tables_io.writing import read_back, safe_cell

Cell = str | float | date | None
Kind = Literal["text", "number", "money", "day"]
FORMS = ("csv", "xlsx")
LONGEST = 32_767
"""Letters that a cell of a workbook may hold."""
_CUT = " […]"
_WIDTHS = {"text": 28, "number": 12, "money": 18, "day": 12}
_FORMATS = {"number": "General", "money": "#,##0.00", "day": "dd.mm.yyyy"}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# Neither may stand in XML or UTF-8.
_NOT_A_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ExportColumn:
    """A column of a table; `kind` says how a workbook shows numbers and days."""

    title: str
    kind: Kind = "text"


def export_bytes(form: str, name: str, columns: Sequence[ExportColumn], *, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a table as a file: ``csv`` or ``xlsx``.

    Parameters
    ----------
    name : str
        Of the sheet.
    rows : iterable of sequence of Cell
        A cell a column; None is empty. A text is always a text, also where it is all digits.

    Raises
    ------
    ValueError
        For another form, or a row of another length.
    """
    if form not in FORMS:
        raise ValueError(form)
    return _csv(columns, rows) if form == "csv" else _workbook(name, columns, rows)


def _csv(columns: Sequence[ExportColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe_cell(_letters(column.title)) for column in columns])
    writer.writerows([_plain(cell) for _, cell in zip(columns, row, strict=True)] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    """Give a cell of a file that programs read: numbers with a point, days as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(_letters(cell))
    return cell.isoformat() if isinstance(cell, date) else f"{cell:.12g}"


def _workbook(name: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    from xlsxwriter import Workbook

    file = BytesIO()
    # Rows go to the disk one by one; nothing that looks like a formula, an address or a number is made one.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        sheet = book.add_worksheet(_NOT_IN_NAMES.sub(" ", _letters(name))[:31])
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS[column.kind])
            sheet.write_string(0, at, _shown(column.title), bold)
        for number, row in enumerate(rows, 1):
            for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
                if isinstance(cell, str):
                    sheet.write_string(number, at, _shown(cell))
                elif isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, formats["day"])
                elif cell is not None and math.isfinite(cell):
                    sheet.write_number(number, at, cell, formats[column.kind if column.kind != "text" else "number"])
    return file.getvalue()


def _shown(text: str) -> str:
    """Give a text as a workbook holds it; one that our reader would take for armoured is armoured, so that it comes back as it was."""
    text = _letters(text)
    whole = safe_cell(text) if read_back(text) != text else text
    return whole if len(whole) <= LONGEST else whole[: LONGEST - len(_CUT)] + _CUT


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", text)
