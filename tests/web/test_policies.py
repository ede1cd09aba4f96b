"""Every route says who may open it, and nobody else does."""

from datetime import UTC, datetime

import pytest
from fakes.repository import MemoryRepository
from flask import Flask
from identity_fake import make_identity
from token_fake import make_tokens

from matcher.bootstrap import build
from matcher.core.records import Jobseeker, Profile, Vacancy
from matcher.core.records.centre import Employer, Objection, Referral, VacancyStatusRecord
from matcher.core.records.identity import ROLES
from matcher.core.records.imports import Import
from web import create_app
from web.policies import Policy, policy, policy_of, undeclared

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"
ALL = {"nobody", *ROLES}
# Who may open which endpoint in production; a new route is added here by hand, not read from its own decorator.
ALLOWED = {
    "static": ALL,
    "reads.log": set(ROLES),
    "unknown.listed": {"staff", "admin"},
    "first": ALL,
    "auth.sign_in": ALL,
    "auth.code": ALL,
    "auth.sign_out": ALL,
    "auth.account": set(ROLES),
    "auth.password": {"admin", "staff", "employer"},
    "second_factor.step": ALL,
    "second_factor.own": {"admin", "staff"},
    "auth.codes": {"admin", "staff"},
    **{f"accounts.{name}": {"admin"} for name in ("listed", "create", "change")},
    "words.suggest": set(ROLES),
    **{
        f"imports.{name}": {"staff"} for name in ("listed", "upload", "columns", "one", "decide", "rejected", "changes")
    },
    "exports.needs": {"employer", "staff"},
    **{f"exports.{name}": {"staff"} for name in ("candidates", "search", "waiting", "objections", "referrals")},
    "exports.overview": {"admin", "staff"},
    "overview.page": {"admin", "staff"},
    **{f"exports.{name}": {"jobseeker"} for name in ("vacancies", "courses")},
    **{f"staff.{name}": {"staff"} for name in ("person", "person_log", "vacancy_log", "pair", "decide")},
    **{f"staff.{name}": {"staff"} for name in ("training", "refer_to_training")},
    **{f"staff.{name}": {"staff"} for name in ("caseload", "objections", "answer")},
    **{f"advice.{name}": {"jobseeker"} for name in ("referrals", "answer_referral")},
    **{f"staff.{name}": {"staff"} for name in ("vacancies", "vacancy", "search", "compare")},
    **{f"staff.{name}": {"staff"} for name in ("save_search", "delete_search")},
    **{
        f"advice.{name}": {"jobseeker"}
        for name in ("me", "skills", "save_skill", "unpaid", "conditions", "vacancies", "courses", "why_not", "why")
    },
    **{
        f"advice.{name}": {"jobseeker"}
        for name in ("on_paper", "objection", "consent", "held", "held_as_file", "change_holding", "correction")
    },
    **{f"employers.{name}": {"employer", "staff"} for name in ("needs", "need")},
    "api.openapi": ALL,
    **{f"api.{name}": {"employer", "staff"} for name in ("needs", "need", "supply", "jobposting")},
    **{f"api.{name}": {"employer", "staff"} for name in ("courses", "course", "sessions", "session")},
    **{f"api.{name}": {"employer"} for name in ("declare", "edit", "publish")},
    **{f"api.{name}": {"staff"} for name in ("people", "person", "matches", "recommendations", "outcomes", "outcome")},
    **{f"api.{name}": {"staff"} for name in ("candidates", "note", "mend")},
    **{f"employers.{name}": {"employer"} for name in ("new", "edit", "publish")},
}
# Their identifier is that of a record of another kind than the vacancy that this test knows.
NAMES_ANOTHER_RECORD = {"staff.delete_search"}
HTTPS = "https://localhost"


@pytest.fixture
def identity():
    made = make_identity()
    made.create_user("admin", "admin", password=PASSWORD)
    made.create_user("staff", "staff", password=PASSWORD, centre_id="saran")
    made.create_user("employer", "employer", password=PASSWORD, centre_id="saran", belongs_to="E-1")
    made.create_user("jobseeker", "jobseeker", centre_id="saran", belongs_to="JS-1")
    return made


@pytest.fixture
def repository():
    """A centre with a need of the employer who asks, and the person who asks."""
    made = MemoryRepository()
    made.add_all(
        "saran",
        [
            Employer("E-1", "Bus plant"),
            Vacancy("V-1", "Welder", employer_id="E-1"),
            VacancyStatusRecord("V-1", "published"),
            Jobseeker("JS-1", Profile(), consent=True),
            Objection("JS-1", "why", NOON, NOON.date()),
            Referral("JS-1", "V-1", "aigul", NOON),
            Import("jobseekers", "done", "people.csv", "digest", "aigul", NOON),
        ],
    )
    return made


