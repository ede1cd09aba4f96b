"""What every answer carries, what every cookie is, and what every form must bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Flask-WTF compares the referrer over HTTPS, so our own pages must send it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Half a year, OWASP HTTP Headers Cheat Sheet; without subdomains, which are not ours to promise for.
HSTS = "max-age=15768000"
FORM_BYTES = 1024 * 1024
View = TypeVar("View", bound=Callable[..., Any])


def larger_body(n_bytes: int) -> Callable[[View], View]:
    """Declare that the body of a request to a view may be larger than a form; stands under the view's policy."""

    def declare(view: View) -> View:
        view.most_bytes = n_bytes  # type: ignore[attr-defined]
        return view

    return declare


def secure(app: Flask, secret_key: bytes, *, production: bool) -> None:
    """Set cookies, sizes, the check of forms and the headers of an application."""
    app.config.update(
        SECRET_KEY=secret_key,
        PRODUCTION=production,
        SESSION_COOKIE_NAME="__Host-form" if production else "form",
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_PARTS=1000,
        # A form left open over lunch is still one's own: the token lives as long as the browser's session.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )

    CSRFProtect(app)

    @app.after_request
    def strict_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if production:
            response.headers["Strict-Transport-Security"] = HSTS
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response
