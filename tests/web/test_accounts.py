"""The administrator's page: what to do in a fresh installation, and who may enter."""

import re

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from web import create_app

PASSWORD = "correct horse battery"


@pytest.fixture
def app():
    made = create_app(build(), identity=make_identity(), repository=MemoryRepository())
    made.extensions["matcher"].identity.create_user("root", "admin", password=PASSWORD)
    return made


@pytest.fixture
def admin(app):
    client = app.test_client()
    client.set_cookie("entry", app.extensions["matcher"].identity.sign_in("root", PASSWORD, address="192.0.2.1").token)
    return client


def send(client, address, **fields):
    page = client.get("/en/accounts").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return client.post(address, data={**fields, "csrf_token": token})


def made(answer):
    return re.search(r"<strong>([A-Z0-9-]{19})</strong>", answer.get_data(as_text=True))[1]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_administrator_of_a_fresh_installation_is_told_what_to_do(admin, language):
    for page in ("accounts", "overview", "reads"):
        shown = admin.get(f"/{language}/{page}").get_data(as_text=True)
        html5lib.HTMLParser(strict=True).parse(shown)
        assert shown.count("<h1>") == 1
        assert not re.search(r">[^<]*\b(ui|value|error)\.[a-z_]+", shown)
    assert "saran" in admin.get(f"/{language}/accounts").get_data(as_text=True)


def test_the_first_officer_enters_with_the_password_that_is_told_once(app, admin):
    answer = send(admin, "/en/accounts", login="aigul", name="Айгүл Серікова", role="staff", centre_id="saran")
    assert answer.headers["Cache-Control"] == "no-store"
    password = made(answer)
    assert app.extensions["matcher"].identity.sign_in("aigul", password, address="192.0.2.1").user.centre_id == "saran"
    listed = admin.get("/en/accounts").get_data(as_text=True)
    assert "Айгүл Серікова (aigul)" in listed
    assert password not in listed
    assert "/en/overview?centre=saran" in listed
    assert admin.get("/en/overview?centre=saran").status_code == 200
    assert admin.get("/en/reads?centre=saran").status_code == 200
    assert admin.get("/en/overview?centre=elsewhere").status_code == 404


def test_wrong_input_is_kept_with_its_reason_and_makes_no_account(app, admin):
    answer = send(admin, "/en/accounts", login="aigul", name="Айгүл", role="staff", centre_id="")
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'value="Айгүл"' in shown
    assert 'role="alert"' in shown
    assert len(app.extensions["matcher"].identity.store.officials()) == 1


def test_an_officer_is_kept_out_named_and_let_in_again(app, admin):
    identity = app.extensions["matcher"].identity
    user = identity.create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
    token = identity.sign_in("aigul", PASSWORD, address="192.0.2.1").token
    assert send(admin, f"/en/accounts/{user.user_id}", action="disable").status_code == 303
    assert identity.user_of(token) is None
    assert "kept out" in admin.get("/en/accounts").get_data(as_text=True)
    assert send(admin, f"/en/accounts/{user.user_id}", action="enable").status_code == 303
    assert send(admin, f"/en/accounts/{user.user_id}", action="rename", name="A. S.").status_code == 303
    assert identity.find("aigul").name == "A. S."
    password = made(send(admin, f"/en/accounts/{user.user_id}", action="password"))
    assert identity.sign_in("aigul", password, address="192.0.2.1")


def test_an_administrator_does_not_shut_themselves_out_and_touches_no_jobseeker(app, admin):
    identity = app.extensions["matcher"].identity
    own, person = identity.find("root"), identity.create_user("p", "jobseeker", centre_id="saran", belongs_to="1")
    assert send(admin, f"/en/accounts/{own.user_id}", action="disable").status_code == 400
    assert identity.find("root").is_enabled
    assert send(admin, f"/en/accounts/{person.user_id}", action="disable").status_code == 404
    assert send(admin, f"/en/accounts/{own.user_id}", action="else").status_code == 400
