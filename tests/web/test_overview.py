"""The centre in figures, on a page."""

import re
from datetime import UTC, date, datetime

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from matcher.core.records import HeldSkill, Jobseeker, Outcome, Profile, SensitiveFeatures, SkillNeed, Vacancy
from matcher.core.records.centre import VacancyStatusRecord
from web import create_app

CONTAINER = build()
NOW = datetime(2026, 11, 27, 7, tzinfo=UTC)
SKILL, OTHER = sorted(CONTAINER.taxonomy.skills)[:2]
PASSWORD = "correct horse battery"


@pytest.fixture
def app():
    repository = MemoryRepository()
    people = [
        Jobseeker(f"JS-{n:03}", Profile((HeldSkill(OTHER, 3), HeldSkill(SKILL, 1))), consent=True) for n in range(30)
    ]
    features = [SensitiveFeatures(each.jobseeker_id, "FM"[n % 2], date(1990, 1, 1)) for n, each in enumerate(people)]
    repository.add_all("saran", [*people, *features])
    repository.add_all(
        "saran", [Vacancy("V-1", "Welder", (SkillNeed(SKILL, 4),), positions=7), VacancyStatusRecord("V-1", "published")]
    )
    repository.add_all("saran", [Outcome("JS-001", "V-1", "hired", decided_on=date(2026, 11, 1))])
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    made.extensions["clock"] = lambda: NOW
    return made


def entered(app, role, centre="saran"):
    identity = app.extensions["matcher"].identity
    identity.create_user(role, role, password=PASSWORD, centre_id=centre)
    client = app.test_client()
    client.set_cookie(
        "entry", identity.sign_in(role, PASSWORD, address="192.0.2.1").token, domain="localhost", path="/"
    )
    return client


def text(answer):
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_is_valid_each_drawing_has_words_and_a_table_that_tells_the_same(app, language):
    shown = text(entered(app, "staff").get(f"/{language}/overview"))
    html5lib.HTMLParser(strict=True).parse(shown)
    assert shown.count("<h1>") == 1
    assert not re.search(r">[^<]*\b(ui|audit|value)\.[a-z_]+", shown)
    drawings = re.findall(
        r'<(?:svg class="chart" width="100%"|div class="bars")[^>]*role="img"[^>]*aria-label="([^"]+)"', shown
    )
    assert len(drawings) == len(set(drawings)) == 4
    assert shown.count("<figure>") == 4
    assert shown.count("<caption>") >= 4
    assert "style=" not in shown
    assert "<script" not in shown


def test_small_counts_are_told_as_small_and_no_person_is_named(app):
    shown = text(entered(app, "staff").get("/en/overview"))
    assert re.search(r'<th scope="row">Hired</th><td>fewer than 5</td><td>fewer than 5</td>', shown)
    assert "JS-0" not in shown
    assert re.search(r"Nov 2026</th><td>0</td><td>0</td><td>0</td><td>fewer than 5</td>", shown)


def test_an_administrator_without_a_centre_names_one(app):
    client = entered(app, "admin", "")
    assert "<form" in text(client.get("/en/overview"))
    assert "<figure>" not in text(client.get("/en/overview"))
    shown = text(client.get("/en/overview?centre=saran"))
    assert "<figure>" in shown
    assert "/en/exports/overview-skills.csv?centre=saran" in shown
    assert client.get("/en/exports/overview-stages.csv").status_code == 400
    assert "30" in text(client.get("/en/exports/overview-stages.csv?centre=saran"))


def test_an_officer_never_sees_another_centre(app):
    shown = text(entered(app, "staff", "abay").get("/en/overview?centre=saran"))
    assert re.search(r"consent</th><td>0</td>", shown)


@pytest.mark.parametrize("part", ["skills", "positions", "stages"])
def test_files_hide_what_the_page_hides(app, part):
    answer = entered(app, "staff").get(f"/en/exports/overview-{part}.csv")
    assert answer.status_code == 200
    assert "fewer than 5" in text(answer) or part == "skills"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{part}_2026-11-27.csv"'
