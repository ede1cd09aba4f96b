"""Programs at the API: whose token a request brought."""

from __future__ import annotations

import time
from threading import Lock

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from matcher.core.records.identity import User
from matcher.services.api_tokens import ApiTokens
from web.context import get_container

PREFIX = "/api/"
_FIRST_USE = Lock()


def is_api() -> bool:
    """Say whether a request is a program's: it brings a token, and no cookie lets it in."""
    return request.path.startswith(PREFIX)


def the_tokens() -> ApiTokens:
    """Give the service of tokens, made at first use."""
    with _FIRST_USE:
        if "api_tokens" not in current_app.extensions:
            container = get_container()
            current_app.extensions["api_tokens"] = ApiTokens(container.token_store, container.identity_store, time.time)
        found: ApiTokens = current_app.extensions["api_tokens"]
    return found


def user_of_token() -> User | None:
    """Give the person in whose name a request comes, and count it.

    Raises
    ------
    TooManyRequests
        With the seconds to wait, when the token has used up its requests.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    caller = the_tokens().caller(token.strip()) if kind.lower() == "bearer" else None
    if caller is not None and caller.wait_seconds:
        raise TooManyRequests(retry_after=caller.wait_seconds)
    return None if caller is None else caller.user
