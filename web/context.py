"""What a view finds around it: the house, the repository, the time and day in Kazakhstan, the version that a form was made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from flask import Flask, abort, current_app, request
from werkzeug.wrappers import Response

from matcher.application import Application
from matcher.bootstrap import Container
from matcher.ports import Repository

Page = str | Response | tuple[str, int]
"""What a view gives."""
KAZAKHSTAN = timezone(timedelta(hours=5))
"""One zone in the whole country since March 2024."""


def clock_of(app: Flask) -> datetime:
    """Return the moment in the time zone of the town, by the application's own clock where a test has set one."""
    clock: Callable[[], datetime] | None = app.extensions.get("clock")
    return clock().astimezone(KAZAKHSTAN) if clock else datetime.now(KAZAKHSTAN)


def now() -> datetime:
    """Return the moment in the time zone of the town."""
    return clock_of(current_app)


def today() -> date:
    """Return the day of the town."""
    return now().date()


def get_services() -> Application:
    """Return the services that the views of this process share."""
    services: Application = current_app.extensions["matcher"]
    return services


def get_container() -> Container:
    """Return the container that the application was made with."""
    return get_services().container


def get_repository() -> Repository:
    """Return what centres keep."""
    return get_services().repository


def version() -> int:
    """Give the version that a form was made from; 400 where it is none."""
    text = request.form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        abort(400)
    return int(text)


def is_ours(address: str) -> bool:
    """Say whether an address that a browser sent is a page of this site."""
    # Browsers read a backslash as a slash and drop control characters: //evil, /\evil, /<tab>/evil.
    return address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
