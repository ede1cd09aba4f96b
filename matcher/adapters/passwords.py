"""Passwords by argon2id."""

from __future__ import annotations

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

# OWASP Password Storage Cheat Sheet, argon2id: at least 19 MiB of memory, 2 iterations, 1 lane; RFC 9106 for the lengths.
MEMORY_KIB, ITERATIONS, LANES = 19 * 1024, 2, 1
HASH_BYTES, SALT_BYTES = 32, 16


class Argon2Passwords:
    """Hashes with argon2id.

    Parameters
    ----------
    is_cheap : bool
        Tests only: 8 KiB and one iteration; production refuses the setting.
    """

    def __init__(self, *, is_cheap: bool = False) -> None:
        self._hasher = PasswordHasher(
            time_cost=1 if is_cheap else ITERATIONS,
            memory_cost=8 if is_cheap else MEMORY_KIB,
            parallelism=LANES,
            hash_len=HASH_BYTES,
            salt_len=SALT_BYTES,
            type=Type.ID,
        )

    def hash(self, password: str) -> str:
        """Give a salted hash."""
        return self._hasher.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        """Say whether a password belongs to a hash; an empty or foreign hash is never matched."""
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def is_outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)
