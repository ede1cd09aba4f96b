"""An ordered list of courses that closes the essential gaps of one match: a plain greedy path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matcher.core.gaps import UNSTATED_LEVEL, effective_levels
from matcher.core.records import Course, HeldSkill, TaughtSkill
from matcher.core.taxonomy import Taxonomy

MAX_COURSES = 4
"""Longest path shown; a person may be trained once in two years (Social Code art. 109), so longer ones are not a plan."""
UNKNOWN_HOURS = 1000.0
"""A course of unknown length is chosen last, as if it were longer than any."""


@dataclass(frozen=True, slots=True)
class Path:
    """Courses in the order in which to take them.

    Attributes
    ----------
    hours : float or None
        Sum of the courses' hours; None when one of them is unknown.
    """

    courses: tuple[str, ...]
    hours: float | None


def taught_level(taught: TaughtSkill) -> int:
    """Give the level that a course reaches; an unstated one counts as :data:`matcher.core.gaps.UNSTATED_LEVEL`."""
    return UNSTATED_LEVEL if taught.level is None else taught.level


def with_broader_skills(courses: Sequence[Course], taxonomy: Taxonomy) -> tuple[Course, ...]:
    """Add the broader skills that a course's skills prove, and sort by course_id."""
    widened = []
    for course in courses:
        taught = effective_levels((HeldSkill(t.skill_id, taught_level(t)) for t in course.teaches), taxonomy)
        teaches = tuple(TaughtSkill(skill_id, level) for skill_id, level in sorted(taught.items()))
        widened.append(replace(course, teaches=teaches))
    return tuple(sorted(widened, key=lambda course: course.course_id))


def admits(course: Course, levels: Mapping[str, int], education_level: int | None) -> bool:
    """Say whether a person meets a course's prerequisites; unknown education does not shut anybody out."""
    if course.education_level is not None and education_level is not None and education_level < course.education_level:
        return False
    return all(levels.get(asked.skill_id, 0) >= (asked.level or 1) for asked in course.prerequisites)


