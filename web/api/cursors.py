"""Cursors: signed, so that a program can only go on where it was told to."""

from __future__ import annotations

from typing import Any

from flask import current_app, g
from itsdangerous import BadData, URLSafeSerializer

from web.api.models import Fault
from web.api.problems import ProblemError


def cursor_of(resource: str, place: int | str) -> str:
    """Give the cursor that goes on after a place."""
    return _signer(resource).dumps(place).replace("\n", "")


def place_of(resource: str, cursor: str, *, first: Any) -> Any:
    """Give the place that a cursor names; `first` for none.

    Raises
    ------
    ProblemError
        For one that was not given out for this resource.
    """
    if not cursor:
        return first
    try:
        place = _signer(resource).loads(cursor)
    except BadData as wrong:
        raise ProblemError(
            422, "query", [Fault(pointer="cursor", code="cursor", detail=g.say("ui.api.cursor"))]
        ) from wrong
    return place


def _signer(resource: str) -> URLSafeSerializer:
    user = g.user  # a cursor is its centre's own
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"cursor:{user.centre_id}:{resource}")
