"""An employer declares needs, from the first click to the last; with JavaScript and without."""

import itertools

from browser.test_journeys import submit, text_of
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from matcher.cli.demo_town import CENTRE
from matcher.core.records import Vacancy

SAVE = "button[name=action][value=save]"
numbers = itertools.count()


def write(chrome, **fields):
    """Fill fields in, and leave each with the Tab key, which closes suggestions."""
    for name, words in fields.items():
        field = chrome.find_element(By.ID, name.replace("_at_", "-"))
        field.clear()
        field.send_keys(words, Keys.TAB)


def titles(container):
    return [row.record.title for row in container.repository.find(CENTRE, Vacancy)]


def test_an_employer_declares_a_need_publishes_it_and_an_officer_finds_it(either_browser, site, enter, container):
    title = f"Сварщик участка {next(numbers)}"
    enter(either_browser, "employer")
    submit(either_browser, "main a[href$='/needs/new']")
    write(either_browser, title=title, occupation="сварщик", positions="many")
    submit(either_browser, SAVE)
    assert either_browser.find_element(By.ID, "positions").get_attribute("aria-invalid") == "true"
    assert either_browser.find_element(By.ID, "title").get_attribute("value") == title
    assert title not in titles(container), "nothing is half-saved"
    write(either_browser, positions="3", start_date="01.12.2027")
    submit(either_browser, "button[name=action][value=suggest]")
    assert either_browser.find_element(By.ID, "skill-0").get_attribute("value")
    submit(either_browser, SAVE)
    told = text_of(either_browser)
    assert "draft" in told
    assert "Counts under 5 are not shown" in told
    submit(either_browser, "main form[action$='/publish'] button")
    assert "published" in text_of(either_browser)
    enter(either_browser, "staff")
    either_browser.find_element(By.ID, "q").send_keys(title)
    submit(either_browser, "main form button")
    submit(either_browser, "main ul.lines a")
    assert either_browser.find_element(By.TAG_NAME, "h1").text == title
    assert either_browser.find_elements(By.CSS_SELECTOR, "main ol.people li")


def test_a_draft_is_changed_and_a_published_need_is_declared_anew(either_browser, site, enter):
    title = f"Токарь участка {next(numbers)}"
    enter(either_browser, "employer")
    either_browser.get(site("/en/needs/new"))
    write(either_browser, title=title, positions="2", skill_at_0="токарные работы")
    submit(either_browser, SAVE)
    submit(either_browser, "main a[href$='/edit']")
    write(either_browser, positions="4")
    submit(either_browser, SAVE)
    submit(either_browser, "main form[action$='/publish'] button")
    former = either_browser.current_url
    submit(either_browser, "main a[href*='supersedes=']")
    assert either_browser.find_element(By.ID, "positions").get_attribute("value") == "4"
    write(either_browser, positions="6")
    submit(either_browser, SAVE)
    submit(either_browser, "main form[action$='/publish'] button")
    either_browser.get(former)
    assert "replaced by a newer one" in text_of(either_browser)


def test_forbidden_wording_is_refused_with_the_article_then_mended_and_saved(either_browser, site, enter, container):
    mended = f"Оператор линии {next(numbers)}"
    enter(either_browser, "employer")
    for language, title, words, article in (
        ("kk", "Қыз керек", "«Қыз", "Еңбек кодексі, 6-бап"),
        ("en", "Woman under 35", "«Woman", "Labour Code, art. 6"),
        ("ru", "Девушка до 35 лет", "«Девушка»", "ст. 103"),
    ):
        either_browser.get(site(f"/{language}/needs/new"))
        write(either_browser, title=title, positions="2", skill_at_0="сварка")
        either_browser.find_element(By.ID, "description").send_keys("Смены по графику")
        submit(either_browser, SAVE)
        told = either_browser.find_element(By.CSS_SELECTOR, "[role=alert]").text
        assert words in told
        assert article in told
        assert title not in titles(container), "nothing is half-saved"
        assert either_browser.find_element(By.ID, "title").get_attribute("value") == title
        assert either_browser.find_element(By.ID, "description").get_attribute("value") == "Смены по графику"
    write(either_browser, title=mended)
    submit(either_browser, SAVE)
    assert not either_browser.find_elements(By.CSS_SELECTOR, "[role=alert]")
    assert mended in titles(container)
