"""Words that named no concept, with their count and what they may mean: a clerk sees what the centre does not understand yet."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from matcher.services.unknown_words import UnknownWord
from web.context import get_container, get_services
from web.overview import centre_asked
from web.policies import policy

unknown = Blueprint("unknown", __name__)
SHOWN = 50
"""Words on a page."""


@unknown.get("/unknown-words")
@policy("staff", "admin")
def listed(language: str) -> str:
    """Show a page of the words, those that most said first."""
    centre_id, first = centre_asked(), _first()
    found = get_services().unknown_words.of(centre_id) if centre_id else []
    shown = found[first : first + SHOWN]
    following = first + SHOWN if len(found) > first + SHOWN else None
    return render_template(
        "unknown.html",
        rows=list(zip(shown, _perhaps(shown), strict=True)),
        n_words=len(found),
        next_page={"from": following, **({"centre": request.args["centre"]} if "centre" in request.args else {})},
        centre=centre_id,
    )


def _perhaps(words: list[UnknownWord]) -> list[list[str]]:
    """Give the skills that each word resembles most, best first: a person decides."""
    answers = get_container().resolver.resolve_in_text([word.text for word in words], kind="skill")
    return [[candidate.concept_id for candidate in answer.candidates[:3]] for answer in answers]


def _first() -> int:
    text = request.args.get("from", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        abort(400)
    return int(text)
