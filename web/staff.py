"""For centre staff: vacancies and their ranked candidates."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request

from matcher.core.records import READINESS
from web.policies import policy
from web.run_store import RunStore

staff = Blueprint("staff", __name__)


def _store() -> RunStore:
    store: RunStore = current_app.extensions["run_store"]
    return store


@staff.get("/vacancies")
@policy("staff", "admin", sample=True)
def vacancies(language: str) -> str:
    """List the vacancies."""
    return render_template("vacancies.html", store=_store())


@staff.get("/vacancies/<vacancy_id>")
@policy("staff", "admin", sample=True)
def vacancy(language: str, vacancy_id: str) -> str:
    """Show the candidates of a vacancy; filters stand in the address."""
    store = _store()
    if vacancy_id not in store.vacancies:
        abort(404)
    readiness = request.args.get("readiness", "")
    chosen = {name: request.args.get(name) == "1" for name in ("women", "youth", "long_unemployed")}
    shown = [
        match
        for match in store.by_vacancy.get(vacancy_id, [])
        if (readiness not in READINESS or match["readiness"] == readiness)
        and store.fits_filters(str(match["jobseeker_id"]), **chosen)
    ]
    excluded = store.summary["vacancies"]["excluded_by_constraint"].get(vacancy_id, {})
    return render_template(
        "vacancy.html",
        store=store,
        vacancy_id=vacancy_id,
        matches=shown,
        readiness=readiness,
        chosen=chosen,
        excluded=excluded,
    )
