"""Encryption of backups in the age format (https://age-encryption.org/v1): any age program opens them, not only ours."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from pyrage import DecryptError, IdentityError, decrypt_io, encrypt_io
from pyrage.x25519 import Identity

from matcher.errors import InputError, UsageError

OWNER_ONLY = 0o600


def make_key(path: Path) -> None:
    """Write a new key, readable by its owner only; what is there already is never overwritten.

    Raises
    ------
    UsageError
        ``file_exists``.
    """
    identity = Identity.generate()
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as there:
        raise UsageError("file_exists", file=str(path)) from there
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> Identity:
    """Read a key; lines that begin with ``#`` are comments, as age-keygen writes them.

    Raises
    ------
    InputError
        ``file_not_found``, ``backup_key_unreadable``.
    UsageError
        ``secret_readable`` when others on the machine can read it.
    """
    if not path.is_file():
        raise InputError("file_not_found", file=str(path))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError("secret_readable", file=str(path))
    try:
        lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]
        (text,) = [line for line in lines if line and not line.startswith("#")]
        return Identity.from_str(text)
    except (ValueError, IdentityError) as wrong:
        raise InputError("backup_key_unreadable", file=str(path)) from wrong


def seal(plain: BinaryIO, sealed: BinaryIO, key: Identity) -> None:
    """Encrypt a file, chunk by chunk."""
    encrypt_io(plain, sealed, [key.to_public()])


def unseal(path: Path, plain: BinaryIO, key: Identity) -> None:
    """Decrypt a file whole; every chunk is checked, and so is that none is missing.

    Raises
    ------
    InputError
        ``file_not_found``; ``backup_key_wrong`` for another key (or a damaged head, which cannot be told apart);
        ``backup_damaged`` for a file that was changed or cut short, or that is no backup.
    """
    if not path.is_file():
        raise InputError("file_not_found", file=str(path))
    try:
        with path.open("rb") as sealed:
            decrypt_io(sealed, plain, [key])
    except (DecryptError, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise  # of the disk, not of the file
        code = "backup_key_wrong" if "matching" in str(fault) else "backup_damaged"
        raise InputError(code, file=str(path)) from fault
