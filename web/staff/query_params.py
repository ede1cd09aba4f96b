"""What an officer looks for, as it stands in the address: so that a search can be kept, sent and gone back to."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import g, request

from matcher.core.cells import SHIFTS
from matcher.core.records import LANGUAGES, READINESS
from matcher.core.text.alphabetical import alphabetical
from matcher.services.candidate_index import CandidateIndex
from matcher.services.search.candidate_search import SORTS, Sort
from matcher.services.search.filters import MEASURES, Filters

TRAVEL_MINUTES = (15, 30, 45, 60, 90)
MOST_WORDS, MOST_SKILLS, MOST_CODES = 300, 12, 20
FREE = ("skill", "occupation", "words")
FILTERS = ("readiness", *MEASURES, "language", "licence", "shift", "travel", "locality")
KEPT = (*FREE, *FILTERS, "sort")
"""What a saved search keeps, in this order."""


def texts(name: str, most: int = MOST_CODES) -> tuple[str, ...]:
    """Give the values of a field in the address, each once, without blanks."""
    found = (value.strip()[:MOST_WORDS] for value in request.args.getlist(name))
    return tuple(dict.fromkeys(value for value in found if value))[:most]


def text(name: str) -> str:
    """Give the first value of a field in the address; empty for none."""
    return next(iter(texts(name, 1)), "")


def filters_asked() -> Filters:
    """Read the filters; what they do not know is left out."""
    travel, readiness = text("travel"), text("readiness")
    return Filters(
        readiness=readiness if readiness in READINESS else "",
        languages=texts("language"),
        licences=texts("licence"),
        shifts=texts("shift"),
        travel_minutes=int(travel) if travel in map(str, TRAVEL_MINUTES) else 0,
        locality=text("locality"),
        **{name: text(name) == "1" for name in MEASURES},
    )


def sort_asked() -> Sort:
    """Read the order; fit where none is named."""
    return next((sort for sort in SORTS if sort == text("sort")), "fit")


def page_asked() -> int:
    """Read the number of the page; 1 for what is no number."""
    asked = text("page")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) else 1


def query(*, without: Sequence[tuple[str, str]] = (), adding: tuple[str, str] = ("", ""), **changed: str) -> str:
    """Give the query of this address with some fields changed (an empty value takes a field away), and values left out or added."""
    pairs = [
        (name, value)
        for name in KEPT
        if name not in changed
        for value in texts(name)
        if (name, value) not in without and (name, "") not in without
    ]
    return urlencode([(name, value) for name, value in (*pairs, adding, *changed.items()) if value])


def options(pool: CandidateIndex) -> dict[str, list[str]]:
    """List what can be chosen in each filter of codes: what people of the pool have, the known ones first."""
    found: dict[str, list[str]] = {}
    for kind, known in (("language", LANGUAGES), ("licence", ()), ("shift", SHIFTS), ("locality", ())):
        held = {code: len(rows) for (each, code), (rows, _) in pool.attributes.items() if each == kind and len(rows)}
        others = sorted((code for code in held if code not in known), key=lambda code: (-held[code], code))
        if kind == "locality":
            others = sorted(others[:MOST_CODES], key=lambda code: alphabetical(g.say.place(code)))
        found[kind] = [*known, *others[:MOST_CODES]]
    return found
