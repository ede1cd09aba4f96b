"""Who looked at whom, as officers, administrators and the person read it."""

import re

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity
from sqlalchemy import event

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.repository import SqlRepository
from matcher.bootstrap import build
from matcher.core.records import Jobseeker, Profile, Vacancy
from matcher.core.records.centre import PURPOSES, Viewer
from web import create_app

CONTAINER = build()
PASSWORD = "correct horse battery"


@pytest.fixture
def repository():
    made = MemoryRepository()
    people = [Jobseeker(each, Profile(), consent=True) for each in ("JS-1", "JS-2")]
    made.add_all("saran", [*people, Vacancy("V1", "Welder <b>")])
    made.add("abay", Jobseeker("JS-9", Profile()))
    return made


@pytest.fixture
def app(repository):
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    identity = made.extensions["matcher"].identity
    made.users = {
        name: identity.create_user(name, role, password=PASSWORD, centre_id=centre, belongs_to=belongs_to)
        for name, role, centre, belongs_to in (
            ("aigul", "staff", "saran", ""),
            ("berik", "staff", "saran", ""),
            ("root", "admin", "", ""),
            ("chief", "admin", "saran", ""),
            ("plant", "employer", "saran", "E-1"),
        )
    }
    made.users["js"] = identity.create_user("js", "jobseeker", centre_id="saran", belongs_to="JS-1")
    for user, people, purpose in (("aigul", ["JS-1", "JS-2"], "search"), ("berik", ["JS-1"], "candidate_page")):
        viewer = Viewer(made.users[user].user_id, "staff", purpose, "V1" if user == "aigul" else "")
        repository.read_people("saran", people, viewer=viewer)
    repository.read_people("saran", ["JS-1"], viewer=Viewer(made.users["plant"].user_id, "employer", "referral", "V1"))
    return made


def page(app, who, address="/en/reads"):
    identity, client = app.extensions["matcher"].identity, app.test_client()
    if who == "js":
        token = identity.enter_with_code(identity.issue_code(app.users[who].user_id), address="192.0.2.1").token
    else:
        token = identity.sign_in(who, PASSWORD, address="192.0.2.1").token
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client.get(address)


def looks(answer):
    """Give the looks on a page, each as its words."""
    items = re.findall(r"<li><dl>(.*?)</dl></li>", answer.get_data(as_text=True), re.DOTALL)
    return [re.findall(r"<dd>(.*?)</dd>", item)[1:] for item in items]


def test_a_person_reads_who_looked_at_their_own_record_and_why(app):
    why = ["a referral to a vacancy: Welder &lt;b&gt;", "looking at a person&#39;s record"]
    assert looks(page(app, "js")) == [
        ["plant (employer)", why[0]],
        ["berik (officer of the centre)", why[1]],
        ["aigul (officer of the centre)", "looking through a list of candidates: Welder &lt;b&gt;"],
    ]


def test_officers_and_employers_read_their_own_looks_only(app):
    assert [whom for whom, _ in looks(page(app, "aigul"))] == ["JS-2", "JS-1"]
    assert [whom for whom, _ in looks(page(app, "berik"))] == ["JS-1"]
    assert [whom for whom, _ in looks(page(app, "plant"))] == ["JS-1"]


def test_an_administrator_reads_all_of_a_centre_and_one_without_a_centre_chooses(app, repository):
    assert len(looks(page(app, "chief"))) == 4
    repository.read_people("abay", ["JS-9"], viewer=Viewer("gone", "staff", "search"))
    first = page(app, "root")
    assert "<select" in first.get_data(as_text=True)
    (look,) = looks(first)
    assert look[:2] == ["a former user (officer of the centre)", "JS-9"]
    assert len(looks(page(app, "root", "/en/reads?centre=saran"))) == 4
    assert page(app, "root", "/en/reads?centre=nowhere").status_code == 404
    for who in ("chief", "aigul", "js"):
        assert page(app, who, "/en/reads?centre=abay").status_code == 404


def test_fifty_looks_stand_on_a_page_and_the_rest_behind_a_link(app, repository):
    viewer = Viewer(app.users["aigul"].user_id, "staff", "search")
    for _ in range(60):
        repository.read_people("saran", ["JS-2"], viewer=viewer)
    first = page(app, "aigul")
    assert len(looks(first)) == 50
    link = re.search(r'href="([^"]*before=[^"]*)" rel="next"', first.get_data(as_text=True)).group(1)
    assert len(looks(page(app, "aigul", link.replace("&amp;", "&")))) == 12
    assert page(app, "aigul", "/en/reads?before=x").status_code == 400


def test_a_look_that_cannot_be_written_shows_nobody(app, tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'centre.sqlite'}")
    upgrade(engine)
    kept = SqlRepository(engine)
    person = kept.add("saran", Jobseeker("JS-1", Profile(text="secret words"), consent=True))
    app.extensions["matcher"].repository = kept
    address = f"/en/people/{person.public_id}"
    whole = page(app, "aigul", address)
    assert (whole.status_code, len(kept.access_log("saran"))) == (200, 1)

    def fail(connection, cursor, statement, *rest):
        if statement.startswith("INSERT INTO read_log"):
            raise OSError("no space left")

    event.listen(engine, "before_cursor_execute", fail)
    broken = page(app, "aigul", address)
    assert broken.status_code == 500
    assert "JS-1" not in broken.get_data(as_text=True)
    assert "secret" not in broken.get_data(as_text=True)
    assert len(kept.access_log("saran")) == 1
    engine.dispose()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("who", ["js", "aigul", "root", "plant"])
def test_the_page_is_valid_in_its_language_with_one_heading_and_no_raw_key(app, repository, who, language):
    for purpose in PURPOSES:
        repository.read_people("saran", ["JS-1"], viewer=Viewer(app.users["aigul"].user_id, "admin", purpose))
    text = page(app, who, f"/{language}/reads").get_data(as_text=True)
    html5lib.HTMLParser(strict=True).parse(text)
    assert text.count("<h1>") == 1
    assert not re.search(r"(?:ui|value)\.[a-z_]+\.", text)
