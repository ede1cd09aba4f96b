"""Free search by skills, occupation and words, and the searches that an officer keeps."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, request, url_for

from matcher.core.records.centre import SavedSearch, Stored
from matcher.core.text.alphabetical import alphabetical
from matcher.errors import UsageError
from matcher.services.search.candidate_search import SearchQuery
from matcher.services.search.query_parsing import ParsedQuery, parse_query
from web.context import Page, get_container, get_repository, get_services
from web.policies import policy
from web.staff.blueprint import get_officer, shown, staff
from web.staff.query_params import FREE, MOST_SKILLS, filters_asked, query, sort_asked, text, texts

MOST_SAVED, MOST_NAME = 100, 100
EMPTY_BOXES = 2


def wanted_asked() -> ParsedQuery:
    """Read what skills the address asks for."""
    return parse_query(
        get_container().resolver,
        skills=texts("skill", MOST_SKILLS),
        occupation=text("occupation"),
        words=text("words"),
        lang=g.say.language,
    )


@staff.get("/search")
@policy("staff")
def search(language: str) -> str:
    """Find people by what they can do, or by filters alone."""
    return _page()


@staff.post("/search/saved")
@policy("staff")
def save_search(language: str) -> Page:
    """Keep the search that stands in the address under a name."""
    officer, name = get_officer(), request.form.get("name", "").strip()
    if not name or len(name) > MOST_NAME or len(_own()) >= MOST_SAVED:
        fault = "ui.form.required" if not name else "ui.form.too_long" if len(name) > MOST_NAME else "ui.staff.too_many"
        return _page(fault=fault, name=name), 400
    get_repository().add(officer.centre_id, SavedSearch(name, officer.user_id, query()))
    return redirect(f"{url_for('staff.search', language=language)}?{query()}", 303)


@staff.post("/search/saved/<public_id>/delete")
@policy("staff")
def delete_search(language: str, public_id: str) -> Page:
    """Forget a search of one's own."""
    if public_id not in {row.public_id for row in _own()}:
        abort(404)
    try:
        get_repository().delete(get_officer().centre_id, SavedSearch, public_id)
    except UsageError:
        abort(404)
    return redirect(url_for("staff.search", language=language), 303)


def _own() -> list[Stored[SavedSearch]]:
    officer = get_officer()
    rows = list(get_repository().find(officer.centre_id, SavedSearch, owner=officer.user_id))
    return sorted(rows, key=lambda row: (alphabetical(row.record.name), row.public_id))


def _page(*, fault: str = "", name: str = "") -> str:
    wanted = wanted_asked()
    asked = SearchQuery(wanted.vacancy, filters_asked(), sort_asked())
    found = get_services().search.find_candidates(get_officer().centre_id, asked)
    skills = texts("skill", MOST_SKILLS)
    return render_template(
        "staff/search.html",
        wanted=wanted,
        skills=[*skills, *([""] * min(EMPTY_BOXES, MOST_SKILLS - len(skills)))],
        occupation=text("occupation"),
        words=text("words"),
        saved=_own(),
        kept=query(),
        free=[(each, value) for each in FREE for value in texts(each, MOST_SKILLS)],
        fault=fault,
        name=name,
        **shown(found),
    )
