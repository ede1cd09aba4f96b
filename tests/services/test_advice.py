"""Advice for one person: the numbers of the batch, what stands in the way, and what would change it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fakes.repository import MemoryRepository
from services.test_matching import LICENCES, TAXONOMY, invent, town

from matcher.adapters.engines import make_engine
from matcher.bootstrap import build
from matcher.core.counterfactuals import changes_needed
from matcher.core.matching.constraints import check_pair
from matcher.core.matching.scoring import OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import (
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Profile,
    Session,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.records.centre import VacancyStatusRecord
from matcher.errors import ConflictError
from matcher.services.advice import Advisor, weekly_hours
from matcher.services.centre_cache import CentreCache
from matcher.services.matching import match_people
from matcher.services.own_record import Conditions, OwnRecord

TODAY = date(2026, 11, 24)
TRAVEL = TravelTimes({("abay", "saran"): 40, ("karaganda", "saran"): 45})
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WELDER = Vacancy("V1", "welder", (SkillNeed("s1", 3), SkillNeed("s2", 2, False)))
PERSON = Jobseeker("J1", Profile((HeldSkill("s1", 2),)))


def advisor(*records, ranker=None):
    repository = MemoryRepository()
    repository.add_all("A", records)
    return Advisor(CentreCache(repository, TAXONOMY, TRAVEL, ranker or OverlapRanker()), lambda: TODAY)


def why(person, vacancy, *others):
    made = advisor(vacancy, *others)
    (stored,) = made.cache.repository.find("A", Vacancy, vacancy_id=vacancy.vacancy_id)
    return made.why_not("A", person, stored.public_id)


@pytest.mark.parametrize("seed", range(12))
def test_advice_gives_the_numbers_of_the_batch(seed):
    people, vacancies, courses = invent(seed)
    batch = match_people(people, replace(town(vacancies, courses), top=20), make_engine("serial", 1))
    made = advisor(*reversed(vacancies), *courses)
    for person in people:
        told = made.advise("A", person)
        assert told.matches == tuple(m for m in batch.by_jobseeker if m.jobseeker_id == person.jobseeker_id)
        assert tuple(each.recommendation for each in told.courses) == tuple(
            found for found in batch.recommendations if found.jobseeker_id == person.jobseeker_id
        )


@pytest.mark.parametrize("seed", range(6))
def test_why_not_gives_the_numbers_of_the_batch_or_says_what_failed(seed):
    people, vacancies, courses = invent(seed)
    batch = {
        (m.jobseeker_id, m.vacancy_id): m
        for m in match_people(people, town(vacancies, courses), make_engine("serial", 1)).by_jobseeker
    }
    made = advisor(*vacancies, *courses)
    for person in people:
        for stored in made.vacancies("A").values():
            told = made.why_not("A", person, stored.public_id)
            known = batch.get((person.jobseeker_id, stored.record.vacancy_id))
            assert (told.verdict == "recommended") == (known is not None)
            if known:
                assert told.match == known
            else:
                assert told.failed or told.match.rank == 0


def test_the_lay_out_is_kept_until_a_vacancy_changes():
    class Counting(OverlapRanker):
        laid = 0

        def bind(self, demand, courses=()):
            Counting.laid += 1
            return super().bind(demand, courses)

    made = advisor(WELDER, ranker=Counting())
    made.advise("A", PERSON)
    made.advise("A", PERSON)
    assert Counting.laid == 1
    made.cache.repository.add("A", Vacancy("V2", "other", (SkillNeed("s1", 1),)))
    assert [match.vacancy_id for match in made.advise("A", PERSON).matches] == ["V2", "V1"]
    assert Counting.laid == 2


@pytest.mark.parametrize("status", ["draft", "superseded", "expired"])
def test_a_vacancy_that_is_not_open_is_neither_recommended_nor_explained(status):
    made = advisor(WELDER, VacancyStatusRecord("V1", status))
    (stored,) = made.cache.repository.find("A", Vacancy)
    assert made.advise("A", PERSON).matches == ()
    assert made.why_not("A", PERSON, stored.public_id) is None


def test_a_vacancy_is_open_until_its_last_day():
    assert advisor(replace(WELDER, valid_through=TODAY)).vacancies("A")
    assert not advisor(replace(WELDER, valid_through=date(2026, 11, 23))).vacancies("A")
    assert advisor(WELDER, VacancyStatusRecord("V1", "published")).vacancies("A")


def test_another_centres_vacancy_is_never_explained():
    made = advisor(WELDER)
    (stored,) = made.cache.repository.find("A", Vacancy)
    assert made.why_not("B", PERSON, stored.public_id) is None
    assert made.advise("B", PERSON).matches == ()


def test_a_person_without_skills_is_told_what_to_fill_in():
    told = advisor(WELDER).advise("A", Jobseeker("J1", Profile()))
    assert told.matches == ()
    assert told.to_fill == ("jobseeker.skills", "jobseeker.experience")


def test_a_course_says_days_hours_and_way():
    course = Course("C", "c", (TaughtSkill("s1", 4),), hours=60.0, locality="karaganda", mode="onsite")
    records = [
        course,
        Session("S2", "C", 5, date(2027, 2, 1), date(2027, 2, 14), "karaganda"),
        Session("S1", "C", 5, date(2026, 12, 1), date(2026, 12, 21), "karaganda"),
        Session("S0", "C", 5, date(2026, 11, 1), date(2026, 11, 20), "karaganda"),
    ]
    near = replace(PERSON, circumstances=Circumstances(locality="saran", max_travel_minutes=30))
    (told,) = advisor(WELDER, *records).advise("A", near).courses
    assert told.recommendation.unlocked_vacancies == ("V1",)
    assert [(run.session.session_id, run.weekly_hours) for run in told.sessions] == [("S1", 20.0), ("S2", 30.0)]
    assert (told.travel_minutes, told.travel_fits) == (45, False)


@pytest.mark.parametrize(
    ("mode", "locality", "home", "limit", "expected"),
    [
        ("online", None, None, None, (0, True)),
        ("onsite", "saran", "saran", None, (0, True)),
        ("onsite", "abay", "saran", 40, (40, True)),
        ("onsite", "abay", "saran", None, (40, None)),
        ("onsite", "far", "saran", 90, (None, None)),
        ("onsite", "abay", None, 90, (None, None)),
    ],
)
def test_the_way_to_a_course_fits_does_not_or_is_unknown(mode, locality, home, limit, expected):
    course = Course("C", "c", (TaughtSkill("s1", 4),), hours=60.0, mode=mode, locality=locality)
    person = replace(PERSON, circumstances=Circumstances(locality=home, max_travel_minutes=limit))
    (told,) = advisor(WELDER, course).advise("A", person).courses
    assert (told.travel_minutes, told.travel_fits) == expected


def test_hours_a_week_are_unknown_without_dates_or_length():
    session = Session("S", "C", 10, date(2026, 12, 1), None)
    assert weekly_hours(Course("C", "c", hours=10.0), session) is None
    assert weekly_hours(Course("C", "c"), replace(session, end_date=date(2026, 12, 9))) is None
    # Two days are not seven times their hours.
    assert weekly_hours(Course("C", "c", hours=10.0), replace(session, end_date=date(2026, 12, 2))) == 10.0


def test_a_gap_is_told_with_what_is_held_what_is_asked_and_the_courses():
    told = why(PERSON, WELDER, Course("C", "c", (TaughtSkill("s1", 4),), hours=10.0))
    assert [(gap.skill_id, held, asked) for gap, held, asked in told.levels] == [("s1", 2, 3), ("s2", 0, 2)]
    assert [str(change) for change in told.changes] == ["change_skill:s1"]
    assert (told.verdict, told.courses) == ("recommended", ("C",))


def test_courses_are_told_even_where_a_constraint_fails():
    person = replace(PERSON, circumstances=Circumstances(shifts=frozenset({"day"})))
    night = replace(WELDER, shifts=frozenset({"night"}))
    told = why(person, night, Course("C", "c", (TaughtSkill("s1", 4),), hours=10.0))
    assert (told.verdict, told.rank, told.courses) == ("unsuitable", 0, ("C",))
    assert [str(change) for change in told.changes] == ["change_shifts:night", "change_skill:s1"]


def test_a_vacancy_without_a_common_skill_or_without_needs_says_so():
    assert why(PERSON, Vacancy("V1", "v", (SkillNeed("s5", 3),))).verdict == "no_fit"
    assert why(PERSON, Vacancy("V1", "v")).verdict == "no_needs"


def test_a_suitable_vacancy_behind_the_first_twenty_says_its_place():
    others = [Vacancy(f"V{at:02}", "v", (SkillNeed("s1", 2),)) for at in range(25)]
    told = why(PERSON, replace(WELDER, vacancy_id="W"), *others)
    assert (told.verdict, told.rank) == ("lower", 26)


def applied(person, change):
    """What a person would be after a change: written without the code that tells it."""
    around, profile, value = person.circumstances, person.profile, ":".join(change.params)
    kind = change.code.removeprefix("change_")
    if kind == "shifts":
        around = replace(around, shifts=(around.shifts or frozenset()) | set(value.split(",")))
    elif kind == "hours":
        around = replace(around, hours_per_week=float(value))
    elif kind == "travel":
        around = replace(around, max_travel_minutes=int(value))
    elif kind == "licences":
        around = replace(around, licences=(around.licences or frozenset()) | set(value.split(",")))
    elif kind == "work_conditions":
        around = replace(
            around, work_conditions_not_possible=around.work_conditions_not_possible - set(value.split(","))
        )
    elif kind == "education":
        profile = replace(profile, education_level=int(value))
    elif kind == "age":
        around = replace(around, is_adult=True)
    elif kind == "languages":
        learned = tuple(LanguageLevel(*each.split(" ")) for each in value.split(","))
        profile = replace(profile, languages=learned)
    return replace(person, profile=profile, circumstances=around)


FUSSY = Vacancy(
    "V",
    "v",
    (SkillNeed("s1", 2),),
    locality="karaganda",
    education_level=4,
    licences=LICENCES[4],
    languages=(LanguageLevel("kk", "B2"),),
    shifts=frozenset({"rotating", "night"}),
    hours_per_week=40.0,
    work_conditions=frozenset({"heavy"}),
)
FAILING = Jobseeker(
    "J",
    Profile((HeldSkill("s1", 2),), education_level=2, languages=(LanguageLevel("kk", "A1"),)),
    Circumstances("saran", frozenset({"B"}), frozenset({"day"}), 20.0, 30, frozenset({"heavy", "harmful"}), False),
)


def test_after_every_change_that_is_told_nothing_fails_and_each_alone_mends_its_own():
    changes = changes_needed(check_pair(FAILING, FUSSY, TRAVEL), (), FUSSY)
    assert [str(change) for change in changes] == [
        "change_education:4",
        "change_licences:forklift",
        "change_languages:kk B2",
        "change_shifts:rotating",
        "change_hours:40",
        "change_travel:45",
        "change_work_conditions:heavy",
        "change_age:18",
    ]
    person = FAILING
    for left, change in enumerate(changes, 1):
        person = applied(person, change)
        failed = [check for check in check_pair(person, FUSSY, TRAVEL) if check.status == "failed"]
        assert len(failed) == len(changes) - left


def own(repository=None, jobseeker_id="J1"):
    return OwnRecord(repository or MemoryRepository(), "A", jobseeker_id, lambda: NOON)


def test_conditions_are_put_into_the_record_and_nothing_else_changes():
    record = own()
    record.repository.add("A", replace(FAILING, jobseeker_id="J1"))
    before = record.person()
    wanted = Conditions((LanguageLevel("ru", "C1"),), 5, "abay", frozenset(), None, 30.0, 60, frozenset())
    record.save_conditions(before, wanted, version=1)
    after = record.person()
    assert Conditions.of(after.record) == wanted
    assert after.version == 2
    assert Conditions.of(before.record).put_into(after.record) == before.record


def test_saving_what_is_there_already_makes_no_new_version():
    record = own()
    record.repository.add("A", PERSON)
    record.save_skill(record.person(), HeldSkill("s1", 2), version=1)
    assert record.person().version == 1


def test_a_skill_is_added_changed_and_removed_without_touching_others():
    record = own()
    record.repository.add("A", PERSON)
    record.save_skill(record.person(), HeldSkill("s3", None, "sewing"), version=1)
    record.save_skill(record.person(), HeldSkill("s1", 4), version=2)
    assert record.person().record.profile.skills == (HeldSkill("s3", None, "sewing"), HeldSkill("s1", 4))
    record.remove_skill(record.person(), "s3", version=3)
    assert record.person().record.profile.skills == (HeldSkill("s1", 4),)


def test_unpaid_experience_keeps_what_is_held_and_ignores_what_is_no_choice():
    record = own()
    record.repository.add("A", replace(PERSON, profile=Profile((HeldSkill("s1", 2), HeldSkill("u1", 4, "my words")))))
    among = frozenset({"u1", "u2"})
    record.save_unpaid(record.person(), ["u2", "u1", "s9"], among=among, version=1)
    assert record.person().record.profile.skills == (
        HeldSkill("s1", 2),
        HeldSkill("u1", 4, "my words"),
        HeldSkill("u2"),
    )
    record.save_unpaid(record.person(), [], among=among, version=2)
    assert record.person().record.profile.skills == (HeldSkill("s1", 2),)


def test_a_change_on_an_old_version_is_refused_and_carries_what_is_stored():
    record = own()
    record.repository.add("A", PERSON)
    first = record.person()
    record.save_skill(first, HeldSkill("s3", 1), version=1)
    with pytest.raises(ConflictError) as caught:
        record.save_skill(record.person(), HeldSkill("s4", 1), version=1)
    assert caught.value.stored == record.person()
    with pytest.raises(ConflictError):
        record.save_skill(first, HeldSkill("s1", 2), version=0)


def test_the_latest_consent_holds_and_leaves_the_candidates_at_once():
    record = own()
    record.repository.add("A", PERSON)
    assert record.consent() is None
    record.note_consent(True)
    assert record.consent() is True
    assert [row.record for row in record.repository.candidates("A")] == [PERSON]
    record.note_consent(False)
    assert record.consent() is False
    assert list(record.repository.candidates("A")) == []


def test_an_objection_falls_due_in_three_working_days_and_is_ones_own():
    repository = MemoryRepository()
    record, other = own(repository), own(repository, "J2")
    raised = record.object("A person, please")
    record.object("Again")
    other.object("Not yours")
    assert raised.record.answer_by == date(2026, 11, 27)
    assert [row.record.text for row in record.objections()] == ["Again", "A person, please"]


@pytest.mark.parametrize("model", ["overlap", "prior"])
def test_a_centre_that_has_people_before_it_has_a_need_recommends_nothing_without_a_fault(model):
    container = build()
    repository = MemoryRepository()
    skill = next(iter(container.taxonomy.skills))
    person = Jobseeker("J1", Profile((HeldSkill(skill, 3),)), consent=True)
    repository.add_all("A", [person, Course("C1", "Course", (TaughtSkill(skill, 4),), hours=40.0)])
    cache = CentreCache(repository, container.taxonomy, container.travel, container.ranker(model))
    told = Advisor(cache, lambda: TODAY).advise("A", person)
    assert (told.matches, told.vacancies) == ((), {})
