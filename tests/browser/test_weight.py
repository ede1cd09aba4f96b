"""How much a page weighs on the way, without a proxy: on a first visit with an empty cache, and on the next."""

import json

import pytest

from matcher.cli.demo_town import CENTRE
from matcher.core.records import Vacancy

FIRST, AGAIN = 60_000, 20_000
"""Bytes that may cross the line, headers too."""


def pages_of(container, role):
    """Give the pages that a role begins with, and the heaviest it has."""
    vacancy = next(container.repository.find(CENTRE, Vacancy)).public_id
    return {
        "everyone": ["sign-in"],
        "jobseeker": ["me", "me/vacancies"],
        "employer": ["needs", "needs/new"],
        "staff": ["vacancies", f"vacancies/{vacancy}", "search", "overview"],
        "admin": ["accounts", "reads"],
    }[role]


def crossed(chrome, address):
    """Open a page and give the bytes that crossed the line for it."""
    chrome.get_log("performance")
    chrome.get(address)
    chrome.execute_async_script("const done = arguments[0]; setTimeout(done, 50)")
    told = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    return sum(each["params"]["encodedDataLength"] for each in told if each["method"] == "Network.loadingFinished")


@pytest.mark.parametrize("role", ["everyone", "jobseeker", "employer", "staff", "admin"])
def test_a_first_visit_is_within_60_kb_and_the_next_within_20(browser, site, enter, container, role):
    if role != "everyone":
        enter(browser, role)
    browser.execute_cdp_cmd("Network.enable", {})
    for page in pages_of(container, role):
        browser.execute_cdp_cmd("Network.clearBrowserCache", {})
        first = crossed(browser, site(f"/kk/{page}"))
        again = crossed(browser, site(f"/kk/{page}"))
        assert 0 < again <= AGAIN, page
        assert again < first <= FIRST, page
