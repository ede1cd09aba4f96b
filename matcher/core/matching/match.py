"""The one call of matching: people against vacancies, and one chosen pair as a match with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Coverage, covered
from matcher.core.features.extraction import QuantizedFeatures
from matcher.core.gaps import find_gaps, needed_level
from matcher.core.matching.candidates import Candidates
from matcher.core.matching.constraints import NAMES, CheckTable, check_pair, check_pairs
from matcher.core.matching.context import BoundContext, MatchingContext
from matcher.core.matching.readiness import Trainee, decide
from matcher.core.matching.scoring import Block
from matcher.core.paths import PathFinder
from matcher.core.records import Check, Gap, Jobseeker, Match, Reason, Vacancy
from matcher.core.records.matches import READINESS, shared_reason

LIFTED_RANKS = 1
"""Matches of a list that say what would lift them most; a page asks for any other pair."""
SHOWN_OBSTACLES = 2


@dataclass(frozen=True)
class Ranked:
    """A block of people against the vacancies of a context, before reasons are given for any pair.

    Attributes
    ----------
    scores : ndarray of float64, shape (n_people, n_vacancies)
        0 to 1, as the ranker returns them; constraints never move them.
    columns : ndarray of uint16, shape (n_people, n_vacancies, n_columns)
        What the scores are made of; no columns where the ranker only counts.
    coverage : Coverage
    table : CheckTable
        Every constraint of every pair.
    """

    scores: npt.NDArray[np.float64]
    columns: QuantizedFeatures
    coverage: Coverage
    table: CheckTable


def rank(candidates: Candidates, context: BoundContext, which: int | None = None) -> Ranked:
    """Score people against vacancies and check every constraint; batch, search, one pair and counts all come through here.

    Parameters
    ----------
    which : int, optional
        Position of one vacancy; all vacancies of the context where it is not given.
    """
    bound = context if which is None else context.for_vacancy(which)
    credits = bound.scorer.calculator.credits_by_skill(candidates.features.holders, len(candidates))
    coverage = covered(bound.demand, credits)
    scores, columns = bound.scorer.score(Block(candidates.features, coverage))
    return Ranked(scores, columns, coverage, check_pairs(candidates.groups, bound.groups, bound.context.travel))


class Place(NamedTuple):
    """Rank of a pair in a list, 1 is best, and its score, rounded to six decimals."""

    rank: int
    score: float


UNRANKED = Place(0, 0.0)


class MatchBuilder:
    """Builds the match of one pair: gaps, constraints, readiness, the path of courses, reasons.

    Parameters
    ----------
    context : MatchingContext
    finder : PathFinder, optional
        Over the context's courses, where the caller keeps one.
    """

    def __init__(self, context: MatchingContext, finder: PathFinder | None = None) -> None:
        self.context = context
        self._finder = finder or PathFinder(context.courses)

    def build(
        self,
        jobseeker: Jobseeker,
        levels: Mapping[str, int],
        vacancy: Vacancy,
        *,
        place: Place = UNRANKED,
        checks: tuple[Check, ...] | None = None,
    ) -> Match:
        """Build a match.

        Parameters
        ----------
        levels : mapping of str to int
            Levels held by the person.
        place : Place
            Of the pair; rank 0 where it is not ranked.
        checks : tuple of Check, optional
            Of the pair, where they are known already.
        """
        if checks is None:
            checks = check_pair(jobseeker, vacancy, self.context.travel)
        gaps = find_gaps(levels, vacancy.needs)
        failed = frozenset(check.name for check in checks if check.status == "failed")
        trainee = Trainee.of(jobseeker, levels)
        decided = decide(trainee, vacancy, failed=failed, finder=self._finder)
        reasons = _reasons(jobseeker, vacancy, gaps=gaps, checks=checks)
        if decided.status == "far" and failed and place.rank <= LIFTED_RANKS:
            reasons += self.obstacles(trainee, vacancy, failed)
        gap_skills = {gap.skill_id for gap in gaps}
        matched = tuple(sorted({need.skill_id for need in vacancy.needs} - gap_skills))
        return Match(
            vacancy_id=vacancy.vacancy_id,
            jobseeker_id=jobseeker.jobseeker_id,
            rank=place.rank,
            score=place.score,
            readiness=decided.status,
            hours_to_ready=decided.hours,
            matched_skills=matched,
            gaps=gaps,
            unknown=_unknown(jobseeker, vacancy, checks, matched),
            reasons=reasons,
            courses=decided.courses,
        )

    def obstacles(self, trainee: Trainee, vacancy: Vacancy, failed: frozenset[str]) -> tuple[Reason, ...]:
        """Return which constraint, or which two together, stand alone between a far pair and readiness.

        Returns
        -------
        tuple of Reason
            At most two ``what_if_without`` with the constraints, the readiness that is then reached, and its hours (empty where unknown);
            two constraints together only where no single one helps.
        """
        for n_lifted in (1, 2):
            found = []
            for lifted in combinations(sorted(failed, key=NAMES.index), n_lifted):
                reached = decide(trainee, vacancy, failed=failed - set(lifted), finder=self._finder)
                if reached.status != "far":
                    hours = "" if reached.hours is None else f"{reached.hours:g}"
                    reason = shared_reason("what_if_without", ",".join(lifted), reached.status, hours)
                    order = (READINESS.index(reached.status), reached.hours is None, reached.hours or 0.0)
                    found.append((order, reason))
            if found:
                return tuple(reason for _, reason in sorted(found, key=lambda one: one[0])[:SHOWN_OBSTACLES])
        return ()


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
