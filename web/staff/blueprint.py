"""What every page of staff stands on: whose centre it is."""

from __future__ import annotations

from flask import Blueprint, abort

from matcher.core.records.identity import User
from web.sessions import current_user

staff = Blueprint("staff", __name__)


def the_officer() -> User:
    """Give the officer who is signed in; 404 without a centre."""
    user = current_user()
    if user is None or not user.centre_id:
        abort(404)
    return user
