"""What happened after a match."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import abort

from matcher.core.records import Outcome
from matcher.core.records.centre import Stored
from web.api.blueprint import api
from web.api.caller import the_caller, the_viewer
from web.api.cursors import cursor_of, place_of
from web.api.models import Page, PageQuery, Told
from web.api.operations import Operation, operation
from web.context import the_repository
from web.policies import policy


class OutcomeOut(Told):
    """What happened to a person at a vacancy, dated."""

    id: str
    jobseeker_id: str
    vacancy_id: str
    outcome: Literal["hired", "refused_by_employer", "refused_by_jobseeker", "no_show", "withdrawn", "pending"]
    referred_on: date | None
    reason: str
    decided_on: date | None
    still_employed_after_days: int | None


class OutcomePage(Page[OutcomeOut]):
    """Outcomes in the order they were noted."""


@api.get("/outcomes")
@policy("staff")
@operation(Operation(OutcomePage, query=PageQuery))
def outcomes(query: PageQuery) -> OutcomePage:
    """List the outcomes of the centre; each person named is noted in the read log."""
    after = place_of("outcomes", query.cursor, first=0)
    rows, last = the_repository().page(the_caller().centre_id, Outcome, after=after, limit=query.limit)
    more = cursor_of("outcomes", last) if len(rows) == query.limit else None
    return OutcomePage(items=_shown(rows), next=more)


@api.get("/outcomes/<uuid:public_id>")
@policy("staff")
@operation(Operation(OutcomeOut))
def outcome(public_id: str) -> OutcomeOut:
    """Show an outcome; the person named is noted in the read log."""
    found = the_repository().get(the_caller().centre_id, Outcome, public_id) or abort(404)
    return (_shown([found]) or abort(404))[0]


def _shown(rows: list[Stored[Outcome]]) -> list[OutcomeOut]:
    """Tell outcomes of the people whom the read log has noted."""
    ids = [row.record.jobseeker_id for row in rows]
    seen = the_repository().read_people(the_caller().centre_id, ids, viewer=the_viewer())
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
