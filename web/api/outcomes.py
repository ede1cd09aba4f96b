"""What happened after a referral: read, noted and mended as an officer does on the page of the pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from flask import abort, url_for
from pydantic import Field
from werkzeug.exceptions import Conflict

from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import Stored
from matcher.services.decisions.pair import OutcomeForm
from web.api.blueprint import api
from web.api.caller import get_caller, the_viewer
from web.api.cursors import cursor_of, place_of
from web.api.models import Name, Page, PageQuery, RequestModel, ResponseModel
from web.api.operations import Answer, Operation, operation, refuse_other_version
from web.context import get_repository
from web.policies import policy
from web.staff.people import the_decisions

OutcomeCode = Literal["hired", "refused_by_employer", "refused_by_jobseeker", "no_show", "withdrawn", "pending"]


class OutcomeOut(ResponseModel):
    """What happened to a person at a vacancy, dated."""

    id: str
    jobseeker_id: str
    vacancy_id: str
    outcome: OutcomeCode
    referred_on: date | None
    reason: str
    decided_on: date | None
    still_employed_after_days: int | None


class OutcomeIn(RequestModel):
    """What happened; `reason` says why a referral came to nothing."""

    outcome: OutcomeCode
    decided_on: date | None = None
    reason: Literal["", "skills", "shifts", "hours", "travel", "pay", "work_conditions", "other"] = ""
    still_employed_after_days: Annotated[int, Field(ge=0, le=3_650)] | None = None

    def form(self) -> OutcomeForm:
        """Give it as the form of the page does."""
        return OutcomeForm(self.outcome, self.decided_on, self.reason, self.still_employed_after_days)


class NewOutcomeIn(OutcomeIn):
    """What happened to a person who was referred to a need; both by their `id`."""

    person_id: Name
    need_id: Name


class OutcomePage(Page[OutcomeOut]):
    """Outcomes in the order they were noted."""


@api.get("/outcomes")
@policy("staff")
@operation(Operation(OutcomePage, query=PageQuery))
def outcomes(query: PageQuery) -> OutcomePage:
    """List the outcomes of the centre; each person named is noted in the read log."""
    after = place_of("outcomes", query.cursor, first=0)
    rows, last = get_repository().page(get_caller().centre_id, Outcome, after=after, limit=query.limit)
    more = cursor_of("outcomes", last) if len(rows) == query.limit else None
    return OutcomePage(items=_shown(rows), next=more)


@api.get("/outcomes/<uuid:public_id>")
@policy("staff")
@operation(Operation(OutcomeOut, is_versioned=True))
def outcome(public_id: str) -> Answer:
    """Show an outcome; the person named is noted in the read log."""
    found = get_repository().get(get_caller().centre_id, Outcome, public_id) or abort(404)
    return _answer(found)


@api.post("/outcomes")
@policy("staff")
@operation(Operation(OutcomeOut, body=NewOutcomeIn, status=201, is_versioned=True))
def note(body: NewOutcomeIn) -> Answer:
    """Note what happened after a referral; a pair has one outcome."""
    centre_id = get_caller().centre_id
    person = get_repository().get(centre_id, Jobseeker, body.person_id) or abort(404)
    vacancy = get_repository().get(centre_id, Vacancy, body.need_id) or abort(404)
    pair = the_decisions().pair(person, vacancy)
    if pair.outcome is not None:
        raise Conflict
    the_decisions().note_outcome(pair, body.form(), version=pair.version)
    made = _answer(_of_pair(person.record.jobseeker_id, vacancy.record.vacancy_id))
    return replace(made, location=url_for("api.outcome", public_id=made.model.id))  # type: ignore[attr-defined]


@api.put("/outcomes/<uuid:public_id>")
@policy("staff")
@operation(Operation(OutcomeOut, body=OutcomeIn, is_versioned=True, is_matched=True))
def mend(public_id: str, body: OutcomeIn, expected: str) -> Answer:
    """Mend what was noted."""
    centre_id = get_caller().centre_id
    found = get_repository().get(centre_id, Outcome, public_id) or abort(404)
    refuse_other_version(str(found.version), expected)
    ids = {"jobseeker_id": found.record.jobseeker_id, "vacancy_id": found.record.vacancy_id}
    person = next(get_repository().find(centre_id, Jobseeker, limit=1, jobseeker_id=ids["jobseeker_id"]))
    vacancy = next(get_repository().find(centre_id, Vacancy, limit=1, vacancy_id=ids["vacancy_id"]))
    pair = the_decisions().pair(person, vacancy)
    if pair.outcome is None or pair.outcome.public_id != public_id:
        raise Conflict
    the_decisions().note_outcome(pair, body.form(), version=pair.version)
    return _answer(_of_pair(**ids))


def _of_pair(jobseeker_id: str, vacancy_id: str) -> Stored[Outcome]:
    ids = {"jobseeker_id": jobseeker_id, "vacancy_id": vacancy_id}
    return next(get_repository().find(get_caller().centre_id, Outcome, limit=1, **ids))


def _answer(found: Stored[Outcome]) -> Answer:
    return Answer((_shown([found]) or abort(404))[0], str(found.version))


def _shown(rows: list[Stored[Outcome]]) -> list[OutcomeOut]:
    """Tell outcomes of the people whom the read log has noted."""
    ids = [row.record.jobseeker_id for row in rows]
    seen = get_repository().read_people(get_caller().centre_id, ids, viewer=the_viewer())
    noted = {row.record.jobseeker_id for row in seen}
    names = (
        "jobseeker_id",
        "vacancy_id",
        "outcome",
        "referred_on",
        "reason",
        "decided_on",
        "still_employed_after_days",
    )
    return [
        OutcomeOut(id=row.public_id, **{name: getattr(row.record, name) for name in names})
        for row in rows
        if row.record.jobseeker_id in noted
    ]
