"""People enter, leave, and are kept out; on memory and on SQLite."""

import multiprocessing
import re

import pytest
from identity_fake import make_identity
from sqlalchemy import create_engine, text

from matcher.adapters.database.identity import METADATA, SqlIdentityStore
from matcher.adapters.passwords import ITERATIONS, LANES, MEMORY_KIB, Argon2Passwords
from matcher.core.records.identity import CODE_ALPHABET, CODE_LENGTH, ROLES, EntryRules
from matcher.errors import UsageError

PASSWORD = "correct horse battery"
HOME = "192.0.2.1"
RULES = EntryRules()


def sqlite_store(path):
    return SqlIdentityStore(create_engine(f"sqlite:///{path}", connect_args={"timeout": 60}))


@pytest.fixture
def seeker(identity):
    return identity.create_user("js-1", "jobseeker", centre_id="saran", belongs_to="JS-1")


def refused(identity, login="aigul", password=PASSWORD, address=HOME):
    with pytest.raises(UsageError) as caught:
        identity.sign_in(login, password, address=address)
    return caught.value.code == "too_many_tries"


def test_the_right_password_lets_a_person_in(identity, officer):
    entry = identity.sign_in(" AIGUL ", PASSWORD, address=HOME)
    assert entry.user == officer
    assert identity.user_of(entry.token) == officer


def test_a_wrong_password_an_unknown_and_a_disabled_account_are_told_alike(identity, officer):
    assert identity.sign_in("aigul", "wrong", address=HOME) is None
    assert identity.sign_in("nobody", PASSWORD, address=HOME) is None
    identity.set_enabled("aigul", False)
    assert identity.sign_in("aigul", PASSWORD, address=HOME) is None


def test_an_unknown_account_is_hashed_as_a_known_one_is(store, clock, officer):
    seen = []

    class Counted(Argon2Passwords):
        def verify(self, password_hash, password):
            seen.append(password_hash)
            return super().verify(password_hash, password)

    identity = make_identity(store, clock, Counted(is_cheap=True))
    identity.sign_in("aigul", "wrong", address=HOME)
    identity.sign_in("nobody", "wrong", address=HOME)
    parameters = [re.match(r"\$argon2id\$v=19\$m=8,t=1,p=1\$", each) for each in seen]
    assert len(parameters) == 2
    assert all(parameters)


def test_hashes_keep_the_minimum_of_owasp():
    assert Argon2Passwords().hash("x").startswith(f"$argon2id$v=19$m={MEMORY_KIB},t={ITERATIONS},p={LANES}$")
    assert (MEMORY_KIB, ITERATIONS, LANES) >= (19456, 2, 1)


def test_a_cheap_hash_is_renewed_at_sign_in_and_sessions_go_on(identity, store, clock, officer):
    first = identity.sign_in("aigul", PASSWORD, address=HOME)
    strict = make_identity(store, clock, Argon2Passwords())
    assert strict.sign_in("aigul", PASSWORD, address=HOME) is not None
    assert f"m={MEMORY_KIB}" in store.user(officer.user_id).password_hash
    assert strict.user_of(first.token) is not None


def test_ten_wrong_tries_lock_the_account_at_their_address_and_at_no_other(identity, officer):
    for _ in range(10):
        assert identity.sign_in("aigul", "wrong", address=HOME) is None
    assert refused(identity)
    assert identity.sign_in("aigul", PASSWORD, address="198.51.100.7") is not None


def test_thirty_wrong_tries_lock_the_address_for_every_account(identity, officer):
    for at in range(30):
        assert identity.sign_in(f"guess{at}", "wrong", address=HOME) is None
    assert refused(identity)
    assert identity.sign_in("aigul", PASSWORD, address="198.51.100.7") is not None


def test_a_lock_opens_after_five_minutes_and_not_a_second_sooner(identity, clock, officer):
    for _ in range(10):
        identity.sign_in("aigul", "wrong", address=HOME)
    clock.now += RULES.tries_seconds - 1
    assert refused(identity)
    clock.now += 1
    assert identity.sign_in("aigul", PASSWORD, address=HOME) is not None


def test_tries_that_succeed_are_not_counted_and_open_nothing(identity, officer):
    for _ in range(9):
        identity.sign_in("aigul", "wrong", address=HOME)
    for _ in range(5):
        assert identity.sign_in("aigul", PASSWORD, address=HOME) is not None
    assert identity.sign_in("aigul", "wrong", address=HOME) is None
    assert refused(identity)


def test_a_lock_survives_a_restart(identity, store, clock, officer):
    for _ in range(10):
        identity.sign_in("aigul", "wrong", address=HOME)
    assert refused(make_identity(store, clock))


