"""What every page of staff stands on: whose centre it is, who searches, and what rows need around them."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from threading import Lock

from flask import Blueprint, Flask, abort, current_app

from matcher.core.records.centre import Viewer
from matcher.core.records.identity import User
from matcher.services.search import CandidateSearch, SearchQuery, SearchResult
from matcher.services.search.centre_cache import RANKINGS
from web.context import get_container, get_repository, today
from web.sessions import current_user
from web.staff.query_params import TRAVEL_MINUTES, options, page_asked, query, sort_asked

staff = Blueprint("staff", __name__)
FIRST_USE = Lock()


@staff.app_template_test("of_vacancy")
def of_vacancy(told: object) -> bool:
    """Say whether a field or a reason tells what a vacancy left open: where skills were only wished for there is none."""
    return str(told).startswith("vacancy.") or str(getattr(told, "code", "")).endswith("_unknown")


def get_officer() -> User:
    """Give the officer who is signed in; 404 without a centre."""
    user = current_user()
    if user is None or not user.centre_id:
        abort(404)
    return user


def the_search() -> CandidateSearch:
    """Give the service that finds people, made at first use: it keeps what it has read of each centre."""
    with FIRST_USE:
        if "search" not in current_app.extensions:
            container = get_container()
            current_app.extensions["search"] = CandidateSearch(
                get_repository(),
                container.taxonomy,
                container.travel,
                today,
                ranker=container.ranker(current_app.config["MODEL"]),
            )
        found: CandidateSearch = current_app.extensions["search"]
    return found


def warm(app: Flask) -> None:
    """Read the people of every centre and rank them for its open vacancies before anybody asks; of 100,000 that takes a while."""
    with app.app_context():
        centres = get_repository().centres()
        for centre_id in centres:
            the_search().find_candidates(centre_id, SearchQuery())
        # What was read stays: it need not be looked through again whenever memory is cleaned.
        gc.collect()
        gc.freeze()
        for centre_id in centres:
            for row in the_search().vacancies(centre_id)[:RANKINGS]:
                the_search().find_candidates(centre_id, SearchQuery(row.record))


def shown(found: SearchResult, *, purpose: str = "search") -> Mapping[str, object]:
    """Read the page of those found that the address asks for, and give templates what they say about it."""
    officer, vacancy = get_officer(), found.asked.vacancy
    number = min(page_asked(), found.n_pages)
    viewer = Viewer(officer.user_id, officer.role, purpose, vacancy.vacancy_id if vacancy else "")
    return {
        "found": found,
        "rows": the_search().rows(officer.centre_id, found, viewer, page=number),
        "page_number": number,
        "titles": found.centre.titles,
        "filters": found.asked.filters,
        "options": options(found.centre.pool),
        "travel_options": TRAVEL_MINUTES,
        "sort": sort_asked(),
        "query": query,
    }
