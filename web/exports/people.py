"""People as files, for the staff of their centre only: those found for a vacancy or by a search, and those who wait.

Every person in a file was looked at: the look is written with the read, as for a page.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort, g

from matcher.adapters.tables_io.exporting import Cell, ExportColumn
from matcher.core.records import Vacancy
from matcher.core.records.centre import Viewer
from matcher.services.decisions.caseload import QUIET_DAYS, without_outcome
from matcher.services.decisions.objections import due_objections
from matcher.services.search.candidate_search import CandidateRow, SearchQuery, SearchResult
from web.context import KAZAKHSTAN, get_repository, get_services, now, today
from web.exports.blueprint import ADDRESS, attachment, column, exports, joined
from web.policies import policy
from web.sessions import name_of
from web.staff.blueprint import get_officer
from web.staff.finding import wanted_asked
from web.staff.query_params import filters_asked, sort_asked

MOST = 10_000
"""People in one file: a longer list is for a computer, not for a clerk, and making it would hold others up."""


@exports.app_context_processor
def limits() -> dict[str, int]:
    """Tell all templates how many people a file may hold."""
    return {"most_in_file": MOST}


@exports.get("/exports/vacancies/<public_id>/candidates.<any(csv, xlsx):form>")
@policy("staff")
def candidates(language: str, public_id: str, form: str) -> Response:
    """Give the candidates of a vacancy as a file, filtered and in order as on the page."""
    row = get_repository().get(get_officer().centre_id, Vacancy, public_id) or abort(404)
    return _people(form, SearchQuery(row.record, filters_asked(), sort_asked()))


@exports.get(ADDRESS.format("people"))
@policy("staff")
def search(language: str, form: str) -> Response:
    """Give those whom a search finds as a file, filtered and in order as on the page."""
    return _people(form, SearchQuery(wanted_asked().vacancy, filters_asked(), sort_asked()))


@exports.get(ADDRESS.format("waiting"))
@policy("staff")
def waiting(language: str, form: str) -> Response:
    """Give those who were not recommended anything for 30 days as a file, the longest first."""
    officer, repository = get_officer(), get_repository()
    midnight = now().astimezone(KAZAKHSTAN).replace(hour=0, minute=0, second=0, microsecond=0)
    found, n = repository.waiting(officer.centre_id, since=midnight - timedelta(days=QUIET_DAYS), limit=MOST)
    if n > MOST:
        abort(413)
    ids = [each.jobseeker_id for each in found]
    people = repository.read_people(officer.centre_id, ids, viewer=Viewer(officer.user_id, officer.role, "export"))
    shown = {row.record.jobseeker_id for row in people}
    columns = [column("ui.exports.column_person"), column("ui.exports.column_referred", "day")]
    rows: list[list[Cell]] = [
        [each.jobseeker_id, each.last.astimezone(KAZAKHSTAN).date() if each.last else None]
        for each in found
        if each.jobseeker_id in shown
    ]
    return attachment(form, "waiting", columns, rows=rows)


@exports.get(ADDRESS.format("objections"))
@policy("staff")
def objections(language: str, form: str) -> Response:
    """Give the objections that wait as a file, overdue first; what was written in them stays on the page."""
    officer, say = get_officer(), g.say
    due = due_objections(get_repository(), officer.centre_id, today())[:MOST]
    _look_at([each.objection.record.jobseeker_id for each in due])
    columns = [
        column("ui.exports.column_person"),
        column("ui.exports.column_kind"),
        *(column(f"ui.exports.column_{name}", "day") for name in ("raised", "answer_by")),
        column("ui.exports.column_late"),
    ]
    rows: list[list[Cell]] = [
        [
            record.jobseeker_id,
            say(f"ui.objections.kind_{record.kind}"),
            record.raised_at.astimezone(KAZAKHSTAN).date(),
            record.answer_by,
            say("ui.me.yes" if each.is_overdue else "ui.me.no"),
        ]
        for each in due
        for record in [each.objection.record]
    ]
    return attachment(form, "objections", columns, rows=rows)


@exports.get(ADDRESS.format("referrals"))
@policy("staff")
def referrals(language: str, form: str) -> Response:
    """Give the referrals of which nobody has noted what happened as a file, the oldest first."""
    officer, repository, say = get_officer(), get_repository(), g.say
    found = [row.record for row in without_outcome(repository, officer.centre_id)[:MOST]]
    _look_at([record.jobseeker_id for record in found])
    titles = {
        vacancy_id: next(repository.find(officer.centre_id, Vacancy, limit=1, vacancy_id=vacancy_id)).record.title
        for vacancy_id in {record.vacancy_id for record in found}
    }
    columns = [
        *(column(f"ui.exports.column_{name}") for name in ("person", "vacancy", "state")),
        column("ui.exports.column_referred_on", "day"),
        column("ui.exports.column_officer"),
    ]
    rows: list[list[Cell]] = [
        [
            record.jobseeker_id,
            titles[record.vacancy_id],
            say.values("action", "offered" if record.status == "offered" else "referred"),
            record.referred_at.astimezone(KAZAKHSTAN).date(),
            name_of(record.offered_by or record.referred_by),
        ]
        for record in found
    ]
    return attachment(form, "referrals", columns, rows=rows)


def _look_at(jobseeker_ids: list[str]) -> None:
    """Write down that the officer is shown people in a file, each once."""
    officer = get_officer()
    viewer = Viewer(officer.user_id, officer.role, "export")
    get_repository().read_people(officer.centre_id, sorted(set(jobseeker_ids)), viewer=viewer)


def _people(form: str, asked: SearchQuery) -> Response:
    officer, vacancy = get_officer(), asked.vacancy
    found = get_services().search.find_candidates(officer.centre_id, asked)
    if found.total > MOST:
        abort(413)
    # Skills that were only wished for are no vacancy that the log could name.
    named = vacancy.vacancy_id if vacancy is not None and vacancy.vacancy_id in found.centre.work.vacancies else ""
    viewer = Viewer(officer.user_id, officer.role, "export", named)
    rows = [_row(found, row) for row in get_services().search.everybody(officer.centre_id, found, viewer)]
    return attachment(form, "candidates", _columns(found), rows=rows)


def _columns(found: SearchResult) -> list[ExportColumn]:
    person, since = column("ui.exports.column_person"), column("ui.exports.column_unemployed", "day")
    if found.ranking is None:
        return [person, since]
    numbers = [column(f"ui.exports.column_{name}", "number") for name in ("rank", "fit")]
    words = [column(f"ui.exports.column_{name}") for name in ("matched", "gaps", "courses", "unknown", "reasons")]
    hours = column("ui.exports.column_hours_to_ready", "number")
    return [person, *numbers, column("ui.exports.column_readiness"), hours, since, *words]


def _row(found: SearchResult, row: CandidateRow) -> list[Cell]:
    match, say = row.match, g.say
    if match is None:
        return [row.person.record.jobseeker_id, row.unemployed_since]
    return [
        match.jobseeker_id,
        match.rank or None,
        match.score,
        say(f"value.readiness.{match.readiness}"),
        match.hours_to_ready,
        row.unemployed_since,
        joined(map(say.skill, match.matched_skills)),
        joined(say.gap(f"{gap.skill_id}:{gap.levels}") for gap in match.gaps),
        joined(found.centre.work.titles.get(course, course) for course in match.courses),
        joined(map(say.unknown, match.unknown)),
        joined(say.reason(str(reason)) for reason in match.reasons),
    ]
