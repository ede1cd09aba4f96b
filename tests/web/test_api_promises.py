"""The API keeps what its OpenAPI document promises, whatever it is sent."""

import re
from collections import Counter

import pytest
import schemathesis
from api_scene import Scene
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from matcher.bootstrap import build
from matcher.core.records import Course, Jobseeker, Outcome, Session, Vacancy
from matcher.core.records.identity import ApiRules
from web.api.document import document_of, operations

KINDS = {"people": Jobseeker, "needs": Vacancy, "courses": Course, "sessions": Session, "outcomes": Outcome}
# Refused with reason is what no schema can say (forbidden wording, a cursor that was not given out); tokens have tests of their own.
NOT_CHECKED = [positive_data_acceptance, ignored_auth]


@pytest.fixture(scope="module")
def scene():
    return Scene(build(), ApiRules(requests=10**9))


@pytest.fixture(scope="module")
def schema(scene):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", scene.app)


def strategies_of(operation, scene):
    """Requests that fit, requests that do not, and requests for records that are there."""
    yield operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if operation.path_parameters or operation.query or operation.body or operation.headers:
        yield operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    if "{public_id}" in operation.path:
        kind = KINDS[operation.path.split("/")[-2] if operation.path.endswith("}") else operation.path.split("/")[1]]
        there = {"public_id": scene.id_of(kind)}
        yield operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=there)


@pytest.mark.slow
def test_no_request_breaks_it_and_every_answer_is_as_documented(scene, schema, at_size):
    found = [result.ok() for result in schema.get_all_operations()]
    asked = [strategy for operation in found for strategy in strategies_of(operation, scene)]
    n_each, statuses = -(-at_size(150, 5_000) // len(asked)), Counter()
    for strategy in asked:

        @settings(max_examples=n_each, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=strategy, who=st.sampled_from(["staff", "employer"]))
        def ask(case, who):
            # Called without a network, nobody unpacks what is packed.
            headers = {"Authorization": f"Bearer {scene.made[who]}", "Accept-Encoding": "identity"}
            response = case.call(headers=headers)
            case.validate_response(response, excluded_checks=NOT_CHECKED)
            statuses[response.status_code] += 1

        ask()
    print(dict(sorted(statuses.items())), sum(statuses.values()))
    assert sum(statuses.values()) >= at_size(100, 5_000)
    assert {200, 404, 422} <= set(statuses)


def test_the_document_names_every_operation_once_and_says_for_whom(scene):
    told = document_of(scene.app)
    ids = [each["operationId"] for path in told["paths"].values() for each in path.values()]
    assert sorted(ids) == sorted({rule.endpoint.removeprefix("api.") for rule, _, _ in operations(scene.app)})
    assert told["openapi"] == "3.1.0"
    for path in told["paths"].values():
        for each in path.values():
            assert re.search(r"For: (employer|staff)", each["description"])
            assert each["responses"].keys() >= {"401", "403", "429"}
