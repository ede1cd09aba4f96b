"""Files that appear whole or not at all, and the faults of a disk as errors that say what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from matcher.errors import StorageError

CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "disk_read_only",
    errno.EACCES: "disk_not_writable",
    errno.EPERM: "disk_not_writable",
    errno.EIO: "disk_broken",
}
_WORDS = (
    ("database or disk is full", "disk_full"),
    ("no space left on device", "disk_full"),
    ("attempt to write a readonly database", "disk_read_only"),
    ("unable to open database file", "disk_not_writable"),
    ("disk i/o error", "disk_broken"),
)
"""What SQLite and PostgreSQL say, by the code of the error."""


@contextmanager
def written_whole(path: Path, mode: str = "w", **options: Any) -> Iterator[IO[Any]]:
    """Open a file for writing that takes the place of `path` when all of it is on the disk; a former file stays until then.

    Parameters
    ----------
    mode : str
        ``w`` or ``wb``.
    **options
        As of :func:`open`; text is UTF-8 where no encoding is given.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    if "b" not in mode:
        options = {"encoding": "utf-8", **options}
    try:
        with draft.open(mode, **options) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        # On a disk that is full or read-only this may fail too; the first fault is the one to tell.
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def storage_error(fault: BaseException | None) -> StorageError | None:
    """Return the error of a disk behind a fault; None where there is none."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        if isinstance(fault, StorageError):
            return fault
        if isinstance(fault, OSError) and fault.errno in CODES:
            return StorageError(CODES[fault.errno], file=str(fault.filename or ""))
        if type(fault).__module__.split(".")[0] in ("sqlite3", "sqlalchemy", "psycopg"):
            said = str(getattr(fault, "orig", None) or fault).lower()
            for words, code in _WORDS:
                if words in said:
                    return StorageError(code, file="")
        fault = fault.__cause__ or fault.__context__
    return None
