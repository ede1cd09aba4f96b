"""What is asked of the storage of second factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from matcher.core.records.identity import SecondFactor


class SecondFactorStore(Protocol):
    """Second factors and their recovery codes; every call is one transaction."""

    def second_factor(self, user_id: str) -> SecondFactor | None:
        """Give a person's factor, confirmed or only shown."""
        ...

    def with_second_factor(self) -> set[str]:
        """Give the identifiers of everybody whose factor is confirmed."""
        ...

    def offer_second_factor(self, user_id: str, nonce: str) -> None:
        """Keep the nonce of a factor to be confirmed, in place of one that was offered before."""
        ...

    def confirm_second_factor(self, user_id: str, pending: str, *, step: int, code_hashes: Sequence[str]) -> bool:
        """Put the offered factor in force and replace all recovery codes; False where another one is offered by now."""
        ...

    def use_step(self, user_id: str, step: int) -> bool:
        """Use a time step up: True once, and never for a step at or before the last one. Atomic."""
        ...

    def use_recovery_code(self, user_id: str, code_hash: str) -> bool:
        """Use a recovery code up: True once. Atomic."""
        ...

    def n_recovery_codes(self, user_id: str) -> int:
        """Count the recovery codes that are left."""
        ...

    def reset_second_factor(self, user_id: str) -> bool:
        """Take the factor, its recovery codes and every session of a person away; say whether there was a factor."""
        ...
