"""Why, for one pair: gaps, constraints, readiness, and the path of courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.core import courses as course_advice
from matcher.core.eligibility import CONSTRAINTS, TravelTimes, check_pair
from matcher.core.gaps import find_gaps, needed_level
from matcher.core.paths import PathFinder
from matcher.core.records import Check, Course, Gap, Jobseeker, Match, Readiness, Reason, Vacancy
from matcher.core.records.matches import READINESS, shared_reason
from matcher.core.taxonomy import Taxonomy
from matcher.ports import BlockScorer as BlockScorer
from matcher.ports import Ranker as Ranker

LIFTED_RANKS = 1
"""Matches of a list that say what would lift them most; a page asks for any other pair."""
SHOWN_OBSTACLES = 2


@dataclass(frozen=True)
class MatchingContext:
    """What a run holds fixed: words, vacancies, courses, travel, ranker."""

    taxonomy: Taxonomy
    vacancies: tuple[Vacancy, ...]
    courses: tuple[Course, ...]
    ranker: Ranker
    travel: TravelTimes = TravelTimes()
    top: int = 20

    @classmethod
    def of(cls, taxonomy: Taxonomy, vacancies: Sequence[Vacancy], courses: Sequence[Course], **rest: object) -> MatchingContext:
        """Sort vacancies and courses by identifier, so that the order of the files never matters."""
        ordered = tuple(sorted(vacancies, key=lambda vacancy: vacancy.vacancy_id))
        return cls(taxonomy, ordered, course_advice.with_broader_skills(courses, taxonomy), **rest)  # type: ignore[arg-type]


class MatchBuilder:
    """Says why, for one pair: gaps, constraints, readiness, the path of courses.

    Parameters
    ----------
    town : MatchingContext
    """

    def __init__(self, town: MatchingContext) -> None:
        self.town = town
        self._finder = PathFinder(town.courses)

    def assemble(
        self, jobseeker: Jobseeker, levels: Mapping[str, int], vacancy: Vacancy, *, rank: int, score: float
    ) -> Match:
        """Assemble a match.

        Parameters
        ----------
        levels : mapping of str to int
            Levels held by the person.
        score : float
            Of the pair, already rounded to six decimals.
        """
        gaps = find_gaps(levels, vacancy.needs)
        checks = check_pair(jobseeker, vacancy, self.town.travel)
        failed = frozenset(check.name for check in checks if check.status == "failed")
        readiness, hours, courses = self.readiness(jobseeker, levels, vacancy, gaps=gaps, failed=failed)
        reasons = _reasons(jobseeker, vacancy, levels, gaps=gaps, checks=checks)
        if readiness == "far" and failed and rank <= LIFTED_RANKS:
            reasons += self.obstacles(jobseeker, levels, vacancy, gaps=gaps, failed=failed)
        gap_skills = {gap.skill_id for gap in gaps}
        matched = tuple(sorted({need.skill_id for need in vacancy.needs} - gap_skills))
        return Match(
            vacancy_id=vacancy.vacancy_id,
            jobseeker_id=jobseeker.jobseeker_id,
            rank=rank,
            score=score,
            readiness=readiness,
            hours_to_ready=hours,
            matched_skills=matched,
            gaps=gaps,
            unknown=_unknown(jobseeker, vacancy, checks, matched),
            reasons=reasons,
            courses=courses,
        )

    def obstacles(
        self,
        jobseeker: Jobseeker,
        levels: Mapping[str, int],
        vacancy: Vacancy,
        *,
        gaps: Sequence[Gap],
        failed: frozenset[str],
    ) -> tuple[Reason, ...]:
        """Say which constraint, or which two together, stand alone between a far pair and readiness.

        Returns
        -------
        tuple of Reason
            At most two ``what_if_without`` with the constraints, the readiness that is then reached, and its hours (empty where unknown);
            two constraints together only where no single one helps.
        """
        for n_lifted in (1, 2):
            found = []
            for lifted in combinations(sorted(failed, key=CONSTRAINTS.index), n_lifted):
                reached, hours, _ = self.readiness(jobseeker, levels, vacancy, gaps=gaps, failed=failed - set(lifted))
                if reached != "far":
                    told = "" if hours is None else f"{hours:g}"
                    reason = shared_reason("what_if_without", ",".join(lifted), reached, told)
                    found.append((READINESS.index(reached), hours is None, hours or 0.0, reason))
            if found:
                return tuple(one[-1] for one in sorted(found, key=lambda one: one[:-1])[:SHOWN_OBSTACLES])
        return ()

    def readiness(
        self,
        jobseeker: Jobseeker,
        levels: Mapping[str, int],
        vacancy: Vacancy,
        *,
        gaps: Sequence[Gap],
        failed: frozenset[str],
    ) -> tuple[Readiness, float | None, tuple[str, ...]]:
        """Say how far a pair is: readiness, hours to ready and the path of courses, as :class:`Match` holds them.

        Parameters
        ----------
        failed : frozenset of str
            Names of the constraints that the pair fails.
        """
        targets = {gap.skill_id: levels.get(gap.skill_id, 0) + gap.levels for gap in gaps if gap.essential}
        if not targets and not failed:
            return "ready", 0.0, ()
        if failed - {"licences"}:
            return "far", None, ()
        held = jobseeker.circumstances.licences or frozenset()
        missing = (vacancy.licences or frozenset()) - held if "licences" in failed else frozenset()
        path = self._finder.find(
            targets, levels, education_level=jobseeker.profile.education_level, licences=frozenset(missing)
        )
        if path is None:
            return "far", None, ()
        return "after_training", path.hours, path.courses


def _unknown(
    jobseeker: Jobseeker, vacancy: Vacancy, checks: Sequence[Check], matched: Sequence[str]
) -> tuple[str, ...]:
    fields = {check.reason.params[0] for check in checks if check.status == "unknown"}
    stated = {skill.skill_id: skill.level is not None for skill in jobseeker.profile.skills}
    named = {skill_id for skill_id in matched if not stated.get(skill_id, True)}
    if named:
        asked = (need for need in vacancy.needs if need.skill_id in named and needed_level(need) > 1)
        fields.update(f"level:{need.skill_id}" for need in asked)
    if vacancy.unresolved:
        fields.add("vacancy.unresolved_needs")
    return tuple(sorted(fields))


def _reasons(
    jobseeker: Jobseeker,
    vacancy: Vacancy,
    levels: Mapping[str, int],
    *,
    gaps: Sequence[Gap],
    checks: Sequence[Check],
) -> tuple[Reason, ...]:
    reasons = []
    for essential, code in ((True, "essential_met"), (False, "optional_met")):
        n_asked = sum(need.essential is essential for need in vacancy.needs)
        n_unmet = sum(gap.essential is essential for gap in gaps)
        if n_asked:
            reasons.append(shared_reason(code, str(n_asked - n_unmet), str(n_asked)))
    if vacancy.needs_from_occupation:
        reasons.append(shared_reason("needs_from_occupation"))
    if vacancy.nkz:
        reasons.append(shared_reason("occupation_from_nkz", vacancy.nkz, vacancy.isco08))
    wanted = {past.isco08 for past in jobseeker.profile.wanted_occupations if past.isco08}
    if vacancy.isco08 and vacancy.isco08 in wanted:
        reasons.append(shared_reason("wanted_occupation", vacancy.isco08))
    return (*reasons, *(check.reason for check in checks))