@dataclass
class PathFinder:
    """Finds paths through one catalogue; equal questions are answered once.

    Parameters
    ----------
    courses : sequence of Course
        In any order; ties are broken by course_id.
    """

    courses: Sequence[Course]
    _known: dict[tuple[object, ...], Path | None] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.courses = tuple(sorted(self.courses, key=lambda course: course.course_id))
        self._by_skill: dict[str, list[Course]] = {}
        for course in self.courses:
            for taught in course.teaches:
                self._by_skill.setdefault(taught.skill_id, []).append(course)
        self._asked_first = sorted({asked.skill_id for course in self.courses for asked in course.prerequisites})
        self._by_id = {course.course_id: course for course in self.courses}

    def find(
        self,
        targets: Mapping[str, int],
        levels: Mapping[str, int],
        *,
        education_level: int | None = None,
        licences: frozenset[str] = frozenset(),
    ) -> Path | None:
        """Find courses that bring every target skill to its level and give every missing licence.

        Parameters
        ----------
        targets : mapping of str to int
            Level to reach by skill_id: the essential needs that are not met.
        levels : mapping of str to int
            Levels held.
        licences : frozenset of str
            Licences missing.

        Returns
        -------
        Path or None
            None when no order of known courses gets there.

        Notes
        -----
        Greedy: at each step the admitted course that closes most levels an hour; when no admitted course helps, the prerequisites of
        the helpful ones become targets. Courses that turn out needless are dropped at the end. Not always the shortest path.
        """
        key = (
            tuple(sorted((skill, level, levels.get(skill, 0)) for skill, level in targets.items())),
            tuple(levels.get(skill, 0) for skill in self._asked_first),
            education_level,
            licences,
        )
        if key not in self._known:
            self._known[key] = self._search(targets, levels, education_level, licences)
        return self._known[key]

    def skills_that_matter(self, targets: Iterable[str]) -> tuple[str, ...]:
        """List the skills whose levels can move the answer of :meth:`find`, sorted: the targets, and what courses towards them ask for.

        Courses that give a licence count always.
        """
        waiting, found, seen = list(targets), set(), set()
        helpful = [course for course in self.courses if course.licences]
        while waiting or helpful:
            for skill_id in waiting:
                found.add(skill_id)
                helpful += self._by_skill.get(skill_id, ())
            fresh = [course for course in helpful if course.course_id not in seen]
            seen |= {course.course_id for course in fresh}
            waiting = [each.skill_id for course in fresh for each in course.prerequisites if each.skill_id not in found]
            helpful = []
        return tuple(sorted(found))

    def teaches(self, skill_id: str) -> bool:
        """Say whether any course teaches a skill."""
        return skill_id in self._by_skill

    def _search(
        self, targets: Mapping[str, int], levels: Mapping[str, int], education: int | None, licences: frozenset[str]
    ) -> Path | None:
        if any(skill not in self._by_skill for skill in targets):
            return None
        reached, aims, missing = dict(levels), dict(targets), set(licences)
        path: list[Course] = []
        while len(path) <= MAX_COURSES:
            open_aims = {skill: level for skill, level in aims.items() if reached.get(skill, 0) < level}
            if not missing and not any(skill in open_aims for skill in targets):
                return self._pruned(path, targets, levels, education, licences)
            course = self._best(open_aims, reached, missing, education, taken={c.course_id for c in path})
            if course is not None:
                path.append(course)
                _learn(course, reached)
                missing -= course.licences
            elif not self._aim_at_prerequisites(aims, open_aims, reached):
                return None
        return None

    def _helpful(self, open_aims: Mapping[str, int], missing: Iterable[str]) -> list[Course]:
        found = {course.course_id: course for skill in open_aims for course in self._by_skill.get(skill, ())}
        wanted = set(missing)
        if wanted:
            found.update({course.course_id: course for course in self.courses if course.licences & wanted})
        return [found[course_id] for course_id in sorted(found)]

    def _best(
        self,
        open_aims: Mapping[str, int],
        reached: Mapping[str, int],
        missing: set[str],
        education: int | None,
        taken: set[str],
    ) -> Course | None:
        best: tuple[float, Course] | None = None
        for course in self._helpful(open_aims, missing):
            if course.course_id in taken or not admits(course, reached, education):
                continue
            gain = len(course.licences & missing) + sum(
                max(0, min(taught_level(t), open_aims.get(t.skill_id, 0)) - reached.get(t.skill_id, 0))
                for t in course.teaches
            )
            worth = gain / (course.hours or UNKNOWN_HOURS)
            if gain > 0 and (best is None or worth > best[0]):
                best = (worth, course)
        return best[1] if best else None

    def _aim_at_prerequisites(
        self, aims: dict[str, int], open_aims: Mapping[str, int], reached: Mapping[str, int]
    ) -> bool:
        added = False
        for course in self._helpful(open_aims, ()):
            for asked in course.prerequisites:
                level = asked.level or 1
                if reached.get(asked.skill_id, 0) < level and aims.get(asked.skill_id, 0) < level:
                    aims[asked.skill_id] = level
                    added = True
        return added

    def _pruned(
        self,
        path: list[Course],
        targets: Mapping[str, int],
        levels: Mapping[str, int],
        education: int | None,
        licences: frozenset[str],
    ) -> Path:
        for course in list(reversed(path)):
            shorter = [other for other in path if other is not course]
            if _reaches(shorter, targets, levels, education, licences):
                path = shorter
        hours = [course.hours for course in path]
        total = None if any(h is None for h in hours) else float(sum(h for h in hours if h is not None))
        return Path(tuple(course.course_id for course in path), total)


def _learn(course: Course, reached: dict[str, int]) -> None:
    for taught in course.teaches:
        reached[taught.skill_id] = max(reached.get(taught.skill_id, 0), taught_level(taught))


def _reaches(
    path: Sequence[Course],
    targets: Mapping[str, int],
    levels: Mapping[str, int],
    education: int | None,
    licences: frozenset[str],
) -> bool:
    reached, missing = dict(levels), set(licences)
    for course in path:
        if not admits(course, reached, education):
            return False
        _learn(course, reached)
        missing -= course.licences
    return not missing and all(reached.get(skill, 0) >= level for skill, level in targets.items())
