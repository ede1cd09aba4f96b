"""The rights of the person: all that is held, correction, blocking, and consent that ends matching at once."""

import json
import re
from datetime import UTC, date, datetime

import html5lib
import pytest
from identity_fake import make_identity

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.identity import SqlIdentityStore
from matcher.adapters.database.migrating import METADATA, upgrade
from matcher.adapters.database.personal import SECRET, SqlPersonalRecords, person_tables
from matcher.adapters.database.repository import SqlRepository
from matcher.adapters.database.tables import TABLES
from matcher.adapters.messages import Messages
from matcher.bootstrap import build
from matcher.core.records import HeldSkill, Jobseeker, Outcome, Profile, SensitiveFeatures, SkillNeed, Vacancy
from matcher.core.records.centre import Blocking, Consent, Decision, Objection, Referral, VacancyStatusRecord, Viewer
from matcher.core.records.identity import User
from matcher.core.retention import Retention
from web import create_app
from web.advice.subject_access import NOT_SHOWN
from web.context import KAZAKHSTAN

CONTAINER = build()
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a Friday
SKILL = sorted(CONTAINER.taxonomy.skills)[0]


@pytest.fixture
def repository(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'centre.sqlite'}")
    upgrade(engine)
    made = SqlRepository(engine)
    person = Jobseeker("JS-1", Profile((HeldSkill(SKILL, 3, "my own words"),), text="I weld"), consent=True)
    records = [
        Vacancy("V1", "Welder", (SkillNeed(SKILL, 2),)),
        VacancyStatusRecord("V1", "published"),
        person,
        SensitiveFeatures("JS-1", "F", date(2001, 2, 3), languages=("kk", "ru")),
        Referral("JS-1", "V1", "aigul", NOON),
        Decision("JS-1", "V1", "refusal", "too_far", "aigul", NOON),
        Outcome("JS-1", "V1", "refused_by_employer", date(2026, 10, 1)),
        Objection("JS-1", "why so low", NOON, date(2026, 12, 2)),
        Jobseeker("JS-2", Profile(text="secret of two"), consent=True),
    ]
    for record in records:
        made.add("saran", record)
    made.read_people("saran", ["JS-1"], viewer=Viewer("u1", "staff", "search", "V1"))
    store = SqlIdentityStore(engine)
    store.add_user(User("u9", "js-login", "jobseeker", "$argon2id$secret", centre_id="saran", jobseeker_id="JS-1"))
    made.engine = engine
    yield made
    engine.dispose()


@pytest.fixture
def client(repository):
    app = create_app(CONTAINER, identity=make_identity(), repository=repository)
    app.extensions["clock"] = lambda: NOON.astimezone(KAZAKHSTAN)
    app.config["WTF_CSRF_ENABLED"] = False
    identity, made = app.extensions["matcher"].identity, app.test_client()
    user = identity.create_user("js", "jobseeker", centre_id="saran", belongs_to="JS-1")
    token = identity.enter_with_code(identity.issue_code(user.user_id), address="192.0.2.1").token
    made.set_cookie("entry", token, domain="localhost", path="/")
    return made


def text(answer):
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_all_that_is_held_is_a_readable_page(client, language):
    found = text(client.get(f"/{language}/me/record"))
    html5lib.HTMLParser(strict=True).parse(found)
    assert found.count("<h1>") == 1
    for words in ("my own words", "I weld", "03.02.2001", "why so low", "too_far", "01.10.2026", "js-login"):
        assert words in found
    assert CONTAINER.taxonomy.label(SKILL, language) in found
    assert "secret" not in found
    assert not re.search(r"(?:held|ui|value|held_table)\.[a-z_]+", found.partition("<main")[2])


