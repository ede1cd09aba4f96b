"""The employer's pages over a repository in memory."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from matcher.core.records import HeldSkill, Jobseeker, LanguageLevel, Profile, SkillNeed, Vacancy
from matcher.core.records.centre import Employer, Referral, VacancyStatusRecord
from web import create_app
from web.policies import undeclared

CONTAINER = build()
NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
PASSWORD = "correct horse battery"
SKILL = sorted(CONTAINER.taxonomy.skills)[0]
LABEL = CONTAINER.taxonomy.label(SKILL, "en")
GOOD = {"title": "Assembler", "positions": "3", "jobs_planned": "9", "start_date": "01.02.2027", "skill-0": SKILL}


@pytest.fixture
def repository():
    made = MemoryRepository()
    made.add_all("saran", [Employer("E-1", "Bus plant"), Employer("E-2", "Tyre plant")])
    return made


@pytest.fixture
def app(repository):
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    made.extensions["clock"] = lambda: NOW
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def entered(app, login="plant", role="employer", *, owner="E-1", centre="saran"):
    identity = app.extensions["matcher"].identity
    identity.create_user(login, role, password=PASSWORD, centre_id=centre, belongs_to=owner)
    token = identity.sign_in(login, PASSWORD, address="192.0.2.1").token
    client = app.test_client()
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


@pytest.fixture
def client(app):
    return entered(app)


def text(answer):
    return answer.get_data(as_text=True)


def declared(client, **fields):
    answer = client.post("/en/needs/new", data={**GOOD, **fields})
    assert answer.status_code == 303, text(answer)
    return answer.headers["Location"]


def publish(client, address, version="1"):
    return client.post(f"{address}/publish", data={"version": version})


def only(repository):
    (row,) = repository.find("saran", Vacancy)
    return row


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_valid_in_its_language_with_one_heading_and_labels(client, language):
    address = declared(client, **{"skill-1": "qwxzv ppkj", "shifts": "night"}).replace("/en/", f"/{language}/")
    for page in (f"/{language}/needs", f"/{language}/needs/new", address, f"{address}/edit"):
        answer = client.get(page)
        shown = text(answer)
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(shown)
        assert shown.count("<h1>") == 1
        assert not re.search(r">[^<]*\b(ui|value|wording|error)\.[a-z_]+", shown)
        fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', shown)
        assert all(f'<label for="{field}">' in shown for field in fields)
        assert len(fields) == len(set(fields))


def test_a_need_is_declared_shown_and_published(client, repository):
    address = declared(client)
    vacancy = only(repository).record
    assert (vacancy.employer_id, vacancy.employer, vacancy.positions) == ("E-1", "Bus plant", 3)
    assert [need.skill_id for need in vacancy.needs] == [SKILL]
    assert publish(client, address).status_code == 303
    shown = text(client.get(address))
    assert "published" in shown
    assert "01.02.2027" in shown
    assert "Change the draft" not in shown


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Labour Code, art. 6"), ("ru", "ст. 103"), ("kk", "Еңбек кодексі, 6-бап")]
)
def test_forbidden_wording_is_refused_with_the_article_and_all_that_was_typed(client, repository, language, words):
    fields = {**GOOD, "title": "Девушка до 35 лет", "description": "kept words"}
    answer = client.post(f"/{language}/needs/new", data=fields)
    shown = text(answer)
    assert answer.status_code == 400
    assert words in shown
    assert "«Девушка»" in shown
    assert "kept words" in shown
    assert f'value="{SKILL}"' in shown
    assert list(repository.find("saran", Vacancy)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("positions", "-1"),
        ("positions", "many"),
        ("hours_per_week", "169"),
        ("start_date", "31.02.2027"),
        ("valid_through", "soon"),
        ("level-0", "6"),
        ("positions_filled", "1.5"),
        ("experience_years", "1.555"),
        ("experience_years", "61"),
        ("education_level", "9"),
        ("language_kk", "C3"),
        ("jobs_planned_by", "2027"),
        ("filled_on", "25.11.2026"),
        ("licences", "pilot"),
        ("other_licences", "x" * 301),
        ("description", "x" * 10_001),
        ("shifts", "always"),
    ],
)
def test_a_faulty_field_is_named_and_what_was_typed_is_kept(client, repository, field, value):
    answer = client.post("/en/needs/new", data={**GOOD, "locality": "Saran town", field: value})
    shown = text(answer)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in shown
    assert "Saran town" in shown
    assert list(repository.find("saran", Vacancy)) == []


def test_pay_that_contradicts_itself_is_told_at_its_field(client):
    answer = client.post("/en/needs/new", data={**GOOD, "salary_from_kzt": "300 000", "salary_to_kzt": "200000"})
    assert answer.status_code == 400
    assert 'id="salary_to_kzt-error"' in text(answer)


def test_the_picker_offers_known_skills_and_saves_nothing(client, repository):
    misspelt = LABEL[:-1] + "zzq"
    answer = client.post("/en/needs/new", data={**GOOD, "skill-0": misspelt, "action": "look_up"})
    assert answer.status_code == 200
    assert list(repository.find("saran", Vacancy)) == []
    chosen = client.post("/en/needs/new", data={**GOOD, "skill-0": misspelt, "choice-0": SKILL, "action": "look_up"})
    assert f'value="{LABEL}"' in text(chosen).replace("&#39;", "'").replace("&amp;", "&")


def test_the_occupations_own_skills_are_suggested(client):
    occupation = next(each for each in CONTAINER.taxonomy.occupations.values() if each.essential)
    fields = {"title": "x", "occupation": occupation.occupation_id, "action": "suggest"}
    shown = text(client.post("/en/needs/new", data=fields)).replace("&#39;", "'").replace("&amp;", "&")
    assert all(CONTAINER.taxonomy.label(skill, "en") in shown for skill, _ in occupation.essential)


WHOLE = {
    **GOOD,
    "jobs_planned_by": "31.12.2027",
    "valid_through": "30.06.2027",
    "positions_filled": "4",
    "filled_on": "01.11.2026",
    "education_level": "4",
    "experience_years": "1,5",
    "language_kk": "B1",
    "language_ru": "some",
    "licences": ["C", "forklift"],
    "other_licences": "НАКС, IV группа",
    "hours_per_week": "37.5",
    "salary_from_kzt": "285 000",
    "salary_to_kzt": "350000",
    "shifts": ["day", "night"],
    "work_conditions": ["heavy"],
}


def test_all_that_makes_work_suitable_is_asked_kept_and_told(client, repository):
    address = declared(client, **WHOLE)
    vacancy = only(repository).record
    assert (vacancy.education_level, vacancy.experience_years, vacancy.hours_per_week) == (4, 1.5, 37.5)
    assert vacancy.languages == (LanguageLevel("kk", "B1"), LanguageLevel("ru", ""))
    assert vacancy.licences == {"C", "forklift", "накс", "iv группа"}
    assert (vacancy.positions_filled, vacancy.filled_on) == (4, date(2026, 11, 1))
    shown = text(client.get(address.replace("/en/", "/ru/"))).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("285 000,00 ₸", "к 31.12.2027", "на 01.11.2026", "<dd>37,5</dd>", "погрузчик", "накс"):
        assert words in shown


def test_an_edit_that_changes_nothing_loses_nothing(client, repository):
    address = declared(client, **WHOLE)
    before = only(repository).record
    page = text(client.get(f"{address}/edit"))
    form = {name: value for name, value in fields_of(page).items() if name != "action"}
    assert client.post(f"{address}/edit", data=form).status_code == 303
    after = only(repository).record
    # The words of a skill are now the label that the form showed.
    assert replace(after, needs=before.needs, text=before.text) == before
    assert [need.skill_id for need in after.needs] == [SKILL]


def test_an_occupation_is_understood_from_its_words_and_told_by_its_label(client, repository):
    address = declared(client, occupation="сварщик", title="Bus frames")
    (vacancy,) = (row.record for row in repository.find("saran", Vacancy) if row.record.title == "Bus frames")
    label = CONTAINER.taxonomy.label(vacancy.occupation_id, "en")
    assert vacancy.occupation_id == CONTAINER.resolver.resolve(["сварщик"], kind="occupation")[0].concept_id
    assert vacancy.unresolved == ()
    assert f"<dd>{label}</dd>" in text(client.get(address))
    assert fields_of(text(client.get(f"{address}/edit")))["occupation"] == [label]


def test_words_of_an_unknown_occupation_stay_in_its_field(client):
    address = declared(client, occupation="qwxzv ppkj", **{"skill-1": "zzkq wwv"})
    fields = fields_of(text(client.get(f"{address}/edit")))
    assert fields["occupation"] == ["qwxzv ppkj"]
    assert [fields[f"skill-{at}"][0] for at in range(3)] == [LABEL, "zzkq wwv", ""]


def fields_of(page):
    """What a browser would send of a form that nobody touched."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    found = {}
    for each in document.iter("input"):
        if each.get("type") != "checkbox" or each.get("checked") is not None:
            found.setdefault(each.get("name"), []).append(each.get("value", ""))
    for each in document.iter("textarea"):
        found[each.get("name")] = [(each.text or "").strip()]
    for each in document.iter("select"):
        found[each.get("name")] = [one.get("value") for one in each.iter("option") if one.get("selected") is not None]
    return found


