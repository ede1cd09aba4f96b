"""Erasure leaves nothing of a person: twenty planted values, searched for in the bytes of the database and of every file."""

import gzip
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, text

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.identity import SqlIdentityStore
from matcher.adapters.database.migrating import METADATA, upgrade
from matcher.adapters.database.personal import (
    SUBJECTS,
    WITHOUT_PEOPLE,
    WORDS,
    SqlPersonalRecords,
    held_rows,
    person_tables,
)
from matcher.adapters.database.read_log import verify_looks
from matcher.adapters.database.repository import SqlRepository
from matcher.adapters.database.rights_tables import erased_counts
from matcher.adapters.personal_files import InstanceFiles
from matcher.core.records import (
    Circumstances,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Outcome,
    PastOccupation,
    Profile,
    SensitiveFeatures,
    Vacancy,
)
from matcher.core.records.centre import (
    Blocking,
    Consent,
    Decision,
    Objection,
    Referral,
    SavedSearch,
    ShortlistEntry,
    UnresolvedWord,
    Viewer,
)
from matcher.core.records.decisions import LoggedDecision
from matcher.core.records.identity import User
from matcher.core.records.imports import FormerVersion, ImportedRow, ImportNote
from matcher.core.records.trainings import TrainingReferral
from matcher.core.retention import Retention
from matcher.services.erasure import Erasing

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
TODAY = NOON.date()
N_CANARIES = 28  # the identifier, and twenty-seven in words
OFFICER = Viewer("11111111-1111-1111-1111-111111111111", "staff", "candidate_page", "V1")


def canary(person, at):
    return f"Канарейка-{person}-{at:02d}-қ"


def records(person):
    """All kinds that tell of a person, with a canary wherever words can stand."""
    words = iter([canary(person, at) for at in range(1, N_CANARIES)])
    own = f"{canary(person, 0)}"
    profile = Profile(
        (HeldSkill("weld", 3, next(words)),),
        (PastOccupation(next(words), years=3),),
        (PastOccupation(next(words)),),
        languages=(LanguageLevel(next(words), "C1"),),
        text=next(words),
    )
    around = Circumstances(next(words), frozenset({next(words)}), frozenset({"day"}))
    unresolved = next(words)
    return own, [
        Jobseeker(own, profile, around, consent=True, unresolved=(unresolved,)),
        SensitiveFeatures(own, "F", date(2001, 2, 3), languages=(next(words),)),
        Consent(own, True, NOON, next(words)),
        Blocking(own, False, NOON, next(words)),
        Objection(own, next(words), NOON, TODAY, NOON, next(words), next(words)),
        Referral(own, "V1", next(words), NOON, offered_by=next(words)),
        Decision(own, "V1", "refusal", next(words), next(words), NOON),
        ShortlistEntry(own, "V1", next(words), NOON),
        Outcome(own, "V1", "hired", date(2026, 5, 1), next(words)),
        UnresolvedWord(unresolved, source="jobseekers"),
        LoggedDecision(own, "V1", "refused", next(words), NOON, "too_far", next(words)),
        ImportedRow(f"jobseekers:{own}", "digest", own, 1, own),
        FormerVersion("Jobseeker", own, 1, next(words), NOON, "i1", ("profile",), own, person=Jobseeker(own, profile)),
        ImportNote("i1", "same_person", own, f"other-of-{person}", (next(words),), own),
        TrainingReferral(own, next(words), NOON, TODAY, "ability_lost", words=next(words), withdrawn_by=next(words)),
        SavedSearch(f"ask {own}", "u1", "words=welder"),
        SavedSearch("to ask", "u1", urlencode({"words": f"welder {own.upper()}!"})),
        # Somebody else's note that names this person.
        ImportNote("i1", "same_person", "elsewhere", own, ("skills_alike:92",), ""),
    ]


def plant(engine, person):
    """Write all of a person, once with words that are replaced at once."""
    repository = SqlRepository(engine)
    own, all_of = records(person)
    repository.add_all("saran", all_of)
    stored = next(repository.find("saran", Jobseeker, jobseeker_id=own))
    former = replace(stored.record, profile=replace(stored.record.profile, text=f"{canary(person, 77)} former"))
    repository.save("saran", replace(stored, record=former), expected_version=1)
    repository.save("saran", replace(stored, record=stored.record), expected_version=2)
    repository.read_people("saran", [own], viewer=OFFICER)
    SqlPersonalRecords(engine).note_retention("saran", [Retention(own, 3, "keep", TODAY, None, TODAY)])
    user = User(f"user-{person}", f"login-{canary(person, 78)}", "jobseeker", centre_id="saran", jobseeker_id=own)
    SqlIdentityStore(engine).add_user(user)
    return own


