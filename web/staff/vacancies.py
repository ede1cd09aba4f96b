"""The vacancies of a centre, and their candidates."""

from __future__ import annotations

from flask import abort, render_template

from matcher.core.records import Vacancy
from matcher.core.records.centre import Referral, ShortlistEntry
from matcher.core.text import fold
from matcher.core.text.alphabetical import alphabetical
from matcher.services.search.candidate_search import SearchQuery
from web.context import get_repository, get_services
from web.policies import policy
from web.staff.blueprint import get_officer, shown, staff
from web.staff.people import seen
from web.staff.query_params import filters_asked, page_asked, sort_asked, text

PAGE = 50


@staff.get("/vacancies")
@policy("staff")
def vacancies(language: str) -> str:
    """List the open vacancies; words of a title or an employer find some of them."""
    words = fold(text("q"))
    rows = [
        row
        for row in get_services().search.vacancies(get_officer().centre_id)
        if all(word in fold(f"{row.record.title} {row.record.employer}") for word in words.split())
    ]
    rows.sort(key=lambda row: (alphabetical(row.record.title), alphabetical(row.record.employer), row.public_id))
    n_pages = max(1, -(-len(rows) // PAGE))
    number = min(page_asked(), n_pages)
    return render_template(
        "staff/vacancies.html",
        rows=rows[(number - 1) * PAGE : number * PAGE],
        n_found=len(rows),
        n_pages=n_pages,
        page_number=number,
        words=text("q"),
    )


@staff.get("/vacancies/<public_id>")
@policy("staff")
def vacancy(language: str, public_id: str) -> str:
    """Show a vacancy with its candidates, ranked; filters and the order stand in the address."""
    officer = get_officer()
    row = get_repository().get(officer.centre_id, Vacancy, public_id)
    if row is None:
        abort(404)
    found = get_services().search.find_candidates(officer.centre_id, SearchQuery(row.record, filters_asked(), sort_asked()))
    noted = _whom(ShortlistEntry, row.record)
    return render_template(
        "staff/vacancy.html",
        vacancy=row.record,
        public_id=public_id,
        noted=noted,
        shortlisted=sorted(seen(sorted(noted), "search", row.record.vacancy_id).items()) if noted else [],
        referred=_whom(Referral, row.record),
        **shown(found),
    )


def _whom(kind: type[ShortlistEntry] | type[Referral], vacancy: Vacancy) -> set[str]:
    rows = get_repository().find(get_officer().centre_id, kind, vacancy_id=vacancy.vacancy_id)
    return {row.record.jobseeker_id for row in rows if getattr(row.record, "status", "") != "withdrawn"}
