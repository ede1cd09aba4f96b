"""A person as staff see them: who they are for work, what is recommended, what was decided; and the log of decisions."""

from __future__ import annotations

from flask import abort, g, render_template

from matcher.core.records import Jobseeker, Vacancy
from matcher.core.records.centre import Stored, Viewer
from matcher.core.records.decisions import ENDING_REFUSALS, LoggedDecision
from matcher.services.decisions.decision_snapshot import match_of
from matcher.services.decisions.officers import Decisions
from matcher.services.decisions.referral_responses import refused_offers
from matcher.services.own_record import Conditions
from web.advice import typed
from web.context import get_repository, get_services, now
from web.policies import policy
from web.staff.blueprint import get_officer, staff
from web.staff.typed import page_asked

NEWEST = 10
"""Decisions that the page of a person shows; the log shows all."""
LOG_PAGE = 50


def the_decisions() -> Decisions:
    """Give the service in which the officer who is signed in decides."""
    officer = get_officer()
    return Decisions(get_repository(), get_services().advisor, officer.centre_id, officer.login, now)


def found_person(public_id: str) -> Stored[Jobseeker]:
    """Give a person of the officer's centre, or 404; to show them, read them through :func:`seen`."""
    return get_repository().get(get_officer().centre_id, Jobseeker, public_id) or abort(404)


def seen(jobseeker_ids: list[str], purpose: str, vacancy_id: str = "") -> dict[str, Stored[Jobseeker]]:
    """Read the people whom the officer is shown, by ``jobseeker_id``; each look is written down."""
    officer = get_officer()
    viewer = Viewer(officer.user_id, officer.role, purpose, vacancy_id)
    found = get_repository().read_people(officer.centre_id, jobseeker_ids, viewer=viewer)
    return {row.record.jobseeker_id: row for row in found}


def titles_of(rows: list[Stored[LoggedDecision]]) -> dict[str, Stored[Vacancy]]:
    """Give the vacancies that some decisions name, by ``vacancy_id``."""
    centre_id, repository = get_officer().centre_id, get_repository()
    asked = {row.record.vacancy_id for row in rows}
    found = (next(repository.find(centre_id, Vacancy, limit=1, vacancy_id=each)) for each in asked)
    return {row.record.vacancy_id: row for row in found}


@staff.get("/people/<person_id>")
@policy("staff")
def person(language: str, person_id: str) -> str:
    """Show a person: profile with its evidence, recommendations with reasons, courses, what was decided."""
    jobseeker_id = found_person(person_id).record.jobseeker_id
    row = seen([jobseeker_id], "candidate_page").get(jobseeker_id) or abort(404)
    service, centre_id = the_decisions(), get_officer().centre_id
    advice = get_services().advisor.advise(centre_id, row.record) if service.may_be_matched(jobseeker_id) else None
    log = list(get_repository().find(centre_id, LoggedDecision, jobseeker_id=jobseeker_id))[::-1]
    return render_template(
        "staff/person.html",
        person=row,
        told=advice,
        changes=get_services().advisor.changes(row.record, advice) if advice else {},
        conditions=typed.told(typed.typed_of(Conditions.of(row.record)), g.say),
        standing=service.standing(jobseeker_id),
        log=log[:NEWEST],
        n_log=len(log),
        vacancies=titles_of(log[:NEWEST]),
        n_refused=refused_offers(get_repository(), centre_id, jobseeker_id),
        ending=ENDING_REFUSALS,
    )


@staff.get("/people/<person_id>/log")
@policy("staff")
def person_log(language: str, person_id: str) -> str:
    """Show every decision about a person, with what it was made on."""
    jobseeker_id = found_person(person_id).record.jobseeker_id
    people = seen([jobseeker_id], "referral") or abort(404)
    log = list(get_repository().find(get_officer().centre_id, LoggedDecision, jobseeker_id=jobseeker_id))
    return _log_page(jobseeker_id, log, people)


@staff.get("/vacancies/<public_id>/log")
@policy("staff")
def vacancy_log(language: str, public_id: str) -> str:
    """Show every decision about a vacancy, with what it was made on."""
    vacancy = get_repository().get(get_officer().centre_id, Vacancy, public_id) or abort(404)
    vacancy_id = vacancy.record.vacancy_id
    log = list(get_repository().find(get_officer().centre_id, LoggedDecision, vacancy_id=vacancy_id))
    people = seen(sorted({row.record.jobseeker_id for row in _shown_of(log)}), "referral", vacancy_id)
    return _log_page(vacancy.record.title, log, people)


def _log_page(heading: str, log: list[Stored[LoggedDecision]], people: dict[str, Stored[Jobseeker]]) -> str:
    shown = _shown_of(log)
    return render_template(
        "staff/log.html",
        heading=heading,
        log=shown,
        vacancies=titles_of(shown),
        people=people,
        match_of=match_of,
        page=page_asked(),
        n_pages=max(1, -(-len(log) // LOG_PAGE)),
    )


def _shown_of(log: list[Stored[LoggedDecision]]) -> list[Stored[LoggedDecision]]:
    """Give the page that is asked for, newest decisions first."""
    start = (page_asked() - 1) * LOG_PAGE
    return log[::-1][start : start + LOG_PAGE]
