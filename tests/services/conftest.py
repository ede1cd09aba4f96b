"""People who enter, over every store of identities."""

import pytest
from identity_fake import MemoryIdentityStore, MovedClock, make_identity
from sqlalchemy import create_engine

from matcher.adapters.database.identity import METADATA, SqlIdentityStore

PASSWORD = "correct horse battery"


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryIdentityStore()
        return
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    engine = create_engine(server.new_database() if server else f"sqlite:///{tmp_path / 'identity.sqlite'}")
    METADATA.create_all(engine)
    yield SqlIdentityStore(engine)
    engine.dispose()


@pytest.fixture
def clock():
    return MovedClock()


@pytest.fixture
def identity(store, clock):
    return make_identity(store, clock)


@pytest.fixture
def officer(identity):
    return identity.create_user("Aigul", "staff", password=PASSWORD, centre_id="saran")