def test_one_household_of_ipv6_counts_as_one_address(identity, officer):
    for at in range(30):
        identity.sign_in(f"guess{at}", "wrong", address=f"2001:db8::{at + 1:x}")
    assert refused(identity, address="2001:db8::ffff")
    assert identity.sign_in("aigul", PASSWORD, address="2001:db8:0:1::1") is not None


def _guess(path, worker):
    identity = make_identity(sqlite_store(path))
    refusals = 0
    for at in range(250):
        try:
            identity.sign_in("aigul", f"wrong {worker} {at}", address="203.0.113.1")
        except UsageError:
            refusals += 1
    return refusals


@pytest.mark.slow
def test_of_a_thousand_wrong_sign_ins_over_four_workers_ten_are_tried(tmp_path):
    path = tmp_path / "identity.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    METADATA.create_all(engine)
    make_identity(SqlIdentityStore(engine)).create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
    engine.dispose()
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        refusals = pool.starmap(_guess, [(path, worker) for worker in range(4)])
    assert sum(refusals) == 990


def test_a_copied_token_is_dead_after_sign_out(identity, officer):
    token = identity.sign_in("aigul", PASSWORD, address=HOME).token
    identity.sign_out(token)
    assert identity.user_of(token) is None


def test_a_copied_token_is_dead_after_a_password_change(identity, officer):
    token = identity.sign_in("aigul", PASSWORD, address=HOME).token
    entry = identity.change_password(officer, current=PASSWORD, new="another long phrase", address=HOME)
    assert identity.user_of(token) is None
    assert identity.user_of(entry.token) is not None
    assert identity.sign_in("aigul", PASSWORD, address=HOME) is None


def test_a_copied_token_is_dead_after_disablement_and_stays_so(identity, officer):
    token = identity.sign_in("aigul", PASSWORD, address=HOME).token
    identity.set_enabled("aigul", False)
    assert identity.user_of(token) is None
    identity.set_enabled("aigul", True)
    assert identity.user_of(token) is None


def test_a_copied_token_is_dead_after_half_an_hour_without_use(identity, clock, officer):
    token = identity.sign_in("aigul", PASSWORD, address=HOME).token
    clock.now += RULES.idle_seconds - 1
    assert identity.user_of(token) is not None
    clock.now += RULES.idle_seconds
    assert identity.user_of(token) is None


