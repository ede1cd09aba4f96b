"""Advice for one person: recommended vacancies and courses, and why a vacancy is not among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from matcher.core.counterfactuals import changes_needed
from matcher.core.eligibility import HARD, TravelTimes, check_pair
from matcher.core.gaps import effective_levels, needed_level
from matcher.core.paths import PathFinder
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
from matcher.core.taxonomy import Taxonomy
from matcher.ports import Ranker, Repository
from matcher.services.match_builder import MatchingContext
from matcher.services.matching import fields_to_fill, match_person
from matcher.services.one_pair import CachedRanker, match_pair
from matcher.services.open_work import OpenWork

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
    town : MatchingContext
        What the pair was matched in.
    """

    vacancy: Stored[Vacancy]
    verdict: Verdict
    match: Match
    rank: int
    town: MatchingContext
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
    today : callable
        Gives the day, for vacancies and sessions that have ended.
    """

    repository: Repository
    taxonomy: Taxonomy
    ranker: Ranker
    travel: TravelTimes
    today: Callable[[], date]
    _prepared: dict[str, tuple[MatchingContext, CachedRanker]] = field(default_factory=dict, init=False, repr=False)
    _work: OpenWork = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._work = OpenWork(self.repository)

    def vacancies(self, centre_id: str) -> dict[str, Stored[Vacancy]]:
        """Give the open vacancies of a centre by vacancy_id, as :meth:`matcher.services.open_work.OpenWork.vacancies`."""
        return self._work.vacancies(centre_id, self.today())

    def town(self, centre_id: str, vacancies: Mapping[str, Stored[Vacancy]]) -> MatchingContext:
        """Lay out what a centre's people are matched with; kept until a vacancy or a course changes."""
        open_now = [row.record for row in vacancies.values()]
        made = MatchingContext.of(self.taxonomy, open_now, self._work.courses(centre_id), ranker=self.ranker, travel=self.travel)
        former, kept = self._prepared.get(centre_id, (None, None))
        if former is None or kept is None or (former.vacancies, former.courses) != (made.vacancies, made.courses):
            kept = CachedRanker(self.ranker)
        town = replace(made, ranker=kept)
        self._prepared[centre_id] = (town, kept)
        return town

    def advise(self, centre_id: str, person: Jobseeker) -> Advice:
        """Recommend vacancies and courses to a person who has consented; the caller has asked."""
        vacancies = self.vacancies(centre_id)
        town = self.town(centre_id, vacancies)
        titles = {course.course_id: course.title for course in town.courses}
        to_fill = () if person.profile.skills else fields_to_fill(person)
        run = match_person(person, town)
        by_id = {course.course_id: course for course in town.courses}
        runs = self._sessions(centre_id)
        courses = tuple(
            self._course(person, each, by_id[each.course_id], runs.get(each.course_id, ()))
            for each in run.recommendations
        )
        return Advice(run.by_jobseeker, courses, to_fill, vacancies, titles)

    def _sessions(self, centre_id: str) -> dict[str, list[Session]]:
        """Give the sessions that have not begun by course, earliest first; undated ones last."""
        found: dict[str, list[Session]] = {}
        rows = [row.record for row in self.repository.find(centre_id, Session)]
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
            minutes = self.travel.between(home, course.locality)
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
            found[match.vacancy_id] = changes_needed(check_pair(person, vacancy, self.travel), match.gaps, vacancy)
        return found

    def why_not(self, centre_id: str, person: Jobseeker, public_id: str) -> WhyNot | None:
        """Say why an open vacancy is or is not recommended; None where the centre has no such open vacancy."""
        vacancies = self.vacancies(centre_id)
        stored = next((row for row in vacancies.values() if row.public_id == public_id), None)
        if stored is None:
            return None
        town = self.town(centre_id, vacancies)
        vacancy = stored.record
        match = match_pair(person, vacancy, town)
        levels = effective_levels(person.profile.skills, self.taxonomy)
        checks = check_pair(person, vacancy, self.travel)
        failed = tuple(check for check in checks if check.status == "failed")
        asked = {need.skill_id: needed_level(need) for need in vacancy.needs}
        return WhyNot(
            vacancy=stored,
            verdict=_verdict(vacancy, match, failed, town.top),
            match=match,
            rank=match.rank,
            town=town,
            failed=failed,
            changes=changes_needed(checks, match.gaps, vacancy),
            courses=_path(town, person, levels, vacancy, match),
            titles={course.course_id: course.title for course in town.courses},
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


def _path(town: MatchingContext, person: Jobseeker, levels: Mapping[str, int], vacancy: Vacancy, match: Match) -> tuple[str, ...]:
    targets = {gap.skill_id: levels.get(gap.skill_id, 0) + gap.levels for gap in match.gaps if gap.essential}
    held = person.circumstances.licences
    missing = frozenset() if held is None else (vacancy.licences or frozenset()) - held
    if not targets and not missing:
        return ()
    path = PathFinder(town.courses).find(
        targets, levels, education_level=person.profile.education_level, licences=missing
    )
    return path.courses if path else ()
