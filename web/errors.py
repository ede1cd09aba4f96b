"""Faults as pages in the reader's language, without internals."""

from __future__ import annotations

from flask import Flask, g, render_template
from werkzeug.exceptions import Conflict, HTTPException
from werkzeug.wrappers import Response

from matcher.errors import ConflictError
from web.api.problems import problem_response
from web.bearer import is_api
from web.border import RefusedFieldError

KEYS = {
    400: "ui.fault.bad_request",
    403: "ui.fault.forbidden",
    404: "ui.not_found",
    405: "ui.fault.method",
    409: "ui.fault.conflict",
    413: "ui.fault.too_large",
    429: "ui.fault.too_many",
    500: "ui.server_error",
}


def tell_faults(app: Flask) -> None:
    """Show every fault of an application as a page."""

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
