"""Accounts as an administrator keeps them, and the accounts that jobseekers get with their first code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import cast

from matcher.core.records import Jobseeker
from matcher.core.records.centre import Employer
from matcher.core.records.identity import CODE_ALPHABET, ROLES, Role, User, fold_login
from matcher.errors import UsageError
from matcher.ports import Repository
from matcher.services.identity import Identity

OFFICIAL_ROLES = tuple(role for role in ROLES if role != "jobseeker")
GROUPS, GROUP = 4, 4
"""A first password: 16 signs of 27, about 76 bits; nobody could guess it, and it is read out easily."""
LONGEST_NAME, LONGEST_ID = 200, 64


@dataclass(frozen=True)
class AccountForm:
    """What is asked of a new account."""

    login: str
    role: str
    name: str = ""
    centre_id: str = ""
    employer_id: str = ""


@dataclass(frozen=True)
class Accounts:
    """Makes, names, shuts and opens accounts.

    Parameters
    ----------
    repository : Repository
        For who is a person of a centre.
    """

    identity: Identity
    repository: Repository

    def officials(self) -> list[User]:
        """List everybody who enters with a password, by centre, role and login."""
        return self.identity.store.officials()

    def centres(self) -> list[str]:
        """List the centres that have an account or a record, sorted."""
        return sorted({*self.repository.centres(), *(user.centre_id for user in self.officials() if user.centre_id)})

    def create(self, form: AccountForm) -> tuple[User, str]:
        """Make an account; give it and its first password, which is told once and kept nowhere.

        Raises
        ------
        UsageError
            ``account_role``, ``account_too_long``, and as :meth:`Identity.create_user` does.
        """
        if form.role not in OFFICIAL_ROLES:
            raise UsageError("account_role", field="role")
        name = " ".join(form.name.replace("\0", "").split())
        if len(name) > LONGEST_NAME or max(len(form.centre_id), len(form.employer_id)) > LONGEST_ID:
            raise UsageError("account_too_long", field="name")
        centre_id = "" if form.role == "admin" else form.centre_id.strip()
        belongs_to = form.employer_id.strip() if form.role == "employer" else ""
        password = _first_password()
        user = self.identity.create_user(
            form.login, cast("Role", form.role), password=password, centre_id=centre_id, belongs_to=belongs_to
        )
        self.identity.store.set_name(user.user_id, name)
        if form.role == "employer":
            self.know_employer(centre_id, belongs_to, name)
        return replace(user, name=name), password

    def know_employer(self, centre_id: str, employer_id: str, name: str) -> None:
        """Add the organisation of an employer's account to their centre, where it is not there: needs are declared in its name."""
        if not any(True for _ in self.repository.find(centre_id, Employer, limit=1, employer_id=employer_id)):
            self.repository.add(centre_id, Employer(employer_id, name or employer_id))

    def rename(self, user_id: str, name: str) -> None:
        """Change what others read of somebody; what was decided under their login is read with it."""
        plain = " ".join(name.replace("\0", "").split())
        if len(plain) > LONGEST_NAME:
            raise UsageError("account_too_long", field="name")
        self.identity.store.set_name(self._official(user_id).user_id, plain)

    def renew_password(self, user_id: str) -> tuple[User, str]:
        """Give somebody another first password; their sessions end."""
        user, password = self._official(user_id), _first_password()
        self.identity.store.set_password(user.user_id, self.identity.hasher.hash(password))
        # Somebody who was kept out by others' guesses enters with it from anywhere.
        self.identity.limits.forgive(user.login)
        return user, password

    def set_enabled(self, administrator: User, user_id: str, is_enabled: bool) -> None:
        """Let somebody in or keep them out; sessions, codes and tokens of whom is kept out end at once.

        Raises
        ------
        UsageError
            ``account_own``: who shuts themselves out cannot undo it.
        """
        user = self._official(user_id)
        if user.user_id == administrator.user_id and not is_enabled:
            raise UsageError("account_own")
        self.identity.store.set_enabled(user.user_id, is_enabled)

    def code_for(self, officer: User, typed: str) -> str:
        """Make the code that staff print: for a login, or for a person of the officer's centre by their identifier.

        A person who came in with a file has no account before the first code.

        Raises
        ------
        UsageError
            ``code_for_jobseekers_only``.
        """
        jobseeker_id = typed.strip()
        if officer.centre_id and jobseeker_id:
            user = self.identity.store.user_of_person(officer.centre_id, jobseeker_id)
            if user is None and self._is_person(officer.centre_id, jobseeker_id):
                user = self._account_of(officer.centre_id, jobseeker_id)
            if user is not None:
                return self.identity.issue_code(user.user_id)
        return self.identity.issue_code_by(officer, typed)

    def _is_person(self, centre_id: str, jobseeker_id: str) -> bool:
        return any(True for _ in self.repository.find(centre_id, Jobseeker, limit=1, jobseeker_id=jobseeker_id))

    def _account_of(self, centre_id: str, jobseeker_id: str) -> User:
        try:
            return self.identity.create_user(jobseeker_id, "jobseeker", centre_id=centre_id, belongs_to=jobseeker_id)
        except UsageError as taken:
            if taken.code != "login_taken":
                raise
            # Another centre has a person of this identifier, or an officer the login.
            login = fold_login(f"{jobseeker_id}@{centre_id}")
            return self.identity.create_user(login, "jobseeker", centre_id=centre_id, belongs_to=jobseeker_id)

    def _official(self, user_id: str) -> User:
        user = self.identity.user(user_id)
        if user is None or user.role == "jobseeker":
            raise UsageError("unknown_login", login="")
        return user


def _first_password() -> str:
    signs = [secrets.choice(CODE_ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(signs[at : at + GROUP]) for at in range(0, len(signs), GROUP))
