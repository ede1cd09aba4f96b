"""The cookie of a signed-in person, and who it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app, g, request, session
from werkzeug.wrappers import Response

from matcher.core.records.identity import User
from matcher.services.identity import Identity
from matcher.services.sign_in_sessions import Entry
from web.bearer import is_api, user_of_token
from web.context import get_services

WRONG_TRIES = "wrong_tries"


def cookie_name() -> str:
    """Name the cookie; in production with the prefix that ties it to this host, HTTPS and every path."""
    return "__Host-entry" if current_app.config["PRODUCTION"] else "entry"


def device_of() -> str:
    """Give what an earlier sign-in has left in this browser; empty for none."""
    return request.cookies.get(_device_cookie(), "")


def wrong_tries() -> tuple[int, datetime] | None:
    """Give the number and the last moment of wrong tries before this sign-in, once; None for none."""
    n, at = session.pop(WRONG_TRIES, (0, 0))
    return (n, datetime.fromtimestamp(at, UTC)) if n else None


def get_identity() -> Identity:
    """Return the service that lets people in; made at first use, so that pages without it need no database."""
    return get_services().identity


def current_user() -> User | None:
    """Give the signed-in person of this request, asked of the database once a request; at the API, whose token it brought."""
    if "user" not in g:
        token = request.cookies.get(cookie_name(), "")
        g.user = user_of_token() if is_api() else get_identity().user_of(token) if token else None
    user: User | None = g.user
    return user


def name_of(login: str) -> str:
    """Give the name that stands for the login of an officer; the login where there is none. Asked of the database once a request."""
    known: dict[str, str] = g.setdefault("names", {})
    if login not in known:
        found = get_identity().store.user_by_login(login)
        known[login] = found.shown_name if found else login
    return known[login]


def begin(response: Response, entry: Entry) -> Response:
    """Write the cookies of a session that has just begun; what the browser brought before is void."""
    end_of_browser(response)
    if entry.wrong.n:
        session[WRONG_TRIES] = (entry.wrong.n, entry.wrong.last_at)
    if entry.device:
        response.set_cookie(
            _device_cookie(),
            entry.device,
            max_age=get_identity().rules.device_seconds,
            path="/",
            secure=current_app.config["PRODUCTION"],
            httponly=True,
            samesite="Lax",
        )
    response.set_cookie(
        cookie_name(),
        entry.token,
        path="/",
        secure=current_app.config["PRODUCTION"],
        httponly=True,
        samesite="Lax",
    )
    return response


def end(response: Response) -> Response:
    """End the session of this request and take its cookie away."""
    token = request.cookies.get(cookie_name(), "")
    if token:
        get_identity().sign_out(token)
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["PRODUCTION"], httponly=True, samesite="Lax"
    )
    return end_of_browser(response)


def end_of_browser(response: Response) -> Response:
    """Void the token against forged forms: one that was seen before sign-in is worth nothing after it."""
    session.clear()
    g.pop("csrf_token", None)
    return response


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["PRODUCTION"] else "device"
