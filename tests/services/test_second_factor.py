"""A code of the telephone after the password; on memory and on SQLite."""

import pyotp
import pytest
from identity_fake import make_identity

from matcher.core.records.identity import EntryRules
from matcher.errors import UsageError
from matcher.services.second_factor import SecondFactors

PASSWORD = "correct horse battery"
HOME = "192.0.2.1"


@pytest.fixture
def factors(identity):
    return SecondFactors(identity)


@pytest.fixture
def phone(factors, clock, officer):
    """The telephone of an officer whose factor is on, and the recovery codes."""
    telephone = pyotp.TOTP(factors.offer(officer))
    telephone.codes = factors.confirm(officer, telephone.at(clock.now))
    clock.now += 60
    return telephone


def half(identity):
    return identity.sign_in("aigul", PASSWORD, address=HOME)


def test_a_half_session_opens_nothing_until_the_code_and_then_a_new_one_is_whole(identity, factors, phone, clock):
    entry = half(identity)
    assert entry.step == "second_factor"
    assert not entry.device
    assert identity.user_of(entry.token) is None
    whole = factors.enter(entry.token, phone.at(clock.now))
    assert identity.user_of(whole.token) == entry.user
    assert whole.device
    assert identity.user_of(entry.token) is None
    assert identity.sessions.half_user_of(entry.token) is None


def test_a_half_session_lasts_a_quarter_of_an_hour(identity, phone, clock):
    token = half(identity).token
    clock.now += EntryRules().half_seconds
    assert identity.sessions.half_user_of(token) is None


def test_a_replayed_code_is_refused_also_the_one_that_confirmed_it(identity, factors, officer, clock):
    telephone = pyotp.TOTP(factors.offer(officer))
    code = telephone.at(clock.now)
    assert factors.confirm(officer, code)
    assert factors.enter(half(identity).token, code) is None
    clock.now += 60
    code = telephone.at(clock.now)
    assert factors.enter(half(identity).token, code)
    assert factors.enter(half(identity).token, code) is None


def test_a_code_of_the_step_before_is_accepted_and_an_older_one_is_not(identity, factors, phone, clock):
    clock.now += 300
    assert factors.enter(half(identity).token, phone.at(clock.now - 60)) is None
    assert factors.enter(half(identity).token, phone.at(clock.now - 30))


def test_each_of_ten_recovery_codes_works_once_however_it_is_typed(identity, factors, phone, officer):
    assert len(set(phone.codes)) == 10
    for at, code in enumerate(phone.codes):
        assert factors.enter(half(identity).token, code.lower().replace("-", " "))
        assert factors.enter(half(identity).token, code) is None
        assert factors.n_recovery_codes(officer) == 9 - at
        identity.store.forget_tries(identity.limits._limit(f"factor:{officer.user_id}", 1, 1).key)


def test_ten_wrong_codes_refuse_the_right_one_and_the_person_reads_of_them(identity, factors, phone, clock):
    token = half(identity).token
    for _ in range(10):
        assert factors.enter(token, "000000 ") is None
    with pytest.raises(UsageError) as caught:
        factors.enter(half(identity).token, phone.at(clock.now))
    assert caught.value.code == "too_many_tries"
    clock.now += EntryRules().tries_seconds
    assert factors.enter(half(identity).token, phone.at(clock.now)).wrong.n == 10


def test_odd_codes_are_wrong_without_a_fault(identity, factors, phone):
    for odd in ("", "²²²²²²", "١٢٣٤٥٦", "\0", "\ud800", "x" * 10_000):
        assert factors.enter(half(identity).token, odd) is None


def test_a_wrong_code_confirms_nothing(factors, officer):
    factors.offer(officer)
    assert factors.confirm(officer, "000 00") is None
    assert not factors.is_on(officer)


def test_a_reset_ends_the_sessions_and_the_password_alone_is_enough_again(identity, factors, phone, officer, clock):
    token = factors.enter(half(identity).token, phone.at(clock.now)).token
    assert identity.store.reset_second_factor(officer.user_id)
    assert not identity.store.reset_second_factor(officer.user_id)
    assert identity.user_of(token) is None
    assert half(identity).step == "in"


@pytest.mark.parametrize(("role", "step"), [("admin", "set_up"), ("staff", "set_up"), ("employer", "in")])
def test_where_it_is_required_officers_set_it_up_before_anything_else(store, clock, role, step):
    strict = make_identity(store, clock, rules=EntryRules(second_factor="required"))
    strict.create_user("a", role, password=PASSWORD, centre_id="saran", belongs_to="E1" if role == "employer" else "")
    former = make_identity(store, clock).sign_in("a", PASSWORD, address=HOME)
    assert (strict.user_of(former.token) is None) == (step == "set_up")
    entry = strict.sign_in("a", PASSWORD, address=HOME)
    assert entry.step == step
    assert (strict.user_of(entry.token) is None) == (step == "set_up")


def test_where_it_is_off_nobody_is_asked(store, clock, phone):
    lax = make_identity(store, clock, rules=EntryRules(second_factor="off"))
    assert lax.sign_in("aigul", PASSWORD, address=HOME).step == "in"


def test_the_secret_is_not_in_the_database_and_another_installation_makes_another(factors, officer):
    secret = factors.offer(officer)
    kept = factors.identity.store.second_factor(officer.user_id)
    assert secret not in str(kept)
    factors.identity.pepper = b"q" * 32
    assert factors.offered(officer) != secret
