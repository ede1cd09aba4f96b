"""What a centre keeps of its imports, and reading by many keys; memory, SQLite and PostgreSQL."""

from datetime import UTC, datetime

import pytest
from fakes.repository import MemoryRepository

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.repository import SqlRepository
from matcher.core.records import Circumstances, Course, HeldSkill, Jobseeker, Profile, SensitiveFeatures
from matcher.core.records.centre import Employer
from matcher.core.records.imports import (
    ColumnPair,
    Columns,
    FormerVersion,
    Import,
    ImportedRow,
    ImportNote,
    RememberedColumns,
)
from matcher.errors import UsageError

STORES = ["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(params=STORES)
def repository(request, tmp_path):
    if request.param == "memory":
        yield MemoryRepository()
        return
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    engine = open_engine(server.new_database() if server else f"sqlite:///{tmp_path / 'centre.sqlite'}")
    upgrade(engine)
    yield SqlRepository(engine)
    engine.dispose()


def test_records_are_read_by_one_of_many_values_within_their_centre(repository):
    repository.add_all("A", [Employer(f"E{at:04}", "x") for at in range(2_500)])
    repository.add("B", Employer("E0001", "another centre's"))
    wanted = [f"E{at:04}" for at in range(2_400)]
    found = [each.record.employer_id for each in repository.among("A", Employer, "employer_id", wanted)]
    assert sorted(found) == wanted
    assert list(repository.among("A", Employer, "employer_id", [])) == []


def test_everything_of_an_import_comes_back_as_it_was_written(repository):
    person = Jobseeker("1", Profile(skills=(HeldSkill("weld", 3),)), Circumstances(shifts=frozenset({"day"})))
    pairs = (ColumnPair("skills", "Навыки"),)
    records = [
        person,
        Import("jobseekers", "running", "Ж.csv", "d", "aigul", NOON, Columns("own", pairs), cursor=7, seen_at=NOON),
        RememberedColumns("jobseekers:1", Columns("hh")),
        ImportedRow("jobseekers:1", "d", "1", 2, "1"),
        ImportedRow("courses:C", "d", "C"),
        FormerVersion("Jobseeker", "1", 1, "aigul", NOON, "i", ("profile.skills",), "1", person=person),
        FormerVersion("SensitiveFeatures", "1", 1, "a", NOON, "i", ("sex",), "1", features=SensitiveFeatures("1", "F")),
        FormerVersion("Course", "C", 1, "aigul", NOON, "i", ("title",), course=Course("C", "Welding")),
        ImportNote("i", "same_person", "1", "01", ("same_birth_date", "skills_alike:92"), "1"),
    ]
    repository.save_all("A", [], added=records)
    found = [each for kind in dict.fromkeys(map(type, records)) for each in repository.find("A", kind)]
    assert [each.record for each in found] == records
    assert [each.record.key for each in repository.find("A", FormerVersion, key="C")] == ["C"]


def test_a_row_is_noted_once_in_a_centre(repository):
    repository.add("A", ImportedRow("courses:C", "d", "C"))
    with pytest.raises(UsageError, match="record_taken"):
        repository.add("A", ImportedRow("courses:C", "e", "C"))
    repository.add("B", ImportedRow("courses:C", "d", "C"))
