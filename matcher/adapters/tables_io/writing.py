"""Write a table: UTF-8 with BOM, comma, never a cell that a spreadsheet runs as a formula; all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Make a cell that no spreadsheet runs: an apostrophe goes before a formula's first sign.

    Notes
    -----
    OWASP, "CSV Injection". Plain negative numbers are left as they are.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-1.5"), safe_cell("+7 701 000 00 00")
    ("'=HYPERLINK(1)", '-1.5', "'+7 701 000 00 00")
    """
    if not text.startswith(FORMULA_STARTS):
        return text
    if text[0] == "-" and text[1:].replace(".", "", 1).isdigit():
        return text
    return f"'{text}"


def read_back(text: str) -> str:
    """Take off the apostrophe that :func:`safe_cell` put, so that what we wrote comes back as it was.

    Examples
    --------
    >>> read_back("'+7 701 000 00 00"), read_back("'quoted'")
    ('+7 701 000 00 00', "'quoted'")
    """
    plain = text.removeprefix("'")
    return plain if plain != text and safe_cell(plain) == text else text


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table; the file appears whole or not at all.

    Parameters
    ----------
    columns : sequence of str
        Order of the columns; a cell that a row lacks is empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([safe_cell(row.get(column, "")) for column in columns])
    draft.replace(path)
