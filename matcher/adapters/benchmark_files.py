"""Read an evaluation folder: two tables, and who is judged to fit what. A folder with one fault is refused, with file and line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matcher.adapters.tables_io.encodings import decode
from matcher.adapters.tables_io.reading import read_table
from matcher.core.tables import TypedRow
from matcher.errors import InputError

Pair = tuple[str, str]

QRELS, SPLIT, EXCLUDED = "qrels.tsv", "split.tsv", "excluded.tsv"
HELD_OUT = "test"
"""The part of ``split.tsv`` that is measured when none is asked for."""
_GAIN = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_COLUMNS = {
    QRELS: ("jobseeker_id", "vacancy_id", "gain"),
    EXCLUDED: ("jobseeker_id", "vacancy_id"),
    SPLIT: ("jobseeker_id", "split"),
}


@dataclass(frozen=True)
class BenchmarkFiles:
    """An evaluation folder as it was read; nothing is resolved yet.

    Attributes
    ----------
    jobseekers, vacancies : list of TypedRow
        Every row of the two tables.
    gains : dict of (jobseeker_id, vacancy_id) to float
        At least 0; at least one above 0.
    excluded : frozenset of (jobseeker_id, vacancy_id)
        Pairs left out: neither ranked nor relevant.
    splits : dict of jobseeker_id to str
        Empty without ``split.tsv``.
    """

    jobseekers: list[TypedRow]
    vacancies: list[TypedRow]
    gains: dict[Pair, float]
    excluded: frozenset[Pair] = frozenset()
    splits: dict[str, str] = field(default_factory=dict)

    def measured(self, split: str | None = None) -> tuple[str | None, frozenset[str]]:
        """Say which part is measured, and its jobseekers.

        Parameters
        ----------
        split : str, optional
            Name of a part. When not given: ``test`` where the folder has such a part, else everybody (then the name is None).

        Raises
        ------
        InputError
            ``benchmark_unknown_split`` for a part that the folder does not have.
        """
        known = sorted(set(self.splits.values()))
        name = split or (HELD_OUT if HELD_OUT in known else None)
        if name is None:
            return None, frozenset(row.values["jobseeker_id"] for row in self.jobseekers)
        if name not in known:
            raise InputError("benchmark_unknown_split", file=SPLIT, found=name, expected=", ".join(known) or "-")
        return name, frozenset(person for person, part in self.splits.items() if part == name)


def read_benchmark(folder: Path) -> BenchmarkFiles:
    """Read an evaluation folder.

    Parameters
    ----------
    folder : Path
        Holds ``jobseekers.csv``, ``vacancies.csv`` and ``qrels.tsv``; ``split.tsv`` and ``excluded.tsv`` where there are such.

    Raises
    ------
    InputError
        For a file that is missing or unreadable, a rejected row of a table, a line with another number of columns, an identifier that
        the tables do not hold, a gain that is no number from 0 up, a pair or person named twice, or no pair with a gain above 0. A
        figure over the rest of such a folder would look like one over all of it.
    """
    people, vacancies = (_rows(folder / f"{table}.csv", table) for table in ("jobseekers", "vacancies"))
    known = {
        "jobseeker_id": frozenset(row.values["jobseeker_id"] for row in people),
        "vacancy_id": frozenset(row.values["vacancy_id"] for row in vacancies),
    }
    gains = _gains(folder / QRELS, known)
    excluded = [(cells[0], cells[1]) for _, cells in _optional(folder / EXCLUDED, known)]
    splits = {cells[0]: cells[1] for _, cells in _optional(folder / SPLIT, known)}
    return BenchmarkFiles(people, vacancies, gains, frozenset(excluded), splits)


def _rows(path: Path, table: str) -> list[TypedRow]:
    checked = read_table(path, table)
    for error in checked.errors:
        raise InputError(
            "benchmark_row",
            file=error.file,
            line=error.line,
            column=error.column,
            found=error.value[:80],
            rule=error.rule,
            rejected=checked.n_rejected,
        )
    return checked.accepted


def _gains(path: Path, known: dict[str, frozenset[str]]) -> dict[Pair, float]:
    gains: dict[Pair, float] = {}
    for line, (person, vacancy, gain) in _lines(path, known):
        value = float(gain) if _GAIN.fullmatch(gain) else math.nan
        if not math.isfinite(value):
            raise InputError("benchmark_bad_gain", file=path.name, line=line, found=gain[:40])
        gains[person, vacancy] = value
    if not any(gain > 0 for gain in gains.values()):
        raise InputError("benchmark_nothing_judged", file=path.name)
    return gains


def _optional(path: Path, known: dict[str, frozenset[str]]) -> Iterator[tuple[int, list[str]]]:
    return _lines(path, known) if path.exists() else iter(())


def _lines(path: Path, known: dict[str, frozenset[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of a file of pairs or people; blank lines and a header of our names are passed over."""
    columns = _COLUMNS[path.name]
    first_of: dict[tuple[str, ...], int] = {}
    for line, text in enumerate(_text(path).split("\n"), start=1):
        cells = [cell.strip() for cell in text.rstrip("\r").split("\t")]
        if cells == [""] or (line == 1 and tuple(cells) == columns):
            continue
        if len(cells) != len(columns):
            expected = " <tab> ".join(columns)
            raise InputError("benchmark_columns", file=path.name, line=line, found=len(cells), expected=expected)
        for column, cell in zip(columns, cells, strict=True):
            if column in known and cell not in known[column]:
                raise InputError("benchmark_unknown_id", file=path.name, line=line, column=column, found=cell[:80])
        key = tuple(cell for column, cell in zip(columns, cells, strict=True) if column in known)
        if key in first_of:
            found = " ".join(key)
            raise InputError("benchmark_twice", file=path.name, line=line, found=found, first_line=first_of[key])
        first_of[key] = line
        yield line, cells


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as fault:
        raise InputError("file_not_found", file=str(path)) from fault
    except OSError as fault:
        raise InputError("unreadable_file", file=str(path), found=type(fault).__name__) from fault
    if not content.strip():
        raise InputError("empty_file", file=path.name)
    return decode(content, path.name)
