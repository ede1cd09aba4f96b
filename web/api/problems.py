"""Faults as problem+json (RFC 9457), in the reader's language, without internals."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from matcher.errors import UsageError
from matcher.services.needs.forms import ForbiddenWordingError
from web.api.models import Fault, Problem
from web.border import RefusedFieldError

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "ui.api.bad_json",
    401: "ui.api.unauthorized",
    403: "ui.fault.forbidden",
    404: "ui.not_found",
    405: "ui.fault.method",
    409: "ui.fault.conflict",
    412: "ui.api.precondition",
    413: "ui.fault.too_large",
    415: "ui.api.media_type",
    422: "ui.api.does_not_fit",
    428: "ui.api.precondition_required",
    429: "ui.fault.too_many",
    500: "ui.server_error",
    503: "ui.fault.away",
    507: "ui.fault.storage",
}
KINDS = {
    "missing": "missing",
    "extra_forbidden": "extra",
    "string_too_long": "length",
    "string_too_short": "length",
    "too_long": "length",
    "greater_than_equal": "number",
    "less_than_equal": "number",
    "literal_error": "choice",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "date_type": "date",
}
"""Kinds of faults that pydantic finds, by the word in ``ui.api.<word>``; all others are ``ui.api.kind``."""


class ProblemError(HTTPException):
    """A fault with a code and the fields that it lies in.

    Parameters
    ----------
    status : int
        409 or 422.
    problem : str
        Code of the fault; ``body`` and ``query`` for fields that do not fit.
    """

    def __init__(self, status: int, problem: str, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.code, self.problem, self.faults = status, problem, list(faults)


def problem_response(fault: HTTPException) -> Response:
    """Tell a fault to a program."""
    status = fault.code or 500
    title = g.say(TITLES.get(status, TITLES[500] if status >= 500 else TITLES[422]))
    kind, faults = "about:blank", []
    if isinstance(fault, RefusedFieldError):
        title = g.say(fault.key, **fault.params)
    if isinstance(fault, ProblemError):
        kind, faults = f"urn:matcher:problem:{fault.problem}", fault.faults
    problem = Problem(type=kind, title=title, status=status, errors=faults)
    response = Response(problem.model_dump_json(), status, mimetype=MEDIA_TYPE)
    for name, value in fault.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    response.headers["Content-Language"] = g.say.language
    return response


def faults_of(wrong: ValidationError, *, prefix: str) -> list[Fault]:
    """List the fields that do not fit; what was sent is not told back."""
    found = []
    for each in wrong.errors(include_url=False, include_input=False):
        pointer = prefix + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in each["loc"])
        word = KINDS.get(each["type"], "kind")
        expected = {"expected": each.get("ctx", {}).get("expected", "")} if word == "choice" else {}
        found.append(Fault(pointer=pointer, code=each["type"], detail=g.say(f"ui.api.{word}", **expected)))
    return found


def struck_faults(fault: ForbiddenWordingError) -> list[Fault]:
    """List the words that may not stand in a need, with what the law says."""
    return [
        Fault(pointer=f"/{name}", code=each.kind, detail=f"«{each.text}». {g.say(f'wording.{each.kind}')}")
        for name, found in fault.struck.items()
        for each in found
    ]


def usage_faults(fault: UsageError) -> list[Fault]:
    """Tell the one fault that a service found."""
    params = {name: value for name, value in fault.params.items() if name != "field"}
    pointer = f"/{fault.params['field']}" if "field" in fault.params else ""
    return [Fault(pointer=pointer, code=fault.code, detail=g.say(f"error.{fault.code}", **params))]