def test_another_employer_and_another_centre_get_404_everywhere(app, client):
    address = declared(client)
    for stranger in (entered(app, "tyre", owner="E-2"), entered(app, "other", centre="abay")):
        for page in ("", "/edit"):
            assert stranger.get(address + page).status_code == 404
        assert stranger.post(f"{address}/edit", data={**GOOD, "version": "1"}).status_code == 404
        assert publish(stranger, address).status_code == 404
        assert stranger.get(f"/en/needs/new?supersedes={address.rsplit('/', 1)[1]}").status_code == 404
        assert "Assembler" not in text(stranger.get("/en/needs"))


def test_staff_of_the_centre_read_and_do_not_write(app, client):
    address = declared(client)
    officer = entered(app, "aigul", "staff", owner="")
    assert "Assembler" in text(officer.get("/en/needs"))
    assert officer.get(address).status_code == 200
    assert publish(officer, address).status_code == 403
    assert officer.get("/en/needs/new").status_code == 403


def test_an_employer_sees_counts_and_only_the_person_who_agreed(client, repository):
    people = [Jobseeker(f"JS-{n}", Profile((HeldSkill(SKILL, 5),)), consent=True) for n in range(4)]
    repository.add_all("saran", people)
    address = declared(client)
    assert "fewer than 5" in text(client.get(address))
    repository.add("saran", Jobseeker("JS-9", Profile((HeldSkill(SKILL, 5),)), consent=True))
    vacancy_id = only(repository).record.vacancy_id
    repository.add_all(
        "saran",
        [
            Referral("JS-1", vacancy_id, "aigul", NOW, agreed_at=NOW),
            Referral("JS-2", vacancy_id, "aigul", NOW),
        ],
    )
    shown = text(client.get(address))
    assert "<dt>People ready now</dt><dd>at least 5</dd>" in shown
    assert re.findall(r"JS-\d", shown) == ["JS-1"]
    looks = [look for look in repository.access_log("saran") if look.viewer.purpose == "referral"]
    assert [(look.jobseeker_id, look.viewer.role, look.viewer.vacancy_id) for look in looks] == [
        ("JS-1", "employer", vacancy_id)
    ]


