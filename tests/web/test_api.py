"""The API holds to the rules of the pages: own centre, consent, the read log, versions, limits; faults are problems."""

from dataclasses import fields

import pytest
from api_scene import NOON, PASSWORD, Scene

from matcher.bootstrap import build
from matcher.core.records import Course, Jobseeker, Outcome, Session, Vacancy
from matcher.core.records.centre import Referral
from matcher.core.records.decisions import LoggedDecision
from matcher.core.records.identity import ApiRules
from matcher.services.needs.forms import NeedForm
from web.api.need_models import NeedIn

NEED = {"title": "Токарь", "skills": [{"text": "сварка", "level": 3}], "positions": 2, "shifts": ["day"]}


@pytest.fixture(scope="module")
def container():
    return build()


@pytest.fixture
def scene(container):
    return Scene(container)


def test_a_need_is_declared_changed_and_published_as_on_the_page(scene):
    made = scene.call("POST", "/needs", "employer", json=NEED)
    assert (made.status_code, made.json["status"], made.json["employer_id"]) == (201, "draft", "E1")
    address = made.headers["Location"].removeprefix("/api/v1")
    etag = {"If-Match": made.headers["ETag"]}
    changed = scene.call("PUT", address, "employer", json={**NEED, "positions": 3}, headers=etag)
    assert (changed.status_code, changed.json["positions"]) == (200, 3)
    assert scene.call("PUT", address, "employer", json=NEED, headers=etag).status_code == 412
    assert scene.call("PUT", address, "employer", json=NEED).status_code == 428
    assert scene.call("PUT", address, "employer", json=NEED, headers={"If-Match": "*"}).status_code == 422
    assert scene.call("POST", f"{address}/publish", "employer", headers=etag).status_code == 412
    done = scene.call("POST", f"{address}/publish", "employer", headers={"If-Match": changed.headers["ETag"]})
    assert (done.status_code, done.json["status"]) == (200, "published")
    late = scene.call("PUT", address, "employer", json=NEED, headers={"If-Match": done.headers["ETag"]})
    assert (late.status_code, late.json["errors"][0]["code"]) == (409, "need_not_draft")
    assert scene.get(address, "employer").headers["ETag"] == done.headers["ETag"]


def test_a_program_can_say_all_that_the_form_asks(scene):
    """Whatever the form gains the API gains too: a field that only the form knew would be wiped by a change over the API."""
    assert NeedIn.model_fields.keys() == {each.name for each in fields(NeedForm)}
    said = {
        "education_level": 4,
        "experience_years": 1.5,
        "licences": ["С", "forklift"],
        "languages": [{"language": "kk", "level": "B1"}],
        "jobs_planned_by": "2027-05-01",
        "work_conditions": ["heavy"],
        "hours_per_week": 40,
    }
    made = scene.call("POST", "/needs", "employer", json={**NEED, **said}).json
    assert {name: made[name] for name in said} == {**said, "licences": ["C", "forklift"]}


def test_forbidden_wording_is_a_problem_in_the_reader_s_language(scene):
    wrong = {**NEED, "title": "Продавец, женщина до 35 лет"}
    told = {
        language: scene.call("POST", "/needs", "employer", json=wrong, headers={"Accept-Language": language})
        for language in ("kk", "ru", "en")
    }
    for language, answer in told.items():
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
        assert answer.json["type"] == "urn:matcher:problem:forbidden_wording"
        assert {each["pointer"] for each in answer.json["errors"]} == {"/title"}
        assert answer.headers["Content-Language"] == language
    assert len({answer.json["title"] for answer in told.values()}) == 3
    assert len(scene.get("/needs", "employer").json["items"]) == 1


def test_every_field_that_does_not_fit_is_named(scene):
    wrong = {"title": "", "positions": "2", "skills": [{"text": "x", "level": 9}], "wages": 1, "start_date": "soon"}
    answer = scene.call("POST", "/needs", "employer", json=wrong)
    pointers = {each["pointer"] for each in answer.json["errors"]}
    assert answer.status_code == 422
    assert pointers == {"/title", "/positions", "/skills/0/level", "/wages", "/start_date"}
    unknown = scene.get("/needs?sex=F")
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "sex")


