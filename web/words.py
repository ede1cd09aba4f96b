"""Suggestions while somebody types a skill or an occupation; pages work without them."""

from __future__ import annotations

from threading import Lock

from flask import Blueprint, abort, current_app, g, jsonify, request
from werkzeug.wrappers import Response

from matcher.services.type_ahead import TypeAhead
from web.context import get_container
from web.policies import SIGNED_IN, policy

words = Blueprint("words", __name__)
_FIRST_USE = Lock()


@words.get("/words")
@policy(SIGNED_IN)
def suggest(language: str) -> Response:
    """Suggest what the words of ``q`` begin; ``kind`` is ``skill`` or ``occupation``."""
    kind = request.args.get("kind", "")
    if kind not in ("skill", "occupation"):
        abort(400)
    text = request.args.get("q", "").replace("\0", "")
    found = _type_ahead().suggest(text, kind="skill" if kind == "skill" else "occupation", lang=language)
    shown = [{"id": each.concept_id, "label": each.label, "matched": each.matched} for each in found]
    return jsonify(
        {"words": shown, "told": g.say.count("ui.words.found", len(found)) if found else g.say("ui.words.none")}
    )


def _type_ahead() -> TypeAhead:
    with _FIRST_USE:
        if "type_ahead" not in current_app.extensions:
            current_app.extensions["type_ahead"] = TypeAhead(get_container().resolver)
        found: TypeAhead = current_app.extensions["type_ahead"]
    return found
