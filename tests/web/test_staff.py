"""The officer's pages over a repository in memory: vacancies, candidates, free search, saved searches, comparison."""

import gzip
import re
from datetime import UTC, date, datetime

import html5lib
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.bootstrap import build
from matcher.core.records import (
    Circumstances,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Profile,
    SensitiveFeatures,
    SkillNeed,
    Vacancy,
)
from matcher.core.records.centre import SavedSearch, ShortlistEntry, VacancyStatusRecord
from web import create_app

CONTAINER = build()
NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
PASSWORD = "correct horse battery"
PLAIN = [key for key, skill in sorted(CONTAINER.taxonomy.skills.items()) if not skill.evidences and not skill.broader]
SKILL, OTHER = PLAIN[0], next(key for key in PLAIN[1:] if key not in CONTAINER.taxonomy.siblings(PLAIN[0]))
ROLE = Vacancy("V1", "Turner <b>", (SkillNeed(SKILL, 3), SkillNeed(OTHER, 2, False)), employer="Plant", positions=2)
NIGHT = Vacancy("V2", "Night watch", (SkillNeed(SKILL, 1),), shifts=frozenset({"night"}))


def person(at, *, level=3, consent=True, **around):
    profile = Profile((HeldSkill(SKILL, level),), languages=(LanguageLevel("kk", "C1"),) if at % 2 else None)
    return Jobseeker(f"{at:06d}", profile, Circumstances(**around), consent=consent)


@pytest.fixture
def repository():
    made = MemoryRepository()
    people = [person(at, level=1 + at % 4, shifts=frozenset({"day"})) for at in range(60)]
    features = [SensitiveFeatures(each.jobseeker_id, "FM"[at % 2], date(2000, 1, 1)) for at, each in enumerate(people)]
    made.add_all("saran", [*people, person(99, level=5, consent=False), *features])
    made.add_all("saran", [ROLE, NIGHT, VacancyStatusRecord("V1", "published"), VacancyStatusRecord("V2", "published")])
    made.add_all("abay", [Vacancy("VB", "Work of Abay"), VacancyStatusRecord("VB", "published"), person(77)])
    return made


@pytest.fixture
def app(repository):
    made = create_app(CONTAINER, identity=make_identity(), repository=repository)
    made.extensions["clock"] = lambda: NOW
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def entered(app, login="aigul", centre="saran"):
    identity = app.extensions["matcher"].identity
    identity.create_user(login, "staff", password=PASSWORD, centre_id=centre)
    token = identity.sign_in(login, PASSWORD, address="192.0.2.1").token
    client = app.test_client()
    client.set_cookie("entry", token, domain="localhost", path="/")
    return client


@pytest.fixture
def client(app):
    return entered(app)


@pytest.fixture
def role(repository):
    (row,) = repository.find("saran", Vacancy, vacancy_id="V1")
    return row.public_id


def text(answer):
    return answer.get_data(as_text=True)


def people_of(shown):
    return re.findall(r"<h3>.*?>(\d{6})<", shown)


def public_ids(repository, *ids):
    rows = {row.record.jobseeker_id: row.public_id for row in repository.find("saran", Jobseeker)}
    return [rows[each] for each in ids]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_valid_in_its_language_with_one_heading_and_labels(client, repository, role, language):
    client.post("/en/search/saved?women=1", data={"name": "Women"})
    chosen = "&person=".join(public_ids(repository, "000001", "000002"))
    pages = (
        "vacancies",
        f"vacancies/{role}",
        f"vacancies/{role}?women=1&language=kk&shift=night&readiness=far&travel=30",
        "search",
        f"search?skill={SKILL}&words=qqzz&occupation=zzz&sort=hours",
        f"compare?vacancy={role}&person={chosen}",
        f"compare?person={chosen}",
        "compare",
    )
    for page in pages:
        answer = client.get(f"/{language}/{page}")
        shown = text(answer)
        assert answer.status_code == (400 if page == "compare" else 200), page
        html5lib.HTMLParser(strict=True).parse(shown)
        assert f'<html lang="{language}">' in shown
        assert shown.count("<h1>") == 1
        assert not re.search(r">[^<]*\b(ui|value|reason|field|error)\.[a-z_]+", shown), page
        fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', shown)
        assert all(f'<label for="{field}">' in shown or f' for="{field}">' in shown for field in fields)
        assert len(fields) == len(set(fields))


