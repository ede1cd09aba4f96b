"""Rows of a CSV file, with the line on which each starts; broken structure is named and never swallows the rows behind it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

DELIMITERS = ",;\t"
csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class Line:
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

    Quoted text does not count; ties go to the comma.

    Examples
    --------
    >>> find_delimiter('id;"title, long";skills')
    ';'
    """
    header = next((line for line in text.splitlines() if line.strip()), "")
    sizes = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (sizes[mark], -DELIMITERS.index(mark)))


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

    A quote that is never closed would swallow the rest of the file. So whenever a row that spans several lines does not fit the header,
    only its first line is given as faulty, and reading goes on with the next line: no sound row behind a fault is lost.

    Parameters
    ----------
    text : str
        The whole file, decoded.
    delimiter : str
        One of :data:`DELIMITERS`.
    """
    # Only \n, \r\n and \r end a line of CSV; str.splitlines would also cut at form feeds and the like.
    source = _Rewindable(_physical_lines(text))
    width = 0
    while source.at < len(source.lines):
        first = source.at
        cells, fault = _next_row(source, delimiter)
        n_lines = source.at - first
        raw = source.lines[first]
        if not fault and not any(cells) and not raw.strip(" \t\r\n" + delimiter):
            continue
        if not width:
            width = len(cells)
            yield Line(first + 1, tuple(cells), fault)
            continue
        if n_lines > 1 and (fault or len(cells) != width or _swallowed(cells, delimiter, width)):
            source.at = first + 1
            yield Line(first + 1, _loose_cells(raw, delimiter, width), "unclosed_quote", raw.find('"') + 1)
            continue
        yield _judged(first + 1, cells, raw, fault=fault, width=width)


def _physical_lines(text: str) -> list[str]:
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
        if not _odd_breaks(text)
        else _cut(text)
    )


def _odd_breaks(text: str) -> bool:
    return any(mark in text for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def _cut(text: str) -> list[str]:
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _next_row(source: _Rewindable, delimiter: str) -> tuple[list[str], str]:
    try:
        return next(csv.reader(source, delimiter=delimiter, strict=True)), ""
    except StopIteration:
        return [], ""
    except csv.Error as fault:
        return [], "unclosed_quote" if "unexpected end" in str(fault) else "bad_quote"


def _swallowed(cells: Sequence[str], delimiter: str, width: int) -> bool:
    """Say whether a cell holds a line break and as many delimiters as a whole row: then it swallowed rows."""
    return width > 1 and any("\n" in cell and cell.count(delimiter) >= width - 1 for cell in cells)


def _judged(number: int, cells: list[str], raw: str, *, fault: str, width: int) -> Line:
    if "\x00" in raw:
        return Line(number, tuple(cells), "nul_byte", raw.index("\x00") + 1)
    if fault:
        return Line(number, _loose_cells(raw, ",", width), fault, raw.find('"') + 1)
    if len(cells) > width and not any(cells[width:]):
        return Line(number, tuple(cells[:width]))
    if len(cells) != width:
        return Line(number, tuple(cells), "row_too_long" if len(cells) > width else "row_too_short", len(cells))
    return Line(number, tuple(cells))


def _loose_cells(raw: str, delimiter: str, width: int) -> tuple[str, ...]:
    """Part a broken line without minding quotes, so that the clerk sees it again."""
    cells: list[Any] = raw.rstrip("\n").replace('"', "").split(delimiter)
    return tuple(cells)
