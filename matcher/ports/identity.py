"""What is asked of the outside world about people and programs that enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from matcher.core.records.identity import ApiToken, OneTimeCode, SignInSession, TryLimit, User, WrongTries
from matcher.ports.second_factor import SecondFactorStore


class PasswordHasher(Protocol):
    """Turns passwords into what may be stored."""

    def hash(self, password: str) -> str:
        """Give a salted hash."""
        ...

    def verify(self, password_hash: str, password: str) -> bool:
        """Say whether a password belongs to a hash; an empty or foreign hash is never matched."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        ...


class IdentityStore(SecondFactorStore, Protocol):
    """People who may enter, their sessions, tries and codes; every call is one transaction. Times: seconds since 1970."""

    def add_user(self, user: User) -> None:
        """Add a person.

        Raises
        ------
        UsageError
            ``login_taken`` when the login is there already.
        """
        ...

    def user(self, user_id: str) -> User | None:
        """Give a person."""
        ...

    def user_by_login(self, login: str) -> User | None:
        """Give the person of a folded login."""
        ...

    def user_of_person(self, centre_id: str, jobseeker_id: str) -> User | None:
        """Give the account of a jobseeker of a centre; the oldest login by its letters where there are several."""
        ...

    def officials(self) -> list[User]:
        """List everybody who enters with a password, by centre, role and login; jobseekers are not among them."""
        ...

    def set_name(self, user_id: str, name: str) -> None:
        """Store what others read of a person."""
        ...

    def set_password(self, user_id: str, password_hash: str) -> None:
        """Store a password hash and end every session of the person."""
        ...

    def renew_hash(self, user_id: str, password_hash: str, *, former: str) -> None:
        """Store a new hash of the same password, unless the password has changed from `former`; sessions go on."""
        ...

    def set_enabled(self, user_id: str, is_enabled: bool) -> None:
        """Enable or disable a person; disablement ends every session and code."""
        ...

    def add_session(self, session: SignInSession, *, password_hash: str) -> bool:
        """Begin a session, unless the person is disabled or has another password hash by now; say whether it began."""
        ...

    def session(self, token_hash: str) -> SignInSession | None:
        """Give a session."""
        ...

    def touch_session(self, token_hash: str, seen_at: int) -> None:
        """Note when a session was seen last; never brings an ended one back."""
        ...

    def end_session(self, token_hash: str) -> None:
        """End a session."""
        ...

    def n_tries(self, key: str, *, since: int) -> int:
        """Return how many tries were counted under a key after a moment."""
        ...

    def begin_try(self, limits: Sequence[TryLimit], *, at: int) -> str | TryLimit:
        """Count one try under the key of every limit, unless one of them is reached already; a key may have several limits.

        Atomic over all workers. Tries older than the longest limit of a key are forgotten.

        Returns
        -------
        str or TryLimit
            Identifier of the try; or the limit that refuses it (nothing is counted then).
        """
        ...

    def forget_tries(self, key: str) -> None:
        """Forget every try under a key."""
        ...

    def note_wrong_try(self, user_id: str, at: int) -> None:
        """Count a wrong try for the person to read of; an unknown identifier costs the same work and counts nothing."""
        ...

    def take_wrong_tries(self, user_id: str) -> WrongTries:
        """Give the wrong tries since the last call, and begin anew."""
        ...

    def wrong_tries(self) -> dict[str, WrongTries]:
        """Give the wrong tries of everybody who has some, by ``user_id``."""
        ...

    def forget_try(self, try_id: str) -> None:
        """Take back a try that succeeded."""
        ...

    def add_code(self, code: OneTimeCode) -> None:
        """Store a code; the person's earlier codes end."""
        ...

    def use_code(self, code_hash: str, at: int) -> str | None:
        """Use a code up: give its person once, before it expires and while enabled; None ever after. Atomic."""
        ...


class TokenStore(Protocol):
    """Tokens of the API; every call is one transaction. Times: seconds since 1970."""

    def add_token(self, token: ApiToken) -> None:
        """Store a token."""
        ...

    def tokens(self, user_id: str) -> list[ApiToken]:
        """List a person's tokens, oldest first, expired ones too."""
        ...

    def revoke_tokens(self, user_id: str, name: str) -> int:
        """End a person's tokens of a name at once; give their number."""
        ...

    def use_token(self, token_hash: str, *, at: int, window: int) -> tuple[str, int] | None:
        """Count one request of a token, over all workers; None for an unknown or expired one, or when its person is disabled.

        Parameters
        ----------
        window : int
            Number of the window that the request falls into; the count begins anew in each.

        Returns
        -------
        (str, int) or None
            The person, and the requests of this window with this one.
        """
        ...
