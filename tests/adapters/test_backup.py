"""Backups are of one moment, open with their key only, and come back whole or not at all; on both databases."""

import io
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from matcher.adapters.backup import restoring
from matcher.adapters.backup.archive import ArchiveWriter, Contents, Member
from matcher.adapters.backup.creating import create
from matcher.adapters.backup.restoring import opened, path_of, restore
from matcher.adapters.backup.rows import columns_of
from matcher.adapters.backup.sealing import make_key, read_key, seal
from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.identity import SqlIdentityStore
from matcher.adapters.database.migrating import METADATA, newest_revision, revision_of, upgrade
from matcher.adapters.database.read_log import FIRST, read_log
from matcher.adapters.database.repository import SqlRepository
from matcher.config import ROOT
from matcher.core.records import HeldSkill, Jobseeker, Profile, SensitiveFeatures, Vacancy
from matcher.core.records.centre import Blocking, Consent, Employer, VacancyStatusRecord, Viewer
from matcher.core.records.identity import OneTimeCode, SignInSession, User
from matcher.errors import InputError, UsageError

RESTORE = """
import sys
from pathlib import Path
from matcher.adapters.backup.restoring import opened, restore
from matcher.adapters.database.connection import open_engine
address, path, key = sys.argv[1:]
engine = open_engine(address)
with opened(Path(path), key_file=Path(key), folder=Path(path).parent) as archive:
    print("begins", flush=True)
    restore(archive, engine, {}, replace=True)
"""
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PERSON = (
    Jobseeker("1", Profile(skills=(HeldSkill("welding", 3, "сварка — дәнекерлеу"),)), consent=True),
    SensitiveFeatures("1", sex="F", birth_date=NOON.date()),
    Consent("1", True, NOON, "aigul"),
    Vacancy("V1", "Welder"),
    VacancyStatusRecord("V1", "published"),
)


@pytest.fixture
def key_file(tmp_path):
    make_key(tmp_path / "backup.key")
    return tmp_path / "backup.key"


@pytest.fixture
def database(empty_database):
    upgrade(empty_database)
    return empty_database


@pytest.fixture
def fresh(request, empty_database, tmp_path):
    """Make empty databases of the same kind as the test's own."""
    engines = []

    def make():
        if empty_database.dialect.name == "sqlite":
            address = f"sqlite:///{tmp_path / f'fresh{len(engines)}.sqlite'}"
        else:
            address = request.getfixturevalue("postgres_server").new_database()
        engines.append(open_engine(address))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


def put_back(path, engine, key_file, *, replace=False, roots=None):
    with opened(path, key_file=key_file, folder=path.parent) as archive:
        return restore(archive, engine, roots or {}, replace=replace)


def rows_of(engine):
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for table in METADATA.sorted_tables
        }


def test_every_backup_made_while_others_write_comes_back_as_one_moment(database, fresh, tmp_path, key_file, at_size):
    """Two people write whole families of records meanwhile; no restored database holds half of one, or a hole."""
    repository, stop = SqlRepository(database), threading.Event()

    def write(who):
        at = 0
        while not stop.is_set():
            person = f"{who}{at:05d}"
            repository.add_all("saran", [Jobseeker(person, Profile()), Consent(person, True, NOON, who)])
            at += 1

    writers = [threading.Thread(target=write, args=(who,)) for who in "ab"]
    for writer in writers:
        writer.start()
    n_people = []
    try:
        for at in range(at_size(2, 50)):
            create(database, {}, tmp_path / f"{at}.age", key_file=key_file)
            target = fresh()
            put_back(tmp_path / f"{at}.age", target, key_file)
            restored = SqlRepository(target)
            people = [row.record.jobseeker_id for row in restored.find("saran", Jobseeker)]
            consents = [row.record.jobseeker_id for row in restored.find("saran", Consent)]
            assert sorted(consents) == sorted(people)
            for who in "ab":
                own = sorted(each for each in people if each.startswith(who))
                assert own == [f"{who}{at:05d}" for at in range(len(own))]
            restored.add("saran", Employer("E1", "after"))  # numbers go on after those that came back
            n_people.append(len(people))
            target.dispose()
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert n_people == sorted(n_people)
    assert n_people[-1] > 0


