"""Every connection to SQLite is durable, patient and keeps foreign keys."""

import sqlite3
import threading

import pytest
from sqlalchemy import text

from matcher.adapters.database.connection import journal_mode, open_engine, writing


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


def test_whoever_writes_waits_in_line_and_does_not_ask_the_file_again_and_again(engine):
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE notes (note TEXT)"))
    begun, told = threading.Event(), []

    def write():
        with writing(engine) as connection:
            begun.set()
            connection.execute(text("INSERT INTO notes VALUES ('second')"))
            told.extend(connection.execute(text("SELECT note FROM notes ORDER BY rowid")).scalars())

    with writing(engine) as connection:
        connection.execute(text("INSERT INTO notes VALUES ('first')"))
        other = threading.Thread(target=write)
        other.start()
        assert not begun.wait(0.2)
    other.join(10)
    assert told == ["first", "second"]


def test_a_writer_who_fails_lets_the_next_one_in(engine):
    with pytest.raises(ValueError, match="wrong"), writing(engine):
        raise ValueError("wrong")
    with writing(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
