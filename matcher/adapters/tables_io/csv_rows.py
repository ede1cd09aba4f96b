"""Rows of a CSV file, with the line on which each starts; broken structure is named and never swallows the rows behind it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import NamedTuple

from matcher.adapters.tables_io.encodings import LOST_BYTES

DELIMITERS = ",;\t"
MAX_CELL = 10_000_000
"""Characters of one cell that are read before the row is given up."""
_SEPARATOR_LINE = re.compile(r'^\ufeff{0,4}"?sep=([,;\t])"?[\r\n]{0,4}$', re.IGNORECASE)
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_MANY_DELIMITERS = 8
_HEADER_WITHIN = 1_000_000


class Line(NamedTuple):
    """One row as the file has it.

    Attributes
    ----------
    number : int
        Line on which it starts, the first is 1.
    fault : str
        Rule that its structure breaks; empty where it is sound.
    column : int
        Place in the line of the fault, the first is 1; 0 where none can be named.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""
    column: int = 0


def find_delimiter(text: str) -> str:
    """Name the delimiter: of comma, semicolon and tab the one that parts the header into most cells.

    Quoted text does not count; ties go to the comma. A first line ``sep=;``, as spreadsheets write it, decides.

    Examples
    --------
    >>> find_delimiter('id;"title, long";skills')
    ';'
    """
    for line in StringIO(text[:_HEADER_WITHIN], newline=None):
        if stated := _SEPARATOR_LINE.match(line):
            return stated[1]
        if line.strip():
            sizes = {mark: len(next(csv.reader([line], delimiter=mark), [])) for mark in DELIMITERS}
            return max(DELIMITERS, key=lambda mark: (sizes[mark], -DELIMITERS.index(mark)))
    return DELIMITERS[0]


