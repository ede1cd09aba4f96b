"""Every page as people see it: no barrier, no sideways scrolling, no fault in the console, nobody else asked."""

import csv

import pytest
from browser.conftest import faults, look, requests_of, violations

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
    "me/print",
    "account",
)
EMPLOYER = ("needs", "needs/new", "account", "password")


@pytest.fixture(scope="module")
def open_pages(run_folder):
    with (run_folder / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    return (
        "vacancies",
        f"vacancies/{row['vacancy_id']}",
        "jobseekers",
        f"jobseekers/{row['jobseeker_id']}",
        "sign-in",
        "code",
        "nowhere",
    )


@pytest.fixture(params=["everyone", "jobseeker", "employer"])
def pages(request, browser, enter, open_pages):
    """Pages that a person may open, who is in already."""
    if request.param == "everyone":
        return open_pages
    enter(browser, request.param)
    return OWN if request.param == "jobseeker" else EMPLOYER


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_holds_a_barrier(browser, site, pages, language, dark):
    look(browser, width=1280, dark=dark)
    for page in pages:
        browser.get(site(f"/{language}/{page}"))
        assert violations(browser) == [], page


@pytest.mark.parametrize("width", [320, 360, 1280])
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