def test_what_comes_back_is_what_was_there_on_the_other_database_too(database, tmp_path, key_file, request):
    SqlRepository(database).add_all("saran", PERSON)
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    others = [f"sqlite:///{tmp_path / 'other.sqlite'}"]
    if database.dialect.name == "postgresql":
        others.append(request.getfixturevalue("postgres_server").new_database())
    for address in others:
        target = open_engine(address)
        put_back(tmp_path / "b.age", target, key_file)
        assert revision_of(target) == newest_revision()
        assert rows_of(target) == rows_of(database)
        target.dispose()


def test_a_backup_tells_nothing_without_its_key(database, tmp_path, key_file):
    SqlRepository(database).add_all("saran", PERSON)
    made = create(database, {}, tmp_path / "b.age", key_file=key_file)
    sealed = (tmp_path / "b.age").read_bytes()
    assert (made.n_bytes, b"welding" in sealed, b"jobseekers" in sealed) == (len(sealed), False, False)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "b.age", key_file))
    make_key(tmp_path / "other.key")
    with pytest.raises(InputError, match="backup_key_wrong"):
        put_back(tmp_path / "b.age", database, tmp_path / "other.key", replace=True)


def test_a_file_that_was_cut_or_changed_is_refused_and_nothing_changes(database, tmp_path, key_file, at_size):
    SqlRepository(database).add_all("saran", PERSON)
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    sealed, before = (tmp_path / "b.age").read_bytes(), rows_of(database)
    spots = [len(sealed) * at // at_size(8, 400) for at in range(at_size(8, 400))]
    flipped = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in spots]
    for wrong in [*flipped, *(sealed[:at] for at in spots), sealed + b"x", b"no backup"]:
        (tmp_path / "wrong.age").write_bytes(wrong)
        with pytest.raises(InputError, match=r"backup_(damaged|key_wrong)"):
            put_back(tmp_path / "wrong.age", database, key_file, replace=True)
    assert rows_of(database) == before


def test_a_restore_that_fails_half_way_leaves_the_former_database(database, fresh, tmp_path, key_file, monkeypatch):
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    target = fresh()
    upgrade(target)
    SqlRepository(target).add_all("saran", PERSON)
    before = rows_of(target)

    def fail(connection, _):
        raise OSError("no space left")

    monkeypatch.setattr(restoring, "hold_to", fail)
    with pytest.raises(OSError, match="space"):
        put_back(tmp_path / "b.age", target, key_file, replace=True)
    assert rows_of(target) == before


def test_a_restore_that_is_killed_leaves_the_former_database_or_the_restored_one(database, tmp_path, key_file, at_size):
    repository, chance = SqlRepository(database), random.Random(6)
    repository.add_all("saran", [Jobseeker(f"then{at:04d}", Profile()) for at in range(1_000)])
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    address = database.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-c", RESTORE, address, str(tmp_path / "b.age"), str(key_file)]
    began = time.perf_counter()
    put_back(tmp_path / "b.age", database, key_file, replace=True)
    whole, seen = time.perf_counter() - began, Counter()
    for _ in range(at_size(2, 50)):
        now = f"now{sum(seen.values())}"
        repository.add("saran", Jobseeker(now, Profile()))
        before = {row.record.jobseeker_id for row in repository.find("saran", Jobseeker)}
        child = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "begins\n"
        time.sleep(chance.uniform(0, 1.5 * whole))
        child.kill()
        child.communicate()
        database.dispose()
        after = {row.record.jobseeker_id for row in repository.find("saran", Jobseeker)}
        kept = after == before
        assert kept or (len(after) == 1_000 and all(each.startswith("then") for each in after))
        assert revision_of(database) == newest_revision()
        seen[kept] += 1
    print(dict(seen))


