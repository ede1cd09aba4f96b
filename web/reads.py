"""Who looked at whom: officers and employers see their own looks, administrators all of a centre, a person those at their own record."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request

from matcher.core.records import Vacancy
from matcher.core.records.centre import AccessLogEntry
from matcher.core.records.identity import User
from web.context import get_repository, get_services
from web.policies import SIGNED_IN, policy
from web.sessions import current_user, get_identity

reads = Blueprint("reads", __name__)
SHOWN = 50
"""Looks on a page."""


@reads.get("/reads")
@policy(SIGNED_IN)
def log(language: str) -> str:
    """Show a page of the log, newest first."""
    user = current_user() or abort(403)
    centres = [user.centre_id] if user.centre_id else get_services().accounts.centres() if user.role == "admin" else []
    centre_id = request.args.get("centre", centres[0] if centres else "")
    if centre_id and centre_id not in centres:
        abort(404)
    found = get_repository().access_log(centre_id, **_whose(user), before=_before(), limit=SHOWN + 1)
    rows = _rows(centre_id, found[:SHOWN])
    older = found[SHOWN - 1].seq if len(found) > SHOWN else None
    return render_template("reads.html", rows=rows, older=older, centres=centres, centre_id=centre_id)


def _whose(user: User) -> dict[str, str]:
    if user.role == "admin":
        return {}
    if user.role == "jobseeker":
        return {"jobseeker_id": user.jobseeker_id or abort(404)}
    return {"user_id": user.user_id}


def _before() -> int | None:
    text = request.args.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        abort(400)
    return int(text)


def _rows(centre_id: str, looks: list[AccessLogEntry]) -> list[dict[str, str]]:
    """Give the words of some looks; of the officer only what they sign in with."""
    users = {user_id: get_identity().user(user_id) for user_id in {look.viewer.user_id for look in looks}}
    titles = {vacancy_id: _title(centre_id, vacancy_id) for vacancy_id in {look.viewer.vacancy_id for look in looks}}
    return [
        {
            "at": g.say.moment(look.at),
            "who": viewer.shown_name if (viewer := users[look.viewer.user_id]) else g.say("ui.reads.former"),
            "role": g.say(f"value.role.{look.viewer.role}"),
            "whom": look.jobseeker_id or g.say("ui.reads.erased"),
            "why": g.say(f"value.purpose.{look.viewer.purpose}"),
            "vacancy": titles[look.viewer.vacancy_id],
        }
        for look in looks
    ]


def _title(centre_id: str, vacancy_id: str) -> str:
    found = get_repository().find(centre_id, Vacancy, vacancy_id=vacancy_id, limit=1) if vacancy_id else iter(())
    return next((row.record.title for row in found), "")
