"""The list of imports, and the upload of a file."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for

from matcher.core.records.imports import TABLE_NAMES
from matcher.errors import InputError
from web.context import Page
from web.imports.blueprint import imports, the_importing, whose
from web.policies import policy
from web.security import larger_body

UPLOAD_BYTES = 64 * 1024 * 1024
"""Of one file; a hundred thousand people are 40 MB of CSV."""


@imports.get("/imports")
@policy("staff")
def listed(language: str) -> str:
    """List the imports of the centre, newest first, with the form for another file."""
    return _list()


@imports.post("/imports")
@policy("staff")
@larger_body(UPLOAD_BYTES)
def upload(language: str) -> Page:
    """Keep a file until the officer decides."""
    user, file = whose(), request.files.get("file")
    kind = request.form.get("table", "")
    if kind not in TABLE_NAMES or file is None or not file.filename:
        return _list(missing=True, chosen=kind), 400
    with file.stream:
        content = file.read()
    try:
        staged = the_importing().stage(
            user.centre_id, TABLE_NAMES[kind], name=file.filename, content=content, by=user.user_id
        )
    except InputError as fault:
        return _list(fault=fault, chosen=kind), 400
    return redirect(url_for("imports.columns", language=g.say.language, import_id=staged.public_id), 303)


def _list(*, missing: bool = False, fault: InputError | None = None, chosen: str = "") -> str:
    service = the_importing()
    return render_template(
        "imports/list.html",
        found=service.listed(whose().centre_id),
        kinds=TABLE_NAMES,
        missing=missing,
        fault=fault,
        chosen=chosen,
        limit=UPLOAD_BYTES // 1024 // 1024,
        is_stopped=service.is_stopped,
    )
