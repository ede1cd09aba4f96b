"""Who was active when, and who is told and erased after two years without it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from matcher.adapters.database.identity import SqlIdentityStore
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.personal import SqlPersonalRecords
from matcher.adapters.database.repository import SqlRepository
from matcher.adapters.personal_files import InstanceFiles
from matcher.core.records import Jobseeker, Outcome, Profile, SensitiveFeatures, Vacancy
from matcher.core.records.centre import Consent
from matcher.core.records.identity import SignInSession, User
from matcher.services.erasure import Erasing

LONG_AGO = date(2024, 3, 1)
DUE = date(2026, 3, 1)


@pytest.fixture
def repository(empty_database):
    upgrade(empty_database)
    made = SqlRepository(empty_database)
    made.add_all("saran", [Jobseeker("J1", Profile()), Jobseeker("J2", Profile()), Vacancy("V1", "Welder")])
    made.add("saran", SensitiveFeatures("J1", "F", date(2026, 1, 1), date(2026, 1, 1)))
    made.add("saran", Consent("J1", True, datetime(2024, 3, 1, 12, tzinfo=UTC), "officer"))
    made.add("saran", Outcome("J1", "V1", "hired", date(2024, 1, 1), "", date(2024, 2, 1)))
    return made


@pytest.fixture
def erasing(empty_database, tmp_path):
    return Erasing(SqlPersonalRecords(empty_database), InstanceFiles(tmp_path / "instance", b"secret"))


def steps(erasing, day, *, apply=True):
    found = erasing.retain("saran", day) if apply else erasing.due("saran", day)
    return {person.jobseeker_id: person.step for person in found}


def people(repository):
    return [row.record.jobseeker_id for row in repository.find("saran", Jobseeker)]


def test_a_person_is_told_thirty_days_before_and_erased_after_two_years(repository, erasing):
    (first, second) = erasing.due("saran", date(2025, 1, 1))
    assert (first.active_on, first.erase_on, first.step) == (LONG_AGO, DUE, "keep")
    assert second.active_on == date(2025, 1, 1)
    assert steps(erasing, date(2025, 1, 1)) == {"J1": "keep", "J2": "keep"}
    assert steps(erasing, DUE - timedelta(31))["J1"] == "keep"
    assert steps(erasing, DUE - timedelta(30))["J1"] == "notify"
    assert steps(erasing, DUE - timedelta(1))["J1"] == "wait"
    assert people(repository) == ["J1", "J2"]
    assert steps(erasing, DUE) == {"J1": "erase", "J2": "keep"}
    assert people(repository) == ["J2"]
    # Who has no date at all is counted from the first run.
    assert steps(erasing, date(2026, 12, 2)) == {"J2": "notify"}
    assert steps(erasing, date(2027, 1, 1)) == {"J2": "erase"}


def test_a_late_first_run_still_gives_thirty_days_of_notice(repository, erasing):
    day = date(2028, 1, 1)
    assert steps(erasing, day)["J1"] == "notify"
    assert steps(erasing, day + timedelta(29))["J1"] == "wait"
    assert steps(erasing, day + timedelta(30))["J1"] == "erase"


def test_a_dry_run_changes_nothing(repository, erasing):
    for _ in range(2):
        assert steps(erasing, date(2028, 1, 1), apply=False)["J1"] == "notify"
    assert people(repository) == ["J1", "J2"]


@pytest.mark.parametrize("activity", ["consent", "edit", "sign_in"])
def test_whatever_the_person_does_takes_the_notice_back(repository, erasing, empty_database, activity):
    assert steps(erasing, DUE)["J1"] == "notify"
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    if activity == "consent":
        repository.add("saran", Consent("J1", False, noon, "J1"))
    elif activity == "edit":
        person = next(repository.find("saran", Jobseeker, jobseeker_id="J1"))
        repository.save("saran", person, expected_version=1)
    else:
        store = SqlIdentityStore(empty_database)
        store.add_user(User("u1", "j1", "jobseeker", centre_id="saran", jobseeker_id="J1"))
        store.add_session(SignInSession("token", "u1", 0, int(noon.timestamp())), password_hash="")
    assert steps(erasing, date(2026, 4, 1))["J1"] == "keep"
    assert steps(erasing, date(2028, 1, 1))["J1"] == "keep"
    assert people(repository) == ["J1", "J2"]
