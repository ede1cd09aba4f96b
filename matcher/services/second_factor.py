"""The second factor: a code of a telephone (TOTP, RFC 6238) after the password, and recovery codes for when it is lost."""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

import pyotp

from matcher.core.records.identity import CODE_ALPHABET, CODE_LENGTH, SECOND_FACTOR_ROLES, SecondFactor, User
from matcher.services.entry_limits import keyed
from matcher.services.identity import Identity, grouped, plain_code
from matcher.services.sign_in_sessions import Entry

NONCE_BYTES, SECRET_BYTES = 16, 20
STEP_SECONDS, DIGITS = 30, 6
STEPS_OFF = (0, -1, 1)
"""Clocks of telephones are wrong by up to one step (RFC 6238, section 5.2)."""
ISSUER = "Matcher"


@dataclass(frozen=True)
class SecondFactors:
    """Shows, confirms and checks second factors.

    The secret of a telephone is derived from a random nonce and the installation's secret: a copy of the database alone holds no factor.

    Parameters
    ----------
    identity : Identity
    """

    identity: Identity

    def is_open_to(self, user: User) -> bool:
        """Say whether a person may have a second factor here."""
        return self.identity.rules.second_factor != "off" and user.role in SECOND_FACTOR_ROLES

    def is_on(self, user: User) -> bool:
        """Say whether a person's factor is confirmed."""
        found = self.identity.store.second_factor(user.user_id)
        return found is not None and bool(found.nonce)

    def n_recovery_codes(self, user: User) -> int:
        """Count the recovery codes that are left."""
        return self.identity.store.n_recovery_codes(user.user_id)

    def offer(self, user: User) -> str:
        """Begin a new factor, which is in force once it is confirmed; give its secret in base 32."""
        nonce = secrets.token_hex(NONCE_BYTES)
        self.identity.store.offer_second_factor(user.user_id, nonce)
        return self._secret(user, nonce)

    def offered(self, user: User) -> str:
        """Give the secret of the factor that is being set up; empty for none."""
        found = self.identity.store.second_factor(user.user_id) or SecondFactor(user.user_id)
        return self._secret(user, found.pending) if found.pending else ""

    def address_of(self, user: User, secret: str) -> str:
        """Give the ``otpauth`` address that a telephone reads from a picture."""
        return pyotp.TOTP(secret).provisioning_uri(name=user.login, issuer_name=ISSUER)

    def confirm(self, user: User, code: str) -> list[str] | None:
        """Put the offered factor in force; give its recovery codes, once, or None for a wrong code.

        Raises
        ------
        UsageError
            ``too_many_tries``, ``too_many_tries_today``.
        """
        try_id = self.identity.limits.by_second_factor(user.user_id)
        found = self.identity.store.second_factor(user.user_id) or SecondFactor(user.user_id)
        step = self._step_of(self._secret(user, found.pending), code) if found.pending else 0
        if not step or step <= found.last_step:
            return None
        codes = [
            "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
            for _ in range(self.identity.rules.recovery_codes)
        ]
        hashes = [self._recovery_hash(user, each) for each in codes]
        if not self.identity.store.confirm_second_factor(user.user_id, found.pending, step=step, code_hashes=hashes):
            return None
        self.identity.store.forget_try(try_id)
        return [grouped(each) for each in codes]

    def is_right(self, user: User, code: str) -> bool:
        """Use a code of the telephone or a recovery code up; False for a wrong or a used one.

        Raises
        ------
        UsageError
            ``too_many_tries``, ``too_many_tries_today``, also for the right code.
        """
        try_id = self.identity.limits.by_second_factor(user.user_id)
        found, store = self.identity.store.second_factor(user.user_id), self.identity.store
        if found is None or not found.nonce:
            return False
        step = self._step_of(self._secret(user, found.nonce), code)
        if step:
            is_right = store.use_step(user.user_id, step)
        else:
            is_right = store.use_recovery_code(user.user_id, self._recovery_hash(user, plain_code(code)))
        if is_right:
            store.forget_try(try_id)
        return is_right

    def enter(self, token: str, code: str, *, device: str = "") -> Entry | None:
        """Make a half session whole with a code; None for a wrong one. Raises as :meth:`is_right`."""
        user = self.identity.sessions.half_user_of(token)
        if user is None or not self.is_on(user):
            return None
        if not self.is_right(user, code):
            self.identity.note_wrong_try(user)
            return None
        return self.identity.sessions.complete(token, user, device=device)

    def _secret(self, user: User, nonce: str) -> str:
        made = hmac.new(self.identity.pepper, f"totp:{user.user_id} {nonce}".encode(), sha256).digest()
        return b32encode(made[:SECRET_BYTES]).decode()

    def _step_of(self, secret: str, code: str) -> int:
        typed = "".join(code[:64].split())
        if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
            return 0
        totp, now = pyotp.TOTP(secret), int(self.identity.clock())
        fitting = [
            now // STEP_SECONDS + off
            for off in STEPS_OFF
            if hmac.compare_digest(totp.at(now, counter_offset=off), typed)
        ]
        return max(fitting, default=0)

    def _recovery_hash(self, user: User, code: str) -> str:
        return keyed(self.identity.pepper, "recovery", f"{user.user_id} {code}")
