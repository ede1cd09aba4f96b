"""Entering, leaving, forged forms, copied cookies, headers and faults."""

import re

import pytest
from flask import abort
from identity_fake import MemoryIdentityStore, make_identity
from sign_in_scene import COOKIE, HTTPS, PASSWORD, SignInScene, is_inside
from werkzeug.exceptions import TooManyRequests

from matcher.bootstrap import build
from matcher.config import Settings
from matcher.errors import UsageError
from web import create_app
from web.policies import policy


@pytest.fixture
def container():
    return SignInScene()


def test_the_right_password_opens_the_page_that_was_asked_for(container):
    asked = container.get("/en/vacancies?women=1")
    assert asked.status_code == 303
    answer = container.sign_in(address=asked.headers["Location"])
    assert answer.headers["Location"] == "/en/vacancies?women=1"
    assert container.get("/en/vacancies?women=1").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/%5Cevil.example", "/%09/evil.example", "evil"]
)
def test_sign_in_never_leads_to_another_site(container, wanted):
    answer = container.sign_in(address=f"/en/sign-in?next={wanted}")
    assert answer.headers["Location"] == "/en/vacancies"


def test_a_wrong_password_gives_the_page_again_with_the_login_and_without_the_password(container):
    answer = container.sign_in("wrong-and-secret")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'value="aigul"' in text
    assert "wrong-and-secret" not in text
    assert "The login or password is wrong." in text


def test_an_empty_field_is_named(container):
    answer = container.post("/en/sign-in", login="aigul", password="")
    assert answer.status_code == 400
    assert 'aria-describedby="password-error"' in answer.get_data(as_text=True)


def test_after_ten_tries_the_right_password_gets_429_and_when_to_come_back(container):
    for _ in range(10):
        assert container.sign_in("wrong").status_code == 400
    answer = container.sign_in()
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"
    assert not is_inside(container)


def test_the_cookie_is_secure_http_only_and_lax_in_production(container):
    cookies = [line for line in container.sign_in().headers.getlist("Set-Cookie") if line.startswith(COOKIE)]
    assert len(cookies) == 1
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookies[0].split("; ")
    assert "Domain" not in cookies[0]


def test_the_cookie_changes_at_every_sign_in_and_a_planted_one_is_worth_nothing(container):
    container.client.set_cookie(COOKIE, "planted", domain="localhost")
    container.sign_in()
    first = container.client.get_cookie(COOKIE, domain="localhost").value
    container.sign_in()
    assert "planted" not in (first, container.client.get_cookie(COOKIE, domain="localhost").value)
    assert first != container.client.get_cookie(COOKIE, domain="localhost").value


def test_a_copied_cookie_is_dead_after_sign_out(container):
    container.sign_in()
    thief = container.copied()
    assert is_inside(container, thief)
    assert container.post("/en/sign-out").status_code == 303
    assert not is_inside(container, thief)
    assert container.client.get_cookie(COOKIE, domain="localhost") is None


def test_a_copied_cookie_is_dead_after_a_password_change_and_ones_own_lives_on(container):
    container.sign_in()
    thief = container.copied()
    assert container.post("/en/password", current=PASSWORD, new="another long phrase").status_code == 303
    assert not is_inside(container, thief)
    assert is_inside(container)


def test_a_copied_cookie_is_dead_after_disablement(container):
    container.sign_in()
    thief = container.copied()
    container.identity.set_enabled("aigul", False)
    assert not is_inside(container, thief)


def test_a_copied_cookie_is_dead_after_the_idle_time_out(container):
    container.sign_in()
    thief = container.copied()
    container.clock.now += container.identity.rules.idle_seconds
    assert not is_inside(container, thief)