def test_nobody_sees_what_is_another_employer_s_or_another_centre_s(scene):
    need = f"/needs/{scene.id_of(Vacancy, vacancy_id='V1')}"
    for path in (need, f"{need}/supply", f"{need}/jobposting"):
        assert [scene.get(path, who).status_code for who in ("employer", "staff")] == [200, 200]
        assert [scene.get(path, who).status_code for who in ("rival", "stranger")] == [404, 404]
    paths = [need, f"/people/{scene.id_of(Jobseeker)}", f"/courses/{scene.id_of(Course)}"]
    paths += [f"/sessions/{scene.id_of(Session)}", f"/outcomes/{scene.id_of(Outcome)}"]
    for path in paths:
        assert scene.get(path).status_code == 200
        assert scene.get(path, "stranger").status_code == 404
    for path in ("/needs", "/people", "/courses", "/sessions", "/outcomes"):
        assert scene.get(path, "stranger").json == {"items": [], "next": None}


def test_people_leave_with_consent_only_and_every_look_is_logged(scene):
    told = scene.get("/people").json["items"]
    assert [each["jobseeker_id"] for each in told] == ["J1", "J3"]
    looks = scene.repository.access_log("saran")
    assert [(look.jobseeker_id, look.viewer.purpose) for look in looks] == [("J3", "api"), ("J1", "api")]
    for person, status in (("J1", 200), ("J2", 404), ("J4", 404), ("J5", 404)):
        public_id = scene.id_of(Jobseeker, jobseeker_id=person)
        for path in ("", "/matches", "/recommendations"):
            assert scene.get(f"/people/{public_id}{path}").status_code == status
    assert len(scene.repository.access_log("saran")) == 5
    assert not {"sex", "birth_date", "care_hours", "name"} & set(told[0])


def test_outcomes_name_people_only_through_the_read_log(scene):
    assert {each["jobseeker_id"] for each in scene.get("/outcomes").json["items"]} == {"J1", "J2"}
    assert {look.jobseeker_id for look in scene.repository.access_log("saran")} == {"J1", "J2"}


def test_matches_and_courses_are_those_of_the_person_s_own_page(scene):
    person = scene.id_of(Jobseeker, jobseeker_id="J1")
    (match,) = scene.get(f"/people/{person}/matches", headers={"Accept-Language": "en"}).json["items"]
    assert (match["vacancy_id"], match["rank"], match["readiness"]) == ("V1", 1, "ready")
    assert match["need_id"] == scene.id_of(Vacancy)
    assert all(each["text"] for each in match["reasons"])
    assert scene.get(f"/people/{person}/recommendations").json["items"] == []