def test_a_copied_token_is_dead_after_a_working_day_of_use(identity, clock, officer):
    token = identity.sign_in("aigul", PASSWORD, address=HOME).token
    for _ in range(RULES.absolute_seconds // 1200 - 1):
        clock.now += 1200
        assert identity.user_of(token) is not None
    clock.now += 1200
    assert identity.user_of(token) is None


def test_a_session_never_begins_with_a_password_that_was_changed_meanwhile(identity, store, officer):
    store.set_password(officer.user_id, "another hash")
    assert identity.sessions.begin(officer) is None


def test_a_wrong_current_password_changes_nothing_and_counts_as_a_try(identity, officer):
    for _ in range(10):
        assert identity.change_password(officer, current="wrong", new="another long phrase", address=HOME) is None
    with pytest.raises(UsageError) as caught:
        identity.change_password(officer, current=PASSWORD, new="another long phrase", address=HOME)
    assert caught.value.code == "too_many_tries"


@pytest.mark.parametrize(
    ("password", "code"),
    [("x" * 11, "password_short"), ("x" * 129, "password_long"), ("Long.Login.Name", "password_is_login")],
)
def test_weak_passwords_are_refused(identity, password, code):
    with pytest.raises(UsageError) as caught:
        identity.create_user("long.login.name", "admin", password=password)
    assert caught.value.code == code


@pytest.mark.parametrize("role", [role for role in ROLES if role != "jobseeker"])
def test_only_jobseekers_go_without_a_password(identity, role):
    with pytest.raises(UsageError) as caught:
        identity.create_user("a", role, centre_id="saran", belongs_to="E-1")
    assert caught.value.code == "password_short"


@pytest.mark.parametrize(
    ("role", "given", "code"),
    [
        ("staff", {}, "user_without_centre"),
        ("jobseeker", {"belongs_to": "JS-1"}, "user_without_centre"),
        ("jobseeker", {"centre_id": "saran"}, "user_without_owner"),
        ("employer", {"centre_id": "saran"}, "user_without_owner"),
        ("employer", {"belongs_to": "E-1"}, "user_without_centre"),
    ],
)
def test_nobody_is_created_without_what_their_pages_are_limited_to(identity, role, given, code):
    with pytest.raises(UsageError) as caught:
        identity.create_user("a", role, password=PASSWORD, **given)
    assert caught.value.code == code


def test_one_login_has_one_person_whatever_its_case(identity, officer):
    with pytest.raises(UsageError) as caught:
        identity.create_user("AIGUL", "admin", password=PASSWORD)
    assert caught.value.code == "login_taken"


def test_odd_passwords_and_logins_are_refused_without_a_fault(identity, officer):
    for odd in ("", "\x00", "\ud800", "x" * 100_000, "й" * 50):
        assert identity.sign_in("aigul", odd, address="") is None
    assert identity.sign_in("\ud800", "x", address="no address") is None


def test_a_password_fits_however_the_keyboard_composes_it(identity):
    identity.create_user("a", "admin", password="мой длинный й")
    assert identity.sign_in("a", "мой длинный й", address=HOME) is not None


def test_a_code_lets_its_person_in_once_however_it_is_typed(identity, seeker):
    code = identity.issue_code(seeker.user_id)
    assert identity.enter_with_code(code.lower().replace("-", " "), address=HOME).user == seeker
    assert identity.enter_with_code(code, address=HOME) is None


def test_a_code_expires_after_three_days(identity, clock, seeker):
    code = identity.issue_code(seeker.user_id)
    clock.now += RULES.code_seconds
    assert identity.enter_with_code(code, address=HOME) is None


def test_a_new_code_ends_the_former_one(identity, seeker):
    former, code = identity.issue_code(seeker.user_id), identity.issue_code(seeker.user_id)
    assert identity.enter_with_code(former, address=HOME) is None
    assert identity.enter_with_code(code, address=HOME) is not None


def test_codes_are_guessed_ten_times_at_most(identity, seeker):
    code = identity.issue_code(seeker.user_id)
    for _ in range(10):
        assert identity.enter_with_code("2222-2222-2222", address=HOME) is None
    with pytest.raises(UsageError) as caught:
        identity.enter_with_code(code, address=HOME)
    assert caught.value.code == "too_many_tries"


def test_a_disabled_persons_code_is_dead(identity, seeker):
    code = identity.issue_code(seeker.user_id)
    identity.set_enabled("js-1", False)
    identity.set_enabled("js-1", True)
    assert identity.enter_with_code(code, address=HOME) is None


def test_codes_are_for_jobseekers_only(identity, officer):
    for user_id in (officer.user_id, "nobody"):
        with pytest.raises(UsageError):
            identity.issue_code(user_id)


def test_staff_print_codes_for_their_own_centre_only(identity, officer, seeker):
    other = identity.create_user("other", "staff", password=PASSWORD, centre_id="abay")
    employer = identity.create_user("plant", "employer", password=PASSWORD, centre_id="saran", belongs_to="E-1")
    for stranger in (other, employer, seeker):
        with pytest.raises(UsageError) as caught:
            identity.issue_code_by(stranger, "js-1")
        assert caught.value.code == "code_for_jobseekers_only"
    assert identity.enter_with_code(identity.issue_code_by(officer, "JS-1"), address=HOME).user == seeker


def test_a_code_is_worth_more_than_fifty_bits():
    assert len(set(CODE_ALPHABET)) ** CODE_LENGTH > 2**50


def test_the_database_holds_neither_tokens_nor_codes_nor_passwords_nor_what_was_typed(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'identity.sqlite'}")
    METADATA.create_all(engine)
    identity = make_identity(SqlIdentityStore(engine))
    identity.create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
    seeker = identity.create_user("js-1", "jobseeker", centre_id="saran", belongs_to="JS-1")
    code, token = identity.issue_code(seeker.user_id), identity.sign_in("aigul", PASSWORD, address=HOME).token
    identity.sign_in("typed-here-by-mistake", "wrong", address=HOME)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in_tries")).scalar_one() == 3
    engine.dispose()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (PASSWORD, code, code.replace("-", ""), token, "typed-here-by-mistake", HOME):
        assert secret.encode() not in content


def test_officials_are_listed_named_and_told_from_jobseekers(identity, officer, seeker):
    identity.create_user("root", "admin", password=PASSWORD)
    identity.store.set_name(officer.user_id, "Айгүл Серікова")
    assert [(user.login, user.name) for user in identity.store.officials()] == [
        ("root", ""),
        ("aigul", "Айгүл Серікова"),
    ]
    assert identity.store.user_of_person("saran", "JS-1") == identity.find("js-1")
    assert identity.store.user_of_person("abay", "JS-1") is None
