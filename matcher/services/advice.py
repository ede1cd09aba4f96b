"""Advice for one person: recommended vacancies and courses, and why a vacancy is not among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matcher.core.counterfactuals import changes_needed
from matcher.core.gaps import effective_levels, needed_level
from matcher.core.matching.constraints import HARD, check_pair
from matcher.core.matching.context import BoundContext, MatchingContext
from matcher.core.matching.readiness import Trainee, essential_targets, find_path
from matcher.core.records import (
    Check,
    Course,
    Gap,
    Jobseeker,
    Match,
    Reason,
    Recommendation,
    Session,
    Vacancy,
)
from matcher.core.records.centre import Stored
from matcher.services.centre_cache import CentreCache
from matcher.services.matching import fields_to_fill, match_pair, match_person

Verdict = Literal["recommended", "lower", "unsuitable", "no_fit", "no_needs"]
WEEK_DAYS = 7


@dataclass(frozen=True)
class SessionAdvice:
    """A run of a course that has not begun.

    Attributes
    ----------
    weekly_hours : float or None
        Hours a week if the course is spread evenly; None where its hours or dates are unknown.
    """

    session: Session
    weekly_hours: float | None


@dataclass(frozen=True)
class CourseAdvice:
    """A recommended course with what decides whether a person can attend it; none of it changes the order.

    Attributes
    ----------
    travel_minutes : int or None
        From home by public transport; 0 where no way is needed; None where unknown.
    travel_fits : bool or None
        Whether that is within the person's own limit; None where either is unknown.
    """

    recommendation: Recommendation
    course: Course
    sessions: tuple[SessionAdvice, ...] = ()
    travel_minutes: int | None = None
    travel_fits: bool | None = None


@dataclass(frozen=True)
class Advice:
    """What a person is recommended.

    Attributes
    ----------
    matches : tuple of Match
        By rank; the same as the batch flow gives. Empty without consent.
    to_fill : tuple of str
        Fields to fill in, where the profile holds no skill.
    vacancies : mapping of str to Stored
        Open ones by vacancy_id.
    """

    matches: tuple[Match, ...] = ()
    courses: tuple[CourseAdvice, ...] = ()
    to_fill: tuple[str, ...] = ()
    vacancies: Mapping[str, Stored[Vacancy]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WhyNot:
    """Why a vacancy is or is not recommended to a person, and what would change it.

    Attributes
    ----------
    rank : int
        Among all vacancies that suit the person; 0 where it does not.
    changes : tuple of Reason
        As :func:`matcher.core.counterfactuals.changes_needed`.
    courses : tuple of str
        Ordered path that closes the essential gaps, whatever constraints fail.
    levels : tuple of (Gap, int, int)
        Each gap with the level held and the level asked.
    titles : mapping of str to str
        Of all courses, by course_id.
    context : MatchingContext
        What the pair was matched in.
    """

    vacancy: Stored[Vacancy]
    verdict: Verdict
    match: Match
    rank: int
    context: MatchingContext
    failed: tuple[Check, ...] = ()
    changes: tuple[Reason, ...] = ()
    courses: tuple[str, ...] = ()
    levels: tuple[tuple[Gap, int, int], ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Advisor:
    """Advises the people of centres; the numbers are those of the batch flow.

    Parameters
    ----------
    cache : CentreCache
    today : callable
        Return the day, for vacancies and sessions that have ended.
    """

    cache: CentreCache
    today: Callable[[], date]

    def vacancies(self, centre_id: str) -> dict[str, Stored[Vacancy]]:
        """Return the open vacancies of a centre by vacancy_id, sorted."""
        return self.cache.work(centre_id).open_vacancies(self.today())

    def bound(self, centre_id: str, vacancies: Mapping[str, Stored[Vacancy]]) -> BoundContext:
        """Return what a centre's people are matched with; kept until a vacancy or a course changes."""
        open_now = tuple(row.record for row in vacancies.values())
        return self.cache.bound(centre_id, open_now, self.cache.work(centre_id).courses)

    def advise(self, centre_id: str, person: Jobseeker) -> Advice:
        """Recommend vacancies and courses to a person who has consented; the caller has asked."""
        vacancies = self.vacancies(centre_id)
        bound = self.bound(centre_id, vacancies)
        courses = {course.course_id: course for course in bound.context.courses}
        to_fill = () if person.profile.skills else fields_to_fill(person)
        run = match_person(person, bound)
        runs = self._sessions(centre_id)
        advised = tuple(
            self._course(person, each, courses[each.course_id], runs.get(each.course_id, ()))
            for each in run.recommendations
        )
        titles = {course_id: course.title for course_id, course in courses.items()}
        return Advice(run.by_jobseeker, advised, to_fill, vacancies, titles)

    def _sessions(self, centre_id: str) -> dict[str, list[Session]]:
        """Give the sessions that have not begun by course, earliest first; undated ones last."""
        found: dict[str, list[Session]] = {}
        rows = [row.record for row in self.cache.repository.find(centre_id, Session)]
        for one in sorted(rows, key=lambda each: (each.start_date or date.max, each.session_id)):
            if one.start_date is None or one.start_date >= self.today():
                found.setdefault(one.course_id, []).append(one)
        return found

    def _course(
        self, person: Jobseeker, found: Recommendation, course: Course, sessions: Sequence[Session]
    ) -> CourseAdvice:
        home, limit = person.circumstances.locality, person.circumstances.max_travel_minutes
        minutes: int | None = None
        if course.mode == "online":
            minutes = 0
        elif home is not None and course.locality is not None:
            minutes = self.cache.travel.between(home, course.locality)
        fits: bool | None = True if minutes == 0 else None
        if minutes and limit is not None:
            fits = minutes <= limit
        dated = tuple(SessionAdvice(one, weekly_hours(course, one)) for one in sessions)
        return CourseAdvice(found, course, dated, minutes, fits)

    def changes(self, person: Jobseeker, told: Advice) -> dict[str, tuple[Reason, ...]]:
        """Say by vacancy_id what would lift each match of an advice, as :func:`matcher.core.counterfactuals.changes_needed`."""
        found = {}
        for match in told.matches:
            vacancy = told.vacancies[match.vacancy_id].record
            found[match.vacancy_id] = changes_needed(check_pair(person, vacancy, self.cache.travel), match.gaps, vacancy)
        return found

    def why_not(self, centre_id: str, person: Jobseeker, public_id: str) -> WhyNot | None:
        """Say why an open vacancy is or is not recommended; None where the centre has no such open vacancy."""
        vacancies = self.vacancies(centre_id)
        stored = next((row for row in vacancies.values() if row.public_id == public_id), None)
        if stored is None:
            return None
        bound, vacancy = self.bound(centre_id, vacancies), stored.record
        match = match_pair(person, vacancy.vacancy_id, bound)
        checks = check_pair(person, vacancy, self.cache.travel)
        failed = tuple(check for check in checks if check.status == "failed")
        asked = {need.skill_id: needed_level(need) for need in vacancy.needs}
        return WhyNot(
            vacancy=stored,
            verdict=_verdict(vacancy, match, failed, bound.context.top),
            match=match,
            rank=match.rank,
            context=bound.context,
            failed=failed,
            changes=changes_needed(checks, match.gaps, vacancy),
            courses=_path(bound, person, vacancy),
            titles={course.course_id: course.title for course in bound.context.courses},
            levels=tuple((gap, asked[gap.skill_id] - gap.levels, asked[gap.skill_id]) for gap in match.gaps),
        )


