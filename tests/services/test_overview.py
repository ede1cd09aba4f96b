"""A centre in figures, from its records."""

from datetime import UTC, date, datetime, timedelta

import pytest
from fakes.repository import MemoryRepository
from services.test_matching import TAXONOMY

from matcher.core.matching.scoring import OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.overview import StageFigures
from matcher.core.records import (
    Circumstances,
    HeldSkill,
    Jobseeker,
    Outcome,
    Profile,
    SensitiveFeatures,
    SkillNeed,
    Vacancy,
)
from matcher.core.records.centre import Referral, ShortlistEntry, VacancyStatusRecord
from matcher.services.centre_cache import CentreCache
from matcher.services.overview import Overviews

TODAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def person(number, level, *, consent=True, licences=None):
    around = Circumstances(licences=licences)
    return Jobseeker(f"J{number:02}", Profile((HeldSkill("s1", level),)), around, consent=consent)


@pytest.fixture
def repository():
    """Twelve women under 35 who hold s1 at 3, twelve men over it at 1; one vacancy asks for level 3, one for a licence."""
    made = MemoryRepository()
    made.add_all("A", [person(number, 3 if number < 12 else 1) for number in range(24)])
    made.add_all(
        "A",
        [
            SensitiveFeatures(f"J{number:02}", "F" if number < 12 else "M", date(2000 if number < 12 else 1970, 1, 1))
            for number in range(24)
        ],
    )
    made.add_all("A", [Vacancy("V1", "welder", (SkillNeed("s1", 3),), positions=20, start_date=date(2027, 1, 1))])
    made.add_all("A", [Vacancy("V2", "driver", (SkillNeed("s1", 1),), positions=2, licences=frozenset({"C"}))])
    made.add_all("A", [VacancyStatusRecord("V1", "published"), VacancyStatusRecord("V2", "published")])
    return made


@pytest.fixture
def overviews(repository):
    cache = CentreCache(repository, TAXONOMY, TravelTimes(), OverlapRanker())
    clock = [NOON]
    made = Overviews(cache, lambda: clock[0])
    made.clock = clock
    return made


def stages(overviews):
    return {each.stage: each for each in overviews.of("A").stages}


def test_a_skill_is_short_by_positions_and_people_at_the_level_asked(overviews):
    told = overviews.of("A")
    assert told.n_open == 2
    first = told.short[0]
    assert (first.skill_id, first.level, first.demand, first.supply) == ("s1", 3, 22, 12)


def test_drafts_and_replaced_needs_count_nowhere(overviews, repository):
    repository.add_all("A", [Vacancy("V3", "x", (SkillNeed("s2"),), positions=9, positions_filled=7, filled_on=TODAY)])
    repository.add("A", VacancyStatusRecord("V3", "draft"))
    told = overviews.of("A")
    assert told.n_open == 2
    assert "s2" not in {each.skill_id for each in told.short}
    assert sum(row.filled for row in told.months) == 0


def test_filled_positions_of_an_expired_need_still_count(overviews, repository):
    repository.add_all("A", [Vacancy("V3", "x", positions_filled=7, filled_on=TODAY), VacancyStatusRecord("V3", "expired")])
    (row,) = [row for row in overviews.of("A").months if row.filled]
    assert (row.month, row.filled) == (date(2026, 11, 1), 7)


def test_the_pool_and_who_is_ready_for_something_are_counted_by_sex_and_age(overviews):
    told = stages(overviews)
    assert told["pool"] == StageFigures("pool", 24, 12, 12)
    # Nobody told of a licence: it is not known, so nobody fails it, and all are ready for the driver's work.
    assert told["ready"].total == 24


def test_who_fails_a_constraint_is_not_ready(repository):
    for row in list(repository.find("A", Jobseeker)):
        number = int(row.record.jobseeker_id[1:])
        repository.save(
            "A",
            type(row)(row.public_id, 1, person(number, row.record.profile.skills[0].level, licences=frozenset({"B"}))),
            expected_version=1,
        )
    cache = CentreCache(repository, TAXONOMY, TravelTimes(), OverlapRanker())
    told = stages(Overviews(cache, lambda: NOON))
    assert told["ready"] == StageFigures("ready", 12, 12, 12)


def test_each_stage_counts_a_person_once_and_small_ones_are_hidden(overviews, repository):
    for number in range(8):
        repository.add("A", ShortlistEntry(f"J{number:02}", "V1", "aigul", NOON))
        repository.add("A", ShortlistEntry(f"J{number:02}", "V2", "aigul", NOON))
    for number in range(6):
        promised = TODAY if number < 5 else None
        repository.add("A", Referral(f"J{number:02}", "V1", "aigul", NOON, person_commits_on=promised))
    repository.add("A", Referral("J20", "V1", "aigul", NOON, "withdrawn"))
    repository.add("A", Outcome("J00", "V1", "hired", decided_on=TODAY))
    told = stages(overviews)
    assert told["shortlisted"] == StageFigures("shortlisted", 8, 8, 8)
    assert told["referred"].total == 6
    assert told["in_training"].total is None, "four of them: one is hired already"
    assert told["hired"].total is None


def test_the_lists_are_audited_by_group(overviews):
    found = overviews.of("A").audit
    assert found.pool == 24
    assert {one.group for one in found.of("sex")} == {"women", "men"}


def test_an_empty_centre_has_an_overview_too(overviews):
    told = overviews.of("B")
    assert (told.n_open, told.short, told.audit) == (0, (), None)
    assert told.stages[0] == StageFigures("pool", 0, 0, 0)


def test_it_is_made_anew_when_something_was_written_and_ten_minutes_have_passed_or_a_day(overviews, repository):
    first = overviews.of("A")
    overviews.clock[0] = NOON + timedelta(minutes=11)
    assert overviews.of("A") is first
    overviews.clock[0] = NOON + timedelta(minutes=9)
    repository.add("A", person(30, 3))
    assert overviews.of("A") is first
    overviews.clock[0] = NOON + timedelta(minutes=10)
    second = overviews.of("A")
    assert second is not first
    overviews.clock[0] = NOON + timedelta(days=1)
    assert overviews.of("A") is not second
    assert stages(overviews)["pool"].total == 25


def test_who_withdrew_consent_is_in_no_figure_of_the_pool(overviews, repository):
    repository.add("A", person(31, 3, consent=False))
    assert stages(overviews)["pool"].total == 24
