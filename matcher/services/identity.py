"""Entering and leaving: passwords, sessions, one-time codes, and the limit on tries."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import replace

from matcher.core.records.identity import (
    CODE_ALPHABET,
    CODE_LENGTH,
    EntryRules,
    OneTimeCode,
    Role,
    User,
    fold_login,
)
from matcher.errors import UsageError
from matcher.ports import IdentityStore, PasswordHasher
from matcher.services.entry_limits import EntryLimits, KnownDevices, keyed
from matcher.services.sign_in_sessions import TOKEN_BYTES, Entry, SignInSessions, token_hash


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
        self.store, self.hasher, self.clock, self.pepper = store, hasher, clock, pepper
        self.limits = EntryLimits(store, pepper, clock, self.rules)
        self.devices = KnownDevices(pepper, clock, self.rules)
        self.sessions = SignInSessions(store, self.rules, clock, self.devices)
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

    def sign_in(self, login: str, password: str, *, address: str, device: str = "") -> Entry | None:
        """Let a person in by password.

        Parameters
        ----------
        login, password, address : str
        device : str
            What an earlier entry gave the browser to keep. A known browser of the account is counted by itself, and no stranger locks it.

        Returns
        -------
        Entry or None
            None for a wrong password, an unknown or a disabled account: they cannot be told apart.

        Raises
        ------
        UsageError
            ``too_many_tries``, ``too_many_tries_today`` while a limit is reached, also for the right password.
        """
        folded = fold_login(login)
        user = self.store.user_by_login(folded)
        known = user.password_hash if user is not None and user.password_hash else ""
        user_id = user.user_id if user is not None else ""
        try_id = self.limits.by_password(
            folded, address, self.devices.nonce_of(device, user_id, known or self._nobody_hash)
        )
        # A password over the bound is not hashed whole; nobody can have one.
        matches = self.hasher.verify(known or self._nobody_hash, _composed(password[: self.rules.password_max + 1]))
        if user is None or not known or not matches or not user.is_enabled:
            self.store.note_wrong_try(user_id if known else "", self._now())
            return None
        if self.hasher.is_outdated(known):
            # Before the session, which begins with this hash only: a password that changed meanwhile opens nothing.
            user = replace(user, password_hash=self.hasher.hash(_composed(password)))
            self.store.renew_hash(user.user_id, user.password_hash, former=known)
        entry = self.sessions.begin(user, device=device)
        if entry is not None:
            self.store.forget_try(try_id)
        return entry

    def enter_with_code(self, code: str, *, address: str) -> Entry | None:
        """Let a jobseeker in by a one-time code, which is used up; None when it is wrong, used or expired.

        Raises
        ------
        UsageError
            ``too_many_tries`` while the address is locked, also for the right code.
        """
        try_id = self.limits.by_code(address)
        user_id = self.store.use_code(self._keyed("code", plain_code(code)), self._now())
        user = self.store.user(user_id) if user_id else None
        entry = self.sessions.begin(user) if user is not None else None
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
        return grouped(code)

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
        """Give the person of a session token; None when the session has ended in any way, or waits for a second factor."""
        return self.sessions.user_of(token)

    def note_wrong_try(self, user: User) -> None:
        """Count a wrong try for the person to read of."""
        self.store.note_wrong_try(user.user_id, self._now())

    def sign_out(self, token: str) -> None:
        """End a session; a copied cookie is dead with it."""
        self.store.end_session(token_hash(token))

    def change_password(self, user: User, *, current: str, new: str, address: str, device: str = "") -> Entry | None:
        """Change a password, end all sessions of the person and begin a new one; None when `current` is wrong.

        Raises
        ------
        UsageError
            ``too_many_tries``, ``password_short``, ``password_long``, ``password_is_login``.
        """
        # Who is signed in is no stranger; the account is counted wherever they are.
        try_id = self.limits.by_password(user.login, address, f"own {user.user_id}")
        if not self.hasher.verify(user.password_hash, _composed(current[: self.rules.password_max + 1])):
            return None
        self.store.forget_try(try_id)
        self._check_password(user.login, new)
        self.store.set_password(user.user_id, self.hasher.hash(_composed(new)))
        changed = self.store.user(user.user_id)
        return None if changed is None else self.sessions.begin(changed, device=device, is_checked=True)

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

    def _check_password(self, login: str, password: str) -> None:
        if len(password) < self.rules.password_min:
            raise UsageError("password_short", least=self.rules.password_min)
        if len(password) > self.rules.password_max:
            raise UsageError("password_long", most=self.rules.password_max)
        if fold_login(password) == login:
            raise UsageError("password_is_login")

    def _keyed(self, purpose: str, text: str) -> str:
        return keyed(self.pepper, purpose, text)

    def _now(self) -> int:
        return int(self.clock())


def _composed(password: str) -> str:
    # One keyboard writes й as one sign, another as two; a lone surrogate cannot be encoded.
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode("utf-8")


def plain_code(code: str) -> str:
    """Give the signs of a code however it was typed."""
    return "".join(sign for sign in code[:64].upper() if sign.isalnum())


def grouped(code: str) -> str:
    """Give a code as it is printed, in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
