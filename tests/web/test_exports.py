"""What is on a page as a file."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import count

import pytest
from adapters.tables_io.formulas import FORMULAS, live_cells
from fakes.repository import MemoryRepository
from identity_fake import make_identity
from python_calamine import load_workbook

from matcher.adapters.tables_io.exporting import FORMS
from matcher.adapters.tables_io.writing import read_back
from matcher.bootstrap import build
from matcher.core.records import (
    Course,
    HeldSkill,
    Jobseeker,
    Profile,
    SensitiveFeatures,
    Session,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.records.centre import Employer, Referral, VacancyStatusRecord
from web import create_app

CONTAINER = build()
NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)  # the 28th in Kazakhstan
SKILL = sorted(CONTAINER.taxonomy.skills)[0]
PASSWORD = "correct horse battery"
NUMBERS = count()
PHONE = "+7 701 000 00 00"
VACANCY = Vacancy(
    "000123",
    "Дәнекерлеуші Ә Ғ Қ Ң Ө Ұ Ү І Һ",
    (SkillNeed(SKILL, 3),),
    employer_id="E-1",
    employer="Bus plant",
    positions=3,
    start_date=date(2027, 2, 1),
    salary_from_kzt=285_000.0,
    text=PHONE,
)


@pytest.fixture
def repository():
    made = MemoryRepository()
    made.add_all("saran", [Employer("E-1", "Bus plant"), Employer("E-2", "Tyre plant"), VACANCY])
    made.add_all(
        "saran", [VacancyStatusRecord("000123", "published"), Jobseeker("JS-1", Profile((HeldSkill(SKILL, 1),)), consent=True)]
    )
    made.add_all(
        "saran", [Vacancy("V-2", "Of another", (SkillNeed(SKILL),), employer_id="E-2"), VacancyStatusRecord("V-2", "published")]
    )
    made.add_all("saran", [Course("C-1", "Course", (TaughtSkill(SKILL, 4),), hours=72), Session("S-1", "C-1", 9)])
    return made


@pytest.fixture
def app(repository):
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    made.extensions["clock"] = lambda: NOW
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def entered(app, role, *, owner="", centre="saran"):
    identity = app.extensions["matcher"].identity
    login = f"{role}{owner}{centre}{next(NUMBERS)}"
    if role == "jobseeker":
        identity.create_user(login, role, centre_id=centre, belongs_to=owner)
        token = identity.enter_with_code(identity.issue_code(identity.find(login).user_id), address="192.0.2.1").token
    else:
        identity.create_user(login, role, password=PASSWORD, centre_id=centre, belongs_to=owner)
        token = identity.sign_in(login, PASSWORD, address="192.0.2.1").token
    client = app.test_client()
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


def rows_of(answer, form):
    """The cells of a file as our own readers see them, the header first."""
    content = answer.get_data()
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


EXPORTS = [
    ("employer", "E-1", "needs"),
    ("staff", "", "needs"),
    ("jobseeker", "JS-1", "vacancies"),
    ("jobseeker", "JS-1", "courses"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("role", "owner", "name"), EXPORTS)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_file_is_named_dated_and_told_in_the_language_of_its_page(app, language, role, owner, name, form):
    answer = entered(app, role, owner=owner).get(f"/{language}/exports/{name}.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}_2026-11-28.{form}"'
    assert answer.headers["Cache-Control"] == "no-store"
    header, *rows = rows_of(answer, form)
    assert len(rows) >= 1
    assert len(set(header)) == len(header)
    assert not [each for each in header if each.startswith("ui.")]
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("role", "owner", "name"), EXPORTS)
def test_no_text_of_a_centre_becomes_a_live_cell(app, repository, role, owner, name, form):
    repository.add("saran", Jobseeker("JS-9", Profile()))
    for at, formula in enumerate(FORMULAS):
        words = replace(
            VACANCY, vacancy_id=f"{formula}{at}", title=formula, employer=formula, text=formula, unresolved=(formula,)
        )
        course = Course(f"{formula}{at}", formula, (TaughtSkill(SKILL, 4),), provider=formula, hours=7.0)
        repository.add_all("saran", [words, VacancyStatusRecord(words.vacancy_id, "published"), course])
    answer = entered(app, role, owner=owner).get(f"/ru/exports/{name}.{form}")
    assert len(rows_of(answer, form)) > 20
    assert live_cells(answer.get_data(), form) == []


@pytest.mark.parametrize("form", FORMS)
def test_zeros_letters_and_phones_come_back_as_they_were(app, form):
    header, *rows = rows_of(entered(app, "staff").get(f"/en/exports/needs.{form}"), form)
    row = next(row for row in (dict(zip(header, each, strict=True)) for each in rows) if row["Number"] == "000123")
    assert row["Title"] == VACANCY.title
    assert read_back(row["Description"]) == PHONE
    if form == "xlsx":
        assert (row["Open positions"], row["Work begins on"]) == (3, date(2027, 2, 1))
        assert row["Pay from, ₸ a month"] == 285_000
    else:
        assert (row["Open positions"], row["Work begins on"]) == ("3", "2027-02-01")


def test_an_employer_gets_own_needs_and_no_person(app, repository):
    repository.add("saran", Referral("JS-1", "000123", "aigul", NOW))
    text = entered(app, "employer", owner="E-1").get("/en/exports/needs.csv").get_data(as_text=True)
    assert "000123" in text
    assert "Of another" not in text
    assert "JS-1" not in text


def test_another_centre_gets_nothing_of_this_one(app):
    (only,) = rows_of(entered(app, "staff", centre="abay").get("/en/exports/needs.csv"), "csv")
    assert only[0] == "Number"


def test_without_consent_nothing_is_recommended_and_no_score_is_ever_told(app, repository):
    client = entered(app, "jobseeker", owner="JS-1")
    shown = client.get("/en/exports/vacancies.csv").get_data(as_text=True)
    assert "score" not in shown.lower()
    assert "offer" not in shown.lower()
    client.post("/en/me/consent", data={"consent": "no"})
    assert len(rows_of(client.get("/en/exports/vacancies.csv"), "csv")) == 1


def people_files(repository):
    public_id = next(repository.find("saran", Vacancy, vacancy_id="000123")).public_id
    return [f"vacancies/{public_id}/candidates", "people", f"people.{{form}}?skill={SKILL}", "waiting"]


def address(name, form):
    return f"/en/exports/{name.format(form=form)}" if "{form}" in name else f"/en/exports/{name}.{form}"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at", range(4))
def test_people_leave_for_staff_of_their_centre_only_and_every_look_is_written(app, repository, at, form):
    name = address(people_files(repository)[at], form)
    for stranger in (entered(app, "employer", owner="E-1"), entered(app, "jobseeker", owner="JS-1")):
        assert stranger.get(name).status_code == 403
    assert list(repository.access_log("saran")) == []
    answer = entered(app, "staff").get(name)
    assert answer.status_code == 200
    assert [row[0] for row in rows_of(answer, form)[1:]] == ["JS-1"]
    assert [(look.jobseeker_id, look.viewer.purpose) for look in repository.access_log("saran")] == [("JS-1", "export")]
    other = entered(app, "staff", centre="abay").get(name)
    assert other.status_code == 404 or len(rows_of(other, form)) == 1


def test_a_file_keeps_the_filters_and_the_order_of_its_page(app, repository):
    more = [Jobseeker(f"JS-{n}", Profile((HeldSkill(SKILL, n),)), consent=True) for n in (2, 3)]
    repository.add_all("saran", [*more, SensitiveFeatures("JS-2", "F"), SensitiveFeatures("JS-3", "M")])
    name, client = address(people_files(repository)[0], "csv"), entered(app, "staff")

    def people(query):
        return [row[0] for row in rows_of(client.get(f"{name}{query}"), "csv")[1:]]

    assert people("") == ["JS-3", "JS-2", "JS-1"]
    assert people("?sort=identifier") == ["JS-1", "JS-2", "JS-3"]
    assert people("?women=1") == ["JS-2"]
    assert people("?readiness=ready") == ["JS-3"]


def test_who_gave_no_consent_is_in_no_file(app, repository):
    repository.add("saran", Jobseeker("JS-7", Profile((HeldSkill(SKILL, 5),)), consent=False))
    for name in people_files(repository):
        assert "JS-7" not in entered(app, "staff").get(address(name, "csv")).get_data(as_text=True)


def test_a_list_that_is_too_long_is_refused(app, repository, monkeypatch):
    repository.add("saran", Jobseeker("JS-2", Profile((HeldSkill(SKILL, 5),)), consent=True))
    monkeypatch.setattr(import_module("web.exports.people"), "MOST", 1)
    client = entered(app, "staff")
    for name in people_files(repository):
        assert client.get(address(name, "csv")).status_code == 413
    assert "narrow the filters" in client.get("/en/search").get_data(as_text=True)


@pytest.mark.parametrize("form", FORMS)
def test_no_text_about_people_becomes_a_live_cell(app, repository, form):
    for at, formula in enumerate(FORMULAS):
        person = Jobseeker(f"{formula}{at}", Profile((HeldSkill(SKILL, 1),)), consent=True)
        repository.add_all("saran", [person, Course(f"{formula}{at}", formula, (TaughtSkill(SKILL, 4),), hours=7.0)])
    client = entered(app, "staff")
    for name in people_files(repository):
        answer = client.get(address(name, form))
        assert len(rows_of(answer, form)) > 20
        assert live_cells(answer.get_data(), form) == []


def test_another_form_is_not_there(app):
    assert entered(app, "staff").get("/en/exports/needs.pdf").status_code == 404


def test_the_pages_lead_to_their_files(app):
    assert "/ru/exports/needs.xlsx" in entered(app, "staff").get("/ru/needs").get_data(as_text=True)
    shown = entered(app, "jobseeker", owner="JS-1").get("/ru/me/courses").get_data(as_text=True)
    assert "/ru/exports/courses.csv" in shown
