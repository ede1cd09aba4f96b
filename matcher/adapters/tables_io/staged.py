"""Files that are imported: their beginning, and the columns that fit them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from matcher.adapters.tables_io.columns import ColumnMap, load_maps
from matcher.adapters.tables_io.csv_rows import find_delimiter, split_rows
from matcher.adapters.tables_io.encodings import decode, detect_encoding
from matcher.adapters.tables_io.reading import WORKBOOKS, read_content, read_table
from matcher.adapters.tables_io.workbook import sheet_rows
from matcher.adapters.tables_io.writing import read_back
from matcher.core.contracts import TABLES
from matcher.core.records.imports import ColumnPair, Columns, Preview
from matcher.core.tables import Checked
from matcher.errors import InputError

SHOWN = 10
_LONGEST = 200
OWN = "own"


class StagedTables:
    """Reads files with the presets of a folder.

    Parameters
    ----------
    presets : Path
        Folder of the column maps.
    """

    def __init__(self, presets: Path) -> None:
        self._presets = presets

    def preview(self, path: Path) -> Preview:
        """Read the header and the first rows, as they stand."""
        content = read_content(path)
        encoding = delimiter = ""
        if content.startswith(WORKBOOKS):
            lines = sheet_rows(content, path.name, self._fits)
        else:
            encoding = detect_encoding(content, path.name)
            text = decode(content, path.name)
            delimiter = find_delimiter(text)
            lines = split_rows(text, delimiter)
        header = next(lines, None)
        if header is None or not any(header.cells):
            raise InputError("empty_file", file=path.name)
        names = tuple(" ".join(cell.strip('\ufeff" ').split()) for cell in header.cells)
        rows = tuple(
            tuple(read_back(cell)[:_LONGEST] for cell in line.cells)
            for line in islice((line for line in lines if not line.fault), SHOWN)
        )
        return Preview(encoding, delimiter, names, rows)

    def read(self, path: Path, table: str, columns: Columns) -> Checked:
        """Read and check a whole file with the columns chosen for it."""
        return read_table(path, table, self._maps(table, columns))

    def presets(self, table: str) -> tuple[str, ...]:
        """Name the presets of a table, by their first map's name."""
        names = sorted(path.stem for path in self._presets.glob("*.json"))
        return tuple(
            name
            for name in names
            if not any(name.startswith(f"{other}-") for other in names)
            and any(found.table == table for found in load_maps(name, self._presets))
        )

    def suggested(self, names: Sequence[str], table: str) -> Columns:
        """Choose the columns for a header."""
        contract = TABLES[table]
        required = {column.name for column in contract.columns if column.required}
        ours = {_plain(name): name for name in contract.names}
        known = {ours[_plain(name)]: name for name in names if _plain(name) in ours}
        if required <= known.keys():
            return Columns()
        for preset in self.presets(table):
            if any(found.table == table and found.fits(names) for found in load_maps(preset, self._presets)):
                return Columns(preset)
        return Columns(OWN, tuple(ColumnPair(name, known[name]) for name in contract.names if name in known))

    def _maps(self, table: str, columns: Columns) -> tuple[ColumnMap, ...]:
        if not columns.preset:
            return ()
        if columns.preset == OWN:
            pairs = {pair.ours: pair.theirs for pair in columns.pairs}
            return (ColumnMap(OWN, table, pairs, is_chosen=True),)
        return load_maps(columns.preset, self._presets)

    def _fits(self, cells: Sequence[str]) -> bool:
        """Say whether a row can be a header of any table of ours, by its own names or by those of a preset."""
        names = {_plain(cell) for cell in cells}
        own = any(
            required <= names
            for contract in TABLES.values()
            if (required := {column.name for column in contract.columns if column.required}) and contract.name != "text"
        )
        presets = (name for table in TABLES for name in self.presets(table))
        return own or any(found.fits(cells) for name in presets for found in load_maps(name, self._presets))


def _plain(name: str) -> str:
    return "_".join(name.strip('\ufeff" ').casefold().replace("-", " ").replace("_", " ").split())


def chosen_columns(name_or_path: str, presets: Path) -> Columns:
    """Give the columns that a preset's name or a file of plain pairs stands for.

    Raises
    ------
    UsageError
        When there is neither such a preset nor such a file.
    InputError
        For a file that is no mapping, or that joins or rewords: only a preset may.
    """
    if (presets / f"{name_or_path}.json").is_file():
        return Columns(name_or_path)
    found = load_maps(name_or_path, presets)[0]
    wrong = next((column for column, rule in found.columns.items() if not isinstance(rule, str)), "")
    if wrong:
        raise InputError("bad_columns", file=name_or_path, found=wrong, expected='"ours": "theirs"')
    return Columns(OWN, tuple(ColumnPair(ours, theirs) for ours, theirs in found.columns.items()))
