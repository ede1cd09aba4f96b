"""What people type, and what a fault says, never reaches the journal, stderr or the words of the fault's page."""

import json
import sqlite3
import threading
from urllib.request import urlopen

import pytest
from fakes.repository import MemoryRepository
from flask import request
from identity_fake import make_identity
from sqlalchemy import text
from werkzeug.serving import make_server

from matcher.adapters.database.connection import open_engine
from matcher.adapters.journal import open_journal
from matcher.bootstrap import build
from matcher.core.records import Jobseeker, Profile
from web import create_app
from web.journal import SilentRequests
from web.policies import policy

CANARY = "Канарейка-7f3a"


@pytest.fixture
def app(tmp_path):
    repository = MemoryRepository()
    repository.add("saran", Jobseeker("JS-1", Profile(), consent=True))
    made = create_app(build(), identity=make_identity(), repository=repository)
    made.extensions["journal"] = open_journal(tmp_path / "matcher.log")
    made.config["WTF_CSRF_ENABLED"] = False

    @made.route("/<language>/broken", methods=["GET", "POST"])
    @policy("everyone")
    def broken(language):
        raise RuntimeError(f"no place for {request.values['name']}")

    @made.get("/<language>/broken-database")
    @policy("everyone")
    def broken_database(language):
        with open_engine("sqlite://").connect() as connection:
            connection.execute(text("SELECT * FROM nobody WHERE name = :name"), {"name": CANARY})

    return made


def told(tmp_path):
    return (tmp_path / "matcher.log").read_text(encoding="utf-8")


def lines(tmp_path):
    return [json.loads(line) for line in told(tmp_path).splitlines()]


def test_a_request_is_told_by_its_page_not_its_address_nor_what_was_typed(app, tmp_path, capfd):
    client = app.test_client()
    client.post(f"/ru/sign-in?next=/{CANARY}", data={"login": CANARY, "password": CANARY})
    client.get(f"/ru/{CANARY}?q={CANARY}", headers={"User-Agent": CANARY, "Referer": CANARY})
    client.open("/ru/sign-in", method="CANARY7F3A")
    first, second, third = lines(tmp_path)
    assert (first["endpoint"], first["method"], first["status"]) == ("auth.sign_in", "POST", 400)
    assert (second["endpoint"], second["status"]) == ("?", 404)
    assert third["method"] == "?"
    assert "7f3a" not in told(tmp_path).casefold()
    assert "7f3a" not in "".join(capfd.readouterr()).casefold()


def test_the_person_who_is_signed_in_is_told_by_an_identifier(app, tmp_path):
    identity, client = app.extensions["matcher"].identity, app.test_client()
    user = identity.create_user(CANARY, "jobseeker", centre_id="saran", belongs_to="JS-1")
    token = identity.enter_with_code(identity.issue_code(user.user_id), address="192.0.2.1").token
    client.set_cookie("entry", token, domain="localhost", path="/")
    assert client.get("/ru/me").status_code == 200
    (line,) = lines(tmp_path)
    assert line["user_id"] == user.user_id
    assert "JS-1" not in told(tmp_path)
    assert "7f3a" not in told(tmp_path)


@pytest.mark.parametrize("address", [f"broken?name={CANARY}", "broken-database"])
def test_a_fault_is_told_by_its_class_and_place_not_by_its_words(app, tmp_path, capfd, address):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get(f"/ru/{address}")
    assert answer.status_code == 500
    fault, line = lines(tmp_path)
    assert fault["exception"] == ("RuntimeError" if "name" in address else "OperationalError")
    assert "tests/web/test_journal.py" in fault["where"]
    assert (fault["level"], line["status"]) == ("error", 500)
    # The links to other languages repeat the reader's own address, to nobody but the reader.
    page = answer.get_data(as_text=True).partition("<main")[2]
    for said in (told(tmp_path), page, *capfd.readouterr()):
        assert "7f3a" not in said.casefold()


def test_a_fault_of_the_database_does_not_even_quote_what_it_was_asked():
    with pytest.raises(Exception, match="nobody") as caught, open_engine("sqlite://").connect() as connection:
        connection.execute(text("SELECT * FROM nobody WHERE name = :name"), {"name": CANARY})
    assert isinstance(caught.value.orig, sqlite3.Error)
    assert CANARY not in str(caught.value)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_server_of_the_demo_writes_no_lines_with_addresses(app, tmp_path, capfd, socket_enabled):
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=SilentRequests)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with urlopen(f"http://127.0.0.1:{server.server_port}/ru/sign-in?q=7f3a") as answer:
            assert answer.status == 200
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert lines(tmp_path)[0]["endpoint"] == "auth.sign_in"
    assert "7f3a" not in told(tmp_path) + "".join(capfd.readouterr())
