"""Suggestions under a field, by keyboard alone; and the same form without a script."""

import pytest
from browser.conftest import PATIENCE, faults, look, violations
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait


def options(chrome):
    return chrome.find_elements(By.CSS_SELECTOR, "[role=listbox]:not([hidden]) [role=option]")


def typed(chrome, field_id, text):
    """Type into a field as a keyboard does, and wait for suggestions."""
    field = chrome.find_element(By.ID, field_id)
    field.send_keys(text)
    WebDriverWait(chrome, PATIENCE).until(lambda each: options(each))
    return field


PLACES = [("jobseeker", "me/skills", "q"), ("employer", "needs/new", "skill-0")]


@pytest.mark.parametrize(("role", "page", "field_id"), PLACES)
def test_a_skill_is_found_and_chosen_by_keyboard(browser, site, enter, role, page, field_id):
    enter(browser, role)
    browser.get(site(f"/ru/{page}"))
    field = typed(browser, field_id, "свар")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    labels = [option.text for option in options(browser)]
    assert len(labels) <= 10
    field.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_UP)
    marked = browser.find_element(By.ID, field.get_attribute("aria-activedescendant"))
    assert marked.text == labels[-1]
    assert marked.get_attribute("aria-selected") == "true"
    assert violations(browser) == []
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert field.get_attribute("value") == labels[0].split(" (")[0]
    assert field.get_attribute("aria-expanded") == "false"
    assert page in browser.current_url, "choosing sends no form"
    assert faults(browser) == []


def test_escape_closes_and_keeps_what_was_typed_and_tab_goes_on(browser, site, enter):
    enter(browser, "employer")
    browser.get(site("/kk/needs/new"))
    field = typed(browser, "occupation", "данекер")
    field.send_keys(Keys.ESCAPE)
    assert options(browser) == []
    assert field.get_attribute("value") == "данекер"
    field.send_keys("л")
    WebDriverWait(browser, PATIENCE).until(lambda each: options(each))
    field.send_keys(Keys.TAB)
    assert options(browser) == []
    assert browser.switch_to.active_element.get_attribute("id") == "description"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_open_suggestions_hold_no_barrier_and_fit_a_small_phone(browser, site, enter, dark):
    enter(browser, "jobseeker")
    look(browser, width=320, dark=dark)
    browser.get(site("/kk/me/skills"))
    typed(browser, "q", "жүк").send_keys(Keys.ARROW_DOWN)
    assert violations(browser) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320


def test_what_was_chosen_is_searched_with_and_without_a_script(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    either_browser.get(site("/ru/me/skills"))
    field = either_browser.find_element(By.ID, "q")
    field.send_keys("сварка", Keys.ENTER)
    WebDriverWait(either_browser, PATIENCE).until(lambda each: "q=" in each.current_url)
    assert either_browser.find_elements(By.CSS_SELECTOR, "main ul.cards form")
