"""A clerk brings a file in: with JavaScript and without, the import itself in a process of its own."""

import itertools

from browser.conftest import look, violations
from browser.test_journeys import submit, text_of
from import_town import table
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from matcher.cli.demo_town import CENTRE
from matcher.core.records import Jobseeker

LONG = 180
"""Seconds that a program may take to start and to import on a busy machine."""
numbers = itertools.count()


def people(prefix):
    rows = [
        {"jobseeker_id": f"{prefix}{at}", "skills": "сварка:3; покраска", "sex": "F", "consent": "yes"}
        for at in range(30)
    ]
    return table([*rows, {"jobseeker_id": f"{prefix}-x", "skills": "сварка", "sex": "?"}])


def test_a_clerk_imports_the_valid_rows_and_downloads_the_others(either_browser, site, enter, container, tmp_path):
    prefix = f"J{next(numbers)}"
    path = tmp_path / "Адамдар.csv"
    path.write_bytes(people(prefix))
    enter(either_browser, "staff")
    either_browser.get(site("/en/imports"))
    either_browser.find_element(By.ID, "file").send_keys(str(path))
    submit(either_browser, "main form button")
    assert "The beginning of the file" in text_of(either_browser)
    assert f"{prefix}0" in text_of(either_browser)
    submit(either_browser, "main form button:not([value])")
    assert "Rejected rows" in text_of(either_browser)
    submit(either_browser, "button[value=valid]")

    def has_ended(chrome):
        again = chrome.find_elements(By.CSS_SELECTOR, "#progress a")
        if again:
            again[0].click()
        return chrome.find_elements(By.CSS_SELECTOR, "button[value=discard]")

    WebDriverWait(either_browser, LONG, poll_frequency=1, ignored_exceptions=[Exception]).until(has_ended)
    assert either_browser.find_elements(By.CSS_SELECTOR, "a[href$='rejected.csv']")
    held = {each.record.jobseeker_id for each in container.repository.find(CENTRE, Jobseeker)}
    assert {f"{prefix}{at}" for at in range(30)} <= held
    assert f"{prefix}-x" not in held


def test_no_step_holds_a_barrier_and_a_long_preview_scrolls_in_its_own_place(browser, site, enter, tmp_path):
    path = tmp_path / "P.csv"
    path.write_bytes(
        table([{"jobseeker_id": "1", "skills": "сварка", **{f"column {at}": "x" * 60 for at in range(30)}}])
    )
    enter(browser, "staff")
    browser.get(site("/kk/imports"))
    browser.find_element(By.ID, "file").send_keys(str(path))
    submit(browser, "main form button")
    for _ in ("the columns", "the report"):
        look(browser, width=320, dark=False)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
        assert violations(browser) == []
        if browser.find_elements(By.ID, "preset-none"):
            submit(browser, "main form button:not([value])")
    assert "rule." not in text_of(browser)