def test_the_second_of_two_editors_sees_both_values_and_loses_nothing(client, repository):
    address = declared(client)
    first = {**GOOD, "title": "First title", "shifts": ["day", "night"], "version": "1"}
    assert client.post(f"{address}/edit", data=first).status_code == 303
    answer = client.post(f"{address}/edit", data={**GOOD, "title": "Second title", "version": "1"})
    shown = text(answer)
    assert answer.status_code == 409
    assert "Title: «First title». You wrote: «Second title»" in shown
    assert "Shifts: «day, night». You wrote: «»" in shown
    assert 'value="Second title"' in shown
    assert 'name="version" value="2"' in shown
    assert only(repository).record.title == "First title"


def test_publishing_twice_is_told(client):
    address = declared(client)
    assert publish(client, address, "7").status_code == 409
    publish(client, address)
    assert publish(client, address, "2").status_code == 400
    assert client.get(f"{address}/edit").status_code == 409
    assert publish(client, address, "x").status_code == 400


def test_a_new_declaration_begins_with_the_former_and_replaces_it(client, repository):
    address = declared(client)
    publish(client, address)
    page = f"/en/needs/new?supersedes={address.rsplit('/', 1)[1]}"
    assert 'value="Assembler"' in text(client.get(page))
    second = client.post(page, data={**GOOD, "positions": "8"}).headers["Location"]
    publish(client, second)
    assert "replaced by a newer one" in text(client.get(address))
    assert sorted(row.record.positions for row in repository.find("saran", Vacancy)) == [3, 8]


def test_the_list_ends_what_has_passed(client, repository):
    past = Vacancy(
        "V1", "Old need", (SkillNeed(SKILL),), employer_id="E-1", valid_through=datetime(2026, 11, 23).date()
    )
    repository.add_all("saran", [past, VacancyStatusRecord("V1", "published")])
    assert "expired" in text(client.get("/en/needs"))


def test_markup_that_was_typed_stays_text(client):
    address = declared(client, title="<script>alert(1)</script>")
    assert "<script>" not in text(client.get(address))


def test_the_account_leads_to_the_needs(client):
    assert 'href="/ru/needs"' in text(client.get("/ru/account"))


def test_an_employer_of_another_centre_sees_nothing_of_this_one(app, client):
    page = declared(client)
    stranger = entered(app, "stranger", centre="balkhash")
    assert "Assembler" not in text(stranger.get("/en/needs"))
    assert stranger.get(page).status_code == 404


def test_a_forged_form_is_refused(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/en/needs/new", data=GOOD).status_code == 400


def test_every_route_declares_a_policy(app):
    assert undeclared(app) == []
