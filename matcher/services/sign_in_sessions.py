"""Sessions of signed-in browsers, whole and half ones, and what they wait for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from matcher.core.records.identity import SECOND_FACTOR_ROLES, EntryRules, SignInSession, User, WrongTries
from matcher.ports import IdentityStore
from matcher.services.entry_limits import KnownDevices

TOKEN_BYTES = 32
Step = Literal["in", "second_factor", "set_up"]
"""What stands between a right password and the pages: nothing, a code, or setting up a second factor that is required."""


@dataclass(frozen=True)
class Entry:
    """Someone who has just entered; the token goes into the cookie and nowhere else.

    Attributes
    ----------
    step : Step
        Other than ``in``, the session is a half one and opens nothing but that step.
    device : str
        What the browser is to keep so that it is known again; empty for a half session and for jobseekers.
    wrong : WrongTries
        At the account since the last sign-in.
    """

    user: User
    token: str
    step: Step = "in"
    device: str = ""
    wrong: WrongTries = WrongTries()


@dataclass(frozen=True)
class SignInSessions:
    """Begins and reads sessions.

    Parameters
    ----------
    store : IdentityStore
    rules : EntryRules
    clock : callable
        Gives seconds since 1970 in UTC.
    devices : KnownDevices
    """

    store: IdentityStore
    rules: EntryRules
    clock: Callable[[], float]
    devices: KnownDevices

    def user_of(self, token: str) -> User | None:
        """Give the person of a session token; None when the session has ended in any way, or waits for a second factor."""
        found = self._living(token)
        if found is None or found[0].is_half or self._step_of(found[1], is_checked=True) != "in":
            return None
        return found[1]

    def half_user_of(self, token: str) -> User | None:
        """Give the person of a session that waits for a second factor; None for any other."""
        found = self._living(token)
        return found[1] if found is not None and found[0].is_half else None

    def waits_for(self, user: User) -> Step:
        """Give what a half session of a person waits for."""
        return self._step_of(user)

    def complete(self, token: str, user: User, *, device: str = "") -> Entry | None:
        """End a half session and begin a whole one, whose second factor was right."""
        self.store.end_session(token_hash(token))
        return self.begin(user, device=device, is_checked=True)

    def _living(self, token: str) -> tuple[SignInSession, User] | None:
        if not token:
            return None
        session, now = self.store.session(token_hash(token)), int(self.clock())
        if session is None:
            return None
        user = self.store.user(session.user_id)
        idle, age = now - session.seen_at, now - session.started_at
        longest = self.rules.half_seconds if session.is_half else self.rules.absolute_seconds
        if user is None or not user.is_enabled or idle >= self.rules.idle_seconds or age >= longest:
            self.store.end_session(session.token_hash)
            return None
        if idle >= self.rules.touch_seconds:
            self.store.touch_session(session.token_hash, now)
        return session, user

    def _step_of(self, user: User, *, is_checked: bool = False) -> Step:
        """Give what stands between a person and the pages; `is_checked` where a factor, if there is one, was right already."""
        rule = self.rules.second_factor
        if rule == "off" or user.role not in SECOND_FACTOR_ROLES or (is_checked and rule == "optional"):
            return "in"
        factor = self.store.second_factor(user.user_id)
        if factor is None or not factor.nonce:
            return "set_up" if rule == "required" else "in"
        return "in" if is_checked else "second_factor"

    def begin(self, user: User, *, device: str = "", is_checked: bool = False) -> Entry | None:
        """Begin a session of a person whose password or code was right; None where they were disabled or got another password meanwhile.

        Parameters
        ----------
        user : User
        device : str
            What the browser has kept.
        is_checked : bool
            The second factor was right already.
        """
        token, now, step = (
            secrets.token_urlsafe(TOKEN_BYTES),
            int(self.clock()),
            self._step_of(user, is_checked=is_checked),
        )
        session = SignInSession(token_hash(token), user.user_id, now, now, is_half=step != "in")
        if not self.store.add_session(session, password_hash=user.password_hash):
            return None
        if step != "in" or not user.password_hash:
            return Entry(user, token, step)
        kept = self.devices.with_account(device, user.user_id, user.password_hash)
        return Entry(user, token, step, kept, self.store.take_wrong_tries(user.user_id))


def token_hash(token: str) -> str:
    """Give what is stored of a session token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
