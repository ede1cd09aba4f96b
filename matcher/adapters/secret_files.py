"""The secret of an installation."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from matcher.errors import UsageError

SECRET_BYTES = 32
# What people put in by hand, and what stands in tutorials.
KNOWN = ("dev", "development", "secret", "secret_key", "changeme", "change-me", "test", "default", "password")


def read_secret(path: Path) -> bytes:
    """Read the secret; make it where there is none, readable by its owner only.

    Parameters
    ----------
    path : Path
        Holds at least one sign; surrounding spaces do not count.

    Raises
    ------
    UsageError
        ``secret_empty`` when the file is there and holds nothing: a new secret would end every session silently.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written beside and linked: of two that start at once one wins, and nobody reads half a secret.
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES))
                file.flush()
                os.fsync(file.fileno())
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink(missing_ok=True)
    found = path.read_bytes().strip()
    if not found:
        raise UsageError("secret_empty", file=str(path))
    return found


def check_secret(path: Path, found: bytes) -> None:
    """Refuse a secret that is known, short or repeats itself, and a file that others can read.

    Raises
    ------
    UsageError
        ``secret_default``, ``secret_readable``.
    """
    if len(found) < SECRET_BYTES or len(set(found)) < 8 or found.decode("utf-8", "replace").lower() in KNOWN:
        raise UsageError("secret_default", file=str(path))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError("secret_readable", file=str(path))
