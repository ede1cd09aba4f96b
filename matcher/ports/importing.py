"""What importing asks of the outside world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from matcher.core.records.imports import Columns, Preview
from matcher.core.tables import Checked, RowError


class ImportFiles(Protocol):
    """Files that wait for a clerk's decision, and what was found in them; a centre's own, kept from everybody else's eyes."""

    def keep(self, centre_id: str, import_id: str, name: str, content: bytes) -> None:
        """Keep a file under its own name."""
        ...

    def path(self, centre_id: str, import_id: str) -> Path:
        """Give where the file is.

        Raises
        ------
        UsageError
            ``import_file_gone``.
        """
        ...

    def keep_report(self, centre_id: str, import_id: str, checked: Checked, *, table: str) -> None:
        """Keep what is wrong with which row, and the rejected rows whole, to be mended and imported again."""
        ...

    def report(self, centre_id: str, import_id: str) -> tuple[tuple[RowError, ...], Path | None]:
        """Give the first errors, and the file of rejected rows; None where there is none."""
        ...

    def drop(self, centre_id: str, import_id: str, *, with_report: bool = True) -> None:
        """Delete the file, and with it the report; nothing happens where it is gone already."""
        ...


class TableReader(Protocol):
    """Reads the files that are imported."""

    def preview(self, path: Path) -> Preview:
        """Read the beginning of a file.

        Raises
        ------
        InputError
            When it cannot be read as a table.
        """
        ...

    def read(self, path: Path, table: str, columns: Columns) -> Checked:
        """Read and check a whole file; raises as :meth:`preview`, and where the columns do not fit."""
        ...

    def presets(self, table: str) -> tuple[str, ...]:
        """Name the presets of a table."""
        ...

    def suggested(self, names: Sequence[str], table: str) -> Columns:
        """Choose the columns for a header: our own names, else the first preset that fits, else those of our names that are there."""
        ...
