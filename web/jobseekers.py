"""For jobseekers (and staff beside them): recommended vacancies and courses, and why."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from web.policies import policy
from web.run_store import RunStore

jobseekers = Blueprint("jobseekers", __name__)


@jobseekers.get("/jobseekers")
@policy("staff", "admin", sample=True)
def people(language: str) -> str:
    """List the people by their identifiers."""
    return render_template("jobseekers.html", store=current_app.extensions["run_store"])


@jobseekers.get("/jobseekers/<jobseeker_id>")
@policy("staff", "admin", sample=True)
def jobseeker(language: str, jobseeker_id: str) -> str:
    """Show what is recommended to one person."""
    store: RunStore = current_app.extensions["run_store"]
    if jobseeker_id not in store.jobseekers:
        abort(404)
    return render_template(
        "jobseeker.html",
        store=store,
        jobseeker_id=jobseeker_id,
        matches=store.by_jobseeker.get(jobseeker_id, []),
        recommendations=store.recommendations.get(jobseeker_id, []),
    )
