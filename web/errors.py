"""Faults as pages in the reader's language, without internals."""

from __future__ import annotations

from flask import Flask, g, got_request_exception, render_template
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import Conflict, HTTPException, ServiceUnavailable
from werkzeug.wrappers import Response

from matcher.errors import ConflictError, StorageError
from web.api.problems import problem_response
from web.bearer import is_api
from web.border import RefusedFieldError
from web.context import get_container

RETRY_SECONDS = 5
KEYS = {
    400: "ui.fault.bad_request",
    403: "ui.fault.forbidden",
    404: "ui.not_found",
    405: "ui.fault.method",
    409: "ui.fault.conflict",
    413: "ui.fault.too_large",
    429: "ui.fault.too_many",
    500: "ui.server_error",
    503: "ui.fault.away",
    507: "ui.fault.storage",
}


class InsufficientStorage(HTTPException):
    """The disk of the server is full, or cannot be written."""

    code = 507
    description = "The disk of the server cannot be written."


def tell_faults(app: Flask) -> None:
    """Show every fault of an application as a page."""

    @app.errorhandler(OSError)
    @app.errorhandler(DBAPIError)
    @app.errorhandler(StorageError)
    def show_storage_fault(fault: Exception) -> Response | HTTPException:
        kind = get_container().storage_fault(fault)
        if not kind:
            raise fault
        got_request_exception.send(app, exception=fault)
        g.user = None
        return show_fault(InsufficientStorage() if kind == "disk" else ServiceUnavailable(retry_after=RETRY_SECONDS))

    @app.errorhandler(ConflictError)
    def show_conflict(fault: ConflictError) -> Response | HTTPException:
        return show_fault(Conflict())

    @app.errorhandler(HTTPException)
    def show_fault(fault: HTTPException) -> Response | HTTPException:
        code = fault.code or 500
        if code < 400:
            return fault
        if code >= 500:
            # The fault may be the database's own: its page must not ask it who is signed in.
            g.setdefault("user", None)
        if is_api():
            return problem_response(fault)
        key = KEYS.get(code, KEYS[400] if code < 500 else KEYS[500])
        told = g.say(fault.key, **fault.params) if isinstance(fault, RefusedFieldError) else g.say(key)
        response = Response(render_template("errors/fault.html", told=told), code, mimetype="text/html")
        # Allow of 405, Retry-After of 429; the rest describes the body that we have replaced.
        for name, value in fault.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response
