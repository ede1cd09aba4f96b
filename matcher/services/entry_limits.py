"""How often somebody may try to enter, and browsers that are known from an earlier sign-in.

Notes
-----
OWASP, "Slow Down Online Guessing Attacks with Device Cookies". Strangers and known browsers are counted apart, so that nobody can lock a
person out of the browser that they work with; the limits and their figures stand in :class:`EntryRules`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from matcher.core.records.identity import EntryRules, TryLimit
from matcher.errors import UsageError
from matcher.ports import IdentityStore

DAY = 24 * 3600
NONCE_BYTES = 8
PART, TOKEN = "-", "."


@dataclass(frozen=True)
class EntryLimits:
    """Counts tries.

    Parameters
    ----------
    store : IdentityStore
    pepper : bytes
        Keys are kept as keyed digests: people type passwords into the login field.
    clock : callable
        Gives seconds since 1970 in UTC.
    rules : EntryRules
    """

    store: IdentityStore
    pepper: bytes
    clock: Callable[[], float]
    rules: EntryRules

    def by_password(self, login: str, address: str, device: str) -> str:
        """Begin a try of a password; give its identifier.

        Parameters
        ----------
        login : str
            Folded.
        address : str
        device : str
            Nonce of a known browser of this account; empty for a stranger.

        Raises
        ------
        UsageError
            ``too_many_tries``, ``too_many_tries_today``.
        """
        if device:
            return self._begin(*self._twice(f"device:{device}"))
        place = network_of(address)
        here = f"account:{login} from {place}"
        of_address = self._limit(f"address:{place}", self.rules.address_tries, self.rules.tries_seconds)
        of_account = self._limit(f"account:{login}", self.rules.account_tries_a_day, DAY)
        if self._is_reached(of_account):
            # Many addresses guess: each has a few tries left, so that the person at an address of their own still gets in.
            return self._begin(self._limit(here, self.rules.tries_under_attack, DAY), of_address)
        return self._begin(*self._twice(here), of_address, of_account)

    def by_code(self, address: str) -> str:
        """Begin a try of a one-time code; give its identifier. Raises as :meth:`by_password`."""
        key = f"code:{network_of(address)}"
        return self._begin(self._limit(key, self.rules.tries, self.rules.tries_seconds))

    def by_second_factor(self, user_id: str) -> str:
        """Begin a try of a second factor, which only who knows the password can make. Raises as :meth:`by_password`."""
        return self._begin(*self._twice(f"factor:{user_id}"))

    def forgive(self, login: str) -> None:
        """Forget what strangers have tried at an account in all, as when it gets another first password."""
        self.store.forget_tries(keyed(self.pepper, "try", f"account:{login}"))

    def _twice(self, key: str) -> tuple[TryLimit, TryLimit]:
        rules = self.rules
        return self._limit(key, rules.tries, rules.tries_seconds), self._limit(key, rules.tries_a_day, DAY)

    def _limit(self, key: str, most: int, seconds: int) -> TryLimit:
        return TryLimit(keyed(self.pepper, "try", key), most, seconds)

    def _is_reached(self, limit: TryLimit) -> bool:
        return self.store.n_tries(limit.key, since=int(self.clock()) - limit.seconds) >= limit.most

    def _begin(self, *limits: TryLimit) -> str:
        begun = self.store.begin_try(limits, at=int(self.clock()))
        if isinstance(begun, str):
            return begun
        if begun.seconds == DAY:
            raise UsageError("too_many_tries_today", seconds=DAY)
        raise UsageError("too_many_tries", minutes=begun.seconds // 60, seconds=begun.seconds)


@dataclass(frozen=True)
class KnownDevices:
    """Signs the long-lived cookie of a browser that has signed in, and knows it again.

    A cookie holds up to five tokens, one an account, newest first: officers share computers. A token names nobody. Its signature covers
    the account and its password hash, so that a change of the password ends every known browser of the account.

    Parameters
    ----------
    pepper : bytes
    clock : callable
    rules : EntryRules
    """

    pepper: bytes
    clock: Callable[[], float]
    rules: EntryRules

    def nonce_of(self, cookie: str, user_id: str, password_hash: str) -> str:
        """Give the nonce of the token of an account; empty where there is none, or it is too old."""
        found = ""
        for token in self._tokens(cookie):
            if self._fits(token, user_id, password_hash):
                found = found or token.partition(PART)[0]
        return found

    def with_account(self, cookie: str, user_id: str, password_hash: str) -> str:
        """Give the cookie with a new token of an account in place of its former one."""
        head = f"{secrets.token_hex(NONCE_BYTES)}{PART}{int(self.clock())}"
        new = f"{head}{PART}{self._signature(head, user_id, password_hash)}"
        others = [token for token in self._tokens(cookie) if not self._fits(token, user_id, password_hash)]
        return TOKEN.join([new, *others][: self.rules.devices])

    def _tokens(self, cookie: str) -> list[str]:
        return cookie[: 200 * self.rules.devices].split(TOKEN)[: self.rules.devices] if cookie else []

    def _fits(self, token: str, user_id: str, password_hash: str) -> bool:
        head, _, signature = token.rpartition(PART)
        wanted = self._signature(head, user_id, password_hash)
        # Only what was signed is read: the time is digits of our own.
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), wanted.encode()):
            return False
        return int(head.partition(PART)[2]) > self.clock() - self.rules.device_seconds

    def _signature(self, head: str, user_id: str, password_hash: str) -> str:
        return keyed(self.pepper, "device", f"{head} {user_id} {password_hash}")


def keyed(pepper: bytes, purpose: str, text: str) -> str:
    """Give the keyed digest of a text for a purpose: HMAC-SHA-256 in hexadecimal."""
    return hmac.new(pepper, f"{purpose}:{text}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """Give what is counted as one address: IPv6 by its /64, which one household owns."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
    return str(found)
