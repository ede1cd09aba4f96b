"""Suggestions as pages ask for them."""

import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from web import create_app

PASSWORD = "correct horse battery"
CONTAINER = build()


@pytest.fixture
def client():
    identity = make_identity()
    app = create_app(CONTAINER, identity=identity, repository=MemoryRepository())
    identity.create_user("plant", "employer", password=PASSWORD, centre_id="saran", belongs_to="E-1")
    token = identity.sign_in("plant", PASSWORD, address="192.0.2.1").token
    made = app.test_client()
    made.set_cookie("entry", token, domain="localhost", path="/")
    return made


def test_the_beginning_of_a_label_suggests_it_in_the_readers_language(client):
    answer = client.get("/kk/words?kind=skill&q=свар")
    assert answer.is_json
    assert answer.headers["Cache-Control"] == "no-store"
    words = answer.json["words"]
    assert 0 < len(words) <= 10
    assert all(word["label"] == CONTAINER.taxonomy.label(word["id"], "kk") for word in words)
    assert f"{len(words)} нұсқа" in answer.json["told"]


def test_occupations_are_suggested_too(client):
    words = client.get("/en/words?kind=occupation&q=weld").json["words"]
    assert words
    assert all(word["id"] in CONTAINER.taxonomy.occupations for word in words)


@pytest.mark.parametrize("query", ["", "?kind=person&q=a", "?q=a"])
def test_an_unknown_kind_is_refused(client, query):
    assert client.get(f"/ru/words{query}").status_code == 400


@pytest.mark.parametrize("text", ["", "%ff", "a" * 3000, "%E2%80%AE"])
def test_nothing_that_is_typed_is_a_fault(client, text):
    answer = client.get(f"/ru/words?kind=skill&q={text}")
    assert answer.status_code == 200
    assert answer.json["told"]


def test_fields_say_where_suggestions_are_and_the_script_is_our_own(client):
    page = client.get("/ru/needs/new").get_data(as_text=True)
    assert 'data-words="/ru/words?kind=skill"' in page
    assert 'data-words="/ru/words?kind=occupation"' in page
    assert '<script src="/static/words.js" defer></script>' in page
