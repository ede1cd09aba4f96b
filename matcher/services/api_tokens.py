"""Programs that enter the API: tokens in the name of a person, with an end and a limit of requests."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from matcher.core.records.identity import ApiRules, ApiToken, User
from matcher.errors import UsageError
from matcher.ports import IdentityStore, TokenStore

PREFIX = "matcher_"
"""Begins every token, so that one that was published by mistake is found by searching."""
TOKEN_BYTES = 32
DAY_SECONDS = 86_400
ROLES = ("staff", "employer")
NAME_LENGTH = 100


@dataclass(frozen=True)
class Caller:
    """Whose token a request brought.

    Attributes
    ----------
    wait_seconds : int
        0; or how long to wait where this token has used up its requests of the window.
    """

    user: User
    wait_seconds: int = 0


@dataclass(frozen=True)
class ApiTokens:
    """Makes, revokes and recognises tokens.

    Parameters
    ----------
    clock : callable
        Gives seconds since 1970 in UTC.
    """

    store: TokenStore
    people: IdentityStore
    clock: Callable[[], float]
    rules: ApiRules = ApiRules()

    def create(self, user: User, name: str, *, days: int) -> str:
        """Make a token; it is told once and stored nowhere. It has the person's role and centre, and ends with them.

        Raises
        ------
        UsageError
            ``token_role`` for people other than staff and employers, ``token_days``, ``token_name``.
        """
        if user.role not in ROLES:
            raise UsageError("token_role", role=user.role)
        if not 1 <= days <= self.rules.days_max:
            raise UsageError("token_days", found=days, most=self.rules.days_max)
        if not name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
            raise UsageError("token_name", most=NAME_LENGTH)
        token, now = PREFIX + secrets.token_urlsafe(TOKEN_BYTES), int(self.clock())
        self.store.add_token(ApiToken(_hash(token), user.user_id, name, now, now + days * DAY_SECONDS))
        return token

    def revoke(self, user: User, name: str) -> int:
        """End a person's tokens of a name at once; give their number.

        Raises
        ------
        UsageError
            ``unknown_token`` when there is none.
        """
        n_ended = self.store.revoke_tokens(user.user_id, name)
        if not n_ended:
            raise UsageError("unknown_token", name=name)
        return n_ended

    def caller(self, token: str) -> Caller | None:
        """Recognise a token and count the request; None for one that is unknown, has ended, or whose person is disabled."""
        now, length = int(self.clock()), self.rules.window_seconds
        used = self.store.use_token(_hash(token), at=now, window=now // length) if token else None
        if used is None:
            return None
        user_id, n_requests = used
        user = self.people.user(user_id)
        if user is None or user.role not in ROLES or not user.centre_id:
            return None
        return Caller(user, length - now % length if n_requests > self.rules.requests else 0)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
