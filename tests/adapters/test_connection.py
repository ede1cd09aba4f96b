"""Every connection to SQLite is durable, patient and keeps foreign keys."""

import sqlite3

import pytest
from sqlalchemy import text

from matcher.adapters.database.connection import journal_mode, open_engine


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'centre.sqlite'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("busy_timeout", 30_000),
        ("journal_mode", journal_mode(sqlite3.sqlite_version_info)),
    ],
)
def test_every_connection_has_the_durable_settings(engine, pragma, expected):
    with engine.connect() as first, engine.connect() as second:
        assert [each.execute(text(f"PRAGMA {pragma}")).scalar() for each in (first, second)] == [expected] * 2


@pytest.mark.parametrize(("version", "mode"), [((3, 40, 1), "delete"), ((3, 51, 3), "wal"), ((3, 52, 0), "wal")])
def test_a_write_ahead_log_is_used_only_where_its_reset_is_mended(version, mode):
    assert journal_mode(version) == mode
