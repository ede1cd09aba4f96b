"""The same need through every door is the same record and gives the same matches."""

from dataclasses import replace
from datetime import date

import pytest
from api_scene import Scene

from matcher.adapters.engines import make_engine
from matcher.bootstrap import build
from matcher.core.matching.context import MatchingContext
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Jobseeker, Vacancy
from matcher.core.tables import RawRow, check
from matcher.services.matching import match_people
from matcher.services.needs.forms import NeedForm, SkillWords
from web.employers.form import TypedNeed, typed_of

CONTAINER = build()
DAY = date(2026, 11, 24)
NEEDS = {
    "description only": {"title": "Сварщик", "description": "Нужен опыт ручной дуговой сварки"},
    "title only": {"title": "Тігінші", "description": "5/2"},
    "listed": {"title": "Welder", "essential_skills": "сварка MIG/MAG:3; чтение чертежей", "optional_skills": "казахский язык"},
    "optional only": {"title": "Повар", "description": "Готовить на 300 человек", "optional_skills": "выпечка хлеба"},
    "unknown words": {"title": "Абракадабрист", "description": "бырдымсырдым", "essential_skills": "шырдымбырдым"},
    "code": {"title": "Токарь на завод", "occupation": "7223", "description": "5/2"},
    "a phrase as a skill": {"title": "Кассир", "essential_skills": "умеет варить трубы и резать металл"},
}


def from_file(said):
    checked = check("vacancies", [RawRow("needs.csv", 2, {"vacancy_id": "V1", **said})])
    (vacancy,) = RecordParser(CONTAINER.resolver, CONTAINER.places, DAY).vacancies(checked.accepted)
    return vacancy


def skills_of(said):
    for column, essential in (("essential_skills", True), ("optional_skills", False)):
        for part in filter(None, said.get(column, "").split(";")):
            text, _, level = part.strip().partition(":")
            yield text, int(level) if level else None, essential


def from_form(scene, said):
    form = NeedForm(
        said["title"],
        occupation=said.get("occupation", ""),
        description=said.get("description", ""),
        skills=tuple(SkillWords(*each) for each in skills_of(said)),
    )
    return scene.app.extensions["matcher"].needs.declare("saran", "E1", form).vacancy.record


def from_api(scene, said):
    skills = [{"text": text, "level": level, "essential": essential} for text, level, essential in skills_of(said)]
    body = {name: value for name, value in said.items() if name in ("title", "occupation", "description")}
    made = scene.call("POST", "/needs", "employer", json={**body, "skills": skills})
    assert made.status_code == 201, made.json
    return scene.repository.get("saran", Vacancy, made.json["id"]).record


def meaning(vacancy):
    return replace(vacancy, vacancy_id="V1", employer_id="", employer="")


@pytest.mark.parametrize("said", NEEDS.values(), ids=NEEDS)
def test_the_same_need_through_every_door_is_the_same_record_and_gives_the_same_matches(said):
    scene = Scene(CONTAINER)
    file, form, api = from_file(said), from_form(scene, said), from_api(scene, said)
    assert meaning(file) == meaning(form) == meaning(api)
    people = [row.record for row in scene.repository.find("saran", Jobseeker)]
    runs = [
        match_people(
            people,
            MatchingContext.of(CONTAINER.taxonomy, [meaning(each)], (), ranker=CONTAINER.ranker("prior")),
            make_engine("serial", 1),
        )
        for each in (file, form, api)
    ]
    assert runs[0] == runs[1] == runs[2]


def test_a_description_alone_gives_the_needs_that_it_names_and_those_of_the_trade():
    vacancy = from_form(Scene(CONTAINER), NEEDS["description only"])
    assert len(vacancy.needs) == 8
    assert vacancy.needs_from_occupation


@pytest.mark.parametrize("said", NEEDS.values(), ids=NEEDS)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_form_that_is_sent_back_untouched_reads_the_same_needs(said, language):
    scene = Scene(CONTAINER)
    vacancy = from_form(scene, said)
    typed = TypedNeed(typed_of(vacancy, CONTAINER.taxonomy, language=language).fields)
    again = scene.app.extensions["matcher"].needs.declare("saran", "E1", typed.read(CONTAINER.places)).vacancy.record
    assert [(n.skill_id, n.level, n.essential) for n in again.needs] == [
        (n.skill_id, n.level, n.essential) for n in vacancy.needs
    ]
