"""Staff search: the numbers of the batch, filters that never move an order, and a pool as new as the last write."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from fakes.repository import MemoryRepository

from matcher.adapters.engines import make_engine
from matcher.adapters.tables_io.reading import read_table
from matcher.bootstrap import build
from matcher.config import ROOT
from matcher.core.matching.constraints import HARD, check_all
from matcher.core.matching.context import MatchingContext
from matcher.core.matching.scoring import OverlapRanker
from matcher.core.record_mapping import RecordParser
from matcher.core.records import (
    READINESS,
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    Profile,
    SensitiveFeatures,
    SkillNeed,
    Vacancy,
)
from matcher.core.records.centre import Blocking, Consent, VacancyStatusRecord, Viewer
from matcher.core.sensitive import age_on
from matcher.services import vacancy_ranking
from matcher.services.centre_cache import CentreCache
from matcher.services.matching import match_people
from matcher.services.search.candidate_search import SORTS, CandidateSearch, SearchQuery
from matcher.services.search.diagnostics import EmptyResultCause
from matcher.services.search.filters import Filters
from matcher.services.search.query_parsing import parse_query

CONTAINER = build()
DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 7, tzinfo=UTC)
OFFICER = Viewer("u1", "staff", "search")


def a_pair_of_plain_skills():
    plain = [key for key, skill in sorted(CONTAINER.taxonomy.skills.items()) if not skill.evidences and not skill.broader]
    return plain[0], next(key for key in plain[1:] if key not in CONTAINER.taxonomy.siblings(plain[0]))


SKILL, OTHER = a_pair_of_plain_skills()


@pytest.fixture(scope="module")
def sample():
    """The records of the sample town: people, features, vacancies, courses."""
    rows = {
        name: read_table(ROOT / "data" / "samples" / f"{name}.csv", name).accepted
        for name in ("jobseekers", "vacancies", "courses")
    }
    parser = RecordParser(CONTAINER.resolver, CONTAINER.places, DAY)
    people, features = parser.jobseekers(rows["jobseekers"])
    people = [replace(person, consent=True) for person in people]
    return people, features, parser.vacancies(rows["vacancies"]), parser.courses(rows["courses"])


def search_over(repository, model="overlap"):
    cache = CentreCache(repository, CONTAINER.taxonomy, CONTAINER.travel, CONTAINER.ranker(model))
    return CandidateSearch(cache, lambda: DAY)


@pytest.fixture(scope="module")
def of_sample(sample):
    repository = MemoryRepository()
    for records in sample:
        repository.add_all("saran", random.Random(1).sample(records, len(records)))
    return search_over(repository)


def matches(search, asked):
    found = search.find_candidates("saran", asked)
    return [row.match for row in search.everybody("saran", found, OFFICER)]


@pytest.fixture(scope="module")
def batch(sample):
    people, _, vacancies, courses = sample
    town = MatchingContext.of(CONTAINER.taxonomy, vacancies, courses, ranker=OverlapRanker(), travel=CONTAINER.travel, top=len(people))
    return match_people(people, town, make_engine("serial", 1))


def test_a_search_by_vacancy_gives_the_matches_of_the_batch_under_a_learned_ranker_too(sample):
    people, features, vacancies, courses = sample[0][:120], sample[1][:120], sample[2][:10], sample[3]
    repository = MemoryRepository()
    repository.add_all("saran", [*people, *features, *vacancies, *courses])
    ranker = CONTAINER.ranker("prior")
    town = MatchingContext.of(CONTAINER.taxonomy, vacancies, courses, ranker=ranker, travel=CONTAINER.travel, top=len(people))
    batch = match_people(people, town, make_engine("serial", 1)).by_vacancy
    search = search_over(repository, "prior")
    for vacancy in vacancies[::3]:
        assert matches(search, SearchQuery(vacancy)) == [each for each in batch if each.vacancy_id == vacancy.vacancy_id]


def test_a_search_by_vacancy_gives_the_very_matches_of_the_batch(of_sample, sample, batch):
    for vacancy in sample[2]:
        ours = matches(of_sample, SearchQuery(vacancy))
        assert ours == [match for match in batch.by_vacancy if match.vacancy_id == vacancy.vacancy_id]


def test_what_constraints_exclude_is_counted_as_the_batch_counts(of_sample, sample):
    people, _, vacancies, _ = sample
    for vacancy in vacancies[:10]:
        found = of_sample.find_candidates("saran", SearchQuery(vacancy))
        failed = check_all(people, [vacancy], CONTAINER.travel).failed
        scored = {person.jobseeker_id for person in people} - {
            found.centre.index.ids[at] for at in np.flatnonzero(found.ranking.score_millionths == 0)
        }
        for name in HARD:
            out = [p for p, fails in zip(people, failed[name][:, 0], strict=True) if fails and p.jobseeker_id in scored]
            assert found.excluded.get(name, 0) == len(out)


def test_readiness_and_hours_of_everybody_are_those_of_the_assembled_matches(of_sample, sample):
    for vacancy in sample[2]:
        found = of_sample.find_candidates("saran", SearchQuery(vacancy))
        column = found.ranking.readiness
        for row in of_sample.everybody("saran", found, OFFICER):
            at = found.centre.index.position_of[row.person.record.jobseeker_id]
            assert READINESS[column.status[at]] == row.match.readiness
            told = None if np.isnan(column.hours[at]) else column.hours[at]
            assert told == row.match.hours_to_ready


FILTERS = (
    Filters(women=True),
    Filters(youth=True),
    Filters(long_unemployed=True),
    Filters(carers=True),
    Filters(languages=("kk",)),
    Filters(licences=("B",)),
    Filters(shifts=("night",)),
    Filters(travel_minutes=30),
    Filters(locality="352210000"),
    *(Filters(readiness=each) for each in READINESS),
    Filters(women=True, youth=True, readiness="after_training"),
)


def fits(person, features, filters, match):
    around, age = person.circumstances, features.birth_date and age_on(features.birth_date, DAY)
    since, minutes = features.unemployed_since, around.max_travel_minutes
    spoken = {each.language for each in person.profile.languages or ()}
    return all(
        (
            not filters.readiness or match.readiness == filters.readiness,
            not filters.women or features.sex == "F",
            not filters.youth or (age is not None and 14 <= age <= 35),
            not filters.long_unemployed or (since is not None and age_on(since, DAY) >= 1),
            not filters.carers or bool(features.care_hours),
            set(filters.languages) <= spoken,
            set(filters.licences) <= (around.licences or set()),
            set(filters.shifts) <= (around.shifts or set()),
            not filters.travel_minutes or (minutes is not None and minutes >= filters.travel_minutes),
            not filters.locality or around.locality == filters.locality,
        )
    )


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_filter_shows_those_who_fit_it_in_the_same_order_with_the_same_numbers(of_sample, sample, filters):
    people, features, vacancies, _ = sample
    by_id = {person.jobseeker_id: (person, own) for person, own in zip(people, features, strict=True)}
    some = 0
    for vacancy in vacancies[::2]:
        everybody = matches(of_sample, SearchQuery(vacancy))
        shown = matches(of_sample, SearchQuery(vacancy, filters))
        assert shown == [match for match in everybody if fits(*by_id[match.jobseeker_id], filters, match)]
        some += len(shown)
    assert some


def test_sorting_looks_at_everybody_and_ties_go_to_fit_then_identifier(of_sample, sample):
    people, features, vacancies, _ = sample
    since = {own.jobseeker_id: own.unemployed_since for own in features}
    keys = {
        "fit": lambda m: (-m.score, m.jobseeker_id),
        "hours": lambda m: (m.hours_to_ready is None, m.hours_to_ready or 0.0, -m.score, m.jobseeker_id),
        "unemployed": lambda m: (since[m.jobseeker_id] or date.max, -m.score, m.jobseeker_id),
        "identifier": lambda m: m.jobseeker_id,
    }
    assert set(keys) == set(SORTS)
    for vacancy in vacancies[::9]:
        everybody = matches(of_sample, SearchQuery(vacancy))
        for sort in SORTS:
            assert matches(of_sample, SearchQuery(vacancy, sort=sort)) == sorted(everybody, key=keys[sort])


def test_pages_of_fifty_follow_one_another_without_gap(of_sample, sample):
    vacancy = sample[2][0]
    found = of_sample.find_candidates("saran", SearchQuery(vacancy))
    paged = [
        row.match for page in range(1, found.n_pages + 1) for row in of_sample.rows("saran", found, OFFICER, page=page)
    ]
    assert found.n_pages > 1
    assert paged == matches(of_sample, SearchQuery(vacancy))
    assert of_sample.rows("saran", found, OFFICER, page=found.n_pages + 1) == []


def test_without_a_vacancy_people_are_listed_by_identifier_without_a_score(of_sample, sample):
    found = of_sample.find_candidates("saran", SearchQuery())
    rows = of_sample.rows("saran", found, OFFICER)
    assert found.total == len(sample[0])
    assert [row.person.record.jobseeker_id for row in rows] == sorted(p.jobseeker_id for p in sample[0])[:50]
    assert all(row.match is None for row in rows)


def person(jobseeker_id, *skills, consent=True, **around):
    held = tuple(HeldSkill(skill, 3) for skill in skills)
    return Jobseeker(jobseeker_id, Profile(held), Circumstances(**around), consent=consent)


ASKS = Vacancy("V1", "Baker", (SkillNeed(SKILL, 3), SkillNeed(OTHER, 3)))


@pytest.fixture
def repository():
    made = MemoryRepository()
    people = [person("J3", SKILL), person("J1", SKILL, OTHER), person("J2", OTHER), person("J4", consent=None)]
    made.add_all("saran", [*people, ASKS, VacancyStatusRecord("V1", "published")])
    return made


def shown(search, asked=None):
    found = search.find_candidates("saran", asked or SearchQuery(ASKS))
    return [row.person.record.jobseeker_id for row in search.rows("saran", found, OFFICER)]


def test_people_without_consent_are_never_shown(repository):
    repository.add_all("saran", [person("J5", SKILL, consent=False), person("J6", SKILL, consent=None)])
    search = search_over(repository)
    assert shown(search) == ["J1", "J2", "J3"] or shown(search) == ["J1", "J3", "J2"]
    assert shown(search, SearchQuery()) == ["J1", "J2", "J3"]


def test_every_write_is_seen_by_the_next_search(repository):
    search = search_over(repository)
    assert shown(search)[0] == "J1"
    repository.add("saran", Consent("J1", False, NOON, "J1"))
    assert "J1" not in shown(search)
    repository.add("saran", Consent("J1", True, NOON, "J1"))
    assert shown(search)[0] == "J1"
    repository.add("saran", Blocking("J1", True, NOON, "u1"))
    assert "J1" not in shown(search)
    (two,) = repository.find("saran", Jobseeker, jobseeker_id="J2")
    repository.save("saran", replace(two, record=person("J2", SKILL, OTHER)), expected_version=1)
    assert shown(search)[0] == "J2"
    repository.add("saran", person("J0", SKILL, OTHER))
    assert shown(search)[:2] == ["J0", "J2"]
    repository.add("saran", SensitiveFeatures("J0", sex="F"))
    assert shown(search, SearchQuery(ASKS, Filters(women=True))) == ["J0"]


@pytest.mark.parametrize("model", ["overlap", "prior"])
def test_a_deleted_person_leaves_the_pool_and_nothing_of_them_stays_in_it(repository, model):
    search = search_over(repository, model)
    (three,) = repository.find("saran", Jobseeker, jobseeker_id="J3")
    assert "J3" in shown(search)
    repository.delete("saran", Jobseeker, three.public_id)
    assert "J3" not in shown(search)
    assert "J3" not in str(search.centre("saran"))
    assert not any(three.record.profile is one for laid in search._cache._candidates.values() for one in laid.features.profiles)


def test_a_new_vacancy_scores_nobody_anew_for_the_others(sample, monkeypatch):
    people, _, vacancies, courses = sample
    repository = MemoryRepository()
    repository.add_all("saran", [*people[:50], *vacancies[:5], *courses])
    search = search_over(repository, "prior")
    scored = []
    do = vacancy_ranking.rank
    monkeypatch.setattr(vacancy_ranking, "rank", lambda *given: scored.append(given) or do(*given))
    before = [matches(search, SearchQuery(vacancy)) for vacancy in vacancies[:3]]
    assert len(scored) == 3
    repository.add("saran", replace(vacancies[0], vacancy_id="V9999", title="barista"))
    assert [matches(search, SearchQuery(vacancy)) for vacancy in vacancies[:3]] == before
    assert len(scored) == 3


@pytest.mark.parametrize("model", ["overlap", "prior"])
def test_a_pool_that_grew_by_single_writes_is_the_pool_of_all_at_once(sample, model):
    people, features, vacancies, courses = sample
    one = MemoryRepository()
    one.add_all("saran", [*people[:200], *features[:200], *vacancies, *courses])
    search = search_over(one, model)
    assert search.find_candidates("saran", SearchQuery(vacancies[0])).total
    for record in [*people[200:230], *features[200:230]]:
        one.add("saran", record)
        search.centre("saran")
    for row in list(one.find("saran", Jobseeker))[:40:4]:
        skills = row.record.profile.skills[1:]
        changed = replace(row.record, profile=replace(row.record.profile, skills=skills))
        one.save("saran", replace(row, record=changed), expected_version=1)
        search.centre("saran")
    whole = search_over(one, model)
    for vacancy in vacancies[::5]:
        for asked in (SearchQuery(vacancy), SearchQuery(vacancy, Filters(women=True, languages=("ru",)), "unemployed")):
            assert matches(search, asked) == matches(whole, asked)


def test_a_new_course_changes_what_is_ready_after_training(repository):
    search = search_over(repository)
    assert [m.readiness for m in matches(search, SearchQuery(ASKS))] == ["ready", "far", "far"]
    taught = CONTAINER.taxonomy.skills[OTHER]
    repository.add("saran", Course("C1", "Course", (HeldSkill(taught.skill_id, 4),), hours=40.0))
    assert len(matches(search, SearchQuery(ASKS, Filters(readiness="after_training")))) == 1


def test_another_centre_is_not_looked_at(repository):
    search = search_over(repository)
    assert search.find_candidates("abay", SearchQuery(ASKS)).total == 0
    assert search.vacancies("abay") == []


def test_looks_are_written_for_those_who_are_shown_and_for_nobody_else(repository):
    search = search_over(repository)
    found = search.find_candidates("saran", SearchQuery(ASKS))
    assert repository.access_log("saran") == []
    search.rows("saran", found, OFFICER)
    assert {look.jobseeker_id for look in repository.access_log("saran")} == {"J1", "J2", "J3"}


def test_what_emptied_a_list_says_how_many_come_back_without_it(repository):
    search = search_over(repository)
    night = replace(ASKS, shifts=frozenset({"night"}))
    repository.add_all("saran", [person("J7", SKILL, shifts=frozenset({"day"})), SensitiveFeatures("J7", sex="F")])
    found = search.find_candidates("saran", SearchQuery(night, Filters(women=True)))
    assert found.total == 0
    assert found.empty_result_causes == (EmptyResultCause("filter", "women", "", 3), EmptyResultCause("constraint", "shifts", "", 1))
    assert found.excluded == {"shifts": 1}


def test_filters_that_empty_a_list_together_are_told_together(repository):
    search = search_over(repository)
    found = search.find_candidates("saran", SearchQuery(ASKS, Filters(women=True, carers=True)))
    assert found.empty_result_causes == (EmptyResultCause("all_filters", "", "", 3),)


def test_nobody_with_a_wanted_skill_is_told_by_nothing_that_brings_them_back():
    repository = MemoryRepository()
    repository.add("saran", person("J1"))
    found = search_over(repository).find_candidates("saran", SearchQuery(ASKS))
    assert (found.total, found.empty_result_causes) == (0, ())


def test_chosen_people_are_read_in_the_order_chosen_ranked_or_not(repository):
    search = search_over(repository)
    ids = {row.record.jobseeker_id: row.public_id for row in repository.find("saran", Jobseeker)}
    chosen = [ids["J2"], "none", ids["J4"], ids["J1"]]
    _, rows = search.chosen("saran", SearchQuery(ASKS), chosen, replace(OFFICER, purpose="compare"))
    assert [row.person.record.jobseeker_id for row in rows] == ["J2", "J1"]
    assert rows[1].match.rank == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "сварка полуавтоматом"), ("en", "MIG/MAG welding"), ("kk", "жартылай автоматты дәнекерлеу")],
)
def test_words_of_each_language_name_what_is_wanted(language, words):
    wanted = parse_query(CONTAINER.resolver, skills=[words], occupation="", words="", lang=language)
    assert wanted.vacancy is not None or wanted.unknown[0][2]


def test_an_occupation_wants_its_essential_skills():
    occupation = next(each for each in CONTAINER.taxonomy.occupations.values() if len(each.essential) > 2)
    wanted = parse_query(CONTAINER.resolver, skills=[], occupation=occupation.labels["ru"], words="", lang="ru")
    assert wanted.occupation_id == occupation.occupation_id
    assert {need.skill_id for need in wanted.vacancy.needs} == {skill for skill, _ in occupation.essential}


def test_words_that_name_nothing_are_told_and_rank_nobody():
    wanted = parse_query(CONTAINER.resolver, skills=["qwxzv ppkj"], occupation="zzzqq", words="qqq", lang="ru")
    assert wanted.vacancy is None
    assert [kind for kind, _, _ in wanted.unknown] == ["skill", "occupation", "words"]


def test_the_open_vacancies_are_those_published_and_not_past(repository):
    repository.add_all(
        "saran",
        [
            Vacancy("V2", "Past", valid_through=date(2026, 11, 22)),
            Vacancy("V3", "Draft"),
            VacancyStatusRecord("V3", "draft"),
            Vacancy("V0", "From a file"),
        ],
    )
    assert [row.record.vacancy_id for row in search_over(repository).vacancies("saran")] == ["V0", "V1"]
