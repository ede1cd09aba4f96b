"""What imports have changed: a record as it stood before, field by field."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from matcher.core.record_json import encode_fields
from matcher.core.records.centre import Viewer
from matcher.core.records.imports import FormerVersion
from web.advice.subject_access import Shown, shown_value
from web.context import get_repository
from web.imports.blueprint import imports, the_importing, whose
from web.policies import policy
from web.sessions import get_identity

LONGEST, SHOWN = 100, 50


@imports.get("/imports/changes")
@policy("staff")
def changes(language: str) -> str:
    """Show how imports have changed the record of an identifier, newest first."""
    user, key = whose(), request.args.get("key", "").strip().replace("\0", "")[:LONGEST]
    found = the_importing().history(user.centre_id, key)[::-1][:SHOWN] if key else []
    people = sorted({each.jobseeker_id for each in found if each.jobseeker_id})
    if people:
        # What a person was is shown as what they are: the look is written down.
        viewer = Viewer(user.user_id, user.role, "candidate_page")
        get_repository().read_people(user.centre_id, people, viewer=viewer)
    return render_template("imports/changes.html", key=key, found=[(each, _who(each), _former(each)) for each in found])


def _who(version: FormerVersion) -> str:
    user = get_identity().user(version.changed_by)
    # On the command line it is the person at the machine.
    return user.shown_name if user else version.changed_by.removeprefix("cli:")


def _former(version: FormerVersion) -> list[tuple[str, Shown]]:
    """Give the changed fields with their former values in words; what may only be counted is named without its value."""
    record = version.person or version.course or version.session or version.outcome
    held: dict[str, Any] = encode_fields(record) if record is not None else {}
    return [(_label(name), _value(held, name) if record is not None else "") for name in version.fields]


def _label(name: str) -> str:
    last = name.rpartition(".")[2]
    keys = (f"held.{last}", f"ui.needs.{last}")
    return next((words for key in keys if (words := g.say(key)) != key), last)


def _value(held: dict[str, Any], name: str) -> Shown:
    outer, _, inner = name.rpartition(".")
    value = (held.get(outer) or {}).get(inner) if outer else held.get(name)
    return g.say("ui.me.not_said") if value in (None, "", [], {}) else shown_value(inner or name, value)
