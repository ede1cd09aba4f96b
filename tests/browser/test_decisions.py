"""Officers and jobseekers decide, from the first click to the last; with JavaScript and without."""

from browser.conftest import PATIENCE
from browser.decided import referred, someone, unsuitable
from browser.test_journeys import submit, text_of
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from matcher.application import make_identity
from matcher.cli.demo_town import CENTRE, NAMES
from matcher.core.records.centre import Objection
from matcher.errors import UsageError

OFFICER = f"{NAMES['demo-staff']} (demo-staff)"


def enter_by_code(chrome, site, container, jobseeker_id):
    """Let a person in by a code that an officer has printed."""
    identity, login = make_identity(container), f"js-{jobseeker_id}"
    try:
        user = identity.find(login)
    except UsageError:
        user = identity.create_user(login, "jobseeker", centre_id=CENTRE, belongs_to=jobseeker_id)
    chrome.delete_all_cookies()
    chrome.get(site("/en/code"))
    chrome.find_element(By.NAME, "code").send_keys(identity.issue_code(user.user_id))
    chrome.find_element(By.CSS_SELECTOR, "main form button").click()
    WebDriverWait(chrome, PATIENCE).until(url_contains("/me"))


def press(chrome, form):
    submit(chrome, f"form#{form} button")


def test_an_officer_recommends_and_the_person_agrees(either_browser, site, enter, container):
    person, vacancy = someone(container)
    enter(either_browser, "staff")
    either_browser.get(site(f"/en/people/{person.public_id}"))
    link = either_browser.find_element(By.CSS_SELECTOR, f"main ol.cards a[href$='{vacancy.public_id}']")
    either_browser.get(link.get_attribute("href"))
    press(either_browser, "refer")
    assert f"Recommended by {OFFICER}" in text_of(either_browser)
    address = either_browser.current_url
    enter_by_code(either_browser, site, container, person.record.jobseeker_id)
    either_browser.get(site("/en/me/referrals"))
    assert "To decline it has no consequence" in text_of(either_browser)
    submit(either_browser, "main button[value=agree]")
    assert "the employer sees you" in text_of(either_browser)
    enter(either_browser, "staff")
    either_browser.get(address)
    assert "The person agreed on" in text_of(either_browser)


def test_an_offer_is_made_only_with_the_officers_own_word(either_browser, site, enter, container):
    _, page = referred(container)
    enter(either_browser, "staff")
    either_browser.get(site(f"/en/{page}"))
    press(either_browser, "offer")
    assert either_browser.find_elements(By.CSS_SELECTOR, "#offer-sure[aria-invalid=true]")
    either_browser.find_element(By.ID, "offer-sure").click()
    press(either_browser, "offer")
    assert f"Made an offer by {OFFICER}" in text_of(either_browser)


def test_an_officer_overrides_with_a_reason_and_then_recommends(either_browser, site, enter, container):
    person, vacancy = unsuitable(container)
    enter(either_browser, "staff")
    either_browser.get(site(f"/en/people/{person.public_id}/vacancies/{vacancy.public_id}"))
    assert not either_browser.find_elements(By.CSS_SELECTOR, "form#refer")
    press(either_browser, "judge")
    assert either_browser.find_elements(By.CSS_SELECTOR, "#judge-reason[aria-invalid=true]")
    Select(either_browser.find_element(By.ID, "judge-reason")).select_by_value("override:conditions_agreed")
    press(either_browser, "judge")
    press(either_browser, "refer")
    assert f"Recommended by {OFFICER}" in text_of(either_browser)
    assert "Override" in text_of(either_browser)


def test_an_officer_notes_an_outcome_and_the_caseload_gets_shorter(either_browser, site, enter, container):
    _, page = referred(container)
    enter(either_browser, "staff")
    either_browser.get(site("/en/caseload"))
    link = f"main a[href$='{page}']"
    assert either_browser.find_elements(By.CSS_SELECTOR, link)
    submit(either_browser, link)
    either_browser.find_element(By.ID, "outcome-decided_on").send_keys("31.31.2026")
    Select(either_browser.find_element(By.ID, "outcome-outcome")).select_by_value("hired")
    press(either_browser, "outcome")
    day = either_browser.find_element(By.ID, "outcome-decided_on")
    assert day.get_attribute("aria-invalid") == "true"
    assert day.get_attribute("value") == "31.31.2026"
    day.clear()
    press(either_browser, "outcome")
    assert "hired" in text_of(either_browser)
    either_browser.get(site("/en/caseload"))
    assert not either_browser.find_elements(By.CSS_SELECTOR, link)


def test_an_officer_answers_an_objection_and_the_person_reads_it(either_browser, site, enter, container):
    person, _ = someone(container)
    jobseeker_id = person.record.jobseeker_id
    enter_by_code(either_browser, site, container, jobseeker_id)
    either_browser.get(site("/en/me/objection"))
    either_browser.find_element(By.ID, "text").send_keys("I have a licence")
    submit(either_browser, "main form button")
    row = list(container.repository.find(CENTRE, Objection, jobseeker_id=jobseeker_id))[-1]
    enter(either_browser, "staff")
    either_browser.get(site("/en/objections"))
    form = f"form[action$='{row.public_id}']"
    either_browser.find_element(By.CSS_SELECTOR, f"{form} textarea").send_keys("Bring it, please")
    submit(either_browser, f"{form} button")
    assert not either_browser.find_elements(By.CSS_SELECTOR, form)
    enter_by_code(either_browser, site, container, jobseeker_id)
    either_browser.get(site("/en/me/objection"))
    assert "Bring it, please" in text_of(either_browser)
