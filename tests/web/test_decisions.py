"""The officer's pages about people: what is shown, what is decided, what is refused, and who hears of it."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from matcher.core.records import (
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    Outcome,
    Profile,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.records.centre import Consent, Objection, Referral
from matcher.core.records.decisions import LoggedDecision
from matcher.core.records.trainings import TrainingReferral
from web import create_app

CONTAINER = build()
ZONE = timezone(timedelta(hours=5))
NOW = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)  # the 27th already in Kazakhstan
PASSWORD = "correct horse battery"


def two_skills():
    """Take two skills that no other proves, whatever the taxonomy holds."""
    found = CONTAINER.taxonomy.skills
    plain = [key for key in sorted(found) if not found[key].evidences and not found[key].broader]
    return plain[0], plain[1]


HELD, ASKED = two_skills()
PERSON = Jobseeker(
    "JS-1", Profile((HeldSkill(HELD, 3, "my own words"),)), Circumstances(shifts=frozenset({"day"})), consent=True
)
VACANCY = Vacancy("V1", "Fitter <b>", (SkillNeed(HELD, 2), SkillNeed(ASKED, 2, False)), employer="Plant")
NIGHT = Vacancy("V2", "Night watch", (SkillNeed(HELD),), shifts=frozenset({"night"}))
COURSE = Course("C1", "Short course", (TaughtSkill(ASKED, 3),), hours=40.0)


@pytest.fixture
def repository():
    made = MemoryRepository()
    made.add_all("saran", [PERSON, VACANCY, NIGHT, COURSE])
    made.add_all("abay", [PERSON, VACANCY])
    return made


@pytest.fixture
def app(repository):
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    made.extensions["clock"] = lambda: NOW.astimezone(ZONE)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def entered(app, login="aigul", centre="saran", role="staff"):
    identity = app.extensions["matcher"].identity
    if role == "jobseeker":
        user = identity.create_user(login, role, centre_id=centre, belongs_to="JS-1")
        token = identity.enter_with_code(identity.issue_code(user.user_id), address="192.0.2.1").token
    else:
        identity.create_user(login, role, password=PASSWORD, centre_id=centre)
        token = identity.sign_in(login, PASSWORD, address="192.0.2.1").token
    client = app.test_client()
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


@pytest.fixture
def client(app):
    return entered(app)


def public(repository, kind, centre="saran", **equal):
    return next(repository.find(centre, kind, **equal)).public_id


def person_address(repository, language="en", centre="saran"):
    return f"/{language}/people/{public(repository, Jobseeker, centre)}"


def pair_address(repository, vacancy_id="V1", language="en"):
    return f"{person_address(repository, language)}/vacancies/{public(repository, Vacancy, vacancy_id=vacancy_id)}"


def text(answer):
    return answer.get_data(as_text=True)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def send(client, address, step, **fields):
    """Send a form of the page as it is shown now."""
    page = text(client.get(address))
    return client.post(
        address, data={"step": step, "version": hidden(page, "version"), "seal": hidden(page, "seal"), **fields}
    )


def log(repository):
    return [row.record for row in repository.find("saran", LoggedDecision)]


def referral(repository):
    return next(repository.find("saran", Referral), None)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_valid_in_its_language_with_one_heading_labels_and_no_raw_key(client, repository, language):
    repository.add("saran", Outcome("JS-1", "V2", "refused_by_jobseeker", NOW.date(), "odd reason"))
    address = pair_address(repository, language=language)
    for step, more in (
        ("shortlist", {}),
        ("judge", {"reason": "override:explained", "words": "a talk"}),
        ("refer", {}),
        ("commit", {"person_on": "01.11.2026", "employer_on": "2026-11-02"}),
        ("offer", {"sure": "yes"}),
        ("outcome", {"outcome": "hired", "decided_on": "27.11.2026", "still_employed_after_days": "0"}),
    ):
        assert send(client, address, step, **more).status_code == 303, step
    repository.add("saran", Objection("JS-1", "why <i>", NOW, date(2026, 11, 20)))
    vacancy = public(repository, Vacancy)
    pages = [person_address(repository, language), address, f"{person_address(repository, language)}/log"]
    pages += [f"/{language}/vacancies/{vacancy}/log", f"/{language}/caseload", f"/{language}/objections"]
    pages += [pair_address(repository, "V2", language)]
    for page in pages:
        answer = client.get(page)
        shown = text(answer)
        assert answer.status_code == 200, page
        html5lib.HTMLParser(strict=True).parse(shown)
        assert f'<html lang="{language}">' in shown
        assert shown.count("<h1>") == 1
        main = shown.split("<main", 1)[1].split("</main>")[0]
        assert not re.search(r"\b(reason|ui|value|field|rule|error)\.[a-z_]+", main), page
        fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', shown)
        assert all(f'<label for="{field}">' in shown for field in fields), page
        ids = re.findall(r' id="([^"]+)"', shown)
        assert len(ids) == len(set(ids)), page


def test_a_person_is_shown_with_evidence_reasons_courses_and_each_look_is_written_down(client, repository):
    shown = text(client.get(person_address(repository)))
    assert "my own words" in shown
    assert "Fitter &lt;b&gt;" in shown
    assert "Short course" in shown
    (look,) = repository.access_log("saran")
    assert (look.jobseeker_id, look.viewer.purpose, look.viewer.role) == ("JS-1", "candidate_page", "staff")
    client.get(pair_address(repository))
    assert repository.access_log("saran")[0].viewer.vacancy_id == "V1"
    client.get("/en/caseload")
    assert repository.access_log("saran")[0].viewer.purpose == "caseload"


def test_without_consent_nothing_is_matched_and_nobody_is_referred(client, repository):
    address = pair_address(repository)
    page = text(client.get(address))
    repository.add("saran", Consent("JS-1", False, NOW, "JS-1"))
    assert "Fitter" not in text(client.get(person_address(repository)))
    answer = client.post(address, data={"step": "refer", "version": "0", "seal": hidden(page, "seal")})
    assert answer.status_code == 400
    assert "has not consented" in text(answer)
    assert referral(repository) is None


def test_a_recommendation_becomes_an_offer_only_in_the_name_of_an_officer_who_says_so(client, repository):
    address = pair_address(repository)
    assert send(client, address, "refer").status_code == 303
    shown = text(client.get(address))
    assert "Recommended by aigul on 27.11.2026" in shown
    assert "Refusing 3 offers of suitable work ends a person&#39;s status" in shown
    answer = send(client, address, "offer")
    assert answer.status_code == 400
    assert "in your own name" in text(answer)
    assert referral(repository).record.status == "recommended"
    assert send(client, address, "offer", sure="yes").status_code == 303
    assert referral(repository).record.offered_by == "aigul"
    assert "Made an offer by aigul on 27.11.2026" in text(client.get(address))


def test_work_that_does_not_suit_asks_for_an_override_with_a_reason(client, repository):
    address = pair_address(repository, "V2")
    page = text(client.get(address))
    assert "first note your own decision" in page
    assert send(client, address, "refer").status_code == 400
    for wrong in ("", "override:nothing", "other:explained"):
        answer = send(client, address, "judge", reason=wrong, words="kept words")
        assert answer.status_code == 400
        assert "kept words</textarea>" in text(answer)
        assert 'aria-describedby="judge-reason-error"' in text(answer)
    assert send(client, address, "judge", reason="override:explained").status_code == 400
    assert send(client, address, "judge", reason="override:conditions_agreed").status_code == 303
    assert send(client, address, "refer").status_code == 303
    assert [entry.action for entry in log(repository)] == ["override", "referred"]


def test_of_two_officers_the_second_sees_both_values_and_may_send_again(app, client, repository):
    address, other = pair_address(repository), entered(app, "boris")
    assert send(client, address, "refer").status_code == 303
    stale = text(other.get(address))
    done = {"outcome": "hired", "decided_on": "27.11.2026"}
    assert send(client, address, "outcome", **done).status_code == 303
    mine = {"step": "outcome", "outcome": "no_show", "version": hidden(stale, "version"), "seal": hidden(stale, "seal")}
    answer = other.post(address, data=mine)
    shown = text(answer)
    assert answer.status_code == 409
    assert "Note the outcome: did not come" in shown
    assert re.search(r"Recommended by aigul on 27.11.2026.\s+hired", shown)
    assert next(repository.find("saran", Outcome)).record.outcome == "hired"
    assert '<option value="no_show" selected>' in shown
    assert other.post(address, data={**mine, "version": hidden(shown, "version")}).status_code == 303
    assert next(repository.find("saran", Outcome)).record.outcome == "no_show"


def test_who_decides_on_what_has_changed_since_looks_again(client, repository):
    address = pair_address(repository)
    page = text(client.get(address))
    fields = {"step": "refer", "version": hidden(page, "version"), "seal": "0" * 32}
    answer = client.post(address, data=fields)
    assert answer.status_code == 409
    assert "has changed since" in text(answer)
    assert referral(repository) is None


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"outcome": "dead"}, "outcome", "Choose an outcome"),
        ({"outcome": "hired", "reason": "x"}, "outcome", "Choose an outcome"),
        ({"outcome": "hired", "decided_on": "31.02.2026"}, "decided_on", "31.12.2026"),
        ({"outcome": "hired", "decided_on": "28.11.2026"}, "decided_on", "not come yet"),
        ({"outcome": "hired", "decided_on": "01.01.2020"}, "decided_on", "before the referral"),
        ({"outcome": "hired", "still_employed_after_days": "-1"}, "still_employed_after_days", "whole number"),
        ({"outcome": "no_show", "still_employed_after_days": "3"}, "still_employed_after_days", "were hired"),
    ],
)
def test_a_wrong_outcome_comes_back_as_typed_with_the_field_and_the_reason(client, repository, fields, field, told):
    address = pair_address(repository)
    send(client, address, "refer")
    answer = send(client, address, "outcome", **fields)
    shown = text(answer)
    assert answer.status_code == 400
    assert told in shown
    assert f'id="outcome-{field}-error"' in shown
    for name in ("decided_on", "still_employed_after_days"):
        assert f'value="{fields.get(name, "")}"' in shown
    assert not list(repository.find("saran", Outcome))


def test_a_form_of_nothing_known_and_a_version_that_is_none_are_400(client, repository):
    address = pair_address(repository)
    assert client.post(address, data={"step": "erase"}).status_code == 400
    assert client.post(address, data={"step": "refer", "version": "x"}).status_code == 400


def test_a_shortlist_form_may_bring_the_officer_back_to_our_own_pages_only(client, repository):
    address = pair_address(repository)
    back = client.post(address, data={"step": "shortlist", "next": "/en/vacancies?page=2"})
    assert back.headers["Location"] == "/en/vacancies?page=2"
    for evil in ("//evil.example", "https://evil.example", "/\\evil"):
        assert client.post(address, data={"step": "unlist", "next": evil}).headers["Location"].endswith(address)


def test_another_centre_and_unknown_identifiers_are_404(app, client, repository):
    stranger = entered(app, "other", "abay")
    for page in (person_address(repository), f"{person_address(repository)}/log", pair_address(repository)):
        assert stranger.get(page).status_code == 404
    assert stranger.post(pair_address(repository), data={"step": "refer"}).status_code == 404
    assert stranger.get(f"/en/vacancies/{public(repository, Vacancy)}/log").status_code == 404
    objection = repository.add("saran", Objection("JS-1", "why", NOW, NOW.date()))
    answer = stranger.post(f"/en/objections/{objection.public_id}", data={"answer": "x", "version": "1"})
    assert answer.status_code == 404
    assert client.get("/en/people/not-there").status_code == 404
    assert not repository.access_log("abay")


def test_objections_are_answered_once_overdue_first_and_the_person_reads_the_answer(app, client, repository):
    late = repository.add("saran", Objection("JS-1", "too late", NOW - timedelta(days=9), date(2026, 11, 20)))
    repository.add("saran", Objection("JS-1", "soon due", NOW, date(2026, 12, 2)))
    shown = text(client.get("/en/objections"))
    assert shown.index("too late") < shown.index("soon due")
    assert "overdue since 20.11.2026" in shown
    assert "overdue since 20.11.2026" in text(client.get("/en/caseload"))
    address = f"/en/objections/{late.public_id}"
    empty = client.post(address, data={"answer": "  ", "version": "1"})
    assert empty.status_code == 400
    assert "aria-invalid" in text(empty)
    assert client.post(address, data={"answer": "because", "version": "1"}).status_code == 303
    second = client.post(address, data={"answer": "other words", "version": "2"})
    assert second.status_code == 409
    assert "other words" in text(second)
    assert "because" in text(second)
    me = entered(app, "js-1", role="jobseeker")
    assert "because" in text(me.get("/en/me/objection"))


def test_the_person_agrees_or_declines_on_an_own_page(app, client, repository):
    send(client, pair_address(repository), "refer")
    me = entered(app, "js-1", role="jobseeker")
    shown = text(me.get("/en/me/referrals"))
    assert "You have a referral: agree or decline." in text(me.get("/en/me"))
    assert "Recommended to you by aigul" in shown
    assert "To decline it has no consequence" in shown
    assert " offer" not in shown.lower()
    address = f"/en/me/referrals/{referral(repository).public_id}"
    assert me.post(address, data={"answer": "agree", "version": "1"}).status_code == 303
    assert "the employer sees you" in text(me.get("/en/me/referrals"))
    assert "You have a referral" not in text(me.get("/en/me"))
    assert me.post(address, data={"answer": "decline", "version": "2"}).status_code == 303
    assert referral(repository).record.agreed_at is None
    assert me.post(address, data={"answer": "perhaps", "version": "3"}).status_code == 400
    assert [entry.action for entry in log(repository)] == ["referred", "agreed", "declined"]
    assert "the person" in text(client.get(pair_address(repository)))


def test_an_offer_is_declined_only_by_who_says_that_they_know_what_it_means(app, client, repository):
    address = pair_address(repository)
    send(client, address, "refer")
    me = entered(app, "js-1", role="jobseeker")
    stale = {"answer": "decline", "version": "1"}
    send(client, address, "offer", sure="yes")
    own = f"/en/me/referrals/{referral(repository).public_id}"
    told = me.post(own, data={**stale, "understood": "yes"})
    assert told.status_code == 409
    assert "aigul made you an offer" in text(told)
    shown = text(me.get("/en/me/referrals"))
    assert "Refusing 3 offers of suitable work ends your status" in shown
    assert me.post(own, data={"answer": "decline", "version": "2"}).status_code == 400
    assert me.post(own, data={"answer": "decline", "version": "2", "understood": "yes"}).status_code == 303
    assert "Refused offers: 1 of 3" in text(client.get(person_address(repository)))
    assert me.post(own, data={"answer": "agree", "version": "3"}).status_code == 400


def test_the_log_shows_what_was_shown_then_with_its_versions(client, repository):
    send(client, pair_address(repository), "judge", reason="refusal:training_first", words="a course first")
    for page in (f"{person_address(repository)}/log", f"/en/vacancies/{public(repository, Vacancy)}/log"):
        shown = text(client.get(page))
        assert "Training comes first «a course first»" in shown
        assert f"taxonomy {CONTAINER.taxonomy.version}" in shown
        assert "Among those recommended (place 1)" in shown


def test_a_long_log_is_turned_page_by_page_newest_first(client, repository):
    rows = [LoggedDecision("JS-1", "V1", "agreed", "JS-1", NOW + timedelta(minutes=at)) for at in range(60)]
    repository.add_all("saran", rows)
    page = f"{person_address(repository)}/log"
    first, second = text(client.get(page)), text(client.get(f"{page}?page=2"))
    assert (first.count("Agreed"), second.count("Agreed")) == (50, 10)
    assert "27.11.2026 02:29" in first
    assert 'href="?page=2" rel="next"' in first
    assert text(client.get(f"{page}?page=x")).count("Agreed") == 50


def training_page(repository):
    return f"/en/people/{next(repository.find('saran', Jobseeker)).public_id}/training"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_training_is_referred_to_with_its_reason_and_read_by_the_person(app, client, repository, language):
    page = training_page(repository).replace("/en/", f"/{language}/")
    sent = {"step": "refer", "version": "0", "course_id": "C1", "reason": "trade_must_change", "paid": "yes"}
    assert client.post(page, data=sent).status_code == 303
    shown = client.get(page).get_data(as_text=True)
    html5lib.HTMLParser(strict=True).parse(shown)
    assert not re.search(r">[^<]*\b(ui|value|error)\.[a-z_]+", shown)
    assert "27.11.2026: Short course" in shown
    assert "27.11.2028" in shown  # the warning
    own = entered(app, "js", role="jobseeker")
    assert "27.11.2026: Short course" in own.get(f"/{language}/me/referrals").get_data(as_text=True)
    record = own.get(f"/{language}/me/record").get_data(as_text=True)
    assert "trade_must_change" not in record
    assert not re.search(r">[^<]*\bheld[._][a-z_]+", record)


def test_a_second_training_within_two_years_is_warned_of_and_what_was_typed_stays(client, repository):
    page = training_page(repository)
    sent = {"step": "refer", "course_id": "C1", "reason": "no_suitable_work", "paid": "yes", "begins_on": "01.12.2026"}
    client.post(page, data={**sent, "version": "0"})
    warned = client.post(page, data={**sent, "version": "1"})
    text = warned.get_data(as_text=True)
    assert warned.status_code == 400
    assert 'aria-describedby="refer-confirmed-error"' in text
    assert 'value="01.12.2026"' in text
    assert '<option value="no_suitable_work" selected>' in text
    sent |= {"confirmed": "yes", "words": "The plant closed", "version": "1"}
    assert client.post(page, data=sent).status_code == 303
    assert "exception: “The plant closed”" in client.get(page).get_data(as_text=True)


def test_training_that_somebody_noted_meanwhile_is_shown_beside_what_was_typed(client, repository):
    page = training_page(repository)
    assert client.post(page, data={"step": "former", "version": "0", "began_on": "01.06.2025"}).status_code == 303
    late = client.post(page, data={"step": "former", "version": "0", "began_on": "02.06.2025"})
    assert late.status_code == 409
    assert "01.06.2025" in late.get_data(as_text=True)
    assert "02.06.2025" in late.get_data(as_text=True)
    for wrong in ("", "tomorrow", "01.06.2030"):
        answer = client.post(page, data={"step": "former", "version": "1", "began_on": wrong})
        assert answer.status_code == 400
        assert 'role="alert"' in answer.get_data(as_text=True)
    assert client.post(page, data={"step": "else", "version": "1"}).status_code == 400
    row = next(repository.find("saran", TrainingReferral))
    assert client.post(page, data={"step": "withdraw", "version": "1", "training": row.public_id}).status_code == 303
    assert "taken back" in client.get(page).get_data(as_text=True)


def test_a_person_of_another_centre_has_no_page_of_training(app, repository):
    assert entered(app, "bolat", "abay").get(training_page(repository)).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_waits_is_kept_as_files_and_every_person_in_them_was_looked_at(client, repository, form):
    repository.add("saran", Referral("JS-1", "V1", "aigul", NOW))
    repository.add("saran", Objection("JS-1", "=secret words", NOW - timedelta(days=9), date(2026, 11, 20)))
    for name in ("objections", "referrals", "waiting"):
        before = len(repository.access_log("saran"))
        answer = client.get(f"/en/exports/{name}.{form}")
        assert answer.status_code == 200
        assert len(repository.access_log("saran")) - before == (0 if name == "waiting" else 1)
        if form == "csv":
            text = answer.get_data(as_text=True)
            assert "secret words" not in text
            assert ("JS-1" in text) is (name != "waiting")
            assert name != "objections" or "Objection,2026-11-18,2026-11-20,yes" in text
            assert name != "referrals" or "Fitter <b>,Recommended,2026-11-27,aigul" in text