def test_a_database_that_holds_something_is_replaced_only_when_told_so(database, tmp_path, key_file):
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    SqlRepository(database).add_all("saran", PERSON)
    with pytest.raises(UsageError, match="database_not_empty"):
        put_back(tmp_path / "b.age", database, key_file)
    put_back(tmp_path / "b.age", database, key_file, replace=True)
    assert list(SqlRepository(database).find("saran", Jobseeker)) == []


def test_a_restore_lets_nobody_in_whom_the_database_keeps_out(database, tmp_path, key_file):
    store = SqlIdentityStore(database)
    for name in ("gone", "here"):
        store.add_user(User(name, name, "staff", "old", centre_id="saran"))
    store.add_session(SignInSession("t" * 64, "here", 1, 1), password_hash="old")
    store.add_code(OneTimeCode("c" * 64, "here", 9_999_999_999))
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    store.set_enabled("gone", False)
    store.set_password("here", "new")
    put_back(tmp_path / "b.age", database, key_file, replace=True)
    assert (store.user("gone").is_enabled, store.user("here").is_enabled) == (False, True)
    assert store.user("here").password_hash == "new"
    assert store.session("t" * 64) is None
    assert store.use_code("c" * 64, 1) is None


def test_whoever_withdrew_or_was_blocked_since_stays_so(database, tmp_path, key_file):
    repository = SqlRepository(database)
    repository.add_all("saran", [Jobseeker(f"J{at}", Profile(), consent=True) for at in range(4)])
    repository.add("saran", Consent("J3", False, NOON, "J3"))
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    repository.add("saran", Consent("J1", False, NOON, "J1"))
    repository.add("saran", Blocking("J2", True, NOON, "J2"))
    repository.add("saran", Consent("J3", True, NOON, "J3"))
    put_back(tmp_path / "b.age", database, key_file, replace=True)
    # J3 said yes after the backup: that word is lost, and nobody is matched on a word that is not there.
    assert [row.record.jobseeker_id for row in repository.candidates("saran")] == ["J0"]


def test_who_looked_at_whom_since_is_still_known(database, fresh, tmp_path, key_file):
    repository, viewer = SqlRepository(database), Viewer("u1", "staff", "search")
    repository.add_all("saran", [Jobseeker(f"J{at}", Profile(), consent=True) for at in range(2)])
    repository.read_people("saran", ["J0"], viewer=viewer)
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    repository.read_people("saran", ["J1", "J0"], viewer=viewer)
    revision = repository.revision("saran")
    put_back(tmp_path / "b.age", database, key_file, replace=True)
    repository.read_people("saran", ["J1"], viewer=viewer)
    looks = repository.access_log("saran")
    assert [look.jobseeker_id for look in looks] == ["J1", "J0", "J1", "J0"]
    with database.connect() as connection:
        rows = connection.execute(select(read_log).order_by(read_log.c.seq)).mappings().all()
    assert [row["previous_hash"] for row in rows] == [FIRST, *(row["hash"] for row in rows[:-1])]
    assert repository.changes("saran", revision) is None
    other = fresh()
    upgrade(other)
    SqlRepository(other).add("saran", Jobseeker("J0", Profile()))
    SqlRepository(other).read_people("saran", ["J0"], viewer=viewer)
    put_back(tmp_path / "b.age", other, key_file, replace=True)  # of another past: its looks do not lead on
    assert len(SqlRepository(other).access_log("saran")) == 1


