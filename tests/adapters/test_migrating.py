"""Every step up and down, with what people have written, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, inspect, text
from sqlalchemy.exc import DBAPIError

from matcher.adapters.database.decision_tables import decision_log
from matcher.adapters.database.identity import SqlIdentityStore
from matcher.adapters.database.migrating import (
    METADATA,
    downgrade,
    newest_revision,
    require_newest,
    revision_of,
    upgrade,
)
from matcher.adapters.database.repository import SqlRepository
from matcher.core.records import Course, HeldSkill, Jobseeker, Profile, SensitiveFeatures, Vacancy
from matcher.core.records.centre import Blocking, Consent, Employer, Objection, Referral, VacancyStatusRecord, Viewer
from matcher.core.records.decisions import KeptText, LoggedDecision, Shown
from matcher.core.records.identity import User
from matcher.core.records.imports import Import, ImportNote
from matcher.core.records.trainings import TrainingReferral
from matcher.errors import UsageError

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHOWN = Shown("{}", "recommended", "{}", "0f", "overlap", "1", "t", "p", NOON.date())
RECORDS = (
    Jobseeker("1", Profile(skills=(HeldSkill("welding", 3, "сварка — дәнекерлеу"),)), consent=True),
    SensitiveFeatures("1", sex="F"),
    Consent("1", True, NOON, "aigul"),
    Employer("E1", "Зауыт"),
    Vacancy("V1", "Welder", employer_id="E1"),
    VacancyStatusRecord("V1", "published"),
    Objection("1", "Неге?", NOON, NOON.date()),
    Referral("1", "V1", "aigul", NOON),
    KeptText("0f", "{}"),
    LoggedDecision("1", "V1", "referred", "aigul", NOON, shown=SHOWN),
    Course("C1", "Welding"),
    TrainingReferral("1", "aigul", NOON, NOON.date(), "trade_must_change", "C1"),
    TrainingReferral("1", "aigul", NOON, NOON.date()),
    Blocking("1", False, NOON, "1"),
    Import("jobseekers", "done", "people.csv", "digest", "aigul", NOON),
    ImportNote("i1", "same_person", "1", "2", ("skills_alike:92",), "1"),
)


def fill(engine):
    repository = SqlRepository(engine)
    assert repository.add_all("saran", RECORDS) == len(RECORDS)
    SqlIdentityStore(engine).add_user(User("u1", "aigul", "staff", "hash", centre_id="saran", name="Айгүл"))
    repository.read_people("saran", ["1"], viewer=Viewer("u1", "staff", "search"))
    return repository


def rows_of(engine):
    """Count the rows of every table that is there."""
    names = sorted(set(inspect(engine).get_table_names()) - {"alembic_version"})
    with engine.connect() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def test_the_newest_revision_is_what_the_program_knows(empty_database):
    upgrade(empty_database)
    with empty_database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_every_step_goes_up_and_down_with_what_was_written(empty_database):
    assert revision_of(empty_database) == ""
    upgrade(empty_database)
    repository = fill(empty_database)
    upgrade(empty_database)
    for kind in {type(record) for record in RECORDS}:
        assert [row.record for row in repository.find("saran", kind)] == [
            each for each in RECORDS if type(each) is kind
        ]
    assert [user.login for user in SqlIdentityStore(empty_database).officials()] == ["aigul"]
    downgrade(empty_database)
    assert revision_of(empty_database) == ""
    assert set(inspect(empty_database).get_table_names()) <= {"alembic_version"}
    upgrade(empty_database)
    fill(empty_database)
    assert revision_of(empty_database) == newest_revision()


def test_each_step_down_and_up_again_keeps_every_row_that_the_older_form_can_hold(empty_database):
    upgrade(empty_database)
    fill(empty_database)
    n_steps = 0
    for number in range(int(newest_revision()) - 1, 0, -1):
        before, older = rows_of(empty_database), f"{number:04d}"
        downgrade(empty_database, older)
        assert revision_of(empty_database) == older
        kept = rows_of(empty_database)
        assert kept == {name: before[name] for name in kept}
        upgrade(empty_database)
        after = rows_of(empty_database)
        assert {name: after[name] for name in kept} == kept
        n_steps += 1
    assert n_steps == int(newest_revision()) - 1
    assert {"jobseekers", "referrals", "decisions", "users"} <= kept.keys()
    assert [user.login for user in SqlIdentityStore(empty_database).officials()] == ["aigul"]


def test_a_database_of_another_revision_is_refused_with_both(empty_database):
    with pytest.raises(UsageError) as caught:
        require_newest(empty_database)
    assert caught.value.code == "database_not_upgraded"
    assert caught.value.params == {"found": "-", "expected": newest_revision()}
    upgrade(empty_database)
    require_newest(empty_database)


def test_a_step_that_fails_leaves_nothing_behind(empty_database):
    with empty_database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE users (x INTEGER)")
    with pytest.raises(Exception, match="users"):
        upgrade(empty_database)
    assert set(inspect(empty_database).get_table_names()) <= {"users", "alembic_version"}
    assert revision_of(empty_database) == ""


def test_ten_thousand_people_are_added_and_streamed_in_order(empty_database):
    upgrade(empty_database)
    repository = SqlRepository(empty_database)
    people = (Jobseeker(f"{at:06d}", Profile(skills=(HeldSkill("welding", 3),)), consent=True) for at in range(10_000))
    assert repository.add_all("saran", people) == 10_000
    streamed = [each.record.jobseeker_id for each in repository.candidates("saran")]
    assert streamed == [f"{at:06d}" for at in range(10_000)]


def test_an_entry_of_the_decision_log_can_not_be_changed_but_erased(empty_database):
    upgrade(empty_database)
    repository = fill(empty_database)
    (entry,) = repository.find("saran", LoggedDecision)
    with pytest.raises(DBAPIError, match="decision_log only grows"):
        repository.save("saran", replace(entry, record=replace(entry.record, words="else")), expected_version=1)
    with empty_database.begin() as connection:
        connection.execute(delete(decision_log).where(decision_log.c.jobseeker_id == "1"))
    assert not list(repository.find("saran", LoggedDecision))
