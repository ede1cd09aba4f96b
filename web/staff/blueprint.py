"""What every page of staff stands on: whose centre it is, who searches, and what rows need around them."""

from __future__ import annotations

import gc
from collections.abc import Mapping

from flask import Blueprint, Flask, abort

from matcher.core.records.centre import Viewer
from matcher.core.records.identity import User
from matcher.services.centre_cache import RANKINGS
from matcher.services.search.candidate_search import SearchQuery, SearchResult
from web.context import get_repository, get_services
from web.sessions import current_user
from web.staff.query_params import TRAVEL_MINUTES, options, page_asked, query, sort_asked

staff = Blueprint("staff", __name__)


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


def warm(app: Flask) -> None:
    """Read the people of every centre and rank them for its open vacancies before anybody asks; of 100,000 that takes a while."""
    with app.app_context():
        centres = get_repository().centres()
        for centre_id in centres:
            get_services().search.find_candidates(centre_id, SearchQuery())
        # What was read stays: it need not be looked through again whenever memory is cleaned.
        gc.collect()
        gc.freeze()
        for centre_id in centres:
            for row in get_services().search.vacancies(centre_id)[:RANKINGS]:
                get_services().search.find_candidates(centre_id, SearchQuery(row.record))


def shown(found: SearchResult, *, purpose: str = "search") -> Mapping[str, object]:
    """Read the page of those found that the address asks for, and give templates what they say about it."""
    officer, vacancy = get_officer(), found.asked.vacancy
    number = min(page_asked(), found.n_pages)
    viewer = Viewer(officer.user_id, officer.role, purpose, vacancy.vacancy_id if vacancy else "")
    return {
        "found": found,
        "rows": get_services().search.rows(officer.centre_id, found, viewer, page=number),
        "page_number": number,
        "titles": found.centre.work.titles,
        "filters": found.asked.filters,
        "options": options(found.centre.index),
        "travel_options": TRAVEL_MINUTES,
        "sort": sort_asked(),
        "query": query,
    }
