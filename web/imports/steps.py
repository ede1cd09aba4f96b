"""The steps of one import: its columns, its report, its progress, its end."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, redirect, render_template, request, url_for

from matcher.adapters.detached_process import start_apart
from matcher.core.contracts import TABLES
from matcher.core.records.centre import Stored
from matcher.core.records.imports import ColumnPair, Columns, Import
from matcher.errors import ConflictError, InputError, MatcherError, UsageError
from web.context import Page, get_container
from web.imports.blueprint import imports, the_import, the_importing, whose
from web.policies import policy

OWN = "own"


@imports.route("/imports/<import_id>/columns", methods=["GET", "POST"])
@policy("staff")
def columns(language: str, import_id: str) -> Page:
    """Show the beginning of the file, and choose which column is which."""
    staged, service, centre_id = the_import(import_id), the_importing(), whose().centre_id
    if staged.record.state not in ("staged", "checked"):
        return redirect(url_for("imports.one", language=language, import_id=import_id), 303)
    if request.method == "GET":
        return _columns(staged, staged.record.columns)
    chosen = _chosen(staged.record.table)
    try:
        staged = service.choose(centre_id, staged, chosen)
        service.check(centre_id, staged)
    except ConflictError:
        abort(409)
    except MatcherError as fault:
        return _columns(staged, chosen, fault=fault), 400
    return redirect(url_for("imports.one", language=language, import_id=import_id), 303)


@imports.get("/imports/<import_id>")
@policy("staff")
def one(language: str, import_id: str) -> Page:
    """Show the report before the import, how far it is, or what it did."""
    staged = the_import(import_id)
    if staged.record.state == "staged":
        return redirect(url_for("imports.columns", language=language, import_id=import_id), 303)
    return _shown(staged)


@imports.post("/imports/<import_id>")
@policy("staff")
def decide(language: str, import_id: str) -> Page:
    """Import the file, or its valid rows; go on; or discard it."""
    staged, service, user = the_import(import_id), the_importing(), whose()
    action = request.form.get("action", "")
    if action == "discard":
        service.discard(user.centre_id, staged)
        return redirect(url_for("imports.listed", language=language), 303)
    if action not in ("whole", "valid", "resume"):
        abort(400)
    try:
        staged = service.begin(user.centre_id, staged, only_whole=action == "whole")
    except ConflictError:
        abort(409)
    except UsageError as fault:
        return _shown(staged, fault=fault), 400
    mode = "--all-or-nothing" if staged.record.only_whole else "--valid-rows"
    start_apart(
        replace(get_container().settings, language=language),
        ["import", "--centre", user.centre_id, "--import", import_id, mode],
    )
    return redirect(url_for("imports.one", language=language, import_id=import_id), 303)


@imports.get("/imports/<import_id>/rejected.csv")
@policy("staff")
def rejected(language: str, import_id: str) -> Page:
    """Give the rejected rows whole, each with its reason, to be mended and imported again."""
    staged = the_import(import_id)
    _, path = the_importing().files.report(whose().centre_id, import_id)
    if path is None:
        return redirect(url_for("imports.one", language=language, import_id=import_id), 303)
    answer = Response(path.read_bytes(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="rejected_{staged.record.table}.csv"'
    return answer


def _chosen(table: str) -> Columns:
    preset = request.form.get("preset", "")
    if preset not in ("", OWN, *the_importing().tables.presets(table)):
        abort(400)
    if preset != OWN:
        return Columns(preset)
    given = ((name, request.form.get(f"column-{name}", "")) for name in TABLES[table].names)
    return Columns(OWN, tuple(ColumnPair(ours, theirs) for ours, theirs in given if theirs))


def _columns(staged: Stored[Import], chosen: Columns, *, fault: MatcherError | None = None) -> str:
    service, table = the_importing(), staged.record.table
    try:
        preview = service.preview(whose().centre_id, staged)
    except (InputError, UsageError) as gone:
        return _shown(staged, fault=gone)
    pairs = {pair.ours: pair.theirs for pair in chosen.pairs} or {name: name for name in TABLES[table].names}
    return render_template(
        "imports/columns.html",
        staged=staged,
        record=staged.record,
        preview=preview,
        contract=TABLES[table],
        presets=service.tables.presets(table),
        chosen=chosen,
        pairs=pairs,
        fault=fault,
    )


def _shown(staged: Stored[Import], *, fault: MatcherError | None = None) -> str:
    service, centre_id = the_importing(), whose().centre_id
    errors, path = service.files.report(centre_id, staged.public_id)
    return render_template(
        "imports/one.html",
        staged=staged,
        record=staged.record,
        errors=errors,
        has_rejected=path is not None,
        notes=service.notes(centre_id, staged.public_id) if staged.record.n_notes else [],
        is_stopped=service.is_stopped(staged.record),
        fault=fault,
    )
