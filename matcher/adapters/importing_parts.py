"""What importing needs beside the repository: files that wait, tables that are read."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.adapters.import_folder import ImportFolder
from matcher.adapters.messages import Messages
from matcher.adapters.tables_io.staged import StagedTables
from matcher.config import Settings


@dataclass(frozen=True)
class ImportParts:
    """Parts of the flow of importing."""

    files: ImportFolder
    tables: StagedTables


def make_parts(settings: Settings) -> ImportParts:
    """Make the parts over the settings' folders."""
    messages = Messages(settings.translations_dir, settings.language)
    return ImportParts(
        ImportFolder(settings.instance_dir / "imports", messages),
        StagedTables(settings.data_dir / "columns"),
    )
