"""What is recommended to a jobseeker, and why a vacancy of their choice is not."""

from __future__ import annotations

from flask import abort, render_template, request

from matcher.core.text.alphabetical import alphabetical
from matcher.services.advice import Advice
from web.advice.blueprint import advice, own_person, own_record, reasons
from web.context import get_services, today
from web.policies import policy

PRINTED = 5
"""Vacancies and courses that fit one page of A4."""
SHOWN = 100


@advice.get("/me/vacancies")
@policy("jobseeker")
def vacancies(language: str) -> str:
    """Show the recommended vacancies."""
    return render_template("advice/vacancies.html", told=own_advice(), reasons=reasons)


@advice.get("/me/courses")
@policy("jobseeker")
def courses(language: str) -> str:
    """Show the recommended courses, and what decides whether one can attend."""
    return render_template("advice/courses.html", told=own_advice(), reasons=reasons)


@advice.get("/me/why-not")
@policy("jobseeker")
def why_not(language: str) -> str:
    """Choose a vacancy to ask about."""
    record = own_record()
    own_person(record)
    words = " ".join(request.args.get("q", "").split())[:SHOWN]
    folded = words.casefold()
    found = [
        row
        for row in get_services().advisor.vacancies(record.centre_id).values()
        if folded in f"{row.record.title} {row.record.employer}".casefold()
    ]
    found.sort(key=lambda row: (alphabetical(row.record.title), row.record.vacancy_id))
    return render_template("advice/why_not.html", found=found[:SHOWN], words=words, n_found=len(found))


@advice.get("/me/why-not/<public_id>")
@policy("jobseeker")
def why(language: str, public_id: str) -> str:
    """Say which constraint or gap stands between the person and a vacancy, and what would change it."""
    record = own_record()
    person = own_person(record)
    if not record.may_be_matched():
        return render_template("advice/why.html", told=None)
    told = get_services().advisor.why_not(record.centre_id, person.record, public_id) or abort(404)
    return render_template("advice/why.html", told=told, reasons=reasons)


@advice.get("/me/print")
@policy("jobseeker")
def on_paper(language: str) -> str:
    """Show one page of A4 to print."""
    told = own_advice()
    person = own_person(own_record())
    return render_template(
        "advice/print.html", told=told, reasons=reasons, person=person.record, n=PRINTED, day=today()
    )


def own_advice() -> Advice | None:
    """Give the advice for the person who is signed in, or nothing without consent: then no match is made."""
    record = own_record()
    person = own_person(record)
    return get_services().advisor.advise(record.centre_id, person.record) if record.may_be_matched() else None
