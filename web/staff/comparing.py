"""Up to four people side by side."""

from __future__ import annotations

from flask import abort, render_template

from matcher.core.records import Vacancy
from matcher.core.records.centre import Viewer
from matcher.services.search.candidate_search import SearchQuery
from web.context import Page, get_repository, get_services
from web.policies import policy
from web.staff.blueprint import get_officer, staff
from web.staff.finding import wanted_asked
from web.staff.query_params import query, text, texts

MOST = 4


@staff.get("/compare")
@policy("staff")
def compare(language: str) -> Page:
    """Compare people for a vacancy, for wanted skills, or by their profiles alone."""
    officer, vacancy = get_officer(), None
    if text("vacancy"):
        row = get_repository().get(officer.centre_id, Vacancy, text("vacancy"))
        vacancy = row.record if row else abort(404)
    wanted = vacancy or wanted_asked().vacancy
    chosen = texts("person")
    viewer = Viewer(officer.user_id, officer.role, "compare", vacancy.vacancy_id if vacancy else "")
    ids = chosen if len(chosen) <= MOST else ()
    centre, rows = get_services().search.chosen(officer.centre_id, SearchQuery(wanted), ids, viewer)
    page = render_template(
        "staff/compare.html",
        vacancy=vacancy,
        vacancy_public_id=text("vacancy"),
        needs=wanted.needs if wanted else (),
        rows=rows,
        titles=centre.work.titles,
        is_too_many=len(chosen) > MOST,
        back=query(),
    )
    return page if rows else (page, 400)
