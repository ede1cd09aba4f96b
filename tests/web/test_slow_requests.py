"""One request that was made to be slow is answered, and others are answered meanwhile: over real sockets and several threads."""

import json
import threading
from http.client import HTTPConnection

import pytest
from api_scene import Scene
from waitress.server import create_server

from matcher.bootstrap import build

SECONDS = 60
"""What a client waits at the most; before patterns were bounded the first of these took hours."""
BODIES = {
    "digits": {"title": "1" * 290, "description": "1" * 9_900},
    "experience": {"title": "Сварщик", "description": "опыт1" * 1_980},
    "young people": {"title": "молодой" * 40, "description": "молодой" * 1_400},
    "blanks": {"title": "a" + " " * 280 + "b", "description": "до" + " " * 9_800 + "35"},
    "skills": {"title": "x", "skills": [{"text": "сварка:" * 25, "level": 3}]},
}


@pytest.fixture(scope="module")
def served():
    scene = Scene(build())
    server = create_server(scene.app, host="127.0.0.1", port=0, threads=3)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield scene, server.effective_port
    server.close()
    thread.join(5)


def answer(port, method, path, body=None, token=""):
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"} if body is not None else {}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.enable_socket
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_request_made_to_be_slow_is_answered_and_blocks_nobody(served, body):
    scene, port = served
    statuses = []
    slow = [
        threading.Thread(
            target=lambda: statuses.append(answer(port, "POST", "/api/v1/needs", body, scene.made["employer"]))
        )
        for _ in range(2)
    ]
    for each in slow:
        each.start()
    assert answer(port, "GET", "/kk/sign-in") == 200
    for each in slow:
        each.join(SECONDS)
    assert len(statuses) == 2
    assert set(statuses) <= {201, 400, 413, 422}
