"""Every page as people see it: no barrier, no sideways scrolling, no fault in the console, nobody else asked."""

from functools import cache
from itertools import islice

import pytest
from browser.conftest import faults, look, requests_of, violations
from browser.decided import decided
from selenium.webdriver.common.by import By

from matcher.cli.demo_town import CENTRE
from matcher.core.records import Vacancy

LANGUAGES = ["kk", "ru", "en"]
OWN = (
    "me",
    "me/skills",
    "me/unpaid",
    "me/conditions",
    "me/vacancies",
    "me/courses",
    "me/why-not",
    "me/objection",
    "me/consent",
    "me/referrals",
    "me/print",
    "me/record",
    "me/correction",
    "reads",
    "account",
)
EMPLOYER = ("needs", "needs/new", "reads", "account", "password")
ADMIN = ("accounts", "codes", "overview", "overview?centre=saran", "reads")


@cache
def decided_once(house):
    """Give the pages of a decision; one is enough."""
    return decided(house)


EVERYONE = ("sign-in", "code", "nowhere")


def staff_pages(house):
    """The officer's pages, with a vacancy of the invented town."""
    vacancy = next(house.repository.find(CENTRE, Vacancy)).public_id
    people = [row.public_id for row in islice(house.repository.candidates(CENTRE), 4)]
    return (
        "vacancies",
        f"vacancies/{vacancy}",
        f"vacancies/{vacancy}?women=1&licence=C&readiness=ready",
        "search",
        "search?words=сварка&youth=1&skill=zzqq",
        f"compare?vacancy={vacancy}&person={'&person='.join(people)}",
        "needs",
        f"needs/{vacancy}",
        "overview",
        "imports",
        "imports/changes?key=000010",
        "codes",
        "reads",
        "account",
    )


@pytest.fixture(params=["everyone", "jobseeker", "employer", "staff", "admin"])
def pages(request, browser, enter, house):
    """Pages that a person may open, who is in already."""
    if request.param == "everyone":
        return EVERYONE
    enter(browser, request.param)
    if request.param == "staff":
        return (*staff_pages(house), *decided_once(house))
    return {"jobseeker": OWN, "employer": EMPLOYER, "admin": ADMIN}[request.param]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_holds_a_barrier(browser, site, pages, language, dark):
    look(browser, width=1280, dark=dark)
    for page in pages:
        browser.get(site(f"/{language}/{page}"))
        assert violations(browser) == [], page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways(browser, site, pages, language, width):
    look(browser, width=width, dark=False)
    for page in pages:
        browser.get(site(f"/{language}/{page}"))
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page


def test_no_page_faults_in_the_console_or_asks_anybody_else(browser, site, pages):
    for page in pages:
        browser.get(site(f"/ru/{page}"))
    told = [fault for fault in faults(browser) if "/nowhere" not in fault]
    assert told == []
    asked = requests_of(browser)
    assert asked
    assert all(address.startswith(site("/")) for address in asked), asked


def test_a_barrier_would_be_found(browser):
    browser.get("data:text/html,<html><title>x</title><img src='x'><input></html>")
    found = " ".join(violations(browser))
    assert "html-has-lang" in found
    assert "image-alt" in found
    assert "label" in found


def is_seen(chrome, selector):
    """Ask the browser itself: selenium takes all that a closed element holds for hidden."""
    return chrome.execute_script("return document.querySelector(arguments[0]).checkVisibility()", selector)


def test_on_a_telephone_the_sections_fold_and_open_and_elsewhere_they_stand_open(browser, site, enter):
    enter(browser, "jobseeker")
    links = "nav.own a"
    for width, is_shown in ((360, False), (1280, True)):
        look(browser, width=width, dark=False)
        browser.get(site("/kk/me"))
        assert is_seen(browser, links) is is_shown
        assert is_seen(browser, "nav.own summary") is not is_shown
    look(browser, width=360, dark=False)
    assert browser.find_element(By.CSS_SELECTOR, "main h2").location["y"] < 300
    browser.find_element(By.CSS_SELECTOR, "nav.own summary").click()
    assert is_seen(browser, links)