def test_without_a_token_that_lives_nothing_is_told(scene):
    stopped = scene.made["staff"]
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {stopped}"}):
        answer = scene.app.test_client().get("/api/v1/people", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.mimetype == "application/problem+json"
    client = scene.app.test_client()
    entry = scene.identity.sign_in("staff", PASSWORD, address="192.0.2.1")
    client.set_cookie("entry", entry.token)
    assert client.get("/ru/account").status_code == 200
    assert client.get("/api/v1/people").status_code == 401
    page = scene.app.test_client().get("/ru/account", headers={"Authorization": f"Bearer {stopped}"})
    assert page.status_code == 303
    scene.identity.set_enabled("staff", False)
    assert scene.get("/people").status_code == 401


def test_too_many_requests_are_told_how_long_to_wait(container):
    scene = Scene(container, ApiRules(requests=2))
    scene.clock.now -= scene.clock.now % 60
    assert [scene.get("/courses").status_code for _ in range(3)] == [200, 200, 429]
    assert scene.get("/courses").headers["Retry-After"] == "60"
    scene.clock.now += 60
    assert scene.get("/courses").status_code == 200


def test_bodies_that_are_none_are_refused(scene):
    def post(**rest):
        return scene.call("POST", "/needs", "employer", **rest).status_code

    assert post(data="{}", content_type="text/plain") == 415
    assert post(data="{", content_type="application/json") == 400
    assert post(data=b'{"title": "\xff"}', content_type="application/json") == 400
    assert post(data=r'{"title": "\ud800"}', content_type="application/json") == 400
    assert post(data=r'{"title": "a\u0000b"}', content_type="application/json") == 422
    assert post(data=b" " * (2 << 20), content_type="application/json") == 413
    assert scene.call("DELETE", "/needs").status_code == 405
    assert scene.get("/nothing").json["status"] == 404


def test_a_program_walks_through_all_pages_whatever_is_added_meanwhile(scene):
    scene.repository.add_all("saran", [Course(f"D{at:02d}", "x") for at in range(9)])
    seen, cursor = [], ""
    while cursor is not None:
        page = scene.get(f"/courses?limit=3&cursor={cursor}").json
        seen += [each["course_id"] for each in page["items"]]
        cursor = page["next"]
        if len(seen) == 3:
            scene.repository.add("saran", Course("A00", "late"))
    assert seen == ["C1", *(f"D{at:02d}" for at in range(9)), "A00"]
    first = scene.get("/courses?limit=3").json["next"]
    for path, who in (("/sessions", "staff"), ("/courses", "stranger")):
        assert scene.get(f"{path}?cursor={first}", who).status_code == 422
    walked = scene.get("/people?limit=1").json
    assert scene.get(f"/people?limit=1&cursor={walked['next']}").json["items"][0]["jobseeker_id"] == "J3"


def test_a_vacancy_is_a_job_posting_of_schema_org(scene):
    need = scene.id_of(Vacancy)
    answer = scene.get(f"/needs/{need}/jobposting", headers={"Accept-Language": "ru"})
    told = answer.get_json(force=True)
    assert answer.mimetype == "application/ld+json"
    assert told["datePosted"] == "2026-11-24"
    assert (told["@context"], told["@type"], told["title"]) == ("https://schema.org", "JobPosting", "Welder")
    assert told["hiringOrganization"] == {"@type": "Organization", "name": "Зауыт"}
    assert told["baseSalary"]["value"] == {"@type": "QuantitativeValue", "minValue": 3e5, "unitText": "MONTH"}
    assert (told["totalJobOpenings"], "workHours" in told) == (2, False)
    draft = scene.call("POST", "/needs", "employer", json=NEED).json["id"]
    assert scene.get(f"/needs/{draft}/jobposting", "employer").status_code == 404


def test_a_need_is_superseded_by_its_own_employer_only(scene):
    anew = {**NEED, "supersedes": "V1"}
    assert scene.call("POST", "/needs", "rival", json=anew).status_code == 404
    made = scene.call("POST", "/needs", "employer", json=anew)
    done = scene.call(
        "POST", f"/needs/{made.json['id']}/publish", "employer", headers={"If-Match": made.headers["ETag"]}
    )
    assert done.json["supersedes"] == "V1"
    assert scene.get(f"/needs/{scene.id_of(Vacancy)}").json["status"] == "superseded"


def test_an_outcome_is_noted_once_after_a_referral_and_mended_by_its_version(scene):
    need, person = scene.id_of(Vacancy), scene.id_of(Jobseeker, jobseeker_id="J3")
    body = {"person_id": person, "need_id": need, "outcome": "hired"}
    early = scene.call("POST", "/outcomes", json=body)
    assert (early.status_code, early.json["errors"][0]["code"]) == (409, "not_referred")
    scene.repository.add("saran", Referral("J3", "V1", "staff", NOON))
    made = scene.call("POST", "/outcomes", json=body)
    assert (made.status_code, made.json["jobseeker_id"], made.json["referred_on"]) == (201, "J3", "2026-11-24")
    assert scene.call("POST", "/outcomes", json=body).status_code == 409
    address, etag = made.headers["Location"].removeprefix("/api/v1"), {"If-Match": made.headers["ETag"]}
    changed = {"outcome": "no_show", "reason": "travel"}
    mended = scene.call("PUT", address, json=changed, headers=etag)
    assert (mended.status_code, mended.json["outcome"], mended.json["reason"]) == (200, "no_show", "travel")
    assert scene.call("PUT", address, json=changed, headers=etag).status_code == 412
    impossible = {"outcome": "no_show", "still_employed_after_days": 3}
    answer = scene.call("PUT", address, json=impossible, headers={"If-Match": mended.headers["ETag"]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/still_employed_after_days")
    assert scene.call("POST", "/outcomes", "stranger", json=body).status_code == 404
    log = [row.record.action for row in scene.repository.find("saran", LoggedDecision)]
    assert log == ["outcome", "outcome"]


def test_the_candidates_of_a_need_are_those_of_the_staff_s_page(scene):
    need = scene.id_of(Vacancy)
    told = scene.get(f"/needs/{need}/matches").json
    assert [(each["jobseeker_id"], each["rank"], each["readiness"]) for each in told["items"]] == [
        ("J1", 1, "ready"),
        ("J3", 2, "ready"),
    ]
    assert told["next"] is None
    assert told["items"][0]["person_id"] == scene.id_of(Jobseeker, jobseeker_id="J1")
    assert {look.viewer.vacancy_id for look in scene.repository.access_log("saran")} == {"V1"}
    assert scene.get(f"/needs/{need}/matches", "employer").status_code == 403
    assert scene.get(f"/needs/{need}/matches", "stranger").status_code == 404
