"""Strangers are slowed down, and lock nobody out."""

import pytest
from identity_fake import MemoryIdentityStore, MovedClock, make_identity

from matcher.core.records.identity import EntryRules, WrongTries
from matcher.errors import UsageError
from matcher.services.accounts import Accounts

PASSWORD = "correct horse battery"
HOME, AWAY = "192.0.2.1", "198.51.100.7"
RULES = EntryRules()


def is_let_in(identity, *, address=AWAY, device="", password=PASSWORD):
    try:
        return identity.sign_in("aigul", password, address=address, device=device) is not None
    except UsageError:
        return None


def guess(identity, n, address, device=""):
    """Guess `n` times, and give how many passwords were looked at."""
    return sum(is_let_in(identity, address=address, device=device, password="wrong") is False for _ in range(n))


def test_an_attacker_locks_out_neither_another_address_nor_a_known_browser_at_the_same_one(identity, officer):
    device = identity.sign_in("aigul", PASSWORD, address=HOME).device
    assert guess(identity, 1_000, HOME) == 10
    assert is_let_in(identity, address=HOME) is None
    assert is_let_in(identity, address=AWAY)
    assert is_let_in(identity, address=HOME, device=device)


def day_of_guesses(n_addresses):
    """Give how many guesses a day is worth to who has so many addresses."""
    clock = MovedClock()
    identity = make_identity(MemoryIdentityStore(), clock)
    identity.create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
    device, tried, begun = identity.sign_in("aigul", PASSWORD, address=HOME).device, 0, clock.now
    while clock.now < begun + 24 * 3600:
        tried += sum(guess(identity, 11, f"203.0.{at // 250}.{at % 250}") for at in range(n_addresses))
        clock.now += 3600
    clock.now = begun + 24 * 3600 - 1
    return identity, device, tried


@pytest.mark.parametrize(("n_addresses", "guesses"), [(1, 50), (3, 150), (12, 500)])
def test_distributed_guessing_is_bounded(n_addresses, guesses):
    identity, device, tried = day_of_guesses(n_addresses)
    assert guesses == min(RULES.tries_a_day * n_addresses, RULES.account_tries_a_day)
    assert guesses <= tried <= guesses + RULES.tries_under_attack * n_addresses
    assert is_let_in(identity, device=device)


def test_one_address_never_uses_up_the_tries_of_the_whole_account():
    identity, _, _ = day_of_guesses(1)
    assert is_let_in(identity, address=AWAY)


def test_when_many_addresses_have_guessed_all_day_the_person_gets_in_at_an_address_of_their_own():
    identity, _, _ = day_of_guesses(30)
    assert is_let_in(identity, address=AWAY)
    assert guess(identity, 10, "198.51.100.8") == RULES.tries_under_attack
    with pytest.raises(UsageError) as caught:
        identity.sign_in("aigul", PASSWORD, address="198.51.100.8")
    assert caught.value.code == "too_many_tries_today"
    _, password = Accounts(identity, None).renew_password(identity.find("aigul").user_id)
    assert is_let_in(identity, password=password)


def test_a_known_browser_has_tries_of_its_own_and_no_more_than_a_stranger(identity, officer):
    device = identity.sign_in("aigul", PASSWORD, address=HOME).device
    assert guess(identity, 50, HOME, device) == 10
    assert is_let_in(identity, address=HOME, device=device) is None
    assert is_let_in(identity, address=HOME)


def test_a_known_browser_is_known_at_one_account_only_and_several_share_a_computer(identity, officer):
    identity.create_user("daniyar", "staff", password=PASSWORD, centre_id="saran")
    device = identity.sign_in("aigul", PASSWORD, address=HOME).device
    both = identity.sign_in("daniyar", PASSWORD, address=HOME, device=device).device
    user = identity.find("daniyar")
    assert not identity.devices.nonce_of(device, user.user_id, user.password_hash)
    for login in ("daniyar", "aigul"):
        user = identity.find(login)
        assert identity.devices.nonce_of(both, user.user_id, user.password_hash)


def nonce(identity, device):
    user = identity.find("aigul")
    return identity.devices.nonce_of(device, user.user_id, user.password_hash)


def test_a_browser_is_not_known_after_a_change_of_the_password_and_the_one_that_changed_it_is(identity, officer):
    device = identity.sign_in("aigul", PASSWORD, address=HOME).device
    entry = identity.change_password(officer, current=PASSWORD, new="another long phrase", address=HOME, device=device)
    assert not nonce(identity, device)
    assert nonce(identity, entry.device)


def test_a_browser_is_known_for_half_a_year(identity, clock, officer):
    device = identity.sign_in("aigul", PASSWORD, address=HOME).device
    clock.now += RULES.device_seconds - 1
    assert nonce(identity, device)
    clock.now += 1
    assert not nonce(identity, device)


def test_a_forged_cookie_makes_nobody_known(identity, officer):
    device = identity.sign_in("aigul", PASSWORD, address=HOME).device
    head, _, signature = device.rpartition("-")
    for forged in (
        "",
        ".",
        "-",
        "x-y-z",
        f"z{device[1:]}",
        f"{head}9-{signature}",
        device[:-1],
        "é",
        ".".join("x" * 99),
    ):
        assert not nonce(identity, forged)
    other = make_identity(identity.store, identity.clock)
    other.devices = type(other.devices)(b"q" * 32, identity.clock, RULES)
    assert not nonce(other, device)


def test_a_person_reads_of_the_wrong_tries_since_their_last_sign_in_once(identity, clock, officer):
    for at in range(12):
        assert is_let_in(identity, address=f"203.0.113.{at}", password="wrong") is False
    last = clock.now
    clock.now += 60
    assert identity.store.wrong_tries() == {officer.user_id: WrongTries(12, last)}
    assert identity.sign_in("aigul", PASSWORD, address=HOME).wrong == WrongTries(12, last)
    assert identity.sign_in("aigul", PASSWORD, address=HOME).wrong == WrongTries()


def test_an_unknown_login_meets_the_same_limits_and_asks_the_store_as_often_as_a_known_one(clock):
    asked = []

    class Watched(MemoryIdentityStore):
        def __getattribute__(self, name):
            if not name.startswith("_") and callable(value := super().__getattribute__(name)):
                asked.append(name)
                return value
            return super().__getattribute__(name)

    identity = make_identity(Watched(), clock)
    identity.create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
    courses = []
    for login in ("aigul", "nobody"):
        asked.clear()
        assert identity.sign_in(login, "wrong", address=HOME) is None
        courses.append([name for name in asked if name in ("user_by_login", "begin_try", "note_wrong_try")])
    assert courses[0] == courses[1] == ["user_by_login", "begin_try", "note_wrong_try"]
    for _ in range(9):
        identity.sign_in("nobody", "wrong", address=HOME)
    with pytest.raises(UsageError):
        identity.sign_in("nobody", "wrong", address=HOME)
