"""A jobseeker's referrals: agree, so that an employer sees them, or decline."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, request, url_for

from matcher.core.records import Course
from matcher.core.records.centre import Referral, Stored
from matcher.core.records.decisions import ENDING_REFUSALS
from matcher.core.records.trainings import TrainingReferral
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.referral_responses import OwnReferral, OwnReferrals, refused_offers
from web.advice.blueprint import advice, own_person, own_record
from web.context import Page, version
from web.policies import policy
from web.sessions import name_of


@advice.get("/me/referrals")
@policy("jobseeker")
def referrals(language: str) -> str:
    """Show the referrals of the person who is signed in."""
    return _shown(own_referrals())


@advice.post("/me/referrals/<referral_id>")
@policy("jobseeker")
def answer_referral(language: str, referral_id: str) -> Page:
    """Agree or decline; an offer is declined only by who says that they know what it means."""
    service = own_referrals()
    own = service.get(referral_id) or abort(404)
    answer = request.form.get("answer", "")
    if answer not in ("agree", "decline"):
        abort(400)
    try:
        if answer == "agree":
            service.agree(own, version=version())
        elif own.referral.record.status == "offered" and request.form.get("understood") != "yes":
            raise UsageError("offer_not_understood")
        else:
            service.decline(own, version=version())
    except ConflictError:
        return _shown(service, conflict=service.get(referral_id), answer=answer), 409
    except UsageError as fault:
        return _shown(service, about=referral_id, fault=fault), 400
    return redirect(url_for("advice.referrals", language=language), 303)


def own_referrals() -> OwnReferrals:
    """Give the referrals of the person who is signed in."""
    record = own_record()
    own_person(record)
    return OwnReferrals(record.repository, record.centre_id, record.jobseeker_id, record.clock)


def _shown(
    service: OwnReferrals,
    *,
    conflict: OwnReferral | None = None,
    answer: str = "",
    about: str = "",
    fault: UsageError | None = None,
) -> str:
    trainings = list(service.repository.find(service.centre_id, TrainingReferral, jobseeker_id=service.jobseeker_id))
    asked = {row.record.course_id for row in trainings} - {""}
    courses = [next(service.repository.find(service.centre_id, Course, course_id=each), None) for each in sorted(asked)]
    return render_template(
        "advice/referrals.html",
        found=service.all(),
        conflict=conflict,
        answer=answer,
        about=about,
        fault=fault,
        n_refused=refused_offers(service.repository, service.centre_id, service.jobseeker_id),
        ending=ENDING_REFUSALS,
        told_own=_told,
        trainings=trainings,
        titles={row.record.course_id: row.record.title for row in courses if row},
    )


def _told(own: OwnReferral) -> str:
    """Put a referral in a sentence to its person."""
    referral: Stored[Referral] = own.referral
    record, say = referral.record, g.say
    if record.status == "withdrawn":
        return str(say("ui.me.referral_withdrawn"))
    if record.declined_at is not None:
        return str(say("ui.me.referral_declined", day=say.date(record.declined_at)))
    agreed = say("ui.me.referral_agreed", day=say.date(record.agreed_at)) if record.agreed_at else ""
    if record.status == "offered":
        made = say("ui.me.referral_offered", officer=name_of(record.offered_by), day=say.date(record.offered_at))
    else:
        made = say("ui.me.referral_recommended", officer=name_of(record.referred_by), day=say.date(record.referred_at))
    return f"{made} {agreed}".strip()
