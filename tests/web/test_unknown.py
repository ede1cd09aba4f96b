"""Words that nobody understood reach the clerk with their counts: from a file, from the page of imports, from a batch."""

import csv
import io
import re
from datetime import UTC, datetime

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity
from import_town import bring, service, table

from matcher.bootstrap import build
from matcher.cli.match import match
from matcher.core.records import Jobseeker, Profile
from matcher.core.records.centre import Consent
from web import create_app

CONTAINER = build()
PASSWORD = "correct horse battery"
PEOPLE = [
    {
        "jobseeker_id": "1",
        "skills": "сварка труб;зюзюкание",
        "experience": "Кыртымбай мастер. Знаю зюзюкание",
        "consent": "yes",
    },
    {"jobseeker_id": "2", "skills": "Зюзюкание;уборка помещений", "experience": "", "consent": "yes"},
    {"jobseeker_id": "3", "skills": "хрюмзики", "experience": "", "consent": "yes"},
]
NEEDS = [
    {"vacancy_id": "V1", "title": "Сварщик", "essential_skills": "сварка труб;зюзюкание"},
    {"vacancy_id": "V2", "title": "Уборщик", "essential_skills": "уборка помещений"},
]


@pytest.fixture
def repository(tmp_path):
    made = MemoryRepository()
    importing = service(made, tmp_path, CONTAINER.resolver)
    bring(importing, "jobseekers", table(PEOPLE))
    bring(importing, "vacancies", table(NEEDS))
    bring(importing, "jobseekers", table(PEOPLE))  # the same file again counts nobody twice
    return made


def entered(repository, role="staff", centre="saran"):
    app = create_app(CONTAINER, identity=make_identity(), repository=repository)
    app.testing = True
    identity = app.extensions["matcher"].identity
    identity.create_user(role, role, password=PASSWORD, centre_id=centre)
    client = app.test_client()
    client.set_cookie(
        "entry", identity.sign_in(role, PASSWORD, address="192.0.2.1").token, domain="localhost", path="/"
    )
    return client


def shown(answer):
    rows = re.findall(
        r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td><td>([^<]*)</td>', answer.get_data(as_text=True)
    )
    return {text.lower(): (int(n), where) for text, n, where in rows}


def test_words_of_imported_people_and_needs_are_listed_with_how_many_said_them(repository):
    found = shown(entered(repository).get("/en/unknown-words"))
    assert found["зюзюкание"] == (3, "people, vacancies")
    assert found["хрюмзики"] == (1, "people")
    assert list(found)[0] == "зюзюкание"
    assert not {"сварка труб", "уборка помещений"} & set(found)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_is_valid_in_each_language(repository, language):
    answer = entered(repository).get(f"/{language}/unknown-words")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<h1>") == 1
    assert not re.search(r">[^<]*\bui\.[a-z_]+", page)


def test_another_centre_sees_nothing_of_it_and_a_wrong_place_in_the_list_is_refused(repository):
    client = entered(repository, centre="temirtau")
    assert shown(client.get("/en/unknown-words")) == {}
    assert client.get("/en/unknown-words?from=x").status_code == 400


def test_a_word_that_nobody_says_any_more_leaves_the_list(repository):
    client = entered(repository)
    assert "хрюмзики" in shown(client.get("/en/unknown-words"))
    stored = next(iter(repository.find("saran", Jobseeker, jobseeker_id="3")))
    repository.save(
        "saran",
        type(stored)(stored.public_id, stored.version, Jobseeker("3", Profile(), consent=True)),
        expected_version=stored.version,
    )
    assert "хрюмзики" not in shown(client.get("/en/unknown-words"))


def test_a_batch_writes_the_same_words_with_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHER_LANGUAGE", "en")
    for name, rows in (("J", PEOPLE), ("V", NEEDS)):
        (tmp_path / f"{name}.csv").write_bytes(table(rows))
    files = ["--jobseekers", tmp_path / "J.csv", "--vacancies", tmp_path / "V.csv", "--as-of", "2026-11-27"]
    match.main([*map(str, files), "--out", str(tmp_path / "out"), "--jobs", "1"], standalone_mode=False)
    written = io.StringIO((tmp_path / "out" / "review.csv").read_text(encoding="utf-8-sig"))
    rows = [row for row in csv.DictReader(written) if row["kind"] == "unresolved"]
    assert {row["id"] for row in rows if row["text"] == "зюзюкание"} >= {"1", "V1"}
    assert {row["n"] for row in rows if row["text"] == "зюзюкание"} == {"2"}


def test_the_words_of_a_person_who_withdraws_consent_leave_the_list(repository):
    client = entered(repository)
    assert "хрюмзики" in client.get("/ru/unknown-words").get_data(as_text=True)
    repository.add("saran", Consent("3", False, datetime(2026, 11, 23, 7, tzinfo=UTC), "3"))
    assert "хрюмзики" not in client.get("/ru/unknown-words").get_data(as_text=True)
