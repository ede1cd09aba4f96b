"""An identity store in memory, and a clock that tests move."""

import uuid
from dataclasses import replace

from matcher.adapters.passwords import Argon2Passwords
from matcher.core.records.identity import SecondFactor, WrongTries
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
        self.wrong, self.factors, self.recovery = {}, {}, set()

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

    def n_tries(self, key, *, since):
        return sum(each == key and tried_at > since for _, each, tried_at in self.tries)

    def begin_try(self, limits, *, at):
        for limit in limits:
            if sum(key == limit.key and tried_at > at - limit.seconds for _, key, tried_at in self.tries) >= limit.most:
                return limit
        try_id = str(uuid.uuid4())
        self.tries += [(try_id, key, at) for key in {limit.key for limit in limits}]
        return try_id

    def forget_tries(self, key):
        self.tries = [each for each in self.tries if each[1] != key]

    def note_wrong_try(self, user_id, at):
        if user_id in self.users:
            self.wrong[user_id] = WrongTries(self.wrong.get(user_id, WrongTries()).n + 1, at)

    def take_wrong_tries(self, user_id):
        return self.wrong.pop(user_id, WrongTries())

    def wrong_tries(self):
        return dict(self.wrong)

    def second_factor(self, user_id):
        return self.factors.get(user_id)

    def with_second_factor(self):
        return {user_id for user_id, factor in self.factors.items() if factor.nonce}

    def offer_second_factor(self, user_id, nonce):
        self.factors[user_id] = replace(self.factors.get(user_id, SecondFactor(user_id)), pending=nonce)

    def confirm_second_factor(self, user_id, pending, *, step, code_hashes):
        if not pending or self.factors[user_id].pending != pending:
            return False
        self.factors[user_id] = SecondFactor(user_id, nonce=pending, last_step=step)
        self.recovery = {each for each in self.recovery if each[0] != user_id} | {(user_id, h) for h in code_hashes}
        return True

    def use_step(self, user_id, step):
        factor = self.factors[user_id]
        if factor.last_step >= step:
            return False
        self.factors[user_id] = replace(factor, last_step=step)
        return True

    def use_recovery_code(self, user_id, code_hash):
        there = (user_id, code_hash) in self.recovery
        self.recovery.discard((user_id, code_hash))
        return there

    def n_recovery_codes(self, user_id):
        return sum(each[0] == user_id for each in self.recovery)

    def reset_second_factor(self, user_id):
        self._end_all(user_id)
        self.recovery = {each for each in self.recovery if each[0] != user_id}
        return bool(self.factors.pop(user_id, SecondFactor("")).nonce)

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


def make_identity(store=None, clock=None, hasher=None, rules=None):
    return Identity(
        MemoryIdentityStore() if store is None else store,
        hasher or Argon2Passwords(is_cheap=True),
        clock=clock or MovedClock(),
        pepper=b"p" * 32,
        rules=rules,
    )
