"""Suggestions while somebody types a skill or an occupation; pages work without them."""

from __future__ import annotations

from flask import Blueprint, abort, g, jsonify, request
from werkzeug.wrappers import Response

from web.context import get_services
from web.policies import SIGNED_IN, policy

words = Blueprint("words", __name__)


@words.get("/words")
@policy(SIGNED_IN)
def suggest(language: str) -> Response:
    """Suggest what the words of ``q`` begin; ``kind`` is ``skill`` or ``occupation``."""
    kind = request.args.get("kind", "")
    if kind not in ("skill", "occupation"):
        abort(400)
    text = request.args.get("q", "").replace("\0", "")
    found = get_services().type_ahead.suggest(text, kind="skill" if kind == "skill" else "occupation", lang=language)
    shown = [{"id": each.concept_id, "label": each.label, "matched": each.matched} for each in found]
    return jsonify(
        {"words": shown, "told": g.say.count("ui.words.found", len(found)) if found else g.say("ui.words.none")}
    )


