"""What every page stands in: the first page, the navigation of each role, the words of codes."""

import re
from datetime import UTC, date, datetime

import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from matcher.config import ROOT
from matcher.core.records import HeldSkill
from web import create_app
from web.i18n import Sentences

PASSWORD = "correct horse battery"
BEGINNINGS = {"admin": "/ru/accounts", "staff": "/ru/vacancies", "employer": "/ru/needs", "jobseeker": "/ru/me"}


@pytest.fixture
def app():
    return create_app(build(), identity=make_identity(), repository=MemoryRepository(), demo_logins=["demo-staff"])


def entered(app, role):
    identity, client = app.extensions["matcher"].identity, app.test_client()
    centre, owner = ("", "") if role == "admin" else ("saran", "" if role == "staff" else "X-1")
    password = "" if role == "jobseeker" else PASSWORD
    user = identity.create_user(role, role, password=password, centre_id=centre, belongs_to=owner)
    if role == "jobseeker":
        token = identity.enter_with_code(identity.issue_code(user.user_id), address="192.0.2.1").token
    else:
        token = identity.sign_in(role, PASSWORD, address="192.0.2.1").token
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


def test_the_first_page_sends_strangers_to_the_sign_in_page(app):
    assert app.test_client().get("/").headers["Location"] == "/ru/sign-in"


@pytest.mark.parametrize("role", sorted(BEGINNINGS))
def test_the_first_page_sends_everybody_to_the_page_of_their_role(app, role):
    client = entered(app, role)
    assert client.get("/").headers["Location"] == BEGINNINGS[role]
    shown = client.get("/en/account").get_data(as_text=True)
    assert f'href="{BEGINNINGS[role].replace("ru", "en", 1)}"' in shown


def test_the_place_where_one_is_stands_out_in_the_navigation(app):
    shown = entered(app, "employer").get("/en/needs").get_data(as_text=True)
    assert re.search(r'href="/en/needs" aria-current="page"', shown)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_unknown_page_is_told_in_the_readers_language(app, language):
    answer = app.test_client().get(f"/{language}/none")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)


def test_an_unknown_language_is_no_page(app):
    assert app.test_client().get("/de/sign-in").status_code == 404


def test_every_page_says_that_a_person_decides(app):
    assert "a person decides" in app.test_client().get("/en/sign-in").get_data(as_text=True)


def test_the_sign_in_page_of_the_demo_tells_its_logins_and_no_other_does(app):
    assert "demo-staff" in app.test_client().get("/en/sign-in").get_data(as_text=True)
    other = create_app(build(), identity=make_identity(), repository=MemoryRepository())
    assert "demo-staff" not in other.test_client().get("/en/sign-in").get_data(as_text=True)


def test_another_language_keeps_what_stands_in_the_address(app):
    text = app.test_client().get("/ru/sign-in?next=%2Fru%2Fneeds").get_data(as_text=True)
    assert 'href="/kk/sign-in?next=%2Fru%2Fneeds"' in text


def test_the_icon_of_the_pages_is_there(app):
    answer = app.test_client().get("/static/icon.svg")
    assert answer.mimetype == "image/svg+xml"
    answer.close()


def test_codes_in_reasons_are_told_in_words():
    say = Sentences(build(), "en")
    assert say.reason("course_mode:onsite").endswith("in person")
    assert say.reason("shifts_failed:day,night").endswith("day, night")
    assert say.reason("languages_failed:kk C1,de B2").endswith("Kazakh C1, German B2")
    assert say.reason("licences_failed:crane: tower,forklift").endswith("crane: tower, forklift licence")
    assert "secondary" in say.reason("education_failed:2:3")


@pytest.mark.parametrize(
    ("language", "fit", "hours", "years"),
    [("kk", "0,91", "12\N{NO-BREAK SPACE}500,5", "2,5"), ("en", "0.91", "12,500.5", "2.5")],
)
def test_numbers_stand_as_the_reader_writes_them(language, fit, hours, years):
    say = Sentences(build(), language)
    assert say.fit(0.9149) == fit
    assert hours in say("ui.me.hours", hours=12_500.5)
    assert years in say.reason("experience_failed:2.5:3")
    assert "7212" in say.reason("occupation_from_nkz:7212:7212")
    assert "1" in say.count("ui.staff.n_people", 1)
    assert say("ui.me.hours", hours="12500.5").endswith("12500.5")


def test_days_and_moments_are_those_of_kazakhstan_in_every_language():
    at = datetime(2026, 12, 31, 20, 5, tzinfo=UTC)
    for language in ("kk", "ru", "en"):
        say = Sentences(build(), language)
        assert (say.date(at), say.clock(at), say.moment(at)) == ("01.01.2027", "01:05", "01.01.2027 01:05")
        assert "02.12.2026" in say("error.refer_objection", day=date(2026, 12, 2))


def test_skills_stand_in_the_alphabet_of_the_reader():
    container = build()
    skills = [HeldSkill(key) for key in list(container.taxonomy.skills)[:200]]
    labels = [Sentences(container, "kk").skill(each.skill_id) for each in Sentences(container, "kk").by_label(skills)]
    first = [label[0].lower() for label in labels]
    assert labels != sorted(labels)
    assert first.index("қ") > first.index("к")
    assert first.index("ө") < first.index("п")


def test_no_page_writes_a_number_or_a_day_by_itself():
    for path in (ROOT / "web" / "templates").rglob("*.html"):
        assert not re.search(r"\|\s*format|strftime|isoformat|\|\s*round\(", path.read_text("utf-8")), path.name
