"""Who may enter: people with roles, their sessions and their one-time codes; times are seconds since 1970 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["admin", "staff", "employer", "jobseeker"]
ROLES: tuple[Role, ...] = get_args(Role)
SecondFactorRule = Literal["off", "optional", "required"]
SECOND_FACTOR_RULES: tuple[SecondFactorRule, ...] = get_args(SecondFactorRule)
SECOND_FACTOR_ROLES: frozenset[Role] = frozenset({"admin", "staff"})
# Letters and digits that nobody takes for one another on paper; no vowels, so that no words arise.
CODE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
CODE_LENGTH = 12


@dataclass(frozen=True)
class User:
    """One person who may enter.

    Attributes
    ----------
    user_id : str
        UUID.
    login : str
        Folded by :func:`fold_login`; unique.
    role : Role
    password_hash : str
        Of argon2id; empty for people who enter with one-time codes only.
    centre_id, employer_id, jobseeker_id : str
        What the person belongs to; empty where the role has none.
    is_enabled : bool
        A disabled person has no session and gets none.
    name : str
        What others read of an officer or an employer: only a named officer makes an offer. Empty for jobseekers.
    """

    user_id: str
    login: str
    role: Role
    password_hash: str = ""
    centre_id: str = ""
    employer_id: str = ""
    jobseeker_id: str = ""
    is_enabled: bool = True
    name: str = ""

    @property
    def shown_name(self) -> str:
        """The name with the login that decisions are kept under; the login alone where there is none."""
        return f"{self.name} ({self.login})" if self.name else self.login


@dataclass(frozen=True)
class SignInSession:
    """One signed-in browser; the token itself is never stored, only its SHA-256 in hexadecimal.

    Attributes
    ----------
    is_half : bool
        The password was right and the second factor is still asked for: nothing but its page opens.
    """

    token_hash: str
    user_id: str
    started_at: int
    seen_at: int
    is_half: bool = False


@dataclass(frozen=True)
class SecondFactor:
    """A person's second factor; its secret is derived from the nonce and the installation's secret, and is not stored.

    Attributes
    ----------
    nonce : str
        Of the factor in force; empty before the first confirmation.
    pending : str
        Nonce of a factor that is shown and not confirmed yet; empty for none.
    last_step : int
        Time step (30 s, RFC 6238) of the last code that was accepted; no code of it or before it is accepted again.
    """

    user_id: str
    nonce: str = ""
    pending: str = ""
    last_step: int = 0


@dataclass(frozen=True)
class WrongTries:
    """Wrong tries for an account since its person signed in last, and when the last one was (seconds since 1970)."""

    n: int = 0
    last_at: int = 0


@dataclass(frozen=True)
class TryLimit:
    """At most `most` tries under a key within `seconds`."""

    key: str
    most: int
    seconds: int


@dataclass(frozen=True)
class OneTimeCode:
    """A code that a jobseeker enters with once; only its keyed digest is stored."""

    code_hash: str
    user_id: str
    expires_at: int


@dataclass(frozen=True)
class ApiToken:
    """What a program enters the API with, in the name of a person; only the SHA-256 of the token is stored.

    Attributes
    ----------
    name : str
        What it is for; one person's tokens of one name are revoked together.
    """

    token_hash: str
    user_id: str
    name: str
    created_at: int
    expires_at: int


@dataclass(frozen=True)
class ApiRules:
    """Limits of the API: requests of one token in one window, and the longest life of a token."""

    requests: int = 600
    window_seconds: int = 60
    days_max: int = 366


@dataclass(frozen=True)
class EntryRules:
    """Limits of entering.

    Notes
    -----
    Idle and absolute time-out: OWASP Session Management Cheat Sheet (15 to 30 minutes; a working day).
    Password length: NIST SP 800-63B asks for at least 8; the upper bound keeps hashing cheap.
    Tries: OWASP, "Slow Down Online Guessing Attacks with Device Cookies". A browser that is not known is counted by
    account and address (`tries` in `tries_seconds`, `tries_a_day`), by address over all accounts (`address_tries`), and
    by account over all addresses (`account_tries_a_day`); beyond that each address has `tries_under_attack` a day, so
    that a person at an address of their own gets in whatever others guess. With N addresses an attacker has at most
    ``min(50 N, 500) + 3 N`` guesses a day at one account (2,880 before, which one address could use up).
    A known browser has a count of its own and meets none of the others: strangers cannot lock it.
    """

    tries: int = 10
    tries_seconds: int = 5 * 60
    tries_a_day: int = 50
    address_tries: int = 30
    account_tries_a_day: int = 500
    tries_under_attack: int = 3
    device_seconds: int = 180 * 24 * 3600
    devices: int = 5
    second_factor: SecondFactorRule = "optional"
    half_seconds: int = 15 * 60
    recovery_codes: int = 10
    idle_seconds: int = 30 * 60
    absolute_seconds: int = 10 * 3600
    touch_seconds: int = 60
    code_seconds: int = 3 * 24 * 3600
    password_min: int = 12
    password_max: int = 128


def fold_login(login: str) -> str:
    """Fold a login, so that one person has one.

    Examples
    --------
    >>> fold_login("  Aigul@Saran.kz ")
    'aigul@saran.kz'
    """
    # What no database can hold (lone surrogates, NUL) becomes a question mark: such a login is simply unknown.
    storable = login.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")
    return storable.strip().casefold()