class _Rewindable(Iterator[str]):
    """Physical lines, with a place that can be set back."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def split_rows(text: str, delimiter: str) -> Iterator[Line]:
    """Yield the rows of a CSV text, the header first; blank lines are passed over.

    A quote that is never closed would swallow the rest of the file. So whenever a row that spans several lines has no sound end, or its
    lines look like rows themselves, only its first line is given as faulty, and reading goes on with the next line: no sound row behind
    a fault is lost.

    Parameters
    ----------
    text : str
        The whole file, decoded.
    delimiter : str
        One of :data:`DELIMITERS`.
    """
    # Only \n, \r\n and \r end a line of CSV; str.splitlines would also cut at form feeds and the like.
    source = _Rewindable(list(StringIO(text, newline=None)))
    if source.lines and _SEPARATOR_LINE.match(source.lines[0]):
        source.at = 1
    judge = _Judge(source, delimiter, spotless="\x00" not in text and not LOST_BYTES.search(text))
    while source.at < len(source.lines):
        line = judge.next_line()
        if line is not None:
            yield line


class _Judge:
    """Tells sound rows from broken ones, by the header that it met first."""

    def __init__(self, source: _Rewindable, delimiter: str, *, spotless: bool) -> None:
        self.source = source
        self.delimiter = delimiter
        self.spotless = spotless
        self.width = 0
        self.header: tuple[str, ...] = ()
        self._blank = " \t\r\n\xa0" + delimiter
        self._reader = csv.reader(source, delimiter=delimiter, strict=True)

    def next_line(self) -> Line | None:
        """Give the next row; None for a blank line."""
        first = self.source.at
        cells, fault = self._next_cells()
        n_lines = self.source.at - first
        plain = not fault and n_lines == 1 and self.spotless and len(cells) == self.width
        if plain and cells[0].strip() and cells[0].lstrip("\ufeff") != self.header[0]:
            return Line(first + 1, tuple(cells))
        raw = self.source.lines[first]
        if not fault and not any(cells) and not raw.strip(self._blank):
            return None
        if not self.width:
            return self._headed(first + 1, cells, fault)
        if n_lines > 1 and (fault or self._swallowed(first, n_lines)):
            self.source.at = first + 1
            return Line(first + 1, self._loose_cells(raw), "unclosed_quote", raw.find('"') + 1)
        return self._judged(first + 1, cells, raw, fault=fault)

    def _next_cells(self) -> tuple[list[str], str]:
        csv.field_size_limit(MAX_CELL)
        try:
            return next(self._reader), ""
        except StopIteration:
            return [], ""
        except csv.Error as broken:
            told = str(broken)
            if "field limit" in told:
                return [], "text_too_long"
            return [], "unclosed_quote" if "unexpected end" in told else "bad_quote"

    def _headed(self, number: int, cells: Sequence[str], fault: str) -> Line:
        """Keep the header; spreadsheets leave empty cells behind its last name, and rows need not fill them."""
        names = list(cells)
        while names and not names[-1].strip():
            names.pop()
        self.width, self.header = max(len(names), 1), tuple(names)
        return Line(number, self.header, fault)

    def _swallowed(self, first: int, n_lines: int) -> bool:
        """Say whether the lines of one row look like rows themselves: then an open quote swallowed them.

        Text in quotes may hold line ends and delimiters too. So every line within must have just as many delimiters as the header,
        and either that are many delimiters, or the lines all begin as the first does (``0017`` and ``0018``).
        """
        counts = [line.count(self.delimiter) + 1 for line in islice(self.source.lines, first, first + n_lines)]
        if self.width < 2 or min(counts[0], counts[-1]) < self.width or any(n != self.width for n in counts[1:-1]):
            return False
        if (n_lines - 2) * (self.width - 1) >= _MANY_DELIMITERS:
            return True
        begins = {self._beginning(self.source.lines[at]) for at in range(first, first + n_lines)}
        return len(begins) == 1

    def _beginning(self, line: str) -> str:
        """Give the form of a line's first cell: runs of digits and of letters count one."""
        return _LETTERS.sub("a", _DIGITS.sub("9", line.split(self.delimiter, 1)[0].strip().strip('"')))

    def _judged(self, number: int, cells: list[str], raw: str, *, fault: str) -> Line:
        if not self.spotless and (lost := LOST_BYTES.search(raw)):
            readable = tuple(LOST_BYTES.sub("\ufffd", cell) for cell in cells)
            return Line(number, readable or self._loose_cells(raw), "bad_bytes", lost.start() + 1)
        if "\x00" in raw:
            return Line(number, tuple(cells), "nul_byte", raw.index("\x00") + 1)
        if fault:
            return Line(number, self._loose_cells(raw), fault, raw.find('"') + 1)
        if tuple(cell.strip("\ufeff ") for cell in cells[: self.width]) == tuple(name.strip() for name in self.header):
            return Line(number, tuple(cells), "repeated_header", 1)
        if len(cells) > self.width and not any(cells[self.width :]):
            return Line(number, tuple(cells[: self.width]))
        if len(cells) > self.width and (spaced := self._with_spaced_quotes(raw, len(cells))):
            return Line(number, spaced)
        if len(cells) != self.width:
            rule = "row_too_long" if len(cells) > self.width else "row_too_short"
            return Line(number, tuple(cells), rule, min(len(cells), self.width) + 1)
        return Line(number, tuple(cells))

    def _with_spaced_quotes(self, raw: str, found: int) -> tuple[str, ...]:
        """Part a line again in which quotes stand behind a space (``1, "a, b"``); empty where that does not make it fit."""
        try:
            cells = next(csv.reader([raw], delimiter=self.delimiter, strict=True, skipinitialspace=True), [])
        except csv.Error:
            return ()
        return tuple(cells) if len(cells) == self.width < found else ()

    def _loose_cells(self, raw: str) -> tuple[str, ...]:
        """Part a broken line without minding quotes, so that the clerk sees it again."""
        shown = LOST_BYTES.sub("\ufffd", raw.rstrip("\n").replace('"', ""))
        return tuple(shown[:MAX_CELL].split(self.delimiter))
