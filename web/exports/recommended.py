"""What a jobseeker is recommended as files of their own: vacancies and courses, without scores."""

from __future__ import annotations

from flask import Response, g

from matcher.adapters.tables_io.exporting import Cell
from matcher.core.records import Match
from matcher.services.advice import Advice, CourseAdvice
from web.advice.blueprint import reasons
from web.advice.recommended import own_advice
from web.exports.blueprint import ADDRESS, attachment, column, exports, joined
from web.policies import policy


@exports.get(ADDRESS.format("vacancies"))
@policy("jobseeker")
def vacancies(language: str, form: str) -> Response:
    """Give the recommended vacancies as a file; without consent it is empty."""
    told = own_advice() or Advice()
    keys = ("title", "employer", "locality", "readiness", "matched", "gaps", "courses", "reasons", "unknown")
    columns = [column(f"ui.exports.column_{key}") for key in keys]
    hours = column("ui.exports.column_hours_to_ready", "number")
    rows = [_vacancy(match, told) for match in told.matches]
    return attachment(form, "vacancies", [*columns[:4], hours, *columns[4:]], rows=rows)


@exports.get(ADDRESS.format("courses"))
@policy("jobseeker")
def courses(language: str, form: str) -> Response:
    """Give the recommended courses as a file; without consent it is empty."""
    told = own_advice() or Advice()
    columns = [
        column("ui.exports.column_course"),
        column("ui.exports.column_provider"),
        column("ui.exports.column_unlocks"),
        column("ui.exports.column_closes"),
        column("ui.exports.column_start", "day"),
        column("ui.exports.column_end", "day"),
        column("ui.exports.column_hours", "number"),
        column("ui.exports.column_minutes", "number"),
        column("ui.exports.column_childcare"),
        column("ui.exports.column_reasons"),
    ]
    return attachment(form, "courses", columns, rows=[_course(found, told) for found in told.courses])


def _vacancy(match: Match, told: Advice) -> list[Cell]:
    vacancy, say = told.vacancies[match.vacancy_id].record, g.say
    return [
        vacancy.title,
        vacancy.employer,
        say.place(vacancy.locality) if vacancy.locality else "",
        say(f"ui.me.readiness_{match.readiness}"),
        match.hours_to_ready,
        joined(map(say.skill, match.matched_skills)),
        joined(say.skill(gap.skill_id) for gap in match.gaps),
        joined(told.titles[course] for course in match.courses),
        joined(map(say.reason, reasons(match.reasons))),
        joined(map(say.unknown, match.unknown)),
    ]


def _course(found: CourseAdvice, told: Advice) -> list[Cell]:
    say, first = g.say, found.sessions[0].session if found.sessions else None
    childcare = {True: "yes", False: "no", None: "unknown"}[found.course.childcare]
    return [
        found.course.title,
        found.course.provider,
        joined(told.vacancies[each].record.title for each in found.recommendation.unlocked_vacancies),
        joined(say.skill(gap.skill_id) for gap in found.recommendation.closes),
        first.start_date if first else None,
        first.end_date if first else None,
        found.course.hours,
        found.travel_minutes,
        say(f"ui.me.childcare_{childcare}"),
        joined(map(say.reason, reasons(found.recommendation.reasons))),
    ]
