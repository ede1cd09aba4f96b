"""Programs enter with a token as long as it lives and its person may enter; over every store."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from identity_fake import MemoryIdentityStore, MovedClock
from token_fake import MemoryTokenStore

from matcher.adapters.database.api_tokens import SqlTokenStore
from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.identity import SqlIdentityStore
from matcher.adapters.database.migrating import upgrade
from matcher.core.records.identity import ApiRules, User
from matcher.errors import UsageError
from matcher.services.api_tokens import DAY_SECONDS, ApiTokens

AIGUL = User("u1", "aigul", "staff", "hash", centre_id="saran")
RULES = ApiRules(requests=5)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def tokens(request, tmp_path):
    if request.param == "memory":
        people = MemoryIdentityStore()
        store = MemoryTokenStore(people)
    else:
        server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
        engine = open_engine(server.new_database() if server else f"sqlite:///{tmp_path / 'centre.sqlite'}")
        request.addfinalizer(engine.dispose)
        upgrade(engine)
        people, store = SqlIdentityStore(engine), SqlTokenStore(engine)
    people.add_user(AIGUL)
    return ApiTokens(store, people, MovedClock(), RULES)


def test_a_token_tells_whose_it_is_and_is_stored_nowhere(tokens):
    token = tokens.create(AIGUL, "reports", days=1)
    assert tokens.caller(token).user == AIGUL
    assert tokens.caller(token + "x") is None
    assert tokens.caller("") is None
    (stored,) = tokens.store.tokens("u1")
    assert (stored.name, token in repr(stored)) == ("reports", False)


def test_a_token_ends_by_time_by_revocation_and_with_its_person(tokens):
    expired, revoked, disabled = (
        tokens.create(AIGUL, name, days=days) for name, days in (("a", 1), ("b", 9), ("c", 9))
    )
    tokens.clock.now += DAY_SECONDS
    assert tokens.caller(expired) is None
    assert tokens.revoke(AIGUL, "b") == 1
    assert tokens.caller(revoked) is None
    assert tokens.caller(disabled).user == AIGUL
    tokens.people.set_enabled("u1", False)
    assert tokens.caller(disabled) is None


def test_requests_of_a_window_are_counted_over_all_workers(tokens):
    token = tokens.create(AIGUL, "reports", days=1)
    tokens.clock.now -= tokens.clock.now % RULES.window_seconds
    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(lambda _: tokens.caller(token).wait_seconds, range(8)))
    assert sorted(waits) == [0] * 5 + [60] * 3
    tokens.clock.now += 60
    assert tokens.caller(token).wait_seconds == 0


@pytest.mark.parametrize(
    ("user", "name", "days", "code"),
    [
        (User("u2", "x", "admin"), "n", 1, "token_role"),
        (User("u3", "x", "jobseeker"), "n", 1, "token_role"),
        (AIGUL, "n", 0, "token_days"),
        (AIGUL, "n", 367, "token_days"),
        (AIGUL, " ", 1, "token_name"),
        (AIGUL, "n" * 101, 1, "token_name"),
    ],
)
def test_a_token_that_may_not_be_is_refused(tokens, user, name, days, code):
    with pytest.raises(UsageError) as fault:
        tokens.create(user, name, days=days)
    assert fault.value.code == code


def test_a_token_that_is_not_there_cannot_be_revoked(tokens):
    with pytest.raises(UsageError, match="unknown_token"):
        tokens.revoke(AIGUL, "none")