def test_a_backup_of_the_first_revision_is_brought_to_the_newest(empty_database, tmp_path, key_file):
    """Written by hand as the first program wrote it: with the tables and columns of then."""
    columns = {"row_id": "plain", "public_id": "plain", "centre_id": "plain", "version": "plain"}
    columns |= {"jobseeker_id": "plain", "consent": "plain", "content": "plain"}
    row = b'[7,"6f2b0a3e-5f0c-4c7e-9e9f-1d4d1f6f6b11","saran",1,"1",true,{"profile":{}}]\n'
    plain = io.BytesIO()
    writer = ArchiveWriter(plain)
    digest, n_rows = writer.add("tables/jobseekers.jsonl", [row])
    member = Member("tables/jobseekers.jsonl", digest, n_rows, columns)
    writer.finish(Contents("0.1.0", "0001", "sqlite", NOON.isoformat(), [member], []))
    plain.seek(0)
    with (tmp_path / "old.age").open("wb") as file:
        seal(plain, file, read_key(key_file))
    put_back(tmp_path / "old.age", empty_database, key_file)
    assert revision_of(empty_database) == newest_revision()
    (person,) = SqlRepository(empty_database).find("saran", Jobseeker)
    assert person.record == Jobseeker("1", Profile(), consent=True)


def test_a_backup_of_a_newer_program_is_refused(database, tmp_path, key_file, monkeypatch):
    monkeypatch.setattr("matcher.adapters.backup.creating.newest_revision", lambda: "9999")
    create(database, {}, tmp_path / "b.age", key_file=key_file)
    with pytest.raises(InputError, match="backup_newer"):
        put_back(tmp_path / "b.age", database, key_file, replace=True)


def test_files_come_back_where_they_are_missing_and_stay_where_they_are(tmp_path, key_file):
    database = open_engine(f"sqlite:///{tmp_path / 'centre.sqlite'}")
    upgrade(database)
    roots = {name: tmp_path / "instance" / name for name in ("secret_key", "synonyms.csv", "models")}
    (roots["models"] / "town" / "1").mkdir(parents=True)
    (roots["models"] / "town" / "1" / "card.json").write_text("{}")
    roots["secret_key"].write_text("then")
    roots["synonyms.csv"].write_text("words")
    create(database, roots, tmp_path / "b.age", key_file=key_file)
    (roots["models"] / "town" / "1" / "card.json").unlink()
    roots["secret_key"].write_text("now")
    done = put_back(tmp_path / "b.age", database, key_file, roots=roots)
    assert (done.files, done.kept) == (("models/town/1/card.json",), ("secret_key",))
    assert roots["secret_key"].read_text() == "now"
    assert (roots["models"] / "town" / "1" / "card.json").read_text() == "{}"
    database.dispose()


def test_no_file_of_a_backup_is_written_outside_its_folder(tmp_path):
    roots = {"models": tmp_path}
    assert path_of("models/a/card.json", roots) == tmp_path / "a" / "card.json"
    assert [path_of(name, roots) for name in ("models/../x", "models//etc/x", "other/x")] == [None, None, None]


def test_nothing_is_overwritten_and_no_half_file_is_left(database, tmp_path, key_file):
    (tmp_path / "b.age").write_text("there")
    with pytest.raises(UsageError, match="file_exists"):
        create(database, {}, tmp_path / "b.age", key_file=key_file)
    with pytest.raises(UsageError, match="file_exists"):
        make_key(key_file)
    assert {path.name for path in tmp_path.iterdir()} <= {"b.age", "backup.key", "centre.sqlite"}


@pytest.mark.parametrize("text", ["", "nothing", "AGE-SECRET-KEY-1QQQ", "a\nb"])
def test_a_key_that_is_none_is_named(tmp_path, text):
    path = tmp_path / "k"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(InputError, match="backup_key_unreadable"):
        read_key(path)
    path.chmod(0o644)
    with pytest.raises(UsageError, match="secret_readable"):
        read_key(path)


def test_every_column_is_of_a_kind_that_a_backup_can_hold():
    kinds = {kind for table in METADATA.sorted_tables for kind in columns_of(table).values()}
    assert kinds <= {"plain", "moment", "date", "bytes"}