def test_the_list_shows_the_centres_open_vacancies_and_finds_them_by_words(client):
    shown = text(client.get("/en/vacancies"))
    assert "Turner &lt;b&gt;" in shown
    assert "Night watch" in shown
    assert "Work of Abay" not in shown
    found = text(client.get("/en/vacancies?q=plant TURNER"))
    assert "Turner" in found
    assert "Night watch" not in found


def test_candidates_come_fifty_a_page_best_first_and_none_without_consent(client, role):
    first, second = (people_of(text(client.get(f"/en/vacancies/{role}?page={page}"))) for page in (1, 2))
    assert (len(first), len(second)) == (50, 10)
    assert first[:3] == ["000002", "000003", "000006"]
    assert "000099" not in first + second
    assert people_of(text(client.get(f"/en/vacancies/{role}?page=99"))) == second
    assert people_of(text(client.get(f"/en/vacancies/{role}?page=x"))) == first


def test_a_filter_keeps_the_order_and_the_ranks_and_looks_at_everybody(client, role):
    everybody = [each for page in (1, 2) for each in people_of(text(client.get(f"/en/vacancies/{role}?page={page}")))]
    shown = text(client.get(f"/en/vacancies/{role}?women=1"))
    assert people_of(shown) == [each for each in everybody if int(each) % 2 == 0]
    assert "30 people" in shown
    assert "(60 without filters)" in shown
    ranks = [int(each) for each in re.findall(r'class="rank">(\d+)<', shown)]
    assert ranks == [everybody.index(each) + 1 for each in people_of(shown)]


def test_filters_and_order_stay_in_the_address_of_the_other_page_and_language(client, role):
    shown = text(client.get(f"/en/vacancies/{role}?women=1&youth=1&sort=identifier"))
    assert f'href="/kk/vacancies/{role}?women=1&amp;youth=1&amp;sort=identifier"' in shown
    assert 'href="?youth=1&amp;sort=identifier"' in shown
    more = text(client.get(f"/en/vacancies/{role}?sort=identifier"))
    assert 'rel="next" href="?sort=identifier&amp;page=2"' in more
    assert people_of(more)[:2] == ["000000", "000001"]


def test_unknown_filters_and_orders_are_passed_over(client, role):
    plain = people_of(text(client.get(f"/en/vacancies/{role}")))
    odd = client.get(f"/en/vacancies/{role}?sort=zzz&readiness=soon&travel=7&women=yes&page=-1")
    assert people_of(text(odd)) == plain


def test_nobody_is_told_with_what_emptied_the_list_and_how_many_come_back(client, repository):
    (row,) = repository.find("saran", Vacancy, vacancy_id="V2")
    shown = text(client.get(f"/en/vacancies/{row.public_id}?women=1"))
    assert "Nobody was found." in shown
    assert "work constraint: shifts — 30 people come back" in shown
    role = next(repository.find("saran", Vacancy, vacancy_id="V1")).public_id
    shown = text(client.get(f"/en/vacancies/{role}?women=1&language=kk"))
    assert "filter: women — 30 people come back" in shown
    assert "filter: Kazakh — 30 people come back" in shown


def test_people_are_found_by_a_skill_by_words_and_by_filters_alone(client):
    label = CONTAINER.taxonomy.label(SKILL, "kk")
    for query in (f"skill={label}", f"skill={SKILL}", f"skill={CONTAINER.taxonomy.label(SKILL, 'ru')}"):
        assert len(people_of(text(client.get(f"/ru/search?{query}")))) == 50
    alone = text(client.get("/en/search?women=1"))
    assert people_of(alone)[:2] == ["000000", "000002"]
    assert "Fit of the pair" not in alone


def test_words_that_are_not_understood_are_told_with_what_they_may_mean(client):
    shown = text(client.get("/en/search?skill=weldng zzqq"))
    assert "“weldng zzqq” was not understood." in shown
    link = re.search(r'Perhaps:\s*<a href="\?skill=([^"]+)"', shown)
    assert link
    assert "was not understood" not in text(client.get(f"/en/search?skill={link[1]}"))


