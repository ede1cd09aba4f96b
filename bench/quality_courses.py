"""Courses for people: what :mod:`quality` prints of ``jcrec`` (3,000 courses, 238 CVs, 1,794 skills with ESCO addresses).

The job file of the original was never published, so its figures cannot be repeated. Jobs here are ESCO occupations: their essential skills
that the 1,794 hold, where there are three or more, each asked at "intermediate". A job counts as unlocked when all of them are reached;
a course may be taken when all that it requires is. Unstated and odd levels count as "intermediate". Every tenth CV is measured.
"""

from __future__ import annotations

import csv
import gzip
import json
import time

import numpy as np
from scipy import sparse

from matcher.core import courses as course_advice
from matcher.core.coverage import SkillWeights, build_demand, measure
from matcher.core.gaps import Gap
from matcher.core.matching.constraints import check_all
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.paths import admits
from matcher.core.records import Course, HeldSkill, Jobseeker, Profile, SkillNeed, TaughtSkill, Vacancy
from matcher.core.taxonomy import Taxonomy

LEVELS = {"beginner": 1, "intermediate": 2, "advanced": 3, "expert": 3}
MIDDLE = 2
FEWEST_NEEDS, EVERY, MOST_COURSES = 3, 10, 3
NO_WORDS = Taxonomy({}, {})


def level_of(text):
    return LEVELS.get(text, MIDDLE)


