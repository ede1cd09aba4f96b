"""Jobseekers and employers by the keyboard alone: every stop on the way shows where it is."""

import itertools

from browser.conftest import PATIENCE
from browser.test_journeys import text_of
from browser.test_staff_journeys import press_key, step_to
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import url_contains
from selenium.webdriver.support.wait import WebDriverWait

from matcher.application import make_identity
from matcher.cli.demo_town import demo_accounts

numbers = itertools.count()


def secret_of(container, role):
    return {each: secret for each, _, secret in demo_accounts(container, make_identity(container))}[role]


def test_a_jobseeker_enters_reads_recommendations_adds_a_skill_and_asks_for_a_person(browser, site, container):
    browser.get(site("/en/sign-in"))
    press_key(browser, step_to(browser, "main a[href$='/code']"), Keys.ENTER)
    field = step_to(browser, "[name=code]")
    field.send_keys(secret_of(container, "jobseeker"))
    press_key(browser, field, Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(url_contains("/me"))
    press_key(browser, step_to(browser, "nav.own a[href$='/me/vacancies']"), Keys.ENTER)
    press_key(browser, step_to(browser, "ol.cards a"), Keys.ENTER)
    press_key(browser, step_to(browser, "nav.own a[href$='/me']"), Keys.ENTER)
    press_key(browser, step_to(browser, "main a[href$='/me/skills']"), Keys.ENTER)
    field = step_to(browser, "#q")
    field.send_keys("welding", Keys.ESCAPE)
    press_key(browser, field, Keys.ENTER)
    step_to(browser, "select[name=level]").send_keys("simple")
    press_key(browser, step_to(browser, "ul.cards button"), Keys.ENTER)
    press_key(browser, step_to(browser, "nav.own a[href$='/me/objection']"), Keys.ENTER)
    step_to(browser, "textarea").send_keys("I should like to talk to somebody")
    press_key(browser, step_to(browser, "main form button"), Keys.ENTER)
    assert "I should like to talk to somebody" in text_of(browser)


def test_an_employer_enters_declares_a_need_and_publishes_it(browser, site, container):
    title = f"Turner by keyboard {next(numbers)}"
    browser.get(site("/en/sign-in"))
    step_to(browser, "[name=login]").send_keys("demo-employer")
    field = step_to(browser, "[name=password]")
    field.send_keys(secret_of(container, "employer"))
    press_key(browser, field, Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(url_contains("/needs"))
    press_key(browser, step_to(browser, "main a[href$='/needs/new']"), Keys.ENTER)
    step_to(browser, "#title").send_keys(title)
    step_to(browser, "#shifts-night").send_keys(Keys.SPACE)
    step_to(browser, "#skill-0").send_keys("turning", Keys.ESCAPE)
    press_key(browser, step_to(browser, "button[value=save]"), Keys.ENTER)
    assert browser.find_element(By.TAG_NAME, "h1").text == title
    press_key(browser, step_to(browser, "main form[action$='/publish'] button"), Keys.ENTER)
    assert "published" in text_of(browser)
