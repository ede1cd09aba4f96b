"""All that is held about a person, as a readable page and as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matcher.core.records.centre import AccessLogEntry
from matcher.core.retention import erasure_day
from web.advice.blueprint import advice, own_person, own_record
from web.context import Page, get_repository, now
from web.policies import policy
from web.sessions import get_identity, name_of

LONGEST = 2_000
NOT_SHOWN = frozenset(
    {
        *("public_id", "version", "jobseeker_id", "user_id", "seen_version"),
        *("digest", "row_key", "record_key", "import_id", "key", "course", "session"),
        "shown",
    }
)
"""Numbers of the program itself, and what was worked out from the rest; they stand in the file."""
CODED = frozenset({"sex", "role", "status", "outcome", "action", "kind", "level", "education_level", "language"})
"""Fields whose values are codes with words of their own."""
REASONS = ("decision_reason", "training_reason", "outcome_reason", "outcome")
OFFICERS = frozenset({"referred_by", "offered_by", "decided_by", "answered_by", "noted_by", "added_by", "withdrawn_by"})
LISTS = {
    "licences": "licence",
    "shifts": "shift",
    "work_conditions_not_possible": "work_condition",
    "languages": "language",
}
Shown = str | list[Any]


@advice.get("/me/record")
@policy("jobseeker")
def held(language: str) -> str:
    """Show all that is held about the person, and what they may ask for."""
    record = own_record()
    person = own_person(record)
    tables = get_repository().export_person_data(record.centre_id, record.jobseeker_id)
    note = next(iter(tables.get("retention_notes", [])), {})
    told = {name: [_fields(row) for row in rows] for name, rows in tables.items()}
    return render_template(
        "advice/record.html",
        tables={name: [row for row in rows if row] for name, rows in told.items() if any(rows)},
        blocked=record.is_blocked(),
        notice=_notice(note, person.version),
    )


@advice.get("/me/record.json")
@policy("jobseeker")
def held_as_file(language: str) -> Response:
    """Give all that is held as JSON."""
    record = own_record()
    own_person(record)
    content = {
        "made_at": now().isoformat(timespec="seconds"),
        "centre_id": record.centre_id,
        "jobseeker_id": record.jobseeker_id,
        "records": get_repository().export_person_data(record.centre_id, record.jobseeker_id),
        "looks": [_look(each) for each in record.access_log()],
    }
    name = f"record-{now():%Y-%m-%d}.json"
    return Response(
        json.dumps(content, ensure_ascii=False, indent=1),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@advice.post("/me/record")
@policy("jobseeker")
def change_holding(language: str) -> Page:
    """Block the record, lift the block, or ask for it to be kept; each holds at once."""
    record = own_record()
    person = own_person(record)
    action = request.form.get("action", "")
    if action in ("block", "unblock"):
        record.block(action == "block")
    elif action == "keep":
        record.keep(person)
    else:
        return held(language), 400
    return redirect(url_for("advice.held", language=language), 303)


@advice.route("/me/correction", methods=["GET", "POST"])
@policy("jobseeker")
def correction(language: str) -> Page:
    """Ask for a correction of what the person cannot change themselves."""
    record = own_record()
    own_person(record)
    if request.method == "GET":
        return _correction_page()
    text = request.form.get("text", "").strip().replace("\0", "")
    wrong = "ui.form.too_long" if len(text) > LONGEST else "" if text else "ui.form.required"
    if wrong:
        return _correction_page(text, wrong), 400
    record.ask_correction(text)
    return redirect(url_for("advice.correction", language=language), 303)


def _correction_page(text: str = "", wrong: str = "") -> str:
    found = [row for row in own_record().objections() if row.record.kind == "correction"]
    return render_template("advice/correction.html", found=found, text=text, wrong=wrong)


def _notice(note: Mapping[str, Any], version: int) -> date | None:
    """Give the day of the erasure that the person was told of, unless something has happened since."""
    if "notified_on" not in note or note["seen_version"] != version:
        return None
    return erasure_day(date.fromisoformat(note["active_on"]), date.fromisoformat(note["notified_on"]))


def _look(look: AccessLogEntry) -> dict[str, str]:
    viewer = get_identity().user(look.viewer.user_id)
    return {
        "at": look.at.isoformat(),
        "who": viewer.login if viewer else "",
        "role": look.viewer.role,
        "purpose": look.viewer.purpose,
        "vacancy_id": look.viewer.vacancy_id,
    }


def _fields(row: dict[str, Any]) -> list[tuple[str, Shown]]:
    """Give the labels and values of a row in the reader's words; nested rows as lists of lists."""
    return [
        (g.say(f"held.{name}"), shown_value(name, value))
        for name, value in row.items()
        if name not in NOT_SHOWN and value not in (None, "", [], {})
    ]


def shown_value(name: str, value: Any) -> Shown:
    """Give the value of a stored field in the reader's words: a text, or nested labels and values."""
    if isinstance(value, dict):
        return _fields(value)
    if isinstance(value, list):
        if all(isinstance(each, dict) for each in value):
            return [_fields(each) for each in value]
        return str(g.say.values(LISTS.get(name, name), ", ".join(value)))
    if isinstance(value, bool):
        return str(g.say("ui.me.yes" if value else "ui.me.no"))
    return _told(name, g.say.number(value) if isinstance(value, int | float) else str(value))


def _told(name: str, text: str) -> str:
    if name == "skill_id":
        return str(g.say.skill(text))
    if name == "locality":
        return str(g.say.place(text))
    if name == "reason":
        # Codes of several lists; no two of them hold one code with other words.
        return next((words for kind in REASONS if (words := g.say.values(kind, text)) != text), text)
    if name in OFFICERS:
        return name_of(text)
    if name in CODED:
        kind = {"education_level": "education"}.get(name, name)
        return str(g.say.values(kind, text))
    if name.endswith(("_at", "_on", "_by", "_since", "_date")) and text[:4].isdigit():
        return _day(text)
    return text


def _day(text: str) -> str:
    """Give a day, or a moment in Kazakhstan, as forms write it."""
    try:
        return str(g.say.moment(datetime.fromisoformat(text)) if "T" in text else g.say.date(date.fromisoformat(text)))
    except ValueError:
        return text
