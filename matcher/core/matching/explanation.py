"""Why a score is what it is, exactly; and what would lift it most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.core.features.columns import NAMES, STEPS
from matcher.core.features.extraction import QuantizedFeatures
from matcher.core.gaps import effective_levels, find_gaps, needed_level
from matcher.core.matching.match import LIFTED_RANKS
from matcher.core.matching.scoring import Block, BlockScorer
from matcher.core.records import Gap, HeldSkill, Match, Profile, Reason
from matcher.core.records.matches import shared_reason

SHOWN_PARTS = 3
SHOWN_LIFTS = 2
MOST_TRIED = 8
"""Gaps that are tried for one pair."""
LEAST_LIFT = 0.0005
CONSTRAINTS = ("experience", "education", "languages")
"""Constraints that are columns too: who meets one is scored higher. The others never move a score."""
BLOCK = 500
_MOVED = [[shared_reason(f"moved_by_{name}", str(share)) for share in range(101)] for name in NAMES]
"""The reason of every column and every whole per cent."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What one skill more, or one constraint met, would do for a pair.

    Attributes
    ----------
    skill_id, level : str, int
        The skill at the level asked; empty and 0 for a constraint.
    rise : float
        Of the score, above 0.
    constraint : str
        One of :data:`CONSTRAINTS`; empty for a skill.
    """

    skill_id: str
    level: int
    rise: float
    constraint: str = ""

    def reason(self) -> Reason:
        """Give ``what_if_skill`` with the skill, or ``what_if_<constraint>``, and the rise."""
        rise = f"{self.rise:.3f}"
        return (
            Reason(f"what_if_{self.constraint}", (rise,))
            if self.constraint
            else Reason("what_if_skill", (self.skill_id, rise))
        )


class Explainer:
    """Explains scores, pair by pair; where needs are only counted there is nothing to add to the needs met.

    Parameters
    ----------
    scorer : BlockScorer
        Bound to the demand of the vacancies.
    """

    def __init__(self, scorer: BlockScorer) -> None:
        self._scorer = scorer
        self._place = {one.vacancy_id: at for at, one in enumerate(scorer.calculator.demand.vacancies)}

    def _lifts(self, profiles: Sequence[Profile], vacancy_id: str) -> list[tuple[Counterfactual, ...]]:
        """Try for each person every skill that is missing, and every constraint that is not met; all in one block."""
        scorer = self._for_vacancy(vacancy_id)
        gaps = [self._tried(profile, scorer) for profile in profiles]
        people = [
            tried
            for profile, missing in zip(profiles, gaps, strict=True)
            for tried in (profile, *(_with_skill(profile, gap, scorer) for gap in missing))
        ]
        codes = scorer.score(_block(people, scorer)).columns[:, 0, :]
        scores = scorer.tables.raw(codes) / (scorer.tables.max_score or 1.0)
        found, first = [], 0
        for missing in gaps:
            rises = scores[first + 1 : first + 1 + len(missing)] - scores[first]
            skills = [
                Counterfactual(gap.skill_id, _asked(gap.skill_id, scorer), float(rise))
                for gap, rise in zip(missing, rises, strict=True)
            ]
            tried = [one for one in (*skills, *_met(codes[first], scorer)) if one.rise > LEAST_LIFT]
            best = sorted(tried, key=lambda one: (-round(one.rise, 6), one.constraint, one.skill_id))
            found.append(tuple(best[:SHOWN_LIFTS]))
            first += 1 + len(missing)
        return found

    def moved(self, codes: QuantizedFeatures) -> list[tuple[Reason, ...]]:
        """Give the largest parts of pairs whose columns are counted, shape (n_pairs, n_columns)."""
        parts = self._scorer.tables.parts(codes) / (self._scorer.tables.max_score or 1.0)
        scores = parts.sum(axis=1, keepdims=True)
        order = np.argsort(-parts, axis=1, kind="stable")[:, :SHOWN_PARTS]
        shares = np.rint(100 * np.take_along_axis(parts, order, axis=1) / np.where(scores > 0, scores, 1.0))
        return [
            tuple([_MOVED[at][share] for at, share in zip(columns, of_pair, strict=True) if share > 0])
            for columns, of_pair in zip(order.tolist(), shares.astype(np.intp).tolist(), strict=True)
        ]

    def add_reasons(self, matches: Sequence[Match], people: Mapping[str, Profile], codes: Mapping[str, QuantizedFeatures]) -> list[Match]:
        """Add to the reasons of matches what moved each score; to the first of a list also what would lift it most.

        Parameters
        ----------
        people, codes : mapping
            By jobseeker_id; the columns of a person's pairs have shape (n_vacancies, n_columns).
        """
        if not matches or not self._scorer.tables.n_columns:
            return list(matches)
        counted = np.stack([codes[one.jobseeker_id][self._place[one.vacancy_id]] for one in matches])
        told = [(*one.reasons, *moved) for one, moved in zip(matches, self.moved(counted), strict=True)]
        first: dict[str, list[int]] = {}
        for at, one in enumerate(matches):
            if one.rank <= LIFTED_RANKS:
                first.setdefault(one.vacancy_id, []).append(at)
        for vacancy_id, places in first.items():
            lifted = self._lifts([people[matches[at].jobseeker_id] for at in places], vacancy_id)
            for at, lifts in zip(places, lifted, strict=True):
                told[at] = (*told[at], *(lift.reason() for lift in lifts))
        return [replace(one, reasons=reasons) for one, reasons in zip(matches, told, strict=True)]

    def add_reasons_from_profiles(self, matches: Sequence[Match], people: Mapping[str, Profile]) -> list[Match]:
        """Do the same where the columns are not counted yet: block by block, in the order of `matches`."""
        if not self._scorer.tables.n_columns:
            return list(matches)
        needed = sorted({match.jobseeker_id for match in matches})
        told: dict[tuple[str, str], Match] = {}
        for start in range(0, len(needed), BLOCK):
            block = needed[start : start + BLOCK]
            counted = self._scorer.score(_block([people[each] for each in block], self._scorer)).columns
            codes = dict(zip(block, counted, strict=True))
            for match in self.add_reasons([one for one in matches if one.jobseeker_id in codes], people, codes):
                told[match.vacancy_id, match.jobseeker_id] = match
        return [told[match.vacancy_id, match.jobseeker_id] for match in matches]

    def _for_vacancy(self, vacancy_id: str) -> BlockScorer:
        return self._scorer.for_vacancy(self._place[vacancy_id])

    def _tried(self, profile: Profile, scorer: BlockScorer) -> Sequence[Gap]:
        taxonomy = scorer.calculator.demand.taxonomy
        return find_gaps(effective_levels(profile.skills, taxonomy), scorer.calculator.demand.vacancies[0].needs)[:MOST_TRIED]


def _met(codes: QuantizedFeatures, scorer: BlockScorer) -> list[Counterfactual]:
    """Say what it would add if a constraint were met in full."""
    found = []
    for name in CONSTRAINTS:
        table = scorer.tables.tables[NAMES.index(name)]
        rise = float(table[STEPS] - table[codes[NAMES.index(name)]]) / (scorer.tables.max_score or 1.0)
        found.append(Counterfactual("", 0, rise, name))
    return found


def _block(people: Sequence[Profile], scorer: BlockScorer) -> Block:
    return Block.of(people, scorer.calculator.demand, scorer.calculator)


def _asked(skill_id: str, scorer: BlockScorer) -> int:
    return max(needed_level(need) for need in scorer.calculator.demand.vacancies[0].needs if need.skill_id == skill_id)


def _with_skill(profile: Profile, gap: Gap, scorer: BlockScorer) -> Profile:
    return replace(profile, skills=(*profile.skills, HeldSkill(gap.skill_id, _asked(gap.skill_id, scorer))))
