"""What a person is recommended: vacancies and courses, with reasons; a recommendation is never an offer."""

from __future__ import annotations

from typing import Literal

from matcher.core.records import Match
from matcher.services.advice import Advice, CourseAdvice
from web.advice.blueprint import the_advisor
from web.api import words
from web.api.blueprint import api
from web.api.caller import the_caller
from web.api.models import GapOut, ReasonOut, Told
from web.api.operations import Operation, operation
from web.api.people import looked_at
from web.policies import policy


class MatchOut(Told):
    """A pair of person and vacancy; `score` (0 to 1) is the pair's, not a probability and never a property of a person."""

    need_id: str
    vacancy_id: str
    title: str
    rank: int
    score: float
    readiness: Literal["ready", "after_training", "far"]
    hours_to_ready: float | None
    matched_skills: list[str]
    gaps: list[GapOut]
    unknown: list[str]
    reasons: list[ReasonOut]
    courses: list[str]


class MatchList(Told):
    """The open vacancies that fit a person best; `to_fill` names fields without which there is no score."""

    jobseeker_id: str
    model: str
    taxonomy: str
    items: list[MatchOut]
    to_fill: list[str]


class RecommendationOut(Told):
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


class RecommendationList(Told):
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


def _advised(public_id: str) -> tuple[str, Advice, dict[str, str]]:
    person, advisor = looked_at(public_id).record, the_advisor()
    told = advisor.advise(the_caller().centre_id, person)
    versions = {"model": advisor.ranker.name, "taxonomy": advisor.taxonomy.version}
    return person.jobseeker_id, told, versions


def _match_out(match: Match, told: Advice) -> MatchOut:
    vacancy = told.vacancies[match.vacancy_id]
    return MatchOut(
        need_id=vacancy.public_id,
        vacancy_id=match.vacancy_id,
        title=vacancy.record.title,
        rank=match.rank,
        score=match.score,
        readiness=match.readiness,
        hours_to_ready=match.hours_to_ready,
        matched_skills=list(match.matched_skills),
        gaps=words.gaps(match.gaps),
        unknown=list(match.unknown),
        reasons=words.reasons(match.reasons),
        courses=list(match.courses),
    )


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
