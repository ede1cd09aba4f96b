"""Every page as people see it: no barrier, no sideways scrolling, no fault in the console, nobody else asked."""

import re
from datetime import date
from functools import cache
from itertools import islice

import pytest
from browser.conftest import PATIENCE, faults, look, requests_of, violations
from browser.decided import decided
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from matcher.cli.demo_town import CENTRE
from matcher.core.records import Vacancy
from matcher.services.centre_cache import CentreCache
from matcher.services.needs import Needs
from matcher.services.needs.forms import NeedForm
from web import create_app

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
ADMIN = ("second-factor", "accounts", "codes", "overview", "overview?centre=saran", "reads")


@cache
def decided_once(container):
    """Give the pages of a decision; one is enough."""
    return decided(container)


EVERYONE = ("sign-in", "code", "nowhere")
ROLES = ["everyone", "jobseeker", "employer", "staff", "admin"]
NO_PAGES = frozenset(
    {
        *(f"exports.{name}" for name in ("candidates", "search", "waiting", "objections", "referrals", "needs")),
        *(f"exports.{name}" for name in ("overview", "vacancies", "courses")),
        *("words.suggest", "advice.held_as_file", "imports.rejected"),
        # The steps of an import stand on a file: test_import_journey.py looks at them.
        *("imports.columns", "imports.one"),
        # Stands on a half session: test_second_factor.py looks at it.
        "second_factor.step",
    }
)


def staff_pages(container):
    """The officer's pages, with a vacancy of the invented town."""
    vacancy = next(container.repository.find(CENTRE, Vacancy)).public_id
    people = [row.public_id for row in islice(container.repository.candidates(CENTRE), 4)]
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
        "unknown-words",
        "codes",
        "reads",
        "account",
        "second-factor",
    )


@cache
def employer_pages(container):
    """The employer's pages, with a need of their own, and a draft of one."""
    service = Needs(
        CentreCache(container.repository, container.taxonomy, container.travel, container.ranker("overlap")),
        container.resolver,
        date.today,
    )
    draft = service.declare(CENTRE, "E01", NeedForm("Токарь", positions=2)).vacancy.public_id
    own = next(container.repository.find(CENTRE, Vacancy, employer_id="E01")).public_id
    return (*EMPLOYER, f"needs/{own}", f"needs/{draft}/edit")


def pages_of(container, role):
    """Give the pages that a role may open."""
    if role == "staff":
        return (*staff_pages(container), *decided_once(container))
    if role == "jobseeker":
        return (*OWN, f"me/why-not/{next(container.repository.find(CENTRE, Vacancy)).public_id}")
    return employer_pages(container) if role == "employer" else {"everyone": EVERYONE, "admin": ADMIN}[role]


@pytest.fixture(params=ROLES)
def pages(request, browser, enter, container):
    """Pages that a person may open, who is in already."""
    if request.param != "everyone":
        enter(browser, request.param)
    return pages_of(container, request.param)


def test_every_page_that_can_be_opened_is_among_those_that_are_looked_at(container):
    listed = {page.partition("?")[0] for role in ROLES for page in pages_of(container, role)}
    missed = []
    for rule in create_app(container, repository=container.repository).url_map.iter_rules():
        if "GET" not in rule.methods or not rule.rule.startswith("/<language>/") or rule.endpoint in NO_PAGES:
            continue
        form = re.compile(re.sub(r"<[^>]+>", "[^/]+", rule.rule.removeprefix("/<language>/")))
        if not any(form.fullmatch(page) for page in listed):
            missed.append(rule.rule)
    assert missed == []


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


@pytest.mark.parametrize(
    ("role", "page", "typed", "told"),
    [
        ("employer", "needs/new", {"title": "Девушка до 30 лет", "positions": "x"}, "[role=alert], .error"),
        ("jobseeker", "me/conditions", {"hours_per_week": "many"}, ".error"),
        ("staff", "codes", {"login": "000010"}, "main strong"),
        ("admin", "accounts", {"login": "axe-officer", "name": "A", "centre_id": "saran"}, "main strong"),
        ("admin", "accounts", {"login": "demo-staff", "centre_id": "saran"}, "[role=alert]"),
    ],
)
def test_what_answers_a_form_holds_no_barrier(browser, site, enter, role, page, typed, told):
    enter(browser, role)
    browser.get(site(f"/kk/{page}"))
    for name, words in typed.items():
        browser.find_element(By.NAME, name).clear()
        browser.find_element(By.NAME, name).send_keys(words)
    before = browser.find_element(By.TAG_NAME, "html")
    browser.execute_script("document.querySelector(arguments[0]).requestSubmit()", "main form[method=post]")
    WebDriverWait(browser, PATIENCE).until(lambda each: each.find_element(By.TAG_NAME, "html") != before)
    assert browser.find_elements(By.CSS_SELECTOR, told)
    assert violations(browser) == []
