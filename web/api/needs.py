"""Needs of employers: declared, changed, published and counted as on their pages."""

from __future__ import annotations

from flask import abort, request, url_for

from matcher.core.records import Vacancy
from matcher.services.needs.forms import Declared
from web.api.blueprint import api
from web.api.caller import get_caller, own_employer
from web.api.cursors import cursor_of, place_of
from web.api.job_postings import JobPosting, job_posting
from web.api.need_models import DeclareIn, NeedIn, NeedOut, NeedPage, NeedsQuery, SupplyOut, need_out, supply_out
from web.api.operations import Answer, Operation, operation, refuse_other_version
from web.context import get_repository, get_services
from web.policies import policy


@api.get("/needs")
@policy("employer", "staff")
@operation(Operation(NeedPage, query=NeedsQuery))
def needs(query: NeedsQuery) -> NeedPage:
    """List one's own needs; for staff, those of the centre."""
    user = get_caller()
    get_services().needs.expire(user.centre_id)
    after = place_of("needs", query.cursor, first=0)
    own = {"employer_id": user.employer_id} if user.role == "employer" else {}
    rows, last = get_repository().page(user.centre_id, Vacancy, after=after, limit=query.limit, **own)
    found = [_need(row.public_id) for row in rows]
    more = cursor_of("needs", last) if len(rows) == query.limit else None
    return NeedPage(items=[need_out(each) for each in found], next=more)


@api.post("/needs")
@policy("employer")
@operation(Operation(NeedOut, body=DeclareIn, status=201, is_versioned=True))
def declare(body: DeclareIn) -> Answer:
    """Declare a need as a draft."""
    user = get_caller()
    if body.supersedes:
        own = get_services().needs.own(user.centre_id, user.employer_id)
        if not any(each.vacancy.record.vacancy_id == body.supersedes for each in own):
            abort(404)
    made = get_services().needs.declare(user.centre_id, user.employer_id, body.form(), supersedes=body.supersedes)
    address = url_for("api.need", public_id=made.vacancy.public_id)
    return Answer(need_out(made), _version_of(made), address)


@api.get("/needs/<uuid:public_id>")
@policy("employer", "staff")
@operation(Operation(NeedOut, is_versioned=True))
def need(public_id: str) -> Answer:
    """Show a need; its ETag is what a change of it must bring."""
    found = _need(public_id)
    return Answer(need_out(found), _version_of(found))


@api.put("/needs/<uuid:public_id>")
@policy("employer")
@operation(Operation(NeedOut, body=NeedIn, is_versioned=True, is_matched=True))
def edit(public_id: str, body: NeedIn, expected: str) -> Answer:
    """Change a draft; what is published is superseded by a new need instead."""
    found = _need(public_id)
    refuse_other_version(_version_of(found), expected)
    version = found.vacancy.version
    saved = get_services().needs.edit(get_caller().centre_id, found, body.form(), expected_version=version)
    return Answer(need_out(saved), _version_of(saved))


@api.post("/needs/<uuid:public_id>/publish")
@policy("employer")
@operation(Operation(NeedOut, is_versioned=True, is_matched=True))
def publish(public_id: str, expected: str) -> Answer:
    """Publish a draft; the need that it replaces is superseded."""
    found = _need(public_id)
    refuse_other_version(_version_of(found), expected)
    done = get_services().needs.publish(get_caller().centre_id, found, expected_version=found.standing.version)
    return Answer(need_out(done), _version_of(done))


@api.get("/needs/<uuid:public_id>/supply")
@policy("employer", "staff")
@operation(Operation(SupplyOut))
def supply(public_id: str) -> SupplyOut:
    """Count who can answer a need; never in persons, and fewer than five are told as null."""
    user, found = get_caller(), _need(public_id).vacancy.record
    service = get_services().needs
    return supply_out(service.supply(user.centre_id, found), service.filled(user.centre_id, found.vacancy_id))


@api.get("/needs/<uuid:public_id>/jobposting")
@policy("employer", "staff")
@operation(Operation(JobPosting, media_type="application/ld+json"))
def jobposting(public_id: str) -> JobPosting:
    """Show a published need as schema.org's JobPosting."""
    found = _need(public_id)
    if found.standing.record.status != "published":
        abort(404)
    return job_posting(found, request.url_root)


def _need(public_id: str) -> Declared:
    user = get_caller()
    return get_services().needs.get(user.centre_id, public_id, employer_id=own_employer(user)) or abort(404)


def _version_of(declared: Declared) -> str:
    return f"{declared.vacancy.version}-{declared.standing.version}"
