"""The pages of the second factor, and known browsers."""

import re

import pyotp
import pytest
from sign_in_scene import SignInScene, is_inside

from matcher.core.records.identity import EntryRules
from matcher.errors import UsageError
from matcher.services.identity import Identity

LANGUAGES = ["kk", "ru", "en"]


@pytest.fixture
def house():
    return SignInScene()


def text_of(answer):
    return answer.get_data(as_text=True)


def set_up(house, address="/en/second-factor"):
    """Set the factor of this browser's officer up; give the telephone and the answer."""
    secret = re.search(r'<code class="secret">([^<]+)</code>', text_of(house.get(address)))[1].replace(" ", "")
    telephone = pyotp.TOTP(secret)
    answer = house.post(address, code=telephone.at(house.clock.now))
    house.clock.now += 60
    return telephone, answer


def require(house):
    kept = house.identity
    rules = EntryRules(second_factor="required")
    made = Identity(kept.store, kept.hasher, clock=kept.clock, pepper=kept.pepper, rules=rules)
    house.identity = house.app.extensions["matcher"].identity = made


def test_an_officer_sets_it_up_signs_in_with_it_and_comes_to_the_page_that_was_asked_for(house):
    house.sign_in()
    telephone, answer = set_up(house)
    assert answer.status_code == 200
    assert len(re.findall(r"<li><code>", text_of(answer))) == 10
    house.post("/en/sign-out")
    led = house.sign_in(address="/en/sign-in?next=/en/vacancies%3Fwomen=1").headers["Location"]
    assert led.startswith("/en/second-factor/enter?next=")
    assert not is_inside(house)
    answer = house.post(led, code=telephone.at(house.clock.now))
    assert answer.headers["Location"] == "/en/vacancies?women=1"
    assert is_inside(house)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_half_signed_in_browser_opens_nothing_but_the_second_step(house, language):
    house.sign_in()
    set_up(house)
    house.post("/en/sign-out")
    house.sign_in()
    for page in ("vacancies", "account", "second-factor", "password", "codes", "search"):
        answer = house.get(f"/{language}/{page}")
        assert answer.status_code == 303
        assert f"/{language}/sign-in?next=" in answer.headers["Location"]
    assert house.post("/en/password", current="x", new="y").status_code == 403
    shown = text_of(house.get(f"/{language}/second-factor/enter"))
    assert f'<html lang="{language}">' in shown
    assert not re.search(r">ui\.|error\.", shown)


def test_a_wrong_and_a_used_code_are_refused_and_too_many_get_429(house):
    house.sign_in()
    telephone, _ = set_up(house)
    house.post("/en/sign-out")
    house.sign_in()
    for _ in range(10):
        answer = house.post("/en/second-factor/enter", code="000000x")
        assert answer.status_code == 400
        assert "wrong or has been used" in text_of(answer)
    answer = house.post("/en/second-factor/enter", code=telephone.at(house.clock.now))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")


def test_a_forged_second_step_is_refused(house):
    house.sign_in()
    for page in ("second-factor", "second-factor/enter"):
        assert house.post(f"/en/{page}", token="forged", code="000000").status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_it_is_required_an_officer_is_led_to_set_it_up_and_is_then_inside(house, language):
    require(house)
    led = house.sign_in(address=f"/{language}/sign-in").headers["Location"]
    assert led == f"/{language}/second-factor/enter"
    assert not is_inside(house)
    shown = text_of(house.get(led))
    assert "<svg" in shown
    assert "style=" not in shown
    assert not re.search(r">ui\.", shown)
    _, answer = set_up(house, led)
    assert len(re.findall(r"<li><code>", text_of(answer))) == 10
    assert is_inside(house)


def test_a_factor_is_set_up_again_with_a_code_of_it(house):
    house.sign_in()
    telephone, _ = set_up(house)
    assert "Recovery codes left: 10" in text_of(house.get("/en/second-factor"))
    assert house.post("/en/second-factor", code="000000x").status_code == 400
    answer = house.post("/en/second-factor", code=telephone.at(house.clock.now))
    assert answer.status_code == 303
    assert is_inside(house)
    assert set_up(house)[0].secret != telephone.secret


def test_who_gives_up_setting_it_up_again_keeps_the_former_factor(house):
    house.sign_in()
    telephone, _ = set_up(house)
    house.post("/en/second-factor", code=telephone.at(house.clock.now))
    assert 'class="secret"' in text_of(house.get("/en/second-factor"))
    house.clock.now += 60
    house.post("/en/sign-out")
    led = house.sign_in(address="/en/sign-in").headers["Location"]
    assert led.startswith("/en/second-factor/enter")
    assert house.post(led, code=telephone.at(house.clock.now)).status_code == 303
    assert is_inside(house)


def test_an_administrator_takes_a_factor_away_and_the_journal_notes_who_and_whose(house):
    house.sign_in()
    set_up(house)
    admin = house.identity.create_user("root", "admin", password="correct horse battery")
    client, told = house.app.test_client(), []

    class Journal:
        def info(self, event, **fields):
            told.append((event, fields))

    house.app.extensions["journal"] = Journal()
    house.post("/en/sign-in", client, login="root", password="correct horse battery")
    assert "Second step is on" in text_of(house.get("/en/accounts", client))
    house.post(f"/en/accounts/{house.officer.user_id}", client, action="reset_factor")
    noted = {"about": house.officer.user_id, "user_id": admin.user_id}
    assert ("second_factor_reset", noted) in told
    assert not is_inside(house)
    assert house.sign_in().headers["Location"] == "/en/vacancies"


def test_a_known_browser_signs_in_while_strangers_at_its_address_are_locked(house):
    answer = house.sign_in()
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-device")]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"):
        assert flag in cookie.split("; ")
    house.post("/en/sign-out")
    stranger = house.app.test_client()
    for _ in range(10):
        house.sign_in("wrong", client=stranger)
    assert house.sign_in(client=stranger).status_code == 429
    assert house.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "қате кіру әрекеттері: 3, соңғысы"), ("ru", "с вашего прошлого входа: 3,"), ("en", "last sign-in: 3, the")],
)
def test_a_person_is_told_of_wrong_tries_on_the_first_page_after_sign_in_and_once(house, language, words):
    stranger = house.app.test_client()
    for _ in range(3):
        house.sign_in("wrong", client=stranger)
    house.sign_in(address=f"/{language}/sign-in")
    assert words in text_of(house.get(f"/{language}/account"))
    assert words not in text_of(house.get(f"/{language}/account"))


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "қате кіру әрекеттері: 2"), ("ru", "с прошлого входа: 2"), ("en", "sign-in: 2")]
)
def test_an_administrator_reads_of_wrong_tries_on_the_page_of_accounts(house, language, words):
    house.identity.create_user("root", "admin", password="correct horse battery")
    for _ in range(2):
        house.sign_in("wrong")
    house.post("/en/sign-in", login="root", password="correct horse battery")
    assert words in text_of(house.get(f"/{language}/accounts"))


def test_a_setting_that_is_none_of_the_three_is_refused(tmp_path):
    from matcher.bootstrap import build
    from matcher.config import Settings

    with pytest.raises(UsageError) as caught:
        _ = build(Settings(instance_dir=tmp_path, second_factor="maybe")).entry_rules
    assert caught.value.code == "bad_setting"
