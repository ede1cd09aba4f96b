"""PostgreSQL stops under use and comes back: one clear page meanwhile, nothing lost, and the pool recovers by itself."""

import threading
import time
from datetime import datetime
from http.client import HTTPConnection

import pytest
from postgres import own_server
from waitress.server import create_server

from matcher.adapters.database.migrating import upgrade
from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.config import Settings
from matcher.core.records import HeldSkill, Jobseeker, Profile
from matcher.core.records.centre import Objection
from web import create_app
from web.context import KAZAKHSTAN

pytestmark = [pytest.mark.postgres, pytest.mark.enable_socket]
NOON = datetime(2026, 11, 27, 12, tzinfo=KAZAKHSTAN)
PASSWORD = "correct horse battery"
N_THREADS = 3


@pytest.fixture
def site(tmp_path):
    with own_server() as server:
        settings = Settings(
            instance_dir=tmp_path, database_url=server.new_database(), password_cost="cheap", encoders="none"
        )
        container = Container(settings)
        upgrade(container.database)
        skill = next(iter(container.taxonomy.skills))
        container.repository.add("saran", Jobseeker("JS-1", Profile((HeldSkill(skill, 3),)), consent=True))
        identity = make_identity(container)
        identity.create_user("staff", "staff", password=PASSWORD, centre_id="saran")
        identity.create_user("js", "jobseeker", centre_id="saran", belongs_to="JS-1")
        app = create_app(container)
        app.config["WTF_CSRF_ENABLED"] = False
        web = create_server(app, host="127.0.0.1", port=0, threads=N_THREADS + 1)
        thread = threading.Thread(target=web.run, daemon=True)
        thread.start()
        tokens = {
            "staff": identity.sign_in("staff", PASSWORD, address="192.0.2.1").token,
            "js": identity.enter_with_code(
                identity.issue_code(identity.find("js").user_id), address="192.0.2.1"
            ).token,
        }
        yield server, container, web.effective_port, tokens
        web.close()
        thread.join(5)
        container.database.dispose()


def ask(port, token, method, path, body=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"entry={token}"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    told = answer.status, answer.getheader("Retry-After"), answer.read().decode("utf-8", "replace")
    connection.close()
    return told


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_database_that_stops_and_comes_back_is_one_clear_page_and_loses_nothing(site, mode):
    server, container, port, tokens = site
    answers, kept, stopped = [], [], threading.Event()

    def read():
        for _ in range(400):
            if stopped.is_set():
                return
            answers.append(ask(port, tokens["staff"], "GET", "/ru/vacancies"))
            time.sleep(0.01)

    def write():
        for at in range(400):
            if stopped.is_set():
                return
            told = ask(port, tokens["js"], "POST", "/ru/me/objection", f"text=words+{at}")
            answers.append(told)
            if told[0] == 303:
                kept.append(f"words {at}")
            time.sleep(0.01)

    threads = [threading.Thread(target=each) for each in (read, read, write)]
    for each in threads:
        each.start()
    time.sleep(0.5)
    server.stop(mode)
    time.sleep(1)
    server.start()
    time.sleep(1)
    stopped.set()
    for each in threads:
        each.join(60)
    statuses = {status for status, _, _ in answers}
    assert {200, 303} <= statuses, statuses
    assert 503 in statuses
    assert all(status < 500 or status == 503 for status in statuses), statuses
    away = next(told for told in answers if told[0] == 503)
    assert away[1] == "5"
    assert "База данных сейчас недоступна" in away[2]
    assert ask(port, tokens["staff"], "GET", "/ru/vacancies")[0] == 200
    said = [row.record.text for row in container.repository.find("saran", Objection)]
    assert set(kept) <= set(said)
    assert len(said) == len(set(said))
