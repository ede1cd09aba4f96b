"""How many people of a centre can answer a need, and which skills are short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from matcher.core.courses import with_broader_skills
from matcher.core.eligibility import check_pair
from matcher.core.gaps import effective_levels, find_gaps
from matcher.core.records import Course, Session
from matcher.ports import Repository
from matcher.services.match_builder import MatchBuilder, MatchingContext
from matcher.services.needs.forms import SupplyCounts, shown


def count_supply(repository: Repository, centre_id: str, town: MatchingContext, *, today: date) -> SupplyCounts:
    """Count who is ready, who can be trained before the start, and what is short, among people who gave consent.

    A person can be trained where every course of their path has a session with seats that ends before the start date; without a start
    date any session that has not begun counts.

    Parameters
    ----------
    town : MatchingContext
        Of this one vacancy; its courses are read here.
    """
    (vacancy,) = town.vacancies
    sessions = [row.record for row in repository.find(centre_id, Session)]
    in_time = [
        row.record
        for row in repository.find(centre_id, Course)
        if ends_in_time(row.record, sessions, start=vacancy.start_date, today=today)
    ]
    match_builder = MatchBuilder(replace(town, courses=with_broader_skills(in_time, town.taxonomy)))
    counts = {"ready": 0, "after_training": 0, "far": 0}
    lacking = {need.skill_id: 0 for need in vacancy.needs if need.essential}
    # A need that names no skill tells nothing about who is ready.
    people = repository.candidates(centre_id) if vacancy.needs else iter(())
    for person in (row.record for row in people):
        levels = effective_levels(person.profile.skills, town.taxonomy)
        gaps = find_gaps(levels, vacancy.needs)
        checks = check_pair(person, vacancy, town.travel)
        failed = frozenset(check.name for check in checks if check.status == "failed")
        counts[match_builder.readiness(person, levels, vacancy, gaps=gaps, failed=failed)[0]] += 1
        for gap in gaps:
            if gap.essential:
                lacking[gap.skill_id] += 1
    short = sorted((item for item in lacking.items() if item[1]), key=lambda item: (-item[1], item[0]))
    return SupplyCounts(
        shown(counts["ready"]),
        shown(counts["after_training"]),
        # Below the smallest group the order would still tell who lacks more.
        tuple(sorted(((skill, shown(n)) for skill, n in short), key=lambda item: (-(item[1] or 0), item[0]))),
    )


def ends_in_time(course: Course, sessions: Sequence[Session], *, start: date | None, today: date) -> bool:
    """Say whether a session of a course with seats, not yet begun, ends before a date."""
    return any(
        session.course_id == course.course_id
        and session.seats > 0
        and (session.start_date is None or session.start_date >= today)
        and (start is None or (session.end_date is not None and session.end_date < start))
        for session in sessions
    )
