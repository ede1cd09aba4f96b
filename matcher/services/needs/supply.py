"""How many people of a centre can answer a need, and which skills are short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matcher.core.gaps import needed_level
from matcher.core.matching.readiness import AFTER_TRAINING, READY
from matcher.core.paths import PathFinder
from matcher.core.records import Course, Session, Vacancy
from matcher.services.centre_cache import CentreCache
from matcher.services.needs.forms import SupplyCounts, shown


def count_supply(cache: CentreCache, centre_id: str, vacancy: Vacancy, *, today: date) -> SupplyCounts:
    """Count who is ready, who can be trained before the start, and what is short, among people who gave consent.

    A person can be trained where every course of their path has a session with seats that ends before the start date; without a start
    date any session that has not begun counts. A need that names no skill tells nothing about who is ready.
    """
    snapshot = cache.snapshot(centre_id)
    sessions = [row.record for row in cache.repository.find(centre_id, Session)]
    courses = snapshot.work.courses
    in_time = [one for one in courses if ends_in_time(one, sessions, start=vacancy.start_date, today=today)]
    ranking = cache.rank(centre_id, snapshot, vacancy, day=today)
    is_here = snapshot.index.is_here & bool(vacancy.needs)
    status = ranking.readiness_with(PathFinder(in_time)).status
    lacking = {
        need.skill_id: int((is_here & (snapshot.index.level(need.skill_id) < needed_level(need))).sum())
        for need in vacancy.needs
        if need.essential
    }
    short = [(skill, shown(n)) for skill, n in lacking.items() if n]
    return SupplyCounts(
        shown(int(np.count_nonzero(is_here & (status == READY)))),
        shown(int(np.count_nonzero(is_here & (status == AFTER_TRAINING)))),
        # Below the smallest group the order must not tell who lacks more.
        tuple(sorted(short, key=lambda item: (-(item[1] or 0), item[0]))),
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
