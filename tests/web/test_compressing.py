"""What leaves packed, and what does not."""

import gzip

import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from web import create_app
from web.compression import MOST_PADDING

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def client():
    return create_app(build(), identity=make_identity(), repository=MemoryRepository()).test_client()


@pytest.mark.parametrize("address", ["/kk/sign-in", "/kk/nowhere", "/static/style.css", "/api/v1/openapi.json"])
def test_pages_styles_and_answers_to_programs_leave_packed_where_that_is_taken(client, address):
    with client.get(address) as plain, client.get(address, headers=GZIP) as short:
        assert "Content-Encoding" not in plain.headers
        assert short.headers["Content-Encoding"] == "gzip"
        assert {"Accept-Encoding"} <= set(short.vary) & set(plain.vary)
        assert int(short.headers["Content-Length"]) == len(short.get_data()) < len(plain.get_data())
        whole = gzip.decompress(short.get_data())
        assert whole == plain.get_data() or b"csrf_token" in whole


def test_who_takes_no_gzip_gets_none(client):
    for taken in ("identity", "gzip;q=0", "br"):
        with client.get("/kk/sign-in", headers={"Accept-Encoding": taken}) as answer:
            assert "Content-Encoding" not in answer.headers


def test_what_has_not_changed_is_not_sent_again(client):
    with client.get("/static/style.css", headers=GZIP) as first:
        etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    with client.get("/static/style.css", headers={**GZIP, "If-None-Match": etag}) as again:
        assert (again.status_code, again.get_data()) == (304, b"")


def test_the_length_of_a_page_tells_nothing_of_what_it_holds(client):
    lengths = set()
    for _ in range(40):
        with client.get("/static/style.css", headers=GZIP) as answer:
            lengths.add(len(answer.get_data()))
    assert 10 < len(lengths) <= MOST_PADDING
    assert max(lengths) - min(lengths) <= MOST_PADDING


def test_a_short_answer_and_a_redirect_stay_as_they_are(client):
    with client.get("/", headers=GZIP) as answer:
        assert answer.status_code == 302
        assert "Content-Encoding" not in answer.headers
