"""An identity store in memory, and a clock that tests move."""

import uuid
from dataclasses import replace

from matcher.adapters.passwords import Argon2Passwords
from matcher.errors import UsageError
from matcher.services.identity import Identity


class MovedClock:
    def __init__(self, now=1_800_000_000):
        self.now = now

    def __call__(self):
        return self.now


class MemoryIdentityStore:
    def __init__(self):
        self.users, self.sessions, self.tries, self.codes = {}, {}, [], {}

    def add_user(self, user):
        if self.user_by_login(user.login):
            raise UsageError("login_taken", login=user.login)
        self.users[user.user_id] = user

    def user(self, user_id):
        return self.users.get(user_id)

    def user_by_login(self, login):
        return next((user for user in self.users.values() if user.login == login), None)

    def user_of_person(self, centre_id, jobseeker_id):
        found = [
            user for user in self.users.values() if (user.centre_id, user.jobseeker_id) == (centre_id, jobseeker_id)
        ]
        return min(found, key=lambda user: user.login, default=None)

    def officials(self):
        found = [user for user in self.users.values() if user.role != "jobseeker"]
        return sorted(found, key=lambda user: (user.centre_id, user.role, user.login))

    def set_name(self, user_id, name):
        self.users[user_id] = replace(self.users[user_id], name=name)

    def set_password(self, user_id, password_hash):
        self.users[user_id] = replace(self.users[user_id], password_hash=password_hash)
        self._end_all(user_id)

    def renew_hash(self, user_id, password_hash, *, former):
        if self.users[user_id].password_hash == former:
            self.users[user_id] = replace(self.users[user_id], password_hash=password_hash)

    def set_enabled(self, user_id, is_enabled):
        self.users[user_id] = replace(self.users[user_id], is_enabled=is_enabled)
        if not is_enabled:
            self._end_all(user_id)
            self.codes = {key: code for key, code in self.codes.items() if code.user_id != user_id}

    def add_session(self, session, *, password_hash):
        user = self.users[session.user_id]
        if not user.is_enabled or user.password_hash != password_hash:
            return False
        self.sessions[session.token_hash] = session
        return True

    def session(self, token_hash):
        return self.sessions.get(token_hash)

    def touch_session(self, token_hash, seen_at):
        if token_hash in self.sessions:
            self.sessions[token_hash] = replace(self.sessions[token_hash], seen_at=seen_at)

    def end_session(self, token_hash):
        self.sessions.pop(token_hash, None)

    def begin_try(self, keys, *, at, since, limit):
        self.tries = [each for each in self.tries if each[1] not in keys or each[2] > since]
        if any(sum(each[1] == key for each in self.tries) >= limit for key in keys):
            return None
        try_id = str(uuid.uuid4())
        self.tries += [(try_id, key, at) for key in keys]
        return try_id

    def forget_try(self, try_id):
        self.tries = [each for each in self.tries if each[0] != try_id]

    def add_code(self, code):
        self.codes = {key: each for key, each in self.codes.items() if each.user_id != code.user_id}
        self.codes[code.code_hash] = code

    def use_code(self, code_hash, at):
        code = self.codes.get(code_hash)
        if code is None or code.expires_at <= at or not self.users[code.user_id].is_enabled:
            return None
        return self.codes.pop(code_hash).user_id

    def _end_all(self, user_id):
        self.sessions = {key: each for key, each in self.sessions.items() if each.user_id != user_id}


def make_identity(store=None, clock=None, hasher=None):
    return Identity(
        MemoryIdentityStore() if store is None else store,
        hasher or Argon2Passwords(is_cheap=True),
        clock=clock or MovedClock(),
        pepper=b"p" * 32,
    )
