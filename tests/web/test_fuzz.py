"""Every field of every form and every path, by every role, on both databases, with what nobody should send: never a fault of ours."""

import random
import re
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest

from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.config import Settings
from matcher.core.records import Course, HeldSkill, Jobseeker, Profile, Session, SkillNeed, TaughtSkill, Vacancy
from matcher.core.records.centre import Employer, Objection, Referral, SavedSearch, VacancyStatusRecord
from matcher.core.records.imports import Import
from web import create_app
from web.context import KAZAKHSTAN

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NOON = datetime(2026, 11, 27, 12, tzinfo=KAZAKHSTAN)
PASSWORD = "correct horse battery"
ROLES = {"admin": "", "staff": "saran", "employer": "saran", "jobseeker": "saran"}
HOSTILE = {
    "nul": "a\0b", "controls": "\x01\x1f\x7f\x9f", "surrogate": "\udce2", "superscript": "²", "arabic digits": "١٢",
    "long": "x" * 10_000, "longer": "ж" * 25_000, "emoji": "👩‍🏭", "negative": "-1", "huge": "9" * 40, "float": "1e309",
    "nan": "NaN", "path": "../../etc/passwd", "wildcard": "%_'\"\\;--", "markup": "<script>alert(1)</script>", "empty": "",
    "blank": " \t\n", "year 0": "0000-00-00", "year 9999": "31.12.9999", "uuid": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip


@pytest.fixture(params=DATABASES)
def site(request, tmp_path):
    address = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_server").new_database()
    container = Container(Settings(instance_dir=tmp_path, database_url=address, password_cost="cheap", encoders="none"))
    if address:
        from matcher.adapters.database.migrating import upgrade

        upgrade(container.database)
    skill = next(iter(container.taxonomy.skills))
    person = Jobseeker("JS-1", Profile((HeldSkill(skill, 3),)), consent=True)
    container.repository.add_all(
        "saran",
        [
            Employer("E-1", "Bus plant"),
            Vacancy("V-1", "Welder", (SkillNeed(skill, 2),), employer_id="E-1"),
            VacancyStatusRecord("V-1", "published"),
            Vacancy("V-2", "Draft", (SkillNeed(skill, 2),), employer_id="E-1"),
            VacancyStatusRecord("V-2", "draft"),
            Course("C-1", "Welding", (TaughtSkill(skill, 3),), hours=40.0),
            Session("S-1", "C-1", 10),
            person,
            Objection("JS-1", "why", NOON, NOON.date() + timedelta(3)),
            Referral("JS-1", "V-1", "staff", NOON),
        ],
    )
    identity = make_identity(container)
    for role, centre in ROLES.items():
        belongs = {"employer": "E-1", "jobseeker": "JS-1"}.get(role, "")
        identity.create_user(
            role, role, password=None if role == "jobseeker" else PASSWORD, centre_id=centre, belongs_to=belongs
        )
    container.repository.add("saran", SavedSearch("mine", identity.find("staff").user_id, "q=x"))
    container.repository.add("saran", Import("jobseekers", "done", "people.csv", "digest", "staff", NOON))
    app = create_app(container)
    app.extensions["clock"] = lambda: NOON
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app, identity, container
    container.database.dispose()


def client_of(app, identity, role):
    client = app.test_client()
    if role == "jobseeker":
        token = identity.enter_with_code(identity.issue_code(identity.find(role).user_id), address="192.0.2.1").token
    elif role:
        token = identity.sign_in(role, PASSWORD, address="192.0.2.1").token
    else:
        return client
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


def addresses(app, identity, container):
    """List (address, methods) of every route but those that end the session, with identifiers of records that are there."""
    kinds = {"public_id": Vacancy, "vacancy_id": Vacancy, "person_id": Jobseeker, "objection_id": Objection}
    kinds |= {"referral_id": Referral, "import_id": Import, "search_id": SavedSearch}
    values = {name: next(container.repository.find("saran", kind)).public_id for name, kind in kinds.items()}
    values |= {"language": "ru", "filename": "style.css", "form": "csv", "part": "skills"}
    values["user_id"] = identity.find("employer").user_id
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in ("auth.sign_out", "static") or rule.endpoint.startswith("api."):
                continue
            missing = rule.arguments - values.keys()
            assert not missing, (rule.endpoint, missing)
            yield rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)[1], rule.methods


def forms_of(page):
    """Return (action, fields) of every form of a page as it would be sent."""
    for tag, inside in re.findall(r"(<form\b[^>]*>)(.*?)</form>", page, re.DOTALL):
        if 'method="post"' not in tag.lower():
            continue
        action = re.search(r'action="([^"]*)"', tag)
        fields = {}
        for field in re.findall(r"<(?:input|select|textarea|button)\b[^>]*>", inside):
            name, value = (re.search(rf'\b{part}="([^"]*)"', field) for part in ("name", "value"))
            if name:
                fields.setdefault(unescape(name[1]), unescape(value[1]) if value else "")
        yield unescape(action[1]) if action else "", fields


