"""Courses and their sessions."""

from __future__ import annotations

from datetime import date

from flask import abort

from matcher.core.records import Course, Session
from matcher.core.records.centre import Stored
from web.api import words
from web.api.blueprint import api
from web.api.caller import get_caller
from web.api.cursors import cursor_of, place_of
from web.api.models import Page, PageQuery, ResponseModel, SkillOut
from web.api.operations import Operation, operation
from web.context import get_repository
from web.policies import policy


class CourseOut(ResponseModel):
    """A programme; null is unknown, never zero and never "no"."""

    id: str
    course_id: str
    title: str
    provider: str
    teaches: list[SkillOut]
    prerequisites: list[SkillOut]
    education_level: int | None
    hours: float | None
    cost_kzt: float | None
    language: str
    mode: str
    locality: str | None
    childcare: bool | None
    certificate: str
    licences: list[str]


class CoursePage(Page[CourseOut]):
    """Courses in the order they were added."""


class SessionOut(ResponseModel):
    """One dated run of a course, with its seats."""

    id: str
    session_id: str
    course_id: str
    seats: int
    start_date: date | None
    end_date: date | None
    locality: str | None


class SessionPage(Page[SessionOut]):
    """Sessions in the order they were added."""


@api.get("/courses")
@policy("staff", "employer")
@operation(Operation(CoursePage, query=PageQuery))
def courses(query: PageQuery) -> CoursePage:
    """List the courses of the centre."""
    after = place_of("courses", query.cursor, first=0)
    rows, last = get_repository().page(get_caller().centre_id, Course, after=after, limit=query.limit)
    more = cursor_of("courses", last) if len(rows) == query.limit else None
    return CoursePage(items=[course_out(row) for row in rows], next=more)


@api.get("/courses/<uuid:public_id>")
@policy("staff", "employer")
@operation(Operation(CourseOut))
def course(public_id: str) -> CourseOut:
    """Show a course."""
    return course_out(get_repository().get(get_caller().centre_id, Course, public_id) or abort(404))


@api.get("/sessions")
@policy("staff", "employer")
@operation(Operation(SessionPage, query=PageQuery))
def sessions(query: PageQuery) -> SessionPage:
    """List the sessions of the centre's courses."""
    after = place_of("sessions", query.cursor, first=0)
    rows, last = get_repository().page(get_caller().centre_id, Session, after=after, limit=query.limit)
    more = cursor_of("sessions", last) if len(rows) == query.limit else None
    return SessionPage(items=[session_out(row) for row in rows], next=more)


@api.get("/sessions/<uuid:public_id>")
@policy("staff", "employer")
@operation(Operation(SessionOut))
def session(public_id: str) -> SessionOut:
    """Show a session."""
    return session_out(get_repository().get(get_caller().centre_id, Session, public_id) or abort(404))


def course_out(row: Stored[Course]) -> CourseOut:
    """Tell a course."""
    found = row.record
    plain = ("course_id", "title", "provider", "education_level", "hours", "cost_kzt", "language", "mode")
    return CourseOut(
        id=row.public_id,
        teaches=[words.skill(each.skill_id, each.level) for each in found.teaches],
        prerequisites=[words.skill(each.skill_id, each.level) for each in found.prerequisites],
        licences=sorted(found.licences),
        **{name: getattr(found, name) for name in (*plain, "locality", "childcare", "certificate")},
    )


def session_out(row: Stored[Session]) -> SessionOut:
    """Tell a session."""
    names = ("session_id", "course_id", "seats", "start_date", "end_date", "locality")
    return SessionOut(id=row.public_id, **{name: getattr(row.record, name) for name in names})
