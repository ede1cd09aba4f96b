"""An employer declares a need: drafts, publication, supersession, and counts without persons."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fakes.repository import MemoryRepository
from services.test_matching import TAXONOMY

from matcher.core.matching.scoring import OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import (
    Course,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Occupation,
    Outcome,
    Profile,
    Session,
    TaughtSkill,
    Vacancy,
)
from matcher.core.records.centre import UnresolvedWord, VacancyStatusRecord
from matcher.core.taxonomy import Resolver
from matcher.errors import ConflictError, UsageError
from matcher.services.centre_cache import CentreCache
from matcher.services.needs import Needs
from matcher.services.needs.forms import ForbiddenWordingError, NeedForm, SkillWords

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FORM = NeedForm("welder", skills=(SkillWords("s1", 3),), positions=2, jobs_planned=9)


def person(number, level, consent=True):
    return Jobseeker(f"J{number}", Profile((HeldSkill("s1", level),)), consent=consent)


def needs_over(taxonomy):
    cache = CentreCache(MemoryRepository(), taxonomy, TravelTimes(), OverlapRanker())
    return Needs(cache, Resolver(taxonomy), lambda: TODAY)


@pytest.fixture
def needs():
    return needs_over(TAXONOMY)


def declare(needs, form=FORM, **more):
    return needs.declare("A", "E1", form, **more)


def publish(needs, declared):
    return needs.publish("A", declared, expected_version=declared.standing.version)


def status(needs, declared):
    return needs.get("A", declared.vacancy.public_id).standing.record.status


def test_a_declared_need_is_a_draft_of_its_employer_with_its_numbers(needs):
    declared = declare(needs)
    vacancy = declared.vacancy.record
    assert (vacancy.employer_id, vacancy.positions, vacancy.jobs_planned) == ("E1", 2, 9)
    assert [(need.skill_id, need.level, need.essential) for need in vacancy.needs] == [("s1", 3, True)]
    assert status(needs, declared) == "draft"


def test_words_that_name_no_skill_wait_for_a_review_and_are_never_guessed(needs):
    declared = declare(needs, NeedForm("welder", skills=(SkillWords("qwxzv ppkj"), SkillWords("s1"))))
    assert [need.skill_id for need in declared.vacancy.record.needs] == ["s1"]
    assert "qwxzv ppkj" in declared.vacancy.record.unresolved
    assert "qwxzv ppkj" in {row.record.text for row in needs.cache.repository.find("A", UnresolvedWord)}


@pytest.mark.parametrize("field", ["title", "description", "skills"])
def test_forbidden_wording_is_refused_by_field_and_nothing_is_kept(needs, field):
    words = {"title": "welder", "description": "", "skills": ()}
    words[field] = (SkillWords("мужчина"),) if field == "skills" else "Требуется мужчина"
    with pytest.raises(ForbiddenWordingError) as caught:
        declare(needs, NeedForm(**words))
    assert {name: found[0].kind for name, found in caught.value.struck.items()} == {field: "sex"}
    assert list(needs.own("A")) == []


@pytest.mark.parametrize(
    ("form", "code"),
    [(NeedForm(" "), "need_title"), (NeedForm("welder", salary_from_kzt=2.0, salary_to_kzt=1.0), "need_salary")],
)
def test_what_contradicts_itself_is_refused(needs, form, code):
    with pytest.raises(UsageError) as caught:
        declare(needs, form)
    assert caught.value.code == code


def test_a_new_declaration_supersedes_when_published_and_overwrites_nothing(needs):
    first = publish(needs, declare(needs))
    second = declare(needs, NeedForm("welder", positions=5), supersedes=first.vacancy.record.vacancy_id)
    assert status(needs, first) == "published"
    publish(needs, second)
    assert (status(needs, first), status(needs, second)) == ("superseded", "published")
    assert needs.get("A", first.vacancy.public_id).vacancy.record.positions == 2


def test_one_need_is_superseded_once(needs):
    first = publish(needs, declare(needs))
    drafts = [declare(needs, supersedes=first.vacancy.record.vacancy_id) for _ in range(2)]
    publish(needs, drafts[0])
    with pytest.raises(ConflictError):
        publish(needs, drafts[1])
    assert status(needs, drafts[1]) == "draft"


def test_of_publishing_and_superseding_both_happen_or_neither(needs):
    """Somebody moves the former need between our look and our write: the new one stays a draft."""
    first = publish(needs, declare(needs))
    second = declare(needs, supersedes=first.vacancy.record.vacancy_id)
    look = needs._former

    def look_and_be_overtaken(centre_id, vacancy_id):
        found = look(centre_id, vacancy_id)
        needs.cache.repository.save(
            centre_id, replace(found, record=replace(found.record, status="expired")), expected_version=found.version
        )
        return found

    object.__setattr__(needs, "_former", look_and_be_overtaken)
    with pytest.raises(ConflictError):
        publish(needs, second)
    assert (status(needs, first), status(needs, second)) == ("expired", "draft")


def test_the_second_of_two_editors_sees_what_the_first_saved(needs):
    declared = declare(needs)
    needs.edit("A", declared, NeedForm("fitter"), expected_version=1)
    with pytest.raises(ConflictError) as caught:
        needs.edit("A", declared, NeedForm("driver"), expected_version=1)
    assert caught.value.stored.record.title == "fitter"


def test_a_published_need_is_not_edited_nor_published_again(needs):
    published = publish(needs, declare(needs))
    for attempt in (lambda: needs.edit("A", published, FORM, expected_version=1), lambda: publish(needs, published)):
        with pytest.raises(UsageError) as caught:
            attempt()
        assert caught.value.code == "need_not_draft"


def test_a_need_ends_after_its_last_day_and_not_on_it(needs):
    today = publish(needs, declare(needs, NeedForm("welder", valid_through=TODAY)))
    needs.cache.repository.add_all("A", [Vacancy("V0", "old", valid_through=date(2026, 11, 23)), VacancyStatusRecord("V0", "published")])
    assert needs.expire("A") == 1
    assert needs.expire("A") == 0
    assert status(needs, today) == "published"


def test_a_need_whose_last_day_has_passed_is_not_published(needs):
    with pytest.raises(UsageError) as caught:
        publish(needs, declare(needs, NeedForm("welder", valid_through=date(2026, 11, 23))))
    assert caught.value.code == "need_past"


def test_another_employer_and_another_centre_find_nothing(needs):
    public_id = declare(needs).vacancy.public_id
    assert needs.get("A", public_id, employer_id="E1")
    assert needs.get("A", public_id, employer_id="E2") is None
    assert needs.get("B", public_id) is None
    assert [len(list(needs.own(*whose))) for whose in (("A", "E1"), ("A", "E2"), ("A", ""), ("B",), ("A",))] == [
        1,
        0,
        0,
        0,
        1,
    ]


def test_five_ready_people_are_counted_and_four_are_not_told(needs):
    vacancy = declare(needs).vacancy.record
    needs.cache.repository.add_all("A", [person(n, 3) for n in range(4)] + [person(9, 3, consent=None)])
    assert needs.supply("A", vacancy).n_ready is None
    needs.cache.repository.add("A", person(5, 4))
    assert needs.supply("A", vacancy).n_ready == 5


@pytest.mark.parametrize(
    ("ends", "seats", "n"), [(date(2026, 12, 31), 9, 5), (date(2027, 1, 1), 9, None), (date(2026, 12, 31), 0, None)]
)
def test_only_a_course_that_ends_before_the_start_makes_people_trainable(needs, ends, seats, n):
    form = NeedForm("welder", skills=(SkillWords("s1", 3),), start_date=date(2027, 1, 1))
    vacancy = declare(needs, form).vacancy.record
    session = Session("S1", "C1", seats, date(2026, 12, 1), ends)
    needs.cache.repository.add_all("A", [Course("C1", "welding", (TaughtSkill("s1", 3),), hours=72), session])
    needs.cache.repository.add_all("A", [person(number, 1) for number in range(6)])
    supply = needs.supply("A", vacancy)
    assert (supply.n_ready, supply.n_trainable) == (None, n)
    assert supply.short == (("s1", 5),)


def test_a_need_without_skills_counts_nobody(needs):
    needs.cache.repository.add_all("A", [person(number, 3) for number in range(9)])
    assert needs.supply("A", Vacancy("V", "x")).n_ready is None


def test_filled_positions_are_the_people_who_were_hired(needs):
    needs.cache.repository.add_all("A", [Outcome("J1", "V1", "hired"), Outcome("J2", "V1", "refused")])
    assert needs.filled("A", "V1") == 1


def test_suggestions_are_the_occupations_own_skills():
    welder = Occupation("o1", "7212", {"en": "welder"}, essential=(("s1", 3),), optional=(("s2", 0),))
    taught = needs_over(replace(TAXONOMY, occupations={"o1": welder}))
    assert taught.suggest("o1") == (("s1", 3, True), ("s2", 0, False))
    assert taught.suggest("none") == ()


def test_the_picker_gives_nothing_for_nothing(needs):
    assert needs.pick(" ", "en") == ()
    assert "s1" in needs.pick("s1", "en")


def test_languages_that_the_form_does_not_ask_for_outlive_an_edit_and_a_new_declaration(needs):
    declared = declare(needs)
    imported = replace(declared.vacancy.record, languages=(LanguageLevel("kk", "B1"), LanguageLevel("de", "B2")))
    saved = needs.cache.repository.save("A", replace(declared.vacancy, record=imported), expected_version=1)
    form = NeedForm("welder", languages=(LanguageLevel("ru", "A2"),))
    edited = needs.edit("A", replace(declared, vacancy=saved), form, expected_version=2).vacancy.record
    anew = declare(needs, form, supersedes=edited.vacancy_id).vacancy.record
    for vacancy in (edited, anew):
        assert vacancy.languages == (LanguageLevel("ru", "A2"), LanguageLevel("de", "B2"))
    assert declare(needs).vacancy.record.languages is None


def test_planned_open_and_filled_positions_are_three_numbers_with_their_days(needs):
    form = replace(FORM, jobs_planned_by=date(2028, 1, 1), start_date=date(2027, 1, 1), positions_filled=4)
    vacancy = declare(needs, form).vacancy.record
    assert (vacancy.jobs_planned, vacancy.positions, vacancy.positions_filled) == (9, 2, 4)
    assert (vacancy.jobs_planned_by, vacancy.start_date) == (date(2028, 1, 1), date(2027, 1, 1))
    assert vacancy.filled_on == TODAY, "without a day they were counted today"


def test_positions_are_not_filled_in_the_future(needs):
    with pytest.raises(UsageError, match="need_filled"):
        declare(needs, replace(FORM, positions_filled=4, filled_on=date(2026, 11, 25)))


def test_whoever_varies_a_need_learns_nothing_of_a_single_person(needs):
    """One skill more or less moves no count but over a step, and a step is five people wide."""
    people = [person(number, 3) for number in range(14)]
    needs.cache.repository.add_all("A", people)
    asked = [declare(needs, NeedForm("welder", skills=(SkillWords("s1", level),))).vacancy.record for level in (3, 4)]
    counts = []
    for number in range(14):
        (row,) = needs.cache.repository.find("A", Jobseeker, jobseeker_id=f"J{number}")
        needs.cache.repository.save("A", replace(row, record=person(number, 4)), expected_version=1)
        counts.append(needs.supply("A", asked[1]).n_ready)
    assert counts == [None] * 4 + [5] * 5 + [10] * 5
    assert needs.supply("A", asked[0]).n_ready == 10
    assert needs.supply("A", asked[0]).short == ()


def test_how_many_lack_a_skill_is_told_in_the_same_steps(needs):
    needs.cache.repository.add_all("A", [person(number, 1) for number in range(8)])
    assert needs.supply("A", declare(needs).vacancy.record).short == (("s1", 5),)