def weekly_hours(course: Course, session: Session) -> float | None:
    """Spread the hours of a course evenly over the weeks of a session.

    Examples
    --------
    >>> weekly_hours(Course("C", "c", hours=120.0), Session("S", "C", 10, date(2026, 12, 1), date(2026, 12, 21)))
    40.0
    """
    start, end = session.start_date, session.end_date
    if course.hours is None or start is None or end is None or end < start:
        return None
    return course.hours * WEEK_DAYS / max(WEEK_DAYS, (end - start).days + 1)


def _verdict(vacancy: Vacancy, match: Match, failed: Sequence[Check], top: int) -> Verdict:
    if not vacancy.needs:
        return "no_needs"
    if any(check.name in HARD for check in failed):
        return "unsuitable"
    if match.rank == 0:
        return "no_fit"
    return "recommended" if match.rank <= top else "lower"


def _path(bound: BoundContext, person: Jobseeker, vacancy: Vacancy) -> tuple[str, ...]:
    """Return the courses that close the essential gaps and give missing licences, whatever other constraints fail."""
    trainee = Trainee.of(person, effective_levels(person.profile.skills, bound.context.taxonomy))
    targets = essential_targets(vacancy, trainee.levels)
    missing = frozenset() if trainee.licences is None else (vacancy.licences or frozenset()) - trainee.licences
    if not targets and not missing:
        return ()
    path = find_path(trainee, targets, finder=bound.finder(), licences=missing)
    return path.courses if path else ()
