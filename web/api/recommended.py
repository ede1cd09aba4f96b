"""What a person is recommended: vacancies and courses, with reasons; a recommendation is never an offer."""

from __future__ import annotations

from typing import Any, Literal

from flask import abort
from pydantic import ConfigDict, Field

from matcher.core.records import Jobseeker, Match, Vacancy
from matcher.core.records.centre import Stored
from matcher.services.advice import Advice, CourseAdvice
from matcher.services.search.candidate_search import SearchQuery
from web.api import words
from web.api.blueprint import api
from web.api.caller import get_caller, the_viewer
from web.api.cursors import cursor_of, place_of
from web.api.models import Cursor, GapOut, Page, ReasonOut, ResponseModel
from web.api.operations import Operation, operation
from web.api.people import looked_at
from web.context import get_container, get_repository, get_services
from web.policies import policy


class PairOut(ResponseModel):
    """A pair of person and vacancy; `score` (0 to 1) is the pair's, not a probability and never a property of a person."""

    rank: int
    score: float
    readiness: Literal["ready", "after_training", "far"]
    hours_to_ready: float | None
    matched_skills: list[str]
    gaps: list[GapOut]
    unknown: list[str]
    reasons: list[ReasonOut]
    courses: list[str]


class MatchOut(PairOut):
    """A vacancy for a person."""

    need_id: str
    vacancy_id: str
    title: str


class CandidateOut(PairOut):
    """A person for a vacancy."""

    person_id: str
    jobseeker_id: str


class CandidatePage(Page[CandidateOut]):
    """People with consent whom no hard constraint leaves out, best first; `total` counts all of them."""

    total: int
    model: str
    taxonomy: str


class CandidatesQuery(ResponseModel):
    """Where the page begins; a page has fifty people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: Cursor = Field(default="", description="`next` of the page before; empty for the first page.")


class MatchList(ResponseModel):
    """The open vacancies that fit a person best; `to_fill` names fields without which there is no score."""

    jobseeker_id: str
    model: str
    taxonomy: str
    items: list[MatchOut]
    to_fill: list[str]


class RecommendationOut(ResponseModel):
    """A course that closes gaps; `unlocked_vacancies` become ready by it alone."""

    course_id: str
    title: str
    rank: int
    closes: list[GapOut]
    unlocked_vacancies: list[str]
    hours: float | None
    cost_kzt: float | None
    travel_minutes: int | None
    reasons: list[ReasonOut]


class RecommendationList(ResponseModel):
    """The courses that help a person most."""

    jobseeker_id: str
    model: str
    taxonomy: str
    items: list[RecommendationOut]


@api.get("/people/<uuid:public_id>/matches")
@policy("staff")
@operation(Operation(MatchList))
def matches(public_id: str) -> MatchList:
    """Rank the open vacancies for a person whose consent is given, as the person's own page does."""
    person, told, versions = _advised(public_id)
    items = [_match_out(each, told) for each in told.matches]
    return MatchList(jobseeker_id=person, items=items, to_fill=list(told.to_fill), **versions)


@api.get("/people/<uuid:public_id>/recommendations")
@policy("staff")
@operation(Operation(RecommendationList))
def recommendations(public_id: str) -> RecommendationList:
    """Recommend courses to a person whose consent is given, as the person's own page does."""
    person, told, versions = _advised(public_id)
    return RecommendationList(jobseeker_id=person, items=[_course_out(each) for each in told.courses], **versions)


@api.get("/needs/<uuid:public_id>/matches")
@policy("staff")
@operation(Operation(CandidatePage, query=CandidatesQuery))
def candidates(public_id: str, query: CandidatesQuery) -> CandidatePage:
    """Rank the people of the centre for a need, as the staff's page does; each one on the page is noted in the read log."""
    centre_id = get_caller().centre_id
    vacancy = get_repository().get(centre_id, Vacancy, public_id) or abort(404)
    resource = f"matches:{public_id}"
    page = place_of(resource, query.cursor, first=1)
    found = get_services().search.find_candidates(centre_id, SearchQuery(vacancy.record))
    rows = get_services().search.rows(centre_id, found, the_viewer(vacancy.record.vacancy_id), page=page)
    return CandidatePage(
        items=[_candidate_out(row.person, row.match) for row in rows if row.match is not None],
        next=cursor_of(resource, page + 1) if page < found.n_pages else None,
        total=found.total,
        model=found.ranking.bound.context.ranker.name if found.ranking else "",
        taxonomy=get_container().taxonomy.version,
    )


def _advised(public_id: str) -> tuple[str, Advice, dict[str, str]]:
    person, advisor = looked_at(public_id).record, get_services().advisor
    told = advisor.advise(get_caller().centre_id, person)
    versions = {"model": advisor.cache.ranker.name, "taxonomy": advisor.cache.taxonomy.version}
    return person.jobseeker_id, told, versions


def _match_out(match: Match, told: Advice) -> MatchOut:
    vacancy = told.vacancies[match.vacancy_id]
    own: dict[str, Any] = {"need_id": vacancy.public_id, "vacancy_id": match.vacancy_id}
    return MatchOut(**own, title=vacancy.record.title, **_pair(match))


def _candidate_out(person: Stored[Jobseeker], match: Match) -> CandidateOut:
    return CandidateOut(person_id=person.public_id, jobseeker_id=person.record.jobseeker_id, **_pair(match))


def _pair(match: Match) -> dict[str, Any]:
    return {
        **{name: getattr(match, name) for name in ("rank", "score", "readiness", "hours_to_ready")},
        **{name: list(getattr(match, name)) for name in ("matched_skills", "unknown", "courses")},
        "gaps": words.gaps(match.gaps),
        "reasons": words.reasons(match.reasons),
    }


def _course_out(advice: CourseAdvice) -> RecommendationOut:
    found = advice.recommendation
    return RecommendationOut(
        course_id=found.course_id,
        title=advice.course.title,
        rank=found.rank,
        closes=words.gaps(found.closes),
        unlocked_vacancies=list(found.unlocked_vacancies),
        hours=found.hours,
        cost_kzt=found.cost_kzt,
        travel_minutes=advice.travel_minutes,
        reasons=words.reasons(found.reasons),
    )
