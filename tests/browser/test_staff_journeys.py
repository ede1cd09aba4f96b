"""An officer's day: enter, search, filter, compare, keep a search, change the language; with JavaScript and without."""

import re

import pytest
from browser.conftest import PATIENCE
from browser.test_journeys import submit, text_of, wait
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import url_contains
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from matcher.application import make_identity
from matcher.cli.demo_town import CENTRE, demo_accounts
from matcher.core.records import Vacancy

TICKS = "main ol.people input[name=person]"
MOST_STEPS = 60
"""How often a reader presses Tab on one page before giving up."""


@pytest.fixture
def password(container):
    """The password of the demo's officer."""
    return {login: secret for _, login, secret in demo_accounts(container, make_identity(container))}["demo-staff"]


@pytest.fixture
def vacancy_page(container, site):
    """The address of a vacancy of the invented town."""
    return site(f"/en/vacancies/{next(container.repository.find(CENTRE, Vacancy, vacancy_id='V00001')).public_id}")


def n_people(chrome):
    """Read how many people the page says it found."""
    return int(re.search(r"([\d,]+) (?:person|people)", text_of(chrome)).group(1).replace(",", ""))


def rows(chrome):
    return [each.text for each in chrome.find_elements(By.CSS_SELECTOR, "main ol.people h3 a")]


def tick(chrome, n):
    for box in chrome.find_elements(By.CSS_SELECTOR, TICKS)[:n]:
        box.click()


def step_to(chrome, selector, *, back=False):
    """Go on with the Tab key until an element is reached; every stop on the way shows where it is."""
    for _ in range(MOST_STEPS):
        keys = ActionChains(chrome)
        keys = keys.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT) if back else keys.send_keys(Keys.TAB)
        keys.perform()
        stop = chrome.switch_to.active_element
        assert stop.value_of_css_property("outline-style") != "none", stop.get_attribute("outerHTML")[:200]
        if stop in chrome.find_elements(By.CSS_SELECTOR, selector):
            return stop
    raise AssertionError(f"the keyboard does not reach {selector}")


def press_key(chrome, element, key):
    """Press a key that opens a page, and wait for it."""
    before = chrome.find_element(By.TAG_NAME, "html")
    element.send_keys(key)
    wait(chrome).until(lambda each: each.find_element(By.TAG_NAME, "html") != before)


def test_an_officer_signs_in_after_a_wrong_password_and_signs_out(either_browser, site, password):
    either_browser.get(site("/en/vacancies"))
    assert "/sign-in" in either_browser.current_url
    either_browser.find_element(By.NAME, "login").send_keys("demo-staff")
    either_browser.find_element(By.NAME, "password").send_keys("not the password")
    submit(either_browser, "main form button")
    assert either_browser.find_elements(By.CSS_SELECTOR, "[role=alert]")
    login = either_browser.find_element(By.NAME, "login")
    assert login.get_attribute("value") == "demo-staff"
    assert either_browser.find_element(By.NAME, "password").get_attribute("value") == ""
    either_browser.find_element(By.NAME, "password").send_keys(password)
    submit(either_browser, "main form button")
    assert "/vacancies" in either_browser.current_url
    either_browser.get(site("/en/account"))
    submit(either_browser, "main form[action*='sign-out'] button")
    either_browser.get(site("/en/search"))
    assert "/sign-in" in either_browser.current_url


def test_an_officer_finds_a_vacancy_and_its_candidates_with_reasons(either_browser, site, enter):
    enter(either_browser, "staff")
    either_browser.find_element(By.ID, "q").send_keys("слесарь механосборочных")
    submit(either_browser, "main form button")
    submit(either_browser, "main ul.lines a")
    assert len(rows(either_browser)) == min(50, n_people(either_browser))
    first = either_browser.find_element(By.CSS_SELECTOR, "main ol.people > li")
    first.find_element(By.TAG_NAME, "summary").click()
    assert first.find_elements(By.CSS_SELECTOR, "details[open] li")
    assert " offer" not in text_of(either_browser).lower()
    name = rows(either_browser)[0]
    submit(either_browser, "main ol.people h3 a")
    assert name in either_browser.find_element(By.TAG_NAME, "h1").text


def test_an_officer_keeps_a_shortlist_of_a_vacancy_and_takes_somebody_off_it(either_browser, site, enter, vacancy_page):
    enter(either_browser, "staff")
    either_browser.get(vacancy_page)
    chosen = rows(either_browser)[:2]
    for _ in chosen:
        submit(either_browser, "main ol.people form[method=post] button")
    listed = "main #shortlist + ul.lines a"
    assert [each.text for each in either_browser.find_elements(By.CSS_SELECTOR, listed)] == sorted(chosen)
    submit(either_browser, "main #shortlist + ul.lines button")
    submit(either_browser, "main #shortlist + ul.lines button")
    assert not either_browser.find_elements(By.CSS_SELECTOR, "main #shortlist")