def plant_files(folder, person, own):
    """Files of every kind that the instance folder may hold."""
    for run in ("runs/r1", "imports/centre/i1"):
        (folder / run / "deep").mkdir(parents=True)
        (folder / run / "rejected.csv").write_text(f"value\n{canary(person, 5)}\n", encoding="utf-8")
    table = f"jobseeker_id,text\n{own},{canary(person, 6)}\n"
    (folder / "runs/r1/matches.csv").write_text(table, encoding="utf-8-sig")
    (folder / "imports/centre/i1/deep/people.csv").write_text(table, encoding="utf-16")
    with gzip.open(folder / "packed.csv.gz", "wb") as file:
        file.write(table.encode())
    with zipfile.ZipFile(folder / "book.xlsx", "w") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{own}</t>")
    (folder / "imports/centre/i2").mkdir()
    (folder / "imports/centre/i2/people.csv").write_text("jobseeker_id\nsomebody else\n", encoding="utf-8")
    (folder / "runs/r2").mkdir(parents=True)
    (folder / "runs/r2/matches.csv").write_text("jobseeker_id\nsomebody else\n", encoding="utf-8")


def traces(folder, person):
    """List the files under a folder whose bytes hold a canary of a person."""
    spellings = [f"Канарейка-{person}-", f"-{person}-0"]
    wanted = [word.encode(encoding) for word in spellings for encoding in ("utf-8", "utf-16-le", "cp1251")]
    wanted += [spellings[0].encode("unicode_escape"), spellings[0].encode("ascii", "backslashreplace")]
    found = []
    for path in (each for each in Path(folder).rglob("*") if each.is_file()):
        content = path.read_bytes()
        content += gzip.decompress(content) if content[:2] == b"\x1f\x8b" else b""
        if any(word in content for word in wanted):
            found.append(path)
    return found


@pytest.fixture
def erasing(tmp_path):
    def make(engine):
        return Erasing(SqlPersonalRecords(engine), InstanceFiles(tmp_path, b"secret"))

    return make


def test_every_table_is_known_to_tell_of_people_or_of_nobody():
    known = {table.name for table in person_tables()} | SUBJECTS.keys() | WORDS
    missing = set(METADATA.tables) - known - WITHOUT_PEOPLE
    assert missing == set(), "say in personal.py whether these tell of people"
    assert not known & WITHOUT_PEOPLE
    assert {table.name for table in person_tables() if "centre_id" not in table.c} == set()


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_twenty_planted_values_leave_no_byte_in_sqlite_nor_in_any_file(tmp_path, erasing, monkeypatch, journal):
    monkeypatch.setattr("matcher.adapters.database.connection.journal_mode", lambda _: journal)
    engine = open_engine(f"sqlite:///{tmp_path / 'matcher.sqlite'}")
    upgrade(engine)
    SqlRepository(engine).add("saran", Vacancy("V1", "Welder"))
    own, other = plant(engine, "anna"), plant(engine, "other")
    plant_files(tmp_path, "anna", own)
    assert len(traces(tmp_path, "anna")) == 7
    rights = erasing(engine)
    plan = rights.plan("saran", own)
    assert traces(tmp_path, "anna")
    done = rights.erase("saran", own, today=TODAY)
    assert rights.wipe() == []
    # While the pages are still being served: journals and logs of the database count as much as the database.
    assert traces(tmp_path, "anna") == []
    assert done == plan
    assert {path.name for path in done.files} == {"r1", "i1", "packed.csv.gz", "book.xlsx"}
    engine.dispose()
    assert traces(tmp_path, "anna") == []
    assert "matcher.sqlite" in [path.name for path in traces(tmp_path, "other")]
    assert (tmp_path / "runs/r2/matches.csv").exists()
    assert (tmp_path / "imports/centre/i2/people.csv").exists()
    with engine.connect() as connection:
        assert len(held_rows(connection, "saran", other)) == 17
    engine.dispose()


