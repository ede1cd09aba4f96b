"""An officer decides about a person and a vacancy: recommend, offer, withdraw, refuse, override, note what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import abort, g, redirect, render_template, request, url_for

from matcher.core.cells import OUTCOMES
from matcher.core.records import Vacancy
from matcher.core.records.centre import DecisionKind, Referral
from matcher.core.records.decisions import ENDING_REFUSALS, LoggedDecision
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.pair import LONGEST, OUTCOME_REASONS, REASONS, JudgedMatch, OutcomeForm, Pair
from matcher.services.decisions.referral_responses import refused_offers
from web.context import Page, get_repository, version
from web.policies import policy
from web.sessions import name_of
from web.staff.blueprint import get_officer, staff
from web.staff.people import found_person, seen, the_decisions
from web.staff.typed import back_to, read_day, read_number

MOST_DAYS = 3_650


@staff.get("/people/<person_id>/vacancies/<vacancy_id>")
@policy("staff")
def pair(language: str, person_id: str, vacancy_id: str) -> str:
    """Show a pair: what the model says and why, and what an officer may do."""
    return _shown(_pair(person_id, vacancy_id))


@staff.post("/people/<person_id>/vacancies/<vacancy_id>")
@policy("staff")
def decide(language: str, person_id: str, vacancy_id: str) -> Page:
    """Do what the officer asked for; nothing is half kept."""
    found = _pair(person_id, vacancy_id)
    step = STEPS.get(request.form.get("step", "")) or abort(400)
    try:
        step(found)
    except ConflictError as fault:
        return _shown(_pair(person_id, vacancy_id), fault=fault), 409
    except UsageError as fault:
        return _shown(found, fault=fault), 400
    return redirect(back_to(url_for("staff.pair", language=language, person_id=person_id, vacancy_id=vacancy_id)), 303)


def _pair(person_id: str, vacancy_id: str) -> Pair:
    vacancy = get_repository().get(get_officer().centre_id, Vacancy, vacancy_id) or abort(404)
    return the_decisions().pair(found_person(person_id), vacancy)


def _shown(found: Pair, *, fault: UsageError | ConflictError | None = None) -> str:
    vacancy, centre_id = found.vacancy.record, get_officer().centre_id
    jobseeker_id = found.person.record.jobseeker_id
    if not seen([jobseeker_id], "candidate_page", vacancy.vacancy_id):
        abort(404)
    log = get_repository().find(centre_id, LoggedDecision, jobseeker_id=jobseeker_id, vacancy_id=vacancy.vacancy_id)
    return render_template(
        "staff/pair.html",
        pair=found,
        vacancy=vacancy,
        fault=fault,
        stored=found.referral,
        step=request.form.get("step", ""),
        typed=request.form,
        reasons=REASONS,
        outcomes=OUTCOMES,
        outcome_reasons=OUTCOME_REASONS,
        longest=LONGEST,
        log=list(log)[::-1],
        n_refused=refused_offers(get_repository(), centre_id, jobseeker_id),
        ending=ENDING_REFUSALS,
    )


def _shortlist(found: Pair) -> None:
    the_decisions().note_shortlisted(found)


def _unlist(found: Pair) -> None:
    the_decisions().remove_from_shortlist(found)


def _refer(found: Pair) -> None:
    the_decisions().refer(found, version=version(), seal=request.form.get("seal", ""))


def _offer(found: Pair) -> None:
    if request.form.get("sure") != "yes":
        raise UsageError("offer_not_sure", field="sure")
    the_decisions().offer(found, version=version(), seal=request.form.get("seal", ""))


def _withdraw(found: Pair) -> None:
    the_decisions().withdraw(found, request.form.get("reason", ""), _words(), version=version())


def _judge(found: Pair) -> None:
    """Note a refusal or an override."""
    kind, _, reason = request.form.get("reason", "").partition(":")
    if kind not in ("refusal", "override"):
        raise UsageError("decision_reason", field="reason")
    judged = JudgedMatch(cast("DecisionKind", kind), reason, _words())
    the_decisions().decide(found, judged, version=version(), seal=request.form.get("seal", ""))


def _outcome(found: Pair) -> None:
    outcome, reason = request.form.get("outcome", ""), request.form.get("reason", "")
    known = {*OUTCOME_REASONS, "", found.outcome.record.reason if found.outcome else ""}
    if outcome not in OUTCOMES or reason not in known:
        raise UsageError("outcome_unknown", field="outcome")
    form = OutcomeForm(
        outcome,
        read_day(request.form, "decided_on"),
        reason,
        read_number(request.form, "still_employed_after_days", MOST_DAYS),
    )
    the_decisions().note_outcome(found, form, version=version())


def _commit(found: Pair) -> None:
    days = {name: read_day(request.form, name) for name in ("person_on", "employer_on")}
    the_decisions().commit(found, **days, version=version())


def _words() -> str:
    return " ".join(request.form.get("words", "").split())


STEPS: dict[str, Callable[[Pair], None]] = {
    "shortlist": _shortlist,
    "unlist": _unlist,
    "refer": _refer,
    "offer": _offer,
    "withdraw": _withdraw,
    "judge": _judge,
    "outcome": _outcome,
    "commit": _commit,
}
"""What a form of the page asks for, by its field ``step``."""


@staff.app_context_processor
def told_referral() -> dict[str, Callable[[Referral], str]]:
    """Tell templates how a referral is put in a sentence."""
    return {"told_referral": _told}


def _told(referral: Referral) -> str:
    say = g.say
    status = "declined" if referral.declined_at else referral.status
    officer = referral.offered_by if status == "offered" else referral.referred_by
    at = {"declined": referral.declined_at, "offered": referral.offered_at}.get(status) or referral.referred_at
    agreed = say("ui.decide.agreed_on", day=say.date(referral.agreed_at)) if referral.agreed_at else ""
    return f"{say(f'ui.decide.state_{status}', officer=name_of(officer), day=say.date(at))} {agreed}".strip()
