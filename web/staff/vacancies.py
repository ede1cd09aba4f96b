"""The vacancies of a centre."""

from __future__ import annotations

from flask import abort, render_template

from matcher.core.records import Vacancy
from web.advice.blueprint import the_advisor
from web.context import the_repository
from web.policies import policy
from web.staff.blueprint import staff, the_officer


@staff.get("/vacancies")
@policy("staff")
def vacancies(language: str) -> str:
    """List the open vacancies."""
    return render_template("staff/vacancies.html", rows=list(the_advisor().vacancies(the_officer().centre_id).values()))


@staff.get("/vacancies/<public_id>")
@policy("staff")
def vacancy(language: str, public_id: str) -> str:
    """Show a vacancy."""
    row = the_repository().get(the_officer().centre_id, Vacancy, public_id)
    if row is None:
        abort(404)
    return render_template("staff/vacancy.html", vacancy=row.record, public_id=public_id)
