"""What waits for an officer: quiet people, objections with their day, referrals without an outcome."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for

from matcher.core.records import Vacancy
from matcher.core.records.centre import Objection, Stored
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.caseload import PAGE, QUIET_DAYS
from matcher.services.decisions.caseload import caseload as collect
from matcher.services.decisions.objections import LONGEST, answer_objection, due_objections
from web.context import Page, get_repository, now, today, version
from web.policies import policy
from web.staff.blueprint import get_officer, staff
from web.staff.people import seen
from web.staff.typed import page_asked


@staff.get("/caseload")
@policy("staff")
def caseload(language: str) -> str:
    """Show what waits in the centre."""
    page, centre_id = page_asked(), get_officer().centre_id
    found = collect(get_repository(), centre_id, now=now(), page=page)
    named = [each.jobseeker_id for each in found.quiet]
    named += [row.record.jobseeker_id for row in found.referrals]
    named += [each.objection.record.jobseeker_id for each in found.objections]
    return render_template(
        "staff/caseload.html",
        found=found,
        people=seen(named, "caseload"),
        vacancies={
            row.record.vacancy_id: next(
                get_repository().find(centre_id, Vacancy, limit=1, vacancy_id=row.record.vacancy_id)
            )
            for row in found.referrals
        },
        days=QUIET_DAYS,
        page=page,
        n_pages=max(1, -(-max(found.n_quiet, found.n_referrals) // PAGE)),
    )


@staff.get("/objections")
@policy("staff")
def objections(language: str) -> str:
    """List the objections that wait, overdue first, each with a form to answer."""
    return _list()


@staff.post("/objections/<objection_id>")
@policy("staff")
def answer(language: str, objection_id: str) -> Page:
    """Answer an objection; an answer that stands is never replaced."""
    officer = get_officer()
    found = get_repository().get(officer.centre_id, Objection, objection_id) or abort(404)
    words = request.form.get("answer", "").strip()
    try:
        answer_objection(
            get_repository(),
            officer.centre_id,
            replace(found, version=version()),
            answer=(officer.login, words),
            clock=now,
        )
    except ConflictError as fault:
        stands: Stored[Objection] = fault.stored  # type: ignore[assignment]
        return _list(stands=stands, words=words, fault=fault), 409
    except UsageError as fault:
        return _list(about=objection_id, words=words, fault=fault), 400
    return redirect(url_for("staff.objections", language=language), 303)


def _list(
    *,
    about: str = "",
    words: str = "",
    fault: UsageError | ConflictError | None = None,
    stands: Stored[Objection] | None = None,
) -> str:
    due = due_objections(get_repository(), get_officer().centre_id, today())
    named = [each.objection.record.jobseeker_id for each in due]
    return render_template(
        "staff/objections.html",
        due=due,
        people=seen(named, "objection"),
        about=about,
        words=words,
        fault=fault,
        stands=stands,
        longest=LONGEST,
    )
