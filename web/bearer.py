"""Programs at the API: whose token a request brought."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import TooManyRequests

from matcher.core.records.identity import User
from web.context import get_services

PREFIX = "/api/"


def is_api() -> bool:
    """Say whether a request is a program's: it brings a token, and no cookie lets it in."""
    return request.path.startswith(PREFIX)


def user_of_token() -> User | None:
    """Give the person in whose name a request comes, and count it.

    Raises
    ------
    TooManyRequests
        With the seconds to wait, when the token has used up its requests.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    caller = get_services().api_tokens.caller(token.strip()) if kind.lower() == "bearer" else None
    if caller is not None and caller.wait_seconds:
        raise TooManyRequests(retry_after=caller.wait_seconds)
    return None if caller is None else caller.user