def read(shared):
    """(courses, people as levels by skill, jobs), everything by identifier."""
    folder = shared / "jcrec"
    with gzip.open(folder / "courses.json.gz", "rt", encoding="utf-8") as file:
        listed = json.load(file)
    with gzip.open(folder / "resumes.json.gz", "rt", encoding="utf-8") as file:
        resumes = json.load(file)
    with gzip.open(folder / "taxonomy.csv.gz", "rt", encoding="utf-8", newline="") as file:
        skill_of = {row["Source"]: row["unique_id"] for row in csv.DictReader(file)}
    asked = {}
    with gzip.open(
        shared / "esco_v1.2.0" / "occupationSkillRelations.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            if row["relationType"] == "essential" and row["skillUri"] in skill_of:
                asked.setdefault(row["occupationUri"], set()).add(skill_of[row["skillUri"]])
    courses = [
        Course(
            key,
            key,
            teaches=tuple(TaughtSkill(skill, level) for skill, level in strongest(parts["to_acquire"]).items()),
            prerequisites=tuple(TaughtSkill(skill, level) for skill, level in strongest(parts["required"]).items()),
            hours=1.0,
        )
        for key, parts in sorted(listed.items())
    ]
    jobs = [
        Vacancy(key, key, tuple(SkillNeed(skill, MIDDLE) for skill in sorted(skills)))
        for key, skills in sorted(asked.items())
        if len(skills) >= FEWEST_NEEDS
    ]
    people = [strongest(skills) for _, skills in sorted(resumes.items())[::EVERY]]
    return courses, people, jobs


def strongest(pairs):
    held = {}
    for skill, level in sorted((str(skill), level_of(text)) for skill, text in pairs):
        held[skill] = max(level, held.get(skill, 0))
    return held


def taught(levels, course):
    after = dict(levels)
    for one in course.teaches:
        after[one.skill_id] = max(one.level, after.get(one.skill_id, 0))
    return after


def n_ready(levels, jobs):
    return sum(all(levels.get(need.skill_id, 0) >= need.level for need in job.needs) for job in jobs)


class Ours:
    """The course that :func:`matcher.core.courses.recommend` puts first, again and again."""

    def __init__(self, courses, jobs):
        self.jobs = jobs
        self.demand = build_demand(jobs, NO_WORDS, SkillWeights.from_taxonomy(NO_WORDS))
        self.catalogue = course_advice.lay_courses(courses, self.demand)
        self.course_of = {course.course_id: course for course in courses}

    def next(self, levels):
        person = Jobseeker("J", Profile(tuple(HeldSkill(skill, level) for skill, level in sorted(levels.items()))))
        coverage = measure(self.demand, [levels])
        failed = check_all([person], self.jobs, TravelTimes()).failed
        unlocked = course_advice.unlocked(self.catalogue, self.demand, coverage, people=[person], failed=failed)
        lacking = {
            need.skill_id: need.level
            for job in self.jobs
            for need in job.needs
            if levels.get(need.skill_id, 0) < need.level
        }
        gaps = [Gap(skill, level - levels.get(skill, 0)) for skill, level in sorted(lacking.items())]
        unlocks = [tuple(self.jobs[at].vacancy_id for at in np.flatnonzero(found[0])) for found in unlocked]
        first = course_advice.recommend(person, levels, catalogue=self.catalogue, gaps=gaps, unlocks=unlocks, top=1)
        return self.course_of[first[0].course_id] if first else None


class Greedy:
    """The original's greedy search, plainly: try every course that may be taken, keep the first that unlocks most."""

    def __init__(self, courses, jobs):
        self.courses, self.jobs = courses, jobs

    def next(self, levels):
        allowed = [course for course in self.courses if admits(course, levels, None)]
        return max(allowed, key=lambda course: n_ready(taught(levels, course), self.jobs), default=None)


class ByLot:
    """Any course that may be taken, drawn with a fixed seed."""

    def __init__(self, courses, jobs):
        self.courses, self.draw = courses, np.random.default_rng(0)

    def next(self, levels):
        allowed = [course for course in self.courses if admits(course, levels, None)]
        return allowed[self.draw.integers(len(allowed))] if allowed else None


class BestPair:
    """The original's exhaustive search to depth two: every course that may be taken, and after it every other."""

    def __init__(self, courses, jobs):
        self.courses, self.jobs = courses, jobs
        self.skill_at = {skill: at for at, skill in enumerate(sorted({n.skill_id for job in jobs for n in job.needs}))}
        needs = [(self.skill_at[need.skill_id], at) for at, job in enumerate(jobs) for need in job.needs]
        self.asks = _ones(needs, (len(self.skill_at), len(jobs)))
        reached = [
            (at, self.skill_at[one.skill_id])
            for at, course in enumerate(courses)
            for one in course.teaches
            if one.skill_id in self.skill_at and one.level >= MIDDLE
        ]
        self.reaches = _ones(reached, (len(courses), len(self.skill_at)))

    def n_after_one(self, levels):
        """Jobs ready after each course; -1 where it may not be taken."""
        unmet = np.array([float(levels.get(skill, 0) < MIDDLE) for skill in self.skill_at])
        waiting = unmet @ self.asks
        open_jobs = np.flatnonzero(waiting > 0)
        asks = self.asks[:, open_jobs].multiply(unmet[:, None]).tocsr()
        closed = (self.reaches @ asks).tocoo()
        done = closed.data == waiting[open_jobs][closed.col]
        ready = np.bincount(closed.row[done], minlength=len(self.courses)) + (len(self.jobs) - len(open_jobs))
        allowed = np.array([admits(course, levels, None) for course in self.courses])
        return np.where(allowed, ready, -1)

    def reached(self, levels):
        first = self.n_after_one(levels)
        seen, best = {}, 0
        for at in np.flatnonzero(first >= 0):
            after = taught(levels, self.courses[at])
            key = tuple(sorted(after.items()))
            if key not in seen:
                seen[key] = int(self.n_after_one(after).max())
            best = max(best, seen[key])
        return [int(first.max()), best]


def _ones(cells, shape):
    rows, columns = np.array(sorted(set(cells))).T
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def course_rows(shared):
    courses, people, jobs = read(shared)
    before = np.array([n_ready(levels, jobs) for levels in people], dtype=float)
    rows = []
    for name, kind in (("ours: recommend, one after another", Ours), ("greedy search", Greedy), ("random", ByLot)):
        chooser, found, started = kind(courses, jobs), [], time.perf_counter()
        for levels in people:
            counts = []
            for _ in range(MOST_COURSES):
                course = chooser.next(levels)
                levels = taught(levels, course) if course else levels
                counts.append(n_ready(levels, jobs))
            found.append(counts)
        rows.append((name, columns(np.array(found) - before[:, None], started, MOST_COURSES)))
    chooser, started = BestPair(courses, jobs), time.perf_counter()
    found = np.array([chooser.reached(levels) for levels in people]) - before[:, None]
    rows.append(("exhaustive search, two courses", columns(found, started, 2)))
    yield f"jcrec: jobs unlocked after 1, 2, 3 courses, of {len(jobs)} ({before.mean():.1f} ready before)", rows


def columns(gained, started, n_courses):
    seconds = (time.perf_counter() - started) / len(gained)
    return {
        **{f"jobs after {k + 1}": gained[:, k] for k in range(gained.shape[1])},
        f"s a CV ({n_courses})": np.full(len(gained), seconds),
    }