def requests_of(every, client, chance, share):
    """Yield (method, address, fields) : each field of each form and each argument of each address with each hostile value."""
    for address, methods in every:
        if "GET" not in methods:
            continue
        for value in HOSTILE.values():
            if chance.random() < share:
                yield "GET", address, {"q": value, "page": value, "words": value, "skill": value, "centre": value, "from": value}
            if chance.random() < share / 4:
                yield "GET", f"{address.rstrip('/')}/{quote(value, safe='', errors='surrogatepass')}", {}
        answer = client.get(address)
        page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        answer.close()
        for action, fields in forms_of(page):
            target = action or address
            if "sign-out" in target:
                continue
            for field in fields:
                for value in HOSTILE.values():
                    if chance.random() < share / max(1, len(fields) / 6):
                        yield "POST", target, {**fields, field: value}
            yield "POST", target, {}
            yield "POST", target, {name: [value, value] for name, value in fields.items()}


def test_no_field_of_any_form_and_no_path_brings_a_fault_of_ours(site, at_size):
    app, identity, container = site
    chance, n_sent, statuses = random.Random(7), 0, {}
    every = list(addresses(app, identity, container))
    for role in ("", *ROLES):
        client = client_of(app, identity, role)
        for method, address, fields in requests_of(every, client, chance, at_size(0.02, 1.0)):
            try:
                answer = (
                    client.get(address, query_string=fields)
                    if method == "GET"
                    else client.post(address, data=fields)
                )
            except UnicodeError:
                continue  # the client cannot even send it
            n_sent += 1
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, (role, method, address, fields)
            answer.close()
            if answer.status_code == 303 and "/sign-in" in answer.headers["Location"] and role:
                client = client_of(app, identity, role)
    assert n_sent > at_size(200, 5_000)
    print(n_sent, statuses)


@pytest.fixture(scope="module")
def scene():
    from api_scene import Scene

    from matcher.bootstrap import build

    return Scene(build())


NEED = '"title": "Токарь", "skills": []'
BODIES = {
    "unknown keys": ("{" + ", ".join(f'"k{at}": 1' for at in range(40_000)) + "}", 413),
    "a key twice": ('{"title": "a", "title": "b"}', 400),
    "a key twice inside": ('{"title": "a", "skills": [{"text": "a", "text": "b"}]}', 400),
    "depth": ("[" * 100_000, 400),
    "depth that is closed": ('{"title": ' + "[" * 50 + "]" * 50 + "}", 413),
    "half a megabyte": ('{"title": "' + "x" * 500_000 + '"}', 413),
    "nan": ("{" + NEED + ', "hours_per_week": NaN}', 400),
    "infinity": ("{" + NEED + ', "hours_per_week": 1e999}', 422),
    "nul": ('{"title": "a\\u0000b", "skills": []}', 422),
    "control": ('{"title": "a\\u0001b", "skills": []}', 422),
    "surrogate": ('{"title": "a\\ud800b", "skills": []}', 400),
    "a huge number": ("{" + NEED + ', "positions": ' + "9" * 400 + "}", 422),
    "bytes that are no text": (b'{"title": "\xff\xfe"}', 400),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES)
def test_a_body_that_no_program_needs_is_refused_before_work_with_a_sentence(scene, body, status):
    answer = scene.call("POST", "/needs", "employer", data=body, content_type="application/json")
    assert answer.status_code == status, answer.json
    assert answer.json["title"]


def test_a_hundred_thousand_fields_are_refused_before_they_are_parsed(scene):
    client = scene.app.test_client()
    body = "&".join(f"k{at}=1" for at in range(80_000))
    answer = client.post("/en/sign-in", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert client.get("/en/sign-in?" + "&".join(f"k{at}=1" for at in range(2_000))).status_code == 413


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "басылмайтын таңбалар"), ("ru", "непечатаемые знаки"), ("en", "cannot be typed")]
)
def test_the_field_with_characters_that_nobody_types_is_named_in_the_reader_s_language(scene, language, words):
    answer = scene.app.test_client().post(f"/{language}/sign-in", data={"login": "a\0b", "password": "x"})
    assert answer.status_code == 400
    assert words in answer.get_data(as_text=True)
    assert "login" in answer.get_data(as_text=True)
    long = scene.app.test_client().post(f"/{language}/sign-in", data={"login": "a" * 321, "password": "x"})
    assert (long.status_code, "320" in long.get_data(as_text=True)) == (400, True)


def test_an_address_with_a_control_character_is_refused(scene):
    assert scene.app.test_client().get("/en/needs/a%00b").status_code == 400