def test_a_copied_cookie_is_dead_after_the_absolute_time_out(container):
    container.sign_in()
    thief = container.copied()
    for _ in range(container.identity.rules.absolute_seconds // 1200):
        container.clock.now += 1200
        is_inside(container)
    assert not is_inside(container, thief)


def test_a_weak_new_password_is_refused_with_the_rule(container):
    container.sign_in()
    answer = container.post("/en/password", current=PASSWORD, new="short")
    assert answer.status_code == 400
    assert "at least 12" in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/en/sign-in", "/en/code", "/en/sign-out", "/en/password", "/en/codes"])
def test_a_forged_form_is_refused(container, address):
    container.sign_in()
    fields = {"login": "js-1", "password": PASSWORD, "code": "x", "current": PASSWORD, "new": "another long phrase"}
    for token in ("", "forged"):
        assert container.post(address, token=token, **fields).status_code == 400
    assert is_inside(container)


def test_a_token_of_before_sign_in_is_void_after_it(container):
    shown = container.get("/en/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)[1]
    container.sign_in(token=token)
    assert container.post("/en/sign-out", token=token).status_code == 400
    assert is_inside(container)


def test_staff_print_a_code_and_the_jobseeker_enters_once(container):
    container.sign_in()
    page = container.post("/en/codes", login="js-1").get_data(as_text=True)
    code = re.search(r"<strong>([0-9A-Z-]{14})</strong>", page)[1]
    phone = container.app.test_client()
    assert container.post("/en/code", phone, code=code).status_code == 303
    assert is_inside(container, phone)
    assert container.post("/en/code", container.app.test_client(), code=code).status_code == 400


def test_no_code_is_printed_for_another_centre(container):
    container.identity.create_user("js-2", "jobseeker", centre_id="abay", belongs_to="JS-2")
    container.sign_in()
    for login in ("js-2", "nobody"):
        answer = container.post("/en/codes", login=login)
        assert answer.status_code == 400
        assert "of your own centre only" in answer.get_data(as_text=True)


def test_answers_carry_strict_headers_and_pages_are_not_stored(container):
    for address in ("/en/sign-in", "/en/none", "/"):
        headers = container.get(address).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 415, 429, 500, 503])
def test_every_fault_is_a_page_in_the_readers_language_without_internals(language, code):
    app = create_app(build(), identity=make_identity())
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/<language>/fault")
    @policy("everyone")
    def fault(language):
        if code == 500:
            raise RuntimeError("secret internals")
        abort(code, description="secret internals")

    answer = app.test_client().get(f"/{language}/fault")
    text = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert f'<html lang="{language}">' in text
    assert "secret internals" not in text
    assert not re.search(r">ui\.", text)


@pytest.mark.parametrize("page", ["vacancies", "none"])
def test_a_broken_database_is_told_as_a_fault_and_lets_nobody_in(page):
    class Broken(MemoryIdentityStore):
        def session(self, token_hash):
            raise RuntimeError("secret internals")

    app = create_app(build(), production=True, identity=make_identity(Broken()))
    client = app.test_client()
    client.set_cookie(COOKIE, "any", domain="localhost")
    answer = client.get(f"/kk/{page}", base_url=HTTPS)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert '<html lang="kk">' in text
    assert "secret internals" not in text


def test_a_wrong_method_is_405_and_says_which_are_right(container):
    answer = container.client.put("/en/sign-in", base_url=HTTPS)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_fault_keeps_when_to_come_back():
    app = create_app(build(), identity=make_identity())

    @app.get("/busy")
    @policy("everyone")
    def busy():
        raise TooManyRequests(retry_after=7)

    assert app.test_client().get("/busy").headers["Retry-After"] == "7"


def test_too_large_a_form_is_413(container):
    assert container.post("/en/sign-in", token="x", login="x" * (2 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize("query", ["_scheme=x", "_external=1", "_anchor=x", "endpoint=x", "language=de", "_method=PUT"])
def test_odd_words_in_an_address_break_no_page(container, query):
    assert container.get(f"/en/sign-in?{query}").status_code == 200


def test_production_refuses_cheap_passwords_and_known_or_open_secrets(tmp_path):
    secret = tmp_path / "secret_key"

    def code_of(**given):
        with pytest.raises(UsageError) as caught:
            create_app(build(Settings(instance_dir=tmp_path, **given)), production=True)
        return caught.value.code

    assert code_of(password_cost="cheap") == "production_cheap"
    for known in ("changeme", "a" * 64, "dev"):
        secret.write_text(known)
        secret.chmod(0o600)
        assert code_of() == "secret_default"
    secret.write_text("")
    assert code_of() == "secret_empty"
    secret.unlink()
    create_app(build(Settings(instance_dir=tmp_path)), production=True)
    secret.chmod(0o644)
    assert code_of() == "secret_readable"


def test_a_secret_is_made_once_and_kept(tmp_path):
    first = build(Settings(instance_dir=tmp_path)).secret_key
    assert first == build(Settings(instance_dir=tmp_path)).secret_key
    assert len(first) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
