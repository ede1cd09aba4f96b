"""Write a table: UTF-8 with BOM, comma, never a cell that a spreadsheet runs as a formula; all or nothing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.adapters.storage import written_whole

_SIGNS = r"\-=+@\uff1d\uff0b\uff0d\uff20"
# A formula at the start of the cell; tabs and line ends there are cut off by some spreadsheets.
_AT_START = re.compile(rf"^(?=[ \xa0']*+[{_SIGNS}\t\r\n])")
# Where the list separator is a semicolon, as in Kazakhstan, a spreadsheet parts a cell of ours at semicolons and line ends.
_WITHIN = re.compile(rf"(?<=[;\t\r\n])([ \xa0]*+)(?!-\d++(?:[.,]\d++)?(?:[;\t\r\n]|$))(?='*+[{_SIGNS}])")
_NEGATIVE = re.compile(r"-\d{1,20}(?:[.,]\d{1,20})?")
# What most cells lack: they pass without a closer look. One search a sign is faster than a set of them.
_RISKY = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_ARMOUR_AT_START = re.compile(rf"^'(?=[ \xa0']*+[{_SIGNS}\t\r\n])")
_ARMOUR_WITHIN = re.compile(rf"(?<=[;\t\r\n])([ \xa0]*+)'(?='*+[{_SIGNS}])")


def safe_cell(text: str) -> str:
    """Make a cell that no spreadsheet runs: an apostrophe goes before a formula's first sign.

    Also behind a semicolon, a tab or a line end, where a spreadsheet may begin a new cell.

    Notes
    -----
    OWASP, "CSV Injection". Plain negative numbers are left as they are. :func:`read_back` undoes it.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-1.5"), safe_cell("+7 701 000 00 00"), safe_cell("welding;=1+1")
    ("'=HYPERLINK(1)", '-1.5', "'+7 701 000 00 00", "welding;'=1+1")
    """
    for sign in _RISKY:
        if sign in text:
            break
    else:
        return text
    if _NEGATIVE.fullmatch(text):
        return text
    return _AT_START.sub("'", _WITHIN.sub(r"\1'", text))


def read_back(text: str) -> str:
    """Take off the apostrophes that :func:`safe_cell` put, so that what we wrote comes back as it was.

    Examples
    --------
    >>> read_back("'+7 701 000 00 00"), read_back("'quoted'"), read_back("welding;'=1+1")
    ('+7 701 000 00 00', "'quoted'", 'welding;=1+1')
    """
    if "'" not in text:
        return text
    return _ARMOUR_WITHIN.sub(r"\1", _ARMOUR_AT_START.sub("", text))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table; the file appears whole or not at all.

    Parameters
    ----------
    columns : sequence of str
        Order of the columns; a cell that a row lacks is empty.
    """
    with written_whole(path, encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([safe_cell(column) for column in columns])
        for row in rows:
            writer.writerow([safe_cell(row.get(column, "")) for column in columns])
