"""The border of every door: what no field can hold is refused before a view, the database or the check of forms sees it.

Paths, queries, forms, names of files, and bodies of programs are looked at in one place: control characters, letters that no encoding
holds, texts longer than their column, more fields than any form has, keys twice, and nesting without end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from web.security import FORM_BYTES

MAX_FIELDS = 500
"""Fields of a form or a query; the largest form of ours has about 150."""
MAX_TEXT = 20_000
"""Letters of a field without a column of its own."""
MAX_KEYS = 2_000
"""Keys of a body of JSON; the largest of ours has about 300."""
MAX_DEPTH = 12
MAX_JSON_BYTES = 256 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no column holds and nobody types; tab and line ends may stand in a field."""
_IN_AN_ADDRESS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
class RefusedFieldError(BadRequest):
    """A field that cannot be kept.

    Parameters
    ----------
    key : str
        Of the catalogues.
    field : str
        Name of the field.
    """

    def __init__(self, key: str, field: str, **params: object) -> None:
        super().__init__()
        self.key, self.params = key, {"field": field[:60], **params}


def keep_border(app: Flask, lengths: Mapping[str, int]) -> None:
    """Look at every request before anything else does.

    Parameters
    ----------
    lengths : mapping of str to int
        How many letters a field may have, by its name; others may have :data:`MAX_TEXT`.
    """

    @app.before_request
    def look_at_address() -> None:
        if _IN_AN_ADDRESS.search(request.path):
            raise RefusedFieldError("ui.fault.control", "URL")
        if request.query_string.count(b"&") >= MAX_FIELDS:
            raise RequestEntityTooLarge
        _look_at(request.args.items(multi=True), lengths)

    @app.before_request
    def look_at_form() -> None:
        # Whoever reads the body first decides how large it may be.
        view = app.view_functions.get(request.endpoint or "")
        request.max_content_length = getattr(view, "most_bytes", FORM_BYTES)
        if request.mimetype == "application/x-www-form-urlencoded":
            # The parser would build a hundred thousand fields before anybody could count them.
            if request.get_data(cache=True, parse_form_data=False).count(b"&") >= MAX_FIELDS:
                raise RequestEntityTooLarge
            _look_at(request.form.items(multi=True), lengths)
        elif request.mimetype == "multipart/form-data":
            _look_at(request.form.items(multi=True), lengths)
            names = ((name, file.filename or "") for name, file in request.files.items(multi=True))
            _look_at(names, lengths)


def _look_at(fields: Iterable[tuple[str, str]], lengths: Mapping[str, int]) -> None:
    for name, text in fields:
        if _CONTROL.search(name) or _CONTROL.search(text):
            raise RefusedFieldError("ui.fault.control", _CONTROL.sub("", name))
        most = lengths.get(name, MAX_TEXT)
        if len(text) > most:
            raise RefusedFieldError("ui.fault.too_long", name, most=most)


def read_json(content: bytes) -> Any:
    """Read a body of JSON, once it is known to be small enough to be read at once.

    Raises
    ------
    RequestEntityTooLarge
        For more bytes, keys or nesting than any body of ours has.
    BadRequest
        For what is no JSON, and for a key that stands twice in one object: which of the two would count?
    """
    if len(content) > MAX_JSON_BYTES or content.count(b'":') + content.count(b'" :') > MAX_KEYS:
        raise RequestEntityTooLarge
    n_keys = 0

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal n_keys
        n_keys += len(found)
        if n_keys > MAX_KEYS:
            raise RequestEntityTooLarge
        if len({name for name, _ in found}) < len(found):
            raise BadRequest
        return dict(found)

    try:
        read = json.loads(content, object_pairs_hook=pairs, parse_constant=_refuse)
    except (ValueError, RecursionError) as wrong:
        raise BadRequest from wrong
    _refuse_depth(read)
    return read


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _refuse_depth(read: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise RequestEntityTooLarge
    inner = read.values() if isinstance(read, dict) else read if isinstance(read, list) else ()
    for each in inner:
        _refuse_depth(each, depth + 1)
