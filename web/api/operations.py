"""How an operation is declared, how its request is read, and how its answer is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import g, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, Conflict, PreconditionFailed, PreconditionRequired, UnsupportedMediaType
from werkzeug.wrappers import Response

from matcher.errors import ConflictError, UsageError
from matcher.services.needs.forms import ForbiddenWordingError
from web.api.models import Fault, NoQuery
from web.api.problems import ProblemError, faults_of, struck_faults, usage_faults
from web.border import read_json

_ETAG = re.compile(r'"(\d{1,9}(?:-\d{1,9})?)"')
STANDS_AGAINST = frozenset({"need_not_draft", "need_past", "not_referred"})
"""Faults of where a record stands, not of what was sent."""


@dataclass(frozen=True)
class Operation:
    """What an operation takes and gives.

    Attributes
    ----------
    answer : type
        Model of the answer.
    query, body : type
        Models of what comes in; None for a body that is not read.
    is_versioned : bool
        The answer carries an ETag.
    is_matched : bool
        The request must bring If-Match.
    media_type : str
        Of the answer.
    """

    answer: type[BaseModel]
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    status: int = 200
    is_versioned: bool = False
    is_matched: bool = False
    media_type: str = "application/json"


@dataclass(frozen=True)
class Answer:
    """A model with what belongs into the headers."""

    model: BaseModel
    etag: str = ""
    location: str = ""


def operation(spec: Operation) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Declare a view as an operation: it is given ``query``, ``body`` and ``expected`` (the version) where it has them."""

    def declare(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: Any) -> Response:
            given: dict[str, Any] = {name: str(value) for name, value in path.items()}
            query = _read_query(spec.query)
            if spec.query is not NoQuery:
                given["query"] = query
            if spec.is_matched:
                given["expected"] = _expected()
            if spec.body is not None:
                given["body"] = _read_body(spec.body)
            found = _told(lambda: view(**given), spec)
            return _written(found if isinstance(found, Answer) else Answer(found), spec)

        answer.operation = spec  # type: ignore[attr-defined]
        return answer

    return declare


def refuse_other_version(etag: str, expected: str) -> None:
    """Refuse a change of a record that somebody has saved since."""
    if etag != expected:
        raise PreconditionFailed


def _told(view: Callable[[], Any], spec: Operation) -> Any:
    try:
        return view()
    except ForbiddenWordingError as fault:
        raise ProblemError(422, fault.code, struck_faults(fault)) from fault
    except UsageError as fault:
        raise ProblemError(409 if fault.code in STANDS_AGAINST else 422, fault.code, usage_faults(fault)) from fault
    except ConflictError as fault:
        raise (PreconditionFailed if spec.is_matched else Conflict) from fault


def _read_query(model: type[BaseModel]) -> BaseModel:
    try:
        return model.model_validate_strings(request.args.to_dict())
    except ValidationError as wrong:
        raise ProblemError(422, "query", faults_of(wrong, prefix="")) from wrong


def _read_body(model: type[BaseModel]) -> BaseModel:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        content = request.get_data()
        read_json(content)
        return model.model_validate_json(content)
    except ValidationError as wrong:
        if any(each["type"] == "json_invalid" for each in wrong.errors(include_url=False, include_input=False)):
            raise BadRequest from wrong
        raise ProblemError(422, "body", faults_of(wrong, prefix="/")) from wrong


def _expected() -> str:
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired
    found = _ETAG.fullmatch(given)
    if found is None:
        fault = Fault(pointer="If-Match", code="etag", detail=g.say("ui.api.precondition_required"))
        raise ProblemError(422, "headers", [fault])
    return found.group(1)


def _written(answer: Answer, spec: Operation) -> Response:
    content = answer.model.model_dump_json(by_alias=True, exclude_none=spec.media_type != "application/json")
    response = Response(content, spec.status, mimetype=spec.media_type)
    if spec.is_versioned:
        response.headers["ETag"] = f'"{answer.etag}"'
    if answer.location:
        response.headers["Location"] = answer.location
    response.headers["Content-Language"] = g.say.language
    response.headers["Vary"] = "Accept-Language, Authorization"
    return response