def test_a_search_is_kept_opened_and_deleted_by_its_owner_only(app, client, repository):
    answer = client.post(f"/en/search/saved?skill={SKILL}&women=1&odd=1", data={"name": "Women who <can>"})
    assert answer.status_code == 303
    (row,) = repository.find("saran", SavedSearch)
    assert row.record.query == f"skill={SKILL}&women=1"
    shown = text(client.get("/en/search"))
    assert "Women who &lt;can&gt;" in shown
    assert f'href="/en/search?skill={SKILL}&amp;women=1"' in shown
    other = entered(app, "saule")
    assert "Women who" not in text(other.get("/en/search"))
    assert other.post(f"/en/search/saved/{row.public_id}/delete").status_code == 404
    assert client.post(f"/en/search/saved/{row.public_id}/delete").status_code == 303
    assert client.post(f"/en/search/saved/{row.public_id}/delete").status_code == 404
    assert list(repository.find("saran", SavedSearch)) == []


def test_a_search_without_a_name_is_told_and_keeps_what_was_looked_for(client, repository):
    answer = client.post("/en/search/saved?women=1", data={"name": " "})
    assert answer.status_code == 400
    assert 'id="name-error"' in text(answer)
    assert "30 people" in text(answer)
    assert client.post("/en/search/saved", data={"name": "x" * 101}).status_code == 400
    assert list(repository.find("saran", SavedSearch)) == []


def test_up_to_four_people_are_compared_side_by_side(client, repository, role):
    ids = public_ids(repository, "000003", "000000", "000001", "000002", "000004")
    shown = text(client.get(f"/en/compare?vacancy={role}&person=" + "&person=".join(ids[:4])))
    assert re.findall(r'<th scope="col"><a[^>]*>(\d+)', shown) == ["000003", "000000", "000001", "000002"]
    too_many = client.get(f"/en/compare?vacancy={role}&person=" + "&person=".join(ids))
    assert too_many.status_code == 400
    assert "More than four" in text(too_many)
    (hidden,) = public_ids(repository, "000099")
    assert client.get(f"/en/compare?vacancy={role}&person={hidden}").status_code == 400


def test_whoever_is_shown_leaves_a_look_with_its_purpose(client, repository, role):
    client.get(f"/en/vacancies/{role}?page=2")
    looks = repository.access_log("saran", limit=100)
    assert len(looks) == 10
    assert {(look.viewer.purpose, look.viewer.role, look.viewer.vacancy_id) for look in looks} == {
        ("search", "staff", "V1")
    }
    (first,) = public_ids(repository, "000001")
    client.get(f"/en/compare?person={first}")
    assert repository.access_log("saran", limit=1)[0].viewer.purpose == "compare"


def test_another_centre_gets_404_and_sees_nobody(app, role, repository):
    stranger = entered(app, "stranger", centre="balkhash")
    assert stranger.get(f"/en/vacancies/{role}").status_code == 404
    assert stranger.get(f"/en/compare?vacancy={role}&person=x").status_code == 404
    (first,) = public_ids(repository, "000001")
    assert stranger.get(f"/en/compare?person={first}").status_code == 400
    assert people_of(text(stranger.get("/en/search"))) == []
    assert "Turner" not in text(stranger.get("/en/vacancies"))


def test_a_page_of_fifty_people_is_light(app, client, role):
    answers = [client.get(page) for page in (f"/kk/vacancies/{role}", "/static/style.css", "/static/icon.svg")]
    sizes = [len(gzip.compress(answer.data)) for answer in answers]
    for answer in answers:
        answer.close()
    assert sum(sizes) < 60 * 1024


def test_a_row_leads_to_the_person_and_the_pair_and_its_button_puts_on_the_shortlist(client, repository, role):
    shown = text(client.get(f"/en/vacancies/{role}?women=1"))
    (best,) = public_ids(repository, "000002")
    assert f'href="/en/people/{best}"' in shown
    assert client.get(f"/en/people/{best}/vacancies/{role}").status_code == 200
    form = re.search(rf'action="(/en/people/{best}/vacancies/{role})"', shown)
    fields = {"step": "shortlist", "next": f"/en/vacancies/{role}?women=1"}
    answer = client.post(form[1], data=fields)
    assert answer.headers["Location"] == fields["next"]
    (entry,) = repository.find("saran", ShortlistEntry)
    assert (entry.record.jobseeker_id, entry.record.vacancy_id) == ("000002", "V1")
    again = text(client.get(f"/en/vacancies/{role}?women=1"))
    assert again.count("shortlisted") == 1
