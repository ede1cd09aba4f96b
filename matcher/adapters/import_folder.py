"""Files that wait for a clerk's decision, in the instance folder; readable by its owner only, deleted when they are not needed."""

from __future__ import annotations

import json
import os
import re
import shutil
from hashlib import sha256
from pathlib import Path

from matcher.adapters.messages import Messages
from matcher.adapters.result_files import write_json, write_rejected
from matcher.adapters.storage import written_whole
from matcher.core.tables import Checked, RowError
from matcher.errors import UsageError

SHOWN = 200
"""Errors of a report that are kept to be shown; the file of rejected rows has all."""
_FILE, _REPORT = "file", "report.json"


class ImportFolder:
    """Imports under a folder: one folder each.

    Parameters
    ----------
    folder : Path
    messages : Messages
        Language of the reasons in the file of rejected rows.
    """

    def __init__(self, folder: Path, messages: Messages) -> None:
        self._folder = folder
        self._messages = messages

    def keep(self, centre_id: str, import_id: str, name: str, content: bytes) -> None:
        """Keep a file under its own name, as far as it may be one."""
        folder = self._of(centre_id, import_id) / _FILE
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / safe_name(name)
        with written_whole(path, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)

    def path(self, centre_id: str, import_id: str) -> Path:
        """Give where the file is; ``import_file_gone`` where it is not any more."""
        found = sorted((self._of(centre_id, import_id) / _FILE).glob("*"))
        if not found:
            raise UsageError("import_file_gone")
        return found[0]

    def keep_report(self, centre_id: str, import_id: str, checked: Checked, *, table: str) -> None:
        """Keep the first errors, and the rejected rows whole with the reason."""
        folder = self._of(centre_id, import_id)
        for old in folder.glob("rejected*.csv"):
            old.unlink()
        if checked.rejected:
            write_rejected(folder, checked.errors, {table: checked.rejected}, self._messages)
        told = [
            {
                "file": error.file,
                "line": error.line,
                "column": error.column,
                "value": error.value[:200],
                "rule": error.rule,
                "params": {name: str(value) for name, value in error.params.items()},
            }
            for error in checked.errors[:SHOWN]
        ]
        write_json(folder / _REPORT, {"errors": told})

    def report(self, centre_id: str, import_id: str) -> tuple[tuple[RowError, ...], Path | None]:
        """Give the first errors, and the file of rejected rows."""
        folder = self._of(centre_id, import_id)
        path = folder / _REPORT
        told = json.loads(path.read_text(encoding="utf-8"))["errors"] if path.is_file() else []
        rejected = sorted(folder.glob("rejected_*.csv"))
        return tuple(RowError(**each) for each in told), rejected[0] if rejected else None

    def drop(self, centre_id: str, import_id: str, *, with_report: bool = True) -> None:
        """Delete the file, and with it the report."""
        folder = self._of(centre_id, import_id)
        shutil.rmtree(folder if with_report else folder / _FILE, ignore_errors=True)

    def _of(self, centre_id: str, import_id: str) -> Path:
        # A centre's name may hold what no folder may; an import's is one of ours.
        return self._folder / sha256(centre_id.encode()).hexdigest()[:16] / re.sub(r"[^0-9a-f-]", "", import_id)


def safe_name(name: str) -> str:
    r"""Give a name that is one of a file and of nothing else.

    Examples
    --------
    >>> safe_name("C:\\x\\Адамдар 2026.xlsx"), safe_name("../../etc/passwd"), safe_name("")
    ('Адамдар 2026.xlsx', 'passwd', 'table')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(". ")
    return kept[-100:] or "table"
