"""The read log: whoever is shown a person leaves one row that nobody changes, or is shown nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.read_log import FIRST, hash_of, read_heads, read_log, read_subjects, verify_looks
from matcher.adapters.database.repository import SqlRepository
from matcher.core.records import Jobseeker, Profile
from matcher.core.records.centre import Viewer

OFFICER = Viewer("u1", "staff", "search", "V1")
PEOPLE = [f"{at:03d}" for at in range(50)]


@pytest.fixture
def engine(empty_database):
    upgrade(empty_database)
    SqlRepository(empty_database).add_all("A", [Jobseeker(each, Profile()) for each in PEOPLE])
    return empty_database


def rows(engine):
    with engine.connect() as connection:
        return connection.execute(select(read_log).order_by(read_log.c.centre_id, read_log.c.seq)).mappings().all()


def test_each_row_carries_the_hash_of_the_one_before_and_names_nobody(engine):
    repository = SqlRepository(engine)
    repository.read_people("A", PEOPLE[:3], viewer=OFFICER)
    repository.read_people("A", PEOPLE[:2], viewer=OFFICER)
    found = rows(engine)
    assert [row["seq"] for row in found] == [1, 2, 3, 4, 5]
    assert [row["previous_hash"] for row in found] == [FIRST, *(row["hash"] for row in found[:-1])]
    assert all(row["hash"] == hash_of(row) for row in found)
    assert found[0]["subject"] == found[3]["subject"] != found[1]["subject"]

    with engine.connect() as connection:
        assert connection.execute(select(read_heads.c.n_looks, read_heads.c.last_hash)).one() == (5, found[-1]["hash"])


def test_sixteen_threads_that_read_at_once_leave_one_row_a_read(engine, at_size):
    repository, n_reads = SqlRepository(engine), at_size(10, 50)

    def look(thread):
        viewer = Viewer(f"u{thread}", "staff", "candidate_page")
        return [len(repository.read_people("A", [PEOPLE[at]], viewer=viewer)) for at in range(n_reads)]

    with ThreadPoolExecutor(16) as pool:
        assert sum(map(sum, pool.map(look, range(16)))) == 16 * n_reads
    found = rows(engine)
    assert [row["seq"] for row in found] == list(range(1, 16 * n_reads + 1))
    assert [row["previous_hash"] for row in found] == [FIRST, *(row["hash"] for row in found[:-1])]
    with engine.connect() as connection:
        assert len(connection.execute(select(read_subjects)).all()) == n_reads


@pytest.mark.parametrize("change", ["UPDATE read_log SET role = 'admin'", "DELETE FROM read_log"])
def test_a_row_can_neither_be_changed_nor_deleted(engine, change):
    SqlRepository(engine).read_people("A", PEOPLE[:1], viewer=OFFICER)
    with pytest.raises(DBAPIError, match="read_log only grows"), engine.begin() as connection:
        connection.execute(text(change))
    assert [row["role"] for row in rows(engine)] == ["staff"]


def test_nobody_is_read_when_the_look_cannot_be_written(engine):
    def fail(connection, cursor, statement, *rest):
        if statement.startswith("INSERT INTO read_log"):
            raise OSError("no space left")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="no space left"):
        SqlRepository(engine).read_people("A", PEOPLE, viewer=OFFICER)
    event.remove(engine, "before_cursor_execute", fail)
    assert rows(engine) == []
    assert len(SqlRepository(engine).read_people("A", PEOPLE, viewer=OFFICER)) == 50
    assert len(rows(engine)) == 50


def test_a_page_of_fifty_is_written_with_one_insert(engine):
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    SqlRepository(engine).read_people("A", PEOPLE, viewer=OFFICER)
    assert len([each for each in statements if each.startswith("INSERT INTO read_log")]) == 1
    assert len(statements) < 10


def tampered(engine, *statements):
    """Change the log as whoever owns the database can: without its triggers."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER read_log_no_update"))
            connection.execute(text("DROP TRIGGER read_log_no_delete"))
        else:
            connection.execute(text("ALTER TABLE read_log DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
    with engine.connect() as connection:
        return {log.centre_id: log.broken_at for log in verify_looks(connection)}


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE read_log SET role = 'admin' WHERE seq = 4 AND centre_id = 'A'", 4),
        ("UPDATE read_log SET vacancy_id = '' WHERE seq = 1 AND centre_id = 'A'", 1),
        ("DELETE FROM read_log WHERE seq = 3 AND centre_id = 'A'", 3),
        ("DELETE FROM read_log WHERE seq > 5 AND centre_id = 'A'", 6),
        ("DELETE FROM read_log WHERE centre_id = 'A'", 1),
        ("DELETE FROM read_heads WHERE centre_id = 'A'", 1),
        ("UPDATE read_subjects SET jobseeker_id = '049' WHERE jobseeker_id = '001'", 2),
        ("UPDATE read_log SET seq = 99 WHERE seq = 8 AND centre_id = 'A'", 8),
    ],
)
def test_whatever_is_changed_the_first_row_that_does_not_fit_is_named(engine, statement, broken_at):
    repository = SqlRepository(engine)
    repository.add("B", Jobseeker("000", Profile()))
    repository.read_people("B", ["000"], viewer=OFFICER)
    repository.read_people("A", PEOPLE[:8], viewer=OFFICER)
    with engine.connect() as connection:
        whole = verify_looks(connection)
    assert [(log.centre_id, log.n_looks, log.broken_at) for log in whole] == [("A", 8, 0), ("B", 1, 0)]
    assert whole[0].last_hash == rows(engine)[7]["hash"]
    assert tampered(engine, statement) == {"A": broken_at, "B": 0}