def test_an_officer_narrows_the_list_and_takes_a_filter_off_again(either_browser, site, enter, vacancy_page):
    enter(either_browser, "staff")
    either_browser.get(vacancy_page)
    everybody = n_people(either_browser)
    either_browser.find_element(By.CSS_SELECTOR, "main details.fold summary").click()
    Select(either_browser.find_element(By.ID, "readiness")).select_by_value("after_training")
    either_browser.find_element(By.ID, "women-1").click()
    Select(either_browser.find_element(By.ID, "sort")).select_by_value("hours")
    submit(either_browser, "main details.fold button")
    for part in ("readiness=after_training", "women=1", "sort=hours"):
        assert part in either_browser.current_url
    for_vacancy = n_people(either_browser)
    assert 0 < for_vacancy < everybody
    ready = either_browser.find_elements(By.CSS_SELECTOR, "main ol.people .head strong")
    assert {each.text for each in ready} == {"after training"}
    submit(either_browser, "ul.chips a:not([href*='women'])")
    assert "women" not in either_browser.current_url
    assert "sort=hours" in either_browser.current_url
    assert for_vacancy < n_people(either_browser) < everybody


def test_an_empty_list_says_what_emptied_it_and_how_many_come_back(either_browser, enter, vacancy_page):
    enter(either_browser, "staff")
    either_browser.get(f"{vacancy_page}?women=1&youth=1&carers=1&long_unemployed=1&readiness=ready&licence=CE")
    assert "Nobody was found" in text_of(either_browser)
    told = either_browser.find_elements(By.CSS_SELECTOR, "main .empty li")
    assert told
    assert all(re.search(r"\d", each.text) for each in told)


def test_an_officer_compares_four_people_and_no_more(either_browser, enter, vacancy_page):
    enter(either_browser, "staff")
    either_browser.get(vacancy_page)
    submit(either_browser, "form#compare button")
    assert "Nobody is chosen" in either_browser.find_element(By.CSS_SELECTOR, "[role=alert]").text
    either_browser.get(vacancy_page)
    names = rows(either_browser)[:4]
    tick(either_browser, 4)
    submit(either_browser, "form#compare button")
    assert [each.text for each in either_browser.find_elements(By.CSS_SELECTOR, "thead th a")] == names
    assert len(either_browser.find_elements(By.CSS_SELECTOR, "tbody tr:first-child td")) == 4
    submit(either_browser, "main p a")
    assert rows(either_browser)[:4] == names
    for box in either_browser.find_elements(By.CSS_SELECTOR, f"{TICKS}:checked"):
        box.click()
    tick(either_browser, 5)
    submit(either_browser, "form#compare button")
    assert "More than four" in either_browser.find_element(By.CSS_SELECTOR, "[role=alert]").text


def test_an_officer_keeps_a_search_opens_it_again_and_forgets_it(either_browser, site, enter):
    enter(either_browser, "staff")
    either_browser.get(site("/en/search"))
    either_browser.find_element(By.ID, "words").send_keys("умею дәнекерлеу, сварка труб")
    submit(either_browser, "main form button")
    found = rows(either_browser)
    assert found
    submit(either_browser, "main form.bar[method=post] button")
    assert either_browser.find_elements(By.CSS_SELECTOR, "#name[aria-invalid=true]")
    assert either_browser.find_element(By.ID, "words").get_attribute("value") == "умею дәнекерлеу, сварка труб"
    either_browser.find_element(By.ID, "name").send_keys("Дәнекерлеушілер")
    submit(either_browser, "main form.bar[method=post] button")
    either_browser.get(site("/en/search"))
    saved = "main ul.lines li"
    assert either_browser.find_element(By.CSS_SELECTOR, f"{saved} a").text == "Дәнекерлеушілер"
    submit(either_browser, f"{saved} a")
    assert rows(either_browser) == found
    submit(either_browser, f"{saved} form button")
    assert not either_browser.find_elements(By.CSS_SELECTOR, saved)


def test_an_officer_changes_the_language_and_the_search_stays(either_browser, site, enter):
    enter(either_browser, "staff")
    either_browser.get(site("/en/search?words=сварка&women=1"))
    n_found = len(rows(either_browser))
    for language, heading in (("kk", "Іздеу"), ("ru", "Поиск"), ("en", "Find people")):
        submit(either_browser, f"header a[lang={language}]")
        assert either_browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        assert heading.lower() in either_browser.find_element(By.TAG_NAME, "h1").text.lower()
        assert either_browser.find_element(By.ID, "words").get_attribute("value") == "сварка"
        assert "women=1" in either_browser.current_url
        assert len(rows(either_browser)) == n_found


def test_the_keyboard_alone_signs_in_searches_and_compares(either_browser, site, password):
    either_browser.get(site("/ru/sign-in"))
    step_to(either_browser, "a.skip").send_keys(Keys.ENTER)
    step_to(either_browser, "[name=login]").send_keys("demo-staff")
    field = step_to(either_browser, "[name=password]")
    field.send_keys(password)
    press_key(either_browser, field, Keys.ENTER)
    WebDriverWait(either_browser, PATIENCE).until(url_contains("/vacancies"))
    press_key(either_browser, step_to(either_browser, "nav.main a[href$='/search']", back=True), Keys.ENTER)
    step_to(either_browser, "a.skip").send_keys(Keys.ENTER)
    field = step_to(either_browser, "#words")
    field.send_keys("сварка")
    press_key(either_browser, field, Keys.ENTER)
    for _ in range(2):
        step_to(either_browser, f"{TICKS}:not(:checked)").send_keys(Keys.SPACE)
    press_key(either_browser, step_to(either_browser, "form#compare button", back=True), Keys.ENTER)
    assert len(either_browser.find_elements(By.CSS_SELECTOR, "thead th")) == 2
