"""Entering and leaving: passwords, sessions, one-time codes, and the limit on tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from matcher.core.records.identity import (
    CODE_ALPHABET,
    CODE_LENGTH,
    EntryRules,
    OneTimeCode,
    Role,
    SignInSession,
    User,
    fold_login,
)
from matcher.errors import UsageError
from matcher.ports import IdentityStore, PasswordHasher

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Entry:
    """Someone who has just entered; the token goes into the cookie and nowhere else."""

    user: User
    token: str


class Identity:
    """Lets people in and out.

    Parameters
    ----------
    store : IdentityStore
    hasher : PasswordHasher
    clock : callable
        Gives seconds since 1970 in UTC.
    pepper : bytes
        Secret of the installation: codes and try keys are stored as keyed digests.
    rules : EntryRules
    """

    def __init__(
        self,
        store: IdentityStore,
        hasher: PasswordHasher,
        *,
        clock: Callable[[], float],
        pepper: bytes,
        rules: EntryRules | None = None,
    ) -> None:
        self.rules = rules or EntryRules()
        self.store, self.hasher, self._clock, self._pepper = store, hasher, clock, pepper
        # An unknown account is checked against this one: it costs the same time as a known one.
        self._nobody_hash = hasher.hash(secrets.token_hex(TOKEN_BYTES))

    def create_user(
        self, login: str, role: Role, *, password: str = "", centre_id: str = "", belongs_to: str = ""
    ) -> User:
        """Create a person who may enter.

        Parameters
        ----------
        login : str
        role : Role
        password : str
            Empty for people who enter with one-time codes (jobseekers only).
        centre_id : str
            Asked of all but admins: without it a person would see no centre or, worse, every one.
        belongs_to : str
            Employer's or jobseeker's identifier; asked of these two roles.

        Raises
        ------
        UsageError
            ``login_empty``, ``login_taken``, ``password_short``, ``password_long``, ``password_is_login``,
            ``user_without_centre``, ``user_without_owner``.
        """
        folded = fold_login(login)
        if not folded:
            raise UsageError("login_empty")
        if role != "admin" and not centre_id:
            raise UsageError("user_without_centre", role=role)
        if role in ("employer", "jobseeker") and not belongs_to:
            raise UsageError("user_without_owner", role=role)
        password_hash = ""
        if password or role != "jobseeker":
            self._check_password(folded, password)
            password_hash = self.hasher.hash(_composed(password))
        user = User(
            user_id=str(uuid.uuid4()),
            login=folded,
            role=role,
            password_hash=password_hash,
            centre_id=centre_id,
            employer_id=belongs_to if role == "employer" else "",
            jobseeker_id=belongs_to if role == "jobseeker" else "",
        )
        self.store.add_user(user)
        return user

    def sign_in(self, login: str, password: str, *, address: str) -> Entry | None:
        """Let a person in by password.

        Returns
        -------
        Entry or None
            None for a wrong password, an unknown or a disabled account: they cannot be told apart.

        Raises
        ------
        UsageError
            ``too_many_tries`` while the account or the address is locked, also for the right password.
        """
        folded = fold_login(login)
        try_id = self._begin_try(f"account:{folded}", f"address:{_network(address)}")
        user = self.store.user_by_login(folded)
        known = user.password_hash if user is not None and user.password_hash else ""
        # A password over the bound is not hashed whole; nobody can have one.
        matches = self.hasher.verify(known or self._nobody_hash, _composed(password[: self.rules.password_max + 1]))
        if user is None or not known or not matches or not user.is_enabled:
            return None
        if (entry := self._begin_session(user)) is None:
            return None
        self.store.forget_try(try_id)
        if self.hasher.is_outdated(known):
            self.store.renew_hash(user.user_id, self.hasher.hash(_composed(password)), former=known)
        return entry

    def enter_with_code(self, code: str, *, address: str) -> Entry | None:
        """Let a jobseeker in by a one-time code, which is used up; None when it is wrong, used or expired.

        Raises
        ------
        UsageError
            ``too_many_tries`` while the address is locked, also for the right code.
        """
        try_id = self._begin_try(f"address:{_network(address)}")
        user_id = self.store.use_code(self._keyed("code", _plain_code(code)), self._now())
        user = self.store.user(user_id) if user_id else None
        entry = self._begin_session(user) if user is not None else None
        if entry is not None:
            self.store.forget_try(try_id)
        return entry

    def issue_code(self, user_id: str) -> str:
        """Make the code that staff print for a jobseeker; earlier ones end.

        Raises
        ------
        UsageError
            ``code_for_jobseekers_only`` for other roles and for unknown or disabled people.
        """
        user = self.store.user(user_id)
        if user is None or user.role != "jobseeker" or not user.is_enabled:
            raise UsageError("code_for_jobseekers_only")
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        self.store.add_code(OneTimeCode(self._keyed("code", code), user.user_id, self._now() + self.rules.code_seconds))
        return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))

    def issue_code_by(self, officer: User, login: str) -> str:
        """Make a code for a jobseeker of the officer's own centre; admins serve every centre.

        Raises
        ------
        UsageError
            ``code_for_jobseekers_only``; people of other centres and unknown ones are told alike.
        """
        user = self.store.user_by_login(fold_login(login))
        is_own = user is not None and officer.role == "staff" and user.centre_id == officer.centre_id
        if user is None or not (is_own or officer.role == "admin"):
            raise UsageError("code_for_jobseekers_only")
        return self.issue_code(user.user_id)

    def user_of(self, token: str) -> User | None:
        """Give the person of a session token; None when the session has ended in any way."""
        if not token:
            return None
        session, now = self.store.session(_token_hash(token)), self._now()
        if session is None:
            return None
        user = self.store.user(session.user_id)
        idle, age = now - session.seen_at, now - session.started_at
        if user is None or not user.is_enabled or idle >= self.rules.idle_seconds or age >= self.rules.absolute_seconds:
            self.store.end_session(session.token_hash)
            return None
        if idle >= self.rules.touch_seconds:
            self.store.touch_session(session.token_hash, now)
        return user

    def sign_out(self, token: str) -> None:
        """End a session; a copied cookie is dead with it."""
        self.store.end_session(_token_hash(token))

    def change_password(self, user: User, *, current: str, new: str, address: str) -> Entry | None:
        """Change a password, end all sessions of the person and begin a new one; None when `current` is wrong.

        Raises
        ------
        UsageError
            ``too_many_tries``, ``password_short``, ``password_long``, ``password_is_login``.
        """
        try_id = self._begin_try(f"account:{user.login}", f"address:{_network(address)}")
        if not self.hasher.verify(user.password_hash, _composed(current[: self.rules.password_max + 1])):
            return None
        self.store.forget_try(try_id)
        self._check_password(user.login, new)
        self.store.set_password(user.user_id, self.hasher.hash(_composed(new)))
        changed = self.store.user(user.user_id)
        return None if changed is None else self._begin_session(changed)

    def set_enabled(self, login: str, is_enabled: bool) -> None:
        """Enable or disable a person; disablement ends every session and code at once.

        Raises
        ------
        UsageError
            ``unknown_login``.
        """
        self.store.set_enabled(self.find(login).user_id, is_enabled)

    def user(self, user_id: str) -> User | None:
        """Give a person."""
        return self.store.user(user_id)

    def find(self, login: str) -> User:
        """Give the person of a login; ``unknown_login`` when there is none."""
        user = self.store.user_by_login(fold_login(login))
        if user is None:
            raise UsageError("unknown_login", login=login)
        return user

    def _begin_session(self, user: User) -> Entry | None:
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        session = SignInSession(_token_hash(token), user.user_id, now, now)
        return Entry(user, token) if self.store.add_session(session, password_hash=user.password_hash) else None

    def _begin_try(self, *keys: str) -> str:
        now = self._now()
        # Keyed digests: people type passwords into the login field.
        try_id = self.store.begin_try(
            [self._keyed("try", key) for key in keys],
            at=now,
            since=now - self.rules.tries_seconds,
            limit=self.rules.tries,
        )
        if try_id is None:
            raise UsageError("too_many_tries", minutes=self.rules.tries_seconds // 60)
        return try_id

    def _check_password(self, login: str, password: str) -> None:
        if len(password) < self.rules.password_min:
            raise UsageError("password_short", least=self.rules.password_min)
        if len(password) > self.rules.password_max:
            raise UsageError("password_long", most=self.rules.password_max)
        if fold_login(password) == login:
            raise UsageError("password_is_login")

    def _keyed(self, purpose: str, text: str) -> str:
        return hmac.new(self._pepper, f"{purpose}:{text}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def _now(self) -> int:
        return int(self._clock())


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _composed(password: str) -> str:
    # One keyboard writes й as one sign, another as two; a lone surrogate cannot be encoded.
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode("utf-8")


def _plain_code(code: str) -> str:
    return "".join(sign for sign in code[:64].upper() if sign.isalnum())


def _network(address: str) -> str:
    """Give what is counted as one address: IPv6 by its /64, which one household owns."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
    return str(found)
