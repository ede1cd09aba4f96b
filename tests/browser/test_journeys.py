"""What people come for, from the first click to the last; with JavaScript and without."""

import base64
import re

from browser.conftest import PATIENCE
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import presence_of_element_located, url_contains
from selenium.webdriver.support.wait import WebDriverWait

A4 = (595, 842)
"""Width and height of a sheet, in points."""


def wait(chrome):
    """A page that is being left has no elements to ask."""
    return WebDriverWait(chrome, PATIENCE, ignored_exceptions=[StaleElementReferenceException, NoSuchElementException])


def text_of(chrome):
    return chrome.find_element(By.TAG_NAME, "main").text


def submit(chrome, selector):
    """Press a button and wait for the page that follows."""
    before = chrome.find_element(By.TAG_NAME, "html")
    chrome.find_element(By.CSS_SELECTOR, selector).click()
    wait(chrome).until(lambda each: each.find_element(By.TAG_NAME, "html") != before)


def test_a_jobseeker_enters_with_a_code_adds_a_skill_and_sees_it(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    either_browser.get(site("/en/me/skills"))
    box = either_browser.find_element(By.ID, "q")
    box.send_keys("полуавтоматтын сварка")
    submit(either_browser, "main form button")
    assert "q=" in either_browser.current_url
    suggested = either_browser.find_elements(By.CSS_SELECTOR, "main ul.cards")[0]
    label = suggested.find_element(By.TAG_NAME, "h3").text
    submit(either_browser, "main ul.cards form button")
    either_browser.get(site("/en/me/skills"))
    held = [each.text for each in either_browser.find_elements(By.CSS_SELECTOR, "main ul.cards h3")]
    assert label in held
    named = next(
        each for each in either_browser.find_elements(By.CSS_SELECTOR, "main ul.cards li") if label in each.text
    )
    named.find_element(By.CSS_SELECTOR, "button[value=remove]").click()
    wait(either_browser).until(lambda each: label not in text_of(each))


def test_a_jobseeker_sees_recommendations_why_not_and_a_page_to_print(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    either_browser.get(site("/en/me/vacancies"))
    assert "score" not in text_of(either_browser).lower()
    assert " offer" not in text_of(either_browser).lower()
    either_browser.get(site("/en/me/why-not"))
    either_browser.find_element(By.CSS_SELECTOR, "main a[href*='/me/why-not/']").click()
    wait(either_browser).until(url_contains("/me/why-not/"))
    assert len(text_of(either_browser)) > 100
    either_browser.get(site("/en/me/print"))
    assert len(text_of(either_browser)) > 100


def test_the_page_to_print_is_one_sheet_of_a4_in_the_readers_language(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    for language in ("kk", "ru", "en"):
        either_browser.get(site(f"/{language}/me/print"))
        assert either_browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        printed = either_browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", base64.b64decode(printed["data"]))
        assert [tuple(round(float(side)) for side in sheet) for sheet in sheets] == [A4]


def test_a_jobseeker_objects_and_is_told_the_day_of_the_answer(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    either_browser.get(site("/en/me/objection"))
    submit(either_browser, "main form button")
    assert either_browser.find_elements(By.CSS_SELECTOR, "[role=alert]")
    either_browser.find_element(By.ID, "text").send_keys("I can work at night")
    submit(either_browser, "main form button")
    either_browser.get(site("/en/me/objection"))
    assert "I can work at night" in text_of(either_browser)


def test_a_jobseeker_changes_the_language_on_the_same_page(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    either_browser.get(site("/en/me/courses"))
    either_browser.find_element(By.CSS_SELECTOR, "header a[lang=kk]").click()
    wait(either_browser).until(url_contains("/kk/me/courses"))
    wait(either_browser).until(presence_of_element_located((By.CSS_SELECTOR, "html[lang=kk]")))


def test_consent_is_withdrawn_and_given_again(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    either_browser.get(site("/en/me/consent"))
    submit(either_browser, "button[value=no]")
    either_browser.get(site("/en/me/vacancies"))
    assert not either_browser.find_elements(By.CSS_SELECTOR, "main ol.cards li")
    either_browser.get(site("/en/me/consent"))
    submit(either_browser, "button[value=yes]")
    either_browser.get(site("/en/me/vacancies"))
    assert either_browser.find_elements(By.CSS_SELECTOR, "main ol.cards li")


def test_a_signed_out_cookie_opens_nothing(either_browser, site, enter):
    enter(either_browser, "jobseeker")
    cookies = either_browser.get_cookies()
    either_browser.get(site("/en/account"))
    submit(either_browser, "main form[action*='sign-out'] button")
    for cookie in cookies:
        either_browser.add_cookie(cookie)
    either_browser.get(site("/en/me"))
    assert "/sign-in" in either_browser.current_url
