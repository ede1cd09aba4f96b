"""The pages in production, end to end: a process of its own, waitress, a database, sign-in over a real connection."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest

from matcher.adapters.messages import Messages
from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.cli.serve import serve
from matcher.config import ROOT, Settings, read_settings
from matcher.errors import UsageError

pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]
PASSWORD = "correct horse battery"
PATIENCE = 120
"""Seconds until a server that does not answer is a fault."""


def settings_in(folder):
    return {**os.environ, "MATCHER_INSTANCE_DIR": str(folder), "MATCHER_ENCODERS": "none", "MATCHER_MODEL": "overlap"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return settings_in(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="module")
def port():
    # Sockets are refused while fixtures of a module are made; who has this port already makes the server say so.
    return 20_000 + os.getpid() % 30_000


@pytest.fixture(scope="module")
def server(settings, port):
    command = [sys.executable, "-m", "matcher", "serve", "--production", "--port", str(port)]
    running = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        # Told when the port is about to be served.
        assert str(port) in running.stdout.readline()
        yield running
    finally:
        running.kill()
        running.communicate()


def ask(port, method, address, fields=None, cookies=()):
    headers = {"Cookie": "; ".join(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    until = time.monotonic() + PATIENCE
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            line.request(method, address, urlencode(fields) if fields else None, headers)
            answer = line.getresponse()
            return answer, answer.read().decode("utf-8")
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.2)
        finally:
            line.close()


def set_cookies(answer):
    return [value for name, value in answer.getheaders() if name == "Set-Cookie"]


def test_production_serves_over_waitress_with_strict_headers_and_lets_an_officer_in(server, settings, port):
    container = Container(read_settings({name: text for name, text in settings.items() if name.startswith("MATCHER_")}))
    make_identity(container).create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
    first, _ = ask(port, "GET", "/")
    assert (first.status, first.getheader("Location")) == (302, "/ru/sign-in")
    shown, body = ask(port, "GET", "/ru/sign-in")
    assert shown.getheader("Strict-Transport-Security")
    assert "unsafe" not in shown.getheader("Content-Security-Policy")
    assert shown.getheader("Server") is None
    (form,) = set_cookies(shown)
    assert all(word in form for word in ("__Host-form=", "Secure", "HttpOnly", "SameSite=Lax"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', body)[1]
    fields = {"login": "aigul", "password": PASSWORD, "csrf_token": token}
    forged, _ = ask(port, "POST", "/ru/sign-in", fields)
    assert forged.status == 400
    entered, _ = ask(port, "POST", "/ru/sign-in", fields, [form.split(";")[0]])
    assert (entered.status, entered.getheader("Location")) == (303, "/ru/vacancies")
    entry = next(value for value in set_cookies(entered) if value.startswith("__Host-entry="))
    assert all(word in entry for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    inside, _ = ask(port, "GET", "/ru/vacancies", cookies=[entry.split(";")[0]])
    assert (inside.status, inside.getheader("Cache-Control")) == (200, "no-store")


def test_production_shuts_everything_to_strangers(server, port):
    for page in ("vacancies", "search", "compare", "needs", "me", "codes"):
        answer, _ = ask(port, "GET", f"/kk/{page}")
        assert (answer.status, answer.getheader("Location").split("?")[0]) == (303, "/kk/sign-in")


@pytest.mark.parametrize(
    ("secret", "mode", "mends"),
    [("changeme", 0o600, "Delete the file"), ("0123456789abcdef" * 4, 0o644, "chmod 600"), ("", 0o600, "Delete it")],
)
def test_production_refuses_a_known_secret_and_says_how_to_mend_it(tmp_path, monkeypatch, secret, mode, mends):
    (tmp_path / "secret_key").write_text(secret)
    (tmp_path / "secret_key").chmod(mode)
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(tmp_path))
    with pytest.raises(UsageError) as refused:
        serve.main(["--production"], standalone_mode=False)
    told = Messages(Settings().translations_dir, "en").error(refused.value)
    assert str(tmp_path / "secret_key") in told
    assert mends in told


def test_production_that_is_told_to_end_answers_what_was_asked_and_ends_without_a_fault(server, port):
    """Stands last: the server of this module ends here."""
    slow = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    slow.request("GET", "/en/sign-in")
    answer = slow.getresponse()
    server.send_signal(signal.SIGTERM)
    said, _ = server.communicate(timeout=PATIENCE)
    assert (answer.status, server.returncode) == (200, 0)
    assert "</html>" in answer.read().decode()
    slow.close()
    assert "Traceback" not in said
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE).connect()