@pytest.mark.postgres
def test_twenty_planted_values_leave_no_byte_in_the_tables_of_postgresql(tmp_path, erasing, postgres_server):
    engine = open_engine(postgres_server.new_database())
    upgrade(engine)
    SqlRepository(engine).add("saran", Vacancy("V1", "Welder"))
    own, other = plant(engine, "berik"), plant(engine, "other")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in ("ANALYZE", "CHECKPOINT"):
            connection.execute(text(statement))
    data = Path(postgres_server.folder) / "data"
    assert traces(data / "base", "berik")
    rights = erasing(engine)
    rights.erase("saran", own, today=TODAY)
    assert rights.wipe() == []
    assert traces(data / "base", "berik") == []
    assert traces(data / "global", "berik") == traces(postgres_server.folder, "berik-nothing") == []
    assert traces(data / "base", "other")
    # The write-ahead log keeps what was written until its segments are used anew; that is the server's to clean.
    assert {path.parent.name for path in traces(data, "berik")} <= {"pg_wal"}
    with engine.connect() as connection:
        assert held_rows(connection, "saran", other)
    engine.dispose()


def test_the_chain_of_looks_still_holds_and_names_nobody_any_more(empty_database, erasing):
    upgrade(empty_database)
    SqlRepository(empty_database).add("saran", Vacancy("V1", "Welder"))
    own, other = plant(empty_database, "anna"), plant(empty_database, "other")
    erasing(empty_database).erase("saran", own, today=TODAY)
    with empty_database.connect() as connection:
        (log,) = verify_looks(connection)
    assert (log.n_looks, log.broken_at) == (2, 0)
    assert [look.jobseeker_id for look in SqlRepository(empty_database).access_log("saran")] == [other, ""]


def test_counts_without_names_stay(empty_database, erasing):
    upgrade(empty_database)
    SqlRepository(empty_database).add("saran", Vacancy("V1", "Welder"))
    for person in ("anna", "berik"):
        erasing(empty_database).erase("saran", plant(empty_database, person), today=TODAY)
    with empty_database.connect() as connection:
        kept = {(row.event, row.people_group): row.n for row in connection.execute(select(erased_counts))}
    events, groups = ("person", "outcome.hired"), ("all", "women", "youth")
    assert kept == {(event, group): 2 for event in events for group in groups}
    assert SqlPersonalRecords(empty_database).counted("saran") == [(2026, 2, 2)]


def test_only_the_person_of_this_centre_is_erased_and_a_second_time_nothing(empty_database, erasing):
    upgrade(empty_database)
    repository = SqlRepository(empty_database)
    for centre in ("saran", "abay"):
        repository.add("abay" if centre == "abay" else "saran", Jobseeker("J1", Profile()))
    before = repository.revision("saran")
    assert erasing(empty_database).erase("saran", "J1", today=TODAY).n_rows == {"centre_changes": 1, "jobseekers": 1}
    assert list(repository.find("saran", Jobseeker)) == []
    assert len(list(repository.find("abay", Jobseeker))) == 1
    assert repository.revision("saran") > before
    assert erasing(empty_database).erase("saran", "J1", today=TODAY).n_rows == {}


def test_who_comes_back_with_an_old_backup_is_erased_again_and_nobody_else(empty_database, erasing, tmp_path):
    upgrade(empty_database)
    repository = SqlRepository(empty_database)
    repository.add_all("saran", [Jobseeker("J1", Profile()), Jobseeker("J2", Profile())])
    rights = erasing(empty_database)
    rights.erase("saran", "J1", today=TODAY)
    repository.add("saran", Jobseeker("J1", Profile()))
    repository.add("abay", Jobseeker("J1", Profile()))
    assert rights.erase_again(today=TODAY) == 1
    assert [row.record.jobseeker_id for row in repository.find("saran", Jobseeker)] == ["J2"]
    assert len(list(repository.find("abay", Jobseeker))) == 1
    assert "J1" not in (tmp_path / "erased").read_text(encoding="ascii")
    assert rights.erase_again(today=TODAY) == 0


def test_an_identifier_is_found_as_a_whole_word_only(tmp_path):
    files = InstanceFiles(tmp_path, b"secret")
    for name, content in (("a.csv", "000010,x"), ("b.csv", "1000010"), ("c.csv", "000010-2"), ("d.csv", "x;000010\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert [path.name for path in files.naming("000010")] == ["a.csv", "d.csv"]
