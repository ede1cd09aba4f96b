"""What every page of a jobseeker stands on: whose record it is, who advises, and what a conflict shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, render_template
from werkzeug.datastructures import MultiDict

from matcher.core.records import Jobseeker
from matcher.core.records.centre import Stored
from matcher.services.own_record import OwnRecord
from web.context import get_repository, now
from web.sessions import current_user

advice = Blueprint("advice", __name__)
NUMBERED = ("moved_by_", "what_if_skill", "what_if_experience", "what_if_education", "what_if_languages")
"""Reasons that tell parts of a score: not for these pages, which show none."""


@advice.context_processor
def block_of_own_record() -> dict[str, object]:
    """Let templates ask whether the person has blocked their record."""
    return {"is_blocked": lambda: own_record().is_blocked()}


def own_record() -> OwnRecord:
    """Give the record of the person who is signed in, in their own centre; no address names a person."""
    user = current_user()
    if user is None or not user.jobseeker_id or not user.centre_id:
        abort(404)
    return OwnRecord(get_repository(), user.centre_id, user.jobseeker_id, now)


def own_person(record: OwnRecord) -> Stored[Jobseeker]:
    """Give the person's record, or 404 where the centre has none."""
    return record.person() or abort(404)


def reasons(found: Sequence[object]) -> list[str]:
    """Give the reasons that a jobseeker is shown."""
    return [str(each) for each in found if not str(each).startswith(NUMBERED)]


def conflict(
    rows: Sequence[tuple[str, str, str]], *, at_version: int, typed: Mapping[str, object], back: str
) -> tuple[str, int]:
    """Show both values where somebody has saved the record meanwhile; nothing was saved.

    Parameters
    ----------
    rows : sequence of (str, str, str)
        What it is called, what was typed, what is stored.
    typed : mapping
        Fields of the form, to send again on the person's wish.
    """
    fields = MultiDict(typed)
    hidden = [(name, value) for name, value in fields.items(multi=True) if name not in ("version", "csrf_token")]
    page = render_template("advice/conflict.html", rows=rows, hidden=hidden, version=at_version, back=back)
    return page, 409