def test_all_that_is_held_is_a_file_with_every_row_and_every_look(client, repository):
    answer = client.get("/en/me/record.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record-2026-11-27.json"'
    content = json.loads(text(answer))
    assert content["records"] == repository.export_person_data("saran", "JS-1")
    expected = {"jobseekers", "sensitive_features", "referrals", "decisions", "outcomes", "objections", "users"}
    assert expected <= content["records"].keys()
    assert content["records"]["sensitive_features"][0]["birth_date"] == "2001-02-03"
    assert [(look["purpose"], look["role"], look["vacancy_id"]) for look in content["looks"]] == [
        ("search", "staff", "V1")
    ]
    assert "secret" not in text(answer)


def test_every_table_with_people_and_every_field_has_words_in_three_languages():
    names = {column.name for table in person_tables() for column in table.c} - SECRET - NOT_SHOWN
    keys = {f"held_table.{table.name}" for table in person_tables()} | {f"held.{name}" for name in names}
    kinds = [each for each in TABLES.values() if "jobseeker_id" in METADATA.tables[each.table.name].c]
    keys |= {f"held.{name}" for each in kinds for name in each.kind.__dataclass_fields__ if name not in NOT_SHOWN}
    for language in ("kk", "ru", "en"):
        messages = Messages(CONTAINER.settings.translations_dir, language)
        assert [key for key in sorted(keys) if messages.text(key) == key] == []


def test_a_blocked_record_is_matched_with_nothing_at_once_until_the_block_is_lifted(client, repository):
    assert "Welder" in text(client.get("/en/me/vacancies"))
    assert client.post("/en/me/record", data={"action": "block"}).status_code == 303
    assert [row.record.jobseeker_id for row in repository.candidates("saran")] == ["JS-2"]
    for page in ("vacancies", "courses", "print"):
        found = text(client.get(f"/en/me/{page}"))
        assert "Your record is blocked" in found
        assert "Welder" not in found
    client.post("/en/me/record", data={"action": "block"})
    assert len(list(repository.find("saran", Blocking))) == 1
    client.post("/en/me/record", data={"action": "unblock"})
    assert "Welder" in text(client.get("/en/me/vacancies"))
    assert client.post("/en/me/record", data={"action": "other"}).status_code == 400


def test_a_correction_is_asked_for_and_due_within_one_working_day(client, repository):
    assert client.post("/en/me/correction", data={"text": "  "}).status_code == 400
    assert "x" * 50 in text(client.post("/en/me/correction", data={"text": "x" * 2001}))
    assert client.post("/en/me/correction", data={"text": "I am no welder <b>"}).status_code == 303
    (asked,) = [row.record for row in repository.find("saran", Objection) if row.record.kind == "correction"]
    assert (asked.text, asked.answer_by) == ("I am no welder <b>", date(2026, 11, 30))
    found = text(client.get("/en/me/correction"))
    assert "I am no welder &lt;b&gt;" in found
    assert "30.11.2026" in found
    assert "why so low" not in found.partition("<main")[2]


def test_who_is_told_of_the_erasure_reads_it_and_may_stay(client, repository):
    told = Retention("JS-1", 1, "notify", date(2024, 12, 10), date(2026, 11, 20), date(2026, 12, 20))
    SqlPersonalRecords(repository.engine).note_retention("saran", [told])
    assert "will be erased on 20.12.2026" in text(client.get("/en/me/record"))
    client.post("/en/me/record", data={"action": "keep"})
    assert "will be erased" not in text(client.get("/en/me/record"))
    (person,) = [
        person for person in SqlPersonalRecords(repository.engine).activity("saran") if person.jobseeker_id == "JS-1"
    ]
    assert (person.version, person.seen_version) == (2, 1)


def test_withdrawn_consent_ends_matching_on_the_very_next_page(client, repository):
    assert "Welder" in text(client.get("/en/me/vacancies"))
    client.post("/en/me/consent", data={"consent": "no"})
    assert [row.record.jobseeker_id for row in repository.candidates("saran")] == ["JS-2"]
    for page in ("vacancies", "courses", "print"):
        assert "Welder" not in text(client.get(f"/en/me/{page}"))
    repository.add("saran", Consent("JS-1", True, NOON, "JS-1"))
    assert "Welder" in text(client.get("/en/me/vacancies"))
