"""Databases for the tests: SQLite in a folder, PostgreSQL as a real server."""

import pytest

from matcher.adapters.database.connection import open_engine

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=DATABASES)
def empty_database(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'centre.sqlite'}"
    else:
        address = request.getfixturevalue("postgres_server").new_database()
    engine = open_engine(address)
    yield engine
    engine.dispose()
