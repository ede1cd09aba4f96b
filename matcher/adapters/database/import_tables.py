"""Where imports, what they changed and what they noted are kept."""

from __future__ import annotations

from sqlalchemy import Column, String

from matcher.adapters.database.tables import identifier, keep
from matcher.core.records import imports as kept

imports = keep(kept.Import, "imports", Column("state", String, nullable=False), looked_up=("state",))
remembered_columns = keep(kept.RememberedColumns, "remembered_columns", identifier("header_key"), key="header_key")
imported_rows = keep(
    kept.ImportedRow,
    "imported_rows",
    identifier("row_key"),
    identifier("jobseeker_id", nullable=True),
    key="row_key",
)
former_versions = keep(
    kept.FormerVersion,
    "former_versions",
    identifier("key"),
    identifier("jobseeker_id", nullable=True),
    looked_up=("key",),
)
import_notes = keep(
    kept.ImportNote,
    "import_notes",
    identifier("import_id"),
    identifier("other_key"),
    identifier("jobseeker_id", nullable=True),
    looked_up=("import_id", "other_key"),
)