@pytest.fixture
def app(identity, repository):
    made = create_app(build(), production=True, identity=identity, repository=repository)
    # Forged forms have tests of their own; here only the policy is to speak.
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def client_of(app, identity, who):
    client = app.test_client()
    if who == "jobseeker":
        token = identity.enter_with_code(identity.issue_code(identity.find(who).user_id), address="192.0.2.1").token
    elif who != "nobody":
        token = identity.sign_in(who, PASSWORD, address="192.0.2.1").token
    else:
        return client
    client.set_cookie("__Host-entry", token, domain="localhost", secure=True, path="/")
    return client


def addresses(app):
    values = {
        "language": "ru",
        "filename": "style.css",
        "form": "csv",
        "part": "skills",
        "public_id": next(app.extensions["matcher"].repository.find("saran", Vacancy)).public_id,
    }
    kinds = {
        "import_id": Import,
        "person_id": Jobseeker,
        "vacancy_id": Vacancy,
        "objection_id": Objection,
        "referral_id": Referral,
    }
    for name, kind in kinds.items():
        values[name] = next(app.extensions["matcher"].repository.find("saran", kind)).public_id
    values["user_id"] = app.extensions["matcher"].identity.find("employer").user_id
    with app.test_request_context(base_url=HTTPS):
        for rule in app.url_map.iter_rules():
            address = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)[1]
            for method in sorted(rule.methods - {"OPTIONS", "HEAD"}):
                yield rule.endpoint, method, address


def test_the_table_of_this_test_names_every_route(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ALLOWED)


def test_every_route_declares_a_policy(app):
    assert undeclared(app) == []


def test_a_route_without_a_policy_is_found_and_answers_403(identity):
    app = create_app(build(), identity=identity)
    app.add_url_rule("/forgotten", "forgotten", lambda: "personal")
    assert undeclared(app) == ["forgotten"]
    assert app.test_client().get("/forgotten").status_code == 403


@pytest.mark.parametrize("who", sorted(ALL))
def test_the_api_opens_to_the_tokens_of_those_whom_the_table_names_and_to_no_cookie(app, identity, who):
    tokens = make_tokens(identity.store, identity.clock)
    app.extensions["matcher"].api_tokens = tokens
    has_token = who in ("staff", "employer")
    token = tokens.create(identity.find(who), "test", days=1) if has_token else ""
    # All at once: the walk stands in a context of its own, whose person would be taken for the next one's.
    for endpoint, method, address in list(addresses(app)):
        if not endpoint.startswith("api.") or endpoint == "api.openapi":
            continue
        by_cookie = client_of(app, identity, who).open(address, method=method, base_url=HTTPS)
        assert by_cookie.status_code == 401, (endpoint, method)
        headers = {"Authorization": f"Bearer {token}"}
        answer = app.test_client().open(address, method=method, base_url=HTTPS, headers=headers)
        if who in ALLOWED[endpoint]:
            # The identifier in the address is a vacancy's: for other records the answer is 404.
            assert answer.status_code in (200, 404, 415, 428), (endpoint, method)
        else:
            assert answer.status_code == (403 if has_token else 401), (endpoint, method)


@pytest.mark.parametrize("who", sorted(ALL))
def test_all_routes_open_to_those_whom_the_table_names_and_to_nobody_else(app, identity, who):
    for endpoint, method, address in addresses(app):
        if endpoint.startswith("api."):
            continue  # has a test of its own: programs bring no cookie
        client = client_of(app, identity, who)
        answer = client.open(address, method=method, base_url=HTTPS)
        answer.close()
        to_sign_in = answer.status_code == 303 and "/sign-in?next=" in answer.headers["Location"]
        if who in ALLOWED[endpoint]:
            there = (200, 302, 303, 400, 409, *([404] if endpoint in NAMES_ANOTHER_RECORD else []))
            assert answer.status_code in there, (endpoint, method)
            assert not to_sign_in, (endpoint, method)
        elif who == "nobody" and method == "GET":
            assert to_sign_in, (endpoint, method)
        else:
            assert answer.status_code == 403, (endpoint, method)


def test_a_misspelt_or_missing_role_stops_the_program():
    for names in (("staf",), ()):
        with pytest.raises(ValueError, match="policy"):
            policy(*names)


def test_a_policy_admits_nobody_without_a_name():
    assert Policy(frozenset({"everyone"})).admits(None)
    assert not Policy(frozenset({"staff", "signed_in"})).admits(None)


def test_an_endpoint_that_is_not_there_has_no_policy():
    assert policy_of(Flask("empty"), "none") is None
