"""People who gave consent; whoever leaves stands in the read log."""

from __future__ import annotations

from itertools import islice

from flask import abort

from matcher.core.records import Jobseeker, PastOccupation
from matcher.core.records.centre import Stored
from matcher.services.rights import read_rights
from web.api import words
from web.api.blueprint import api
from web.api.caller import get_caller, the_viewer
from web.api.cursors import cursor_of, place_of
from web.api.models import LanguageOut, Page, PageQuery, ResponseModel, SkillOut
from web.api.operations import Answer, Operation, operation
from web.context import get_repository
from web.policies import policy


class OccupationOut(ResponseModel):
    """Work that a person has done or wants; empty identifiers where the words did not resolve."""

    text: str
    occupation_id: str
    isco08: str
    years: float | None


class PersonOut(ResponseModel):
    """A person without name, sex, birth date, nationality, disability or family; null is unknown, never "no"."""

    id: str
    jobseeker_id: str
    skills: list[SkillOut]
    occupations: list[OccupationOut]
    wanted_occupations: list[OccupationOut]
    education_level: int | None
    languages: list[LanguageOut] | None
    locality: str | None
    licences: list[str] | None
    shifts: list[str] | None
    hours_per_week: float | None
    max_travel_minutes: int | None
    work_conditions_not_possible: list[str] | None
    unresolved: list[str]


class PersonPage(Page[PersonOut]):
    """People by their identifier."""


@api.get("/people")
@policy("staff")
@operation(Operation(PersonPage, query=PageQuery))
def people(query: PageQuery) -> PersonPage:
    """List the people of the centre whose consent is given; each one on the page is noted in the read log."""
    after = place_of("people", query.cursor, first="")
    centre_id = get_caller().centre_id
    pool = get_repository().candidates(centre_id, chunk=query.limit, after=after)
    ids = [row.record.jobseeker_id for row in islice(pool, query.limit)]
    shown = get_repository().read_people(centre_id, ids, viewer=the_viewer())
    more = cursor_of("people", ids[-1]) if len(ids) == query.limit else None
    return PersonPage(items=[_person_out(row) for row in shown], next=more)


@api.get("/people/<uuid:public_id>")
@policy("staff")
@operation(Operation(PersonOut, is_versioned=True))
def person(public_id: str) -> Answer:
    """Show a person whose consent is given; the look is noted in the read log."""
    found = looked_at(public_id)
    return Answer(_person_out(found), str(found.version))


def looked_at(public_id: str) -> Stored[Jobseeker]:
    """Give a person, noted as looked at; 404 for those of other centres, and for those without consent or blocked."""
    centre_id = get_caller().centre_id
    found = get_repository().get(centre_id, Jobseeker, public_id) or abort(404)
    if not read_rights(get_repository(), centre_id, found.record.jobseeker_id).may_be_matched:
        abort(404)
    shown = get_repository().read_people(centre_id, [found.record.jobseeker_id], viewer=the_viewer())
    return shown[0] if shown else abort(404)


def _person_out(row: Stored[Jobseeker]) -> PersonOut:
    profile, around = row.record.profile, row.record.circumstances
    return PersonOut(
        id=row.public_id,
        jobseeker_id=row.record.jobseeker_id,
        skills=[words.skill(each.skill_id, each.level) for each in profile.skills],
        occupations=[_occupation(each) for each in profile.occupations],
        wanted_occupations=[_occupation(each) for each in profile.wanted_occupations],
        education_level=profile.education_level,
        languages=words.languages(profile.languages),
        locality=around.locality,
        licences=words.codes(around.licences),
        shifts=words.codes(around.shifts),
        hours_per_week=around.hours_per_week,
        max_travel_minutes=around.max_travel_minutes,
        work_conditions_not_possible=words.codes(around.work_conditions_not_possible),
        unresolved=list(row.record.unresolved),
    )


def _occupation(past: PastOccupation) -> OccupationOut:
    return OccupationOut(text=past.text, occupation_id=past.occupation_id, isco08=past.isco08, years=past.years)
