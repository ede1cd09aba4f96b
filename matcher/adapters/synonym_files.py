"""The file of the words that a centre has taught: a journal in CSV that only grows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.adapters.tables_io.writing import read_back, write_table
from matcher.adapters.taxonomy_files import read_rows
from matcher.core.taxonomy.synonyms import LEARNT, REMOVED, Synonym
from matcher.errors import TaxonomyError

COLUMNS = ("text", "lang", "concept_id", "who", "when", "action")


def read_synonyms(path: Path) -> list[Synonym]:
    """Read the journal, oldest first; empty where there is no file.

    Raises
    ------
    TaxonomyError
        ``taxonomy_column_missing`` or ``taxonomy_bad_cell`` with file, line and column.
    """
    entries: list[Synonym] = []
    for line, cells in read_rows(path):
        row = {column: read_back(cell) for column, cell in cells.items()}
        for column in ("text", "concept_id"):
            if column not in row:
                raise TaxonomyError("taxonomy_column_missing", file=path.name, line=line, column=column)
            if not row[column]:
                raise TaxonomyError("taxonomy_bad_cell", file=path.name, line=line, column=column, value="")
        action = row.get("action", "") or LEARNT
        if action not in (LEARNT, REMOVED):
            raise TaxonomyError("taxonomy_bad_cell", file=path.name, line=line, column="action", value=action)
        entries.append(
            Synonym(
                row["text"],
                row.get("lang", ""),
                row["concept_id"],
                row.get("who", ""),
                row.get("when", ""),
                action,
            )
        )
    return entries


def append_synonyms(path: Path, entries: Sequence[Synonym]) -> None:
    """Add entries at the end of the journal; the file appears with the first, and is whole or unchanged after a fault."""
    if entries:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = ({column: getattr(entry, column) for column in COLUMNS} for entry in [*read_synonyms(path), *entries])
        write_table(path, COLUMNS, rows)
