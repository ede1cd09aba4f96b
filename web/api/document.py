"""The OpenAPI document, made from the declarations of the operations."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from matcher import __version__
from web.api.blueprint import ROOT, api
from web.api.models import Problem
from web.api.operations import Operation
from web.api.problems import MEDIA_TYPE
from web.policies import EVERYONE, policy, policy_of

REFERENCE = "#/components/schemas/{model}"
DESCRIPTION = (
    "Staff and employers of a centre enter with a bearer token (`matcher users token create`). Sentences come in Kazakh, Russian or "
    "English by Accept-Language. A match is a recommendation: only a named officer makes an offer."
)
FAULTS = {
    400: "The body is no JSON, or something holds characters that cannot be typed",
    401: "No token, or one that has ended",
    403: "The role of the token may not do this",
    404: "There is no such record, or it is not one's own",
    409: "The record stands where this cannot be done",
    412: "Somebody has saved the record since",
    413: "The body is too large",
    415: "The body is no application/json",
    422: "Fields do not fit",
    428: "If-Match is missing",
    429: "Too many requests; Retry-After tells the seconds to wait",
}


@api.get("/openapi.json")
@policy("everyone")
def openapi() -> Response:
    """Describe this interface."""
    return jsonify(document_of(current_app._get_current_object()))  # type: ignore[attr-defined]


@lru_cache(maxsize=4)
def document_of(app: Flask) -> dict[str, Any]:
    """Make the document of an application."""
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, spec in operations(app):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).removeprefix(ROOT)
        paths.setdefault(path, {})[method.lower()] = _operation(app, rule, spec)
    given = [(spec.body, "validation") for _, _, spec in operations(app) if spec.body]
    told = [(spec.answer, "serialization") for _, _, spec in operations(app)]
    models: Any = list(dict.fromkeys([*given, *told, (Problem, "serialization")]))
    _, schemas = models_json_schema(models, ref_template=REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Workforce retraining matcher",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": ROOT}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def operations(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    """Yield every operation of an application with its route and method."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule, sorted(each.methods or ()))):
        spec = getattr(app.view_functions[rule.endpoint], "operation", None)
        if spec is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, spec


def _operation(app: Flask, rule: Rule, spec: Operation) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    told = inspect.getdoc(view) or ""
    declared = policy_of(app, rule.endpoint)
    roles = sorted(declared.allowed) if declared and EVERYONE not in declared.allowed else []
    done: dict[str, Any] = {"description": "Done", "content": {spec.media_type: {"schema": _reference(spec.answer)}}}
    if spec.is_versioned:
        done["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "Version, for If-Match"}}
    found = {
        "operationId": rule.endpoint.removeprefix("api."),
        "summary": told.splitlines()[0].rstrip("."),
        "description": f"{told}\n\nFor: {', '.join(roles)}.",
        "parameters": [*_path_parameters(rule), *_query_parameters(spec), *_headers(spec)],
        "responses": {str(spec.status): done, **_faults(rule, spec)},
    }
    if spec.body is not None:
        content = {"application/json": {"schema": _reference(spec.body)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        schema = {"type": "string", "format": "uuid"}
        yield {"name": name, "in": "path", "required": True, "schema": schema, "description": "`id` of the record"}


def _query_parameters(spec: Operation) -> Iterator[dict[str, Any]]:
    for name, schema in spec.query.model_json_schema().get("properties", {}).items():
        yield {"name": name, "in": "query", "required": False, "schema": schema}


def _headers(spec: Operation) -> Iterator[dict[str, Any]]:
    if spec.is_matched:
        schema = {"type": "string", "pattern": r'^"[0-9]{1,9}(-[0-9]{1,9})?"$'}
        yield {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "schema": schema,
            "description": "ETag of the record",
        }


def _faults(rule: Rule, spec: Operation) -> dict[str, Any]:
    statuses = {400, 401, 403, 413, 422, 429}
    statuses |= {404} if rule.arguments else set()
    statuses |= {404, 409, 415} if spec.body else set()
    statuses |= {409, 412, 428} if spec.is_matched else set()
    content = {MEDIA_TYPE: {"schema": _reference(Problem)}}
    return {str(status): {"description": FAULTS[status], "content": content} for status in sorted(statuses)}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}
