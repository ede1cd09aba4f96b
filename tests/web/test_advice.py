"""The jobseeker's own pages: over a repository in memory, as one signed-in person meets them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.adapters.messages import Messages
from matcher.bootstrap import build
from matcher.config import ROOT
from matcher.core.records import (
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Profile,
    Session,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.records.centre import Consent, Objection
from matcher.services.advice import Advisor
from web import create_app
from web.policies import policy_of, undeclared

CONTAINER = build()
ZONE = timezone(timedelta(hours=5))
NOW = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)  # a Friday already in Kazakhstan
ME = Jobseeker(
    "JS-1",
    Profile(
        (HeldSkill("bake-at-home", 3), HeldSkill("weld-mig-mag", 2, "сварка")), languages=(LanguageLevel("ru", "C1"),)
    ),
    Circumstances("352210000", frozenset(), frozenset({"day"}), 40.0, 30),
    consent=True,
)
PAGES = (
    "",
    "/skills",
    "/unpaid",
    "/conditions",
    "/vacancies",
    "/courses",
    "/why-not",
    "/objection",
    "/consent",
    "/referrals",
    "/print",
)
MORE = {"language_ru": "C1", "locality": "352210000", "licences": "none", "shifts": "day"}


def a_skill():
    """Take two skills that no other proves, whatever the taxonomy holds."""
    found = CONTAINER.taxonomy.skills
    plain = [key for key in sorted(found) if not found[key].evidences and not found[key].broader]
    return plain[0], plain[1]


MINE, ASKED = a_skill()
ME = replace(ME, profile=replace(ME.profile, skills=(HeldSkill("bake-at-home", 3), HeldSkill(MINE, 2, "my words"))))
OPEN = Vacancy("V1", "Welder <b>", (SkillNeed(MINE, 2), SkillNeed(ASKED, 3)), employer="Plant", locality="352210000")
FAR = replace(OPEN, vacancy_id="V2", title="Night work", shifts=frozenset({"night"}), hours_per_week=48.0)
COURSE = Course("C1", "Short course", (TaughtSkill(ASKED, 4),), hours=60.0, locality="351010000", mode="onsite")


@pytest.fixture
def repository():
    made = MemoryRepository()
    dates = (datetime(2026, 12, 1).date(), datetime(2026, 12, 21).date())
    made.add_all("saran", [ME, OPEN, FAR, COURSE, Session("S1", "C1", 5, *dates, "351010000")])
    made.add_all("saran", [replace(ME, jobseeker_id="JS-2"), Objection("JS-2", "secret of two", NOW, dates[0])])
    made.add("abay", replace(OPEN, vacancy_id="VB", title="Work of Abay"))
    return made


@pytest.fixture
def app(repository):
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    made.extensions["clock"] = lambda: NOW.astimezone(ZONE)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def entered(app, jobseeker_id="JS-1", centre="saran", *, role="jobseeker"):
    identity = app.extensions["matcher"].identity
    client = app.test_client()
    if role == "jobseeker":
        user = identity.create_user(f"login-{jobseeker_id}", role, centre_id=centre, belongs_to=jobseeker_id)
        token = identity.enter_with_code(identity.issue_code(user.user_id), address="192.0.2.1").token
    else:
        identity.create_user("boss", role, password="correct horse battery", centre_id=centre)
        token = identity.sign_in("boss", "correct horse battery", address="192.0.2.1").token
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


@pytest.fixture
def client(app):
    return entered(app)


def me(repository, jobseeker_id="JS-1"):
    return next(iter(repository.find("saran", Jobseeker, jobseeker_id=jobseeker_id)))


def public(repository, vacancy_id, centre="saran"):
    return next(iter(repository.find(centre, Vacancy, vacancy_id=vacancy_id))).public_id


def text(answer):
    return answer.get_data(as_text=True)


def main_of(page):
    return page.split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_valid_in_its_language_with_one_heading_labels_and_no_raw_key(client, repository, language):
    pages = [*PAGES, f"/why-not/{public(repository, 'V1')}", f"/why-not/{public(repository, 'V2')}", "/skills?q=svarka"]
    for page in pages:
        answer = client.get(f"/{language}/me{page}")
        shown = text(answer)
        assert answer.status_code == 200, page
        html5lib.HTMLParser(strict=True).parse(shown)
        assert f'<html lang="{language}">' in shown
        assert shown.count("<h1>") == 1
        assert not re.search(r"\b(reason|ui|value|field|rule)\.[a-z_]+", main_of(shown)), page
        fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', shown)
        assert all(f'<label for="{field}">' in shown for field in fields), page
        assert len(fields) == len(set(fields))


def test_no_page_says_offer_or_shows_a_score_and_each_says_who_decides_and_how_to_object(client, repository):
    for page in [*PAGES, f"/why-not/{public(repository, 'V1')}"]:
        shown = main_of(text(client.get(f"/en/me{page}")))
        assert not re.search(r"\boffer", shown, re.IGNORECASE), page
        assert not re.search(r"\b0\.\d|\d ?%|score", shown), page
        assert "a person, an officer of the centre, always decides" in shown.lower() or "always decides" in shown
        assert "/en/me/objection" in shown
    for language, word in (("ru", "предложени"), ("kk", "ұсыныс")):
        assert all(word not in main_of(text(client.get(f"/{language}/me{page}"))).lower() for page in PAGES)


def test_the_policy_of_every_page_is_the_jobseeker_alone(app):
    mine = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("advice.")]
    assert len(mine) == 18
    assert undeclared(app) == []
    assert all(policy_of(app, endpoint).allowed == {"jobseeker"} for endpoint in mine)


def test_strangers_are_sent_to_sign_in_and_staff_are_refused(app):
    assert app.test_client().get("/ru/me").status_code == 303
    assert app.test_client().post("/ru/me/consent").status_code == 403
    assert entered(app, role="staff").get("/ru/me").status_code == 403


def test_a_person_whose_centre_has_no_such_record_gets_404_everywhere(app, repository):
    client = entered(app, "JS-1", "abay")
    for page in PAGES:
        assert client.get(f"/ru/me{page}").status_code == 404, page
    for page in ("/skills", "/unpaid", "/conditions", "/objection", "/consent"):
        assert client.post(f"/ru/me{page}", data={"text": "x", "consent": "no", "version": "1"}).status_code == 404
    assert me(repository).record == ME


def test_one_jobseeker_never_sees_or_changes_another(client, repository):
    before = me(repository, "JS-2")
    client.post("/en/me/skills?jobseeker_id=JS-2", data={"skill_id": ASKED, "version": "1", "jobseeker_id": "JS-2"})
    client.post("/en/me/consent", data={"consent": "no", "jobseeker_id": "JS-2"})
    assert me(repository, "JS-2") == before
    assert [row.record.jobseeker_id for row in repository.find("saran", Consent)] == ["JS-1"]
    assert "secret of two" not in text(client.get("/en/me/objection"))


def test_another_centres_vacancy_is_404(client, repository):
    assert client.get(f"/en/me/why-not/{public(repository, 'VB', 'abay')}").status_code == 404
    assert client.get("/en/me/why-not/none").status_code == 404
    assert "Work of Abay" not in text(client.get("/en/me/why-not"))


def test_a_typing_error_finds_the_skill_and_words_are_kept(client):
    label = CONTAINER.taxonomy.label(MINE, "en")
    misspelt = label[:2] + label[3:]
    shown = text(client.get("/en/me/skills", query_string={"q": misspelt}))
    assert f'value="{MINE}"' in shown.split("In the profile")[0]
    assert 'name="q" value="' in shown
    for language in ("kk", "ru"):
        found = text(client.get(f"/{language}/me/skills", query_string={"q": CONTAINER.taxonomy.label(ASKED, language)}))
        assert f'value="{ASKED}"' in found


def test_a_skill_is_added_with_a_level_in_words_then_taken_away(client, repository):
    answer = client.post("/en/me/skills", data={"skill_id": ASKED, "level": "3", "words": "mine", "version": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/me/skills")
    assert me(repository).record.profile.skills[-1] == HeldSkill(ASKED, 3, "mine")
    assert f"{CONTAINER.taxonomy.label(ASKED, 'en')} – on my own" in text(client.get("/en/me"))
    client.post("/en/me/skills", data={"skill_id": ASKED, "action": "remove", "version": "2"})
    assert me(repository).record.profile.skills == ME.profile.skills


@pytest.mark.parametrize("wrong", [{"skill_id": "nobody-has-this"}, {"level": "9"}, {"version": "x"}, {"version": ""}])
def test_a_wrong_skill_level_or_version_is_400_and_nothing_is_saved(client, repository, wrong):
    sent = {"skill_id": ASKED, "level": "3", "words": "typed words", "version": "1"} | wrong
    answer = client.post("/en/me/skills", data=sent)
    assert answer.status_code == 400
    if "version" not in wrong:
        assert 'value="typed words"' in text(answer)
        assert 'role="alert"' in text(answer)
    assert me(repository).version == 1


def test_words_that_no_database_holds_are_refused_and_long_ones_are_cut(client, repository):
    assert client.post("/en/me/skills", data={"skill_id": ASKED, "words": "a\0b", "version": "1"}).status_code == 400
    assert client.get("/en/me/skills", query_string={"q": "\0"}).status_code == 400
    client.post("/en/me/skills", data={"skill_id": ASKED, "words": "a b " + "x" * 500, "version": "1"})
    assert me(repository).record.profile.skills[-1] == HeldSkill(ASKED, None, ("a b " + "x" * 500)[:200])


def test_what_only_the_vacancy_left_open_sends_nobody_to_the_profile(client, repository):
    stored = me(repository)
    around = replace(ME.circumstances, hours_per_week=None, shifts=None)
    shown = main_of(text(client.get(f"/en/me/why-not/{public(repository, 'V1')}")))
    assert "hours a week of the vacancy" in shown
    assert "Tell more in the profile" not in shown
    repository.save("saran", replace(stored, record=replace(ME, circumstances=around)), expected_version=1)
    shown = main_of(text(client.get(f"/en/me/why-not/{public(repository, 'V2')}")))
    assert "Tell more in the profile" in shown


def test_unpaid_experience_becomes_a_skill(client, repository):
    answer = client.post("/en/me/unpaid", data={"unpaid": ["bake-at-home", "home-sewing"], "version": "1"})
    assert answer.status_code == 303
    held = {skill.skill_id: skill.level for skill in me(repository).record.profile.skills}
    assert held == {"bake-at-home": 3, MINE: 2, "home-sewing": None}
    assert client.post("/en/me/unpaid", data={"unpaid": MINE, "version": "2"}).status_code == 400


def test_conditions_are_saved_as_they_are_meant(client, repository):
    sent = {
        "language_kk": "B1",
        "language_ru": "some",
        "education_level": "3",
        "locality": "351010000",
        "shifts": ["day", "night"],
        "licences": "none",
        "work_conditions": ["heavy"],
        "hours_per_week": "36",
        "max_travel_minutes": "",
        "version": "1",
    }
    assert client.post("/ru/me/conditions", data=sent).status_code == 303
    saved = me(repository).record
    assert saved.profile.languages == (LanguageLevel("kk", "B1"), LanguageLevel("ru", ""))
    assert saved.profile.education_level == 3
    assert saved.circumstances == Circumstances(
        "351010000", frozenset(), frozenset({"day", "night"}), 36.0, None, frozenset({"heavy"})
    )
    assert saved.profile.skills == ME.profile.skills


def test_a_form_that_is_sent_back_untouched_changes_nothing(client, repository):
    shown = text(client.get("/en/me/conditions"))
    sent = {"version": "1"}
    for name, options in re.findall(r'<select id="([^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)" selected', options)
    for name, value in re.findall(r'<input type="text"[^>]* name="([^"]+)" value="([^"]*)"', shown):
        sent[name] = value
    for name, value in re.findall(r'<input type="checkbox"[^>]* name="([^"]+)" value="([^"]*)" checked', shown):
        sent.setdefault(name, []).append(value)
    assert client.post("/en/me/conditions", data=sent).status_code == 303
    assert me(repository).version == 1
    assert me(repository).record == ME


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("hours_per_week", "forty", "Hours a week I can work: write a whole number from 1 to 80."),
        ("max_travel_minutes", "9999999", "Minutes I can travel one way: write"),
        ("locality", "nowhere", "Where I live: choose from the list."),
        ("language_kk", "Z9", "Kazakh: choose from the list."),
        ("shifts", "dawn", "Shifts I can work: choose from the list."),
        ("licences", ["none", "B"], "Licences: tick either this or the others, not both."),
    ],
)
def test_wrong_conditions_come_back_with_what_was_typed_and_the_field_named(client, repository, field, value, named):
    answer = client.post("/en/me/conditions", data=MORE | {"education_level": "6", "version": "1"} | {field: value})
    shown = text(answer)
    assert answer.status_code == 400
    html5lib.HTMLParser(strict=True).parse(shown)
    assert named in shown
    assert f'aria-describedby="{field}-error"' in shown
    assert '<option value="6" selected>' in shown
    if field in ("hours_per_week", "max_travel_minutes"):
        assert f'value="{value}"' in shown
    assert me(repository).version == 1


def test_two_who_edit_lose_nothing_and_the_second_sees_both_values(client, repository):
    client.post("/en/me/conditions", data=MORE | {"hours_per_week": "20", "version": "1"})
    answer = client.post("/en/me/conditions", data=MORE | {"hours_per_week": "36", "version": "1"})
    shown = text(answer)
    assert answer.status_code == 409
    html5lib.HTMLParser(strict=True).parse(shown)
    assert "you wrote: 36<br>stored: 20" in shown
    assert me(repository).record.circumstances.hours_per_week == 20.0
    again = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main_of(shown)):
        again.setdefault(name, []).append(value)
    assert client.post("/en/me/conditions", data=again).status_code == 303
    assert me(repository).record.circumstances.hours_per_week == 36.0


@pytest.mark.parametrize("page", ["skills", "unpaid"])
def test_a_skill_on_an_old_version_shows_both_values(client, repository, page):
    client.post("/en/me/skills", data={"skill_id": MINE, "level": "5", "version": "1"})
    sent = {"skill_id": MINE, "level": "1", "unpaid": "home-sewing", "version": "1"}
    answer = client.post(f"/en/me/{page}", data=sent)
    assert answer.status_code == 409
    expected = "you wrote: with somebody&#39;s help<br>stored: I can teach others"
    assert (expected if page == "skills" else "you wrote: yes<br>stored: not in the profile") in text(answer)
    assert me(repository).version == 2


def test_vacancies_say_readiness_needs_met_gaps_and_courses(client):
    shown = main_of(text(client.get("/en/me/vacancies")))
    assert "Welder &lt;b&gt;" in shown
    assert "1 of 2 essential skills are met" in shown
    assert "after training" in shown
    assert "Short course (hours: 60)" in shown
    assert "Night work" not in shown


def test_courses_say_what_they_unlock_days_hours_childcare_and_way(client):
    shown = main_of(text(client.get("/en/me/courses")))
    for words in ("Welder &lt;b&gt;", "01.12.2026 – 21.12.2026", "about 20 hours a week", "45 min one way by bus"):
        assert words in shown
    assert "That is longer than you said." in shown
    assert "not known, ask at the centre" in shown


def test_why_not_names_the_constraint_the_gap_and_what_would_change_it(client, repository):
    shown = main_of(text(client.get(f"/en/me/why-not/{public(repository, 'V2')}")))
    assert "By its conditions this work does not suit you now." in shown
    assert "If these shifts become possible for you: night" in shown
    assert "If you can work 48 hours a week" in shown
    assert f"{CONTAINER.taxonomy.label(ASKED, 'en')}: now – not in the profile; asked – on my own" in shown
    assert "Courses that give what is missing, in order: Short course" in shown


def test_a_vacancy_is_searched_by_title_or_employer(client):
    assert "Night work" in text(client.get("/en/me/why-not?q=NIGHT"))
    assert "Night work" not in text(client.get("/en/me/why-not?q=welder"))
    assert "Nothing was found" in text(client.get("/en/me/why-not?q=astronaut"))


def test_withdrawn_consent_stops_matching_at_once_and_can_be_given_again(client, repository, monkeypatch):
    assert client.post("/en/me/consent", data={"consent": "no"}).status_code == 303
    assert "JS-1" not in {row.record.jobseeker_id for row in repository.candidates("saran")}

    def refused(*_, **__):
        raise AssertionError("a match was made")

    with monkeypatch.context() as patched:
        patched.setattr(Advisor, "advise", refused)
        patched.setattr(Advisor, "why_not", refused)
        for page in ("/vacancies", "/courses", "/print", f"/why-not/{public(repository, 'V1')}"):
            assert "your consent is not given" in text(client.get(f"/en/me{page}"))
    client.post("/en/me/consent", data={"consent": "yes"})
    assert "Welder" in text(client.get("/en/me/vacancies"))
    assert [row.record.is_given for row in repository.find("saran", Consent)] == [False, True]


def test_consent_said_twice_is_one_entry_and_anything_else_is_400(client, repository):
    for _ in range(2):
        client.post("/en/me/consent", data={"consent": "no"})
    assert len(list(repository.find("saran", Consent))) == 1
    assert client.post("/en/me/consent", data={"consent": "perhaps"}).status_code == 400


def test_an_objection_is_answered_within_three_working_days_of_the_day_in_kazakhstan(client, repository):
    assert client.post("/en/me/objection", data={"text": " <i>I disagree</i> "}).status_code == 303
    shown = text(client.get("/en/me/objection"))
    # Thursday evening in UTC is Friday in Kazakhstan: Monday, Tuesday, Wednesday.
    assert "You get an answer by 02.12.2026." in shown
    assert "&lt;i&gt;I disagree&lt;/i&gt;" in shown
    (stored,) = repository.find("saran", Objection, jobseeker_id="JS-1")
    repository.save(
        "saran",
        replace(
            stored, record=replace(stored.record, answered_at=NOW, answered_by="officer", answer="We looked again.")
        ),
        expected_version=1,
    )
    assert "We looked again." in text(client.get("/en/me/objection"))


@pytest.mark.parametrize(("sent", "said"), [("  ", "Fill in this field."), ("x" * 2001, "Too long.")])
def test_an_empty_or_endless_objection_is_400_and_kept(client, repository, sent, said):
    answer = client.post("/en/me/objection", data={"text": sent})
    assert answer.status_code == 400
    assert f"Your message: {said}" in text(answer)
    assert sent.strip() in text(answer)
    assert list(repository.find("saran", Objection, jobseeker_id="JS-1")) == []


def test_every_write_needs_its_token(app, repository):
    app.config["WTF_CSRF_ENABLED"] = True
    client = entered(app)
    for page in ("skills", "unpaid", "conditions", "objection", "consent"):
        assert client.post(f"/en/me/{page}", data={"text": "x", "consent": "no", "version": "1"}).status_code == 400
        shown = text(client.get(f"/en/me/{page}"))
        forms = shown.count('<form method="post"')
        assert shown.count('name="csrf_token" value="') == forms > 0
    assert me(repository).version == 1
    assert list(repository.find("saran", Consent)) == []


def test_the_page_to_print_has_a_style_for_a4_and_hides_what_paper_does_not_need(client):
    style = (ROOT / "web" / "static" / "style.css").read_text(encoding="utf-8")
    printed = style.split("@media print", 1)[1]
    assert "size: A4" in printed
    assert re.search(r"header, \.own[^{]*{ display: none", printed)
    shown = text(client.get("/kk/me/print"))
    assert "27.11.2026" in shown
    assert "<script" not in shown
    assert "style=" not in shown


def test_no_personal_page_is_kept_by_a_browser(client):
    for page in PAGES:
        assert client.get(f"/ru/me{page}").headers["Cache-Control"] == "no-store"


def test_every_key_of_these_pages_has_a_sentence_in_each_language():
    folder = ROOT / "web" / "templates" / "advice"
    sources = [*folder.glob("*.html"), *(ROOT / "web" / "advice").glob("*.py")]
    keys = set(
        re.findall(r"['\"](ui\.[a-z_.]+[a-z])['\"]", "".join(each.read_text(encoding="utf-8") for each in sources))
    )
    assert len(keys) > 60
    for language in ("kk", "ru", "en"):
        say = Messages(ROOT / "web" / "translations", language)
        assert [key for key in sorted(keys) if say.text(key) == key] == []
