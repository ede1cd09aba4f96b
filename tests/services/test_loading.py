"""A centre is filled once, all or nothing."""

from datetime import date, datetime

import pytest
from fakes.repository import MemoryRepository

from matcher.core.record_mapping import Unresolved
from matcher.core.records import HeldSkill, Jobseeker, Profile, SensitiveFeatures, Vacancy
from matcher.core.records.centre import Consent, Employer, UnresolvedWord, VacancyStatusRecord
from matcher.errors import UsageError
from matcher.services.loading import CentreTables, fill_centre

NOON = datetime(2026, 11, 24, 12)


def person(jobseeker_id, consent):
    return Jobseeker(jobseeker_id, Profile(skills=(HeldSkill("welding", 3),)), consent=consent)


TABLES = CentreTables(
    people=[person("1", True), person("2", False), person("3", None)],
    features=[SensitiveFeatures("1", sex="F", birth_date=date(1990, 1, 1))],
    vacancies=[
        Vacancy("V1", "Welder", employer_id="E1", employer="Plant"),
        Vacancy("V2", "Fitter", employer_id="E1", employer="Plant"),
    ],
    unresolved=[Unresolved("vacancies", "V1", "description", "x"), Unresolved("vacancies", "V2", "description", "x")],
)


def filled():
    repository = MemoryRepository()
    assert fill_centre(repository, "saran", TABLES, noted_by="clerk", noted_at=NOON) == 12
    return repository


def test_only_people_whose_row_says_yes_are_candidates():
    repository = filled()
    assert [each.record.jobseeker_id for each in repository.candidates("saran")] == ["1"]
    assert [each.record for each in repository.find("saran", Consent)] == [
        Consent("1", True, NOON, "clerk"),
        Consent("2", False, NOON, "clerk"),
    ]


def test_vacancies_are_published_and_an_employer_is_added_once():
    repository = filled()
    assert [each.record for each in repository.find("saran", Employer)] == [Employer("E1", "Plant")]
    assert {each.record.status for each in repository.find("saran", VacancyStatusRecord)} == {"published"}
    assert [each.record for each in repository.find("saran", UnresolvedWord)] == [
        UnresolvedWord("x", source="vacancies")
    ]


def test_a_centre_that_holds_people_is_not_filled_again():
    repository = filled()
    with pytest.raises(UsageError, match="centre_not_empty"):
        fill_centre(repository, "saran", TABLES, noted_by="clerk", noted_at=NOON)
    assert fill_centre(repository, "balkhash", TABLES, noted_by="clerk", noted_at=NOON) == 12
