"""Why a score is what it is, exactly; and what would lift it most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.core.features.columns import NAMES
from matcher.core.features.making import Codes
from matcher.core.gaps import find_gaps, held_levels, needed_level
from matcher.core.ranker import AdditiveScorer, Block
from matcher.core.records import Gap, HeldSkill, Match, Profile, Reason
from matcher.ports import BlockScorer

SHOWN_PARTS = 3
SHOWN_LIFTS = 2
MOST_TRIED = 8
"""Gaps that are tried for one pair."""
LEAST_LIFT = 0.0005
LIFTED_RANKS = 1
"""Matches of a list that say which skill would lift them most; a page asks for any other pair."""
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Lift:
    """What one skill more would do for a pair.

    Attributes
    ----------
    skill_id, level : str, int
        The skill at the level asked.
    rise : float
        Of the score, above 0.
    """

    skill_id: str
    level: int
    rise: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One pair's score, in parts.

    Attributes
    ----------
    parts : tuple of (str, float)
        What each column adds to the score, largest first, ties in the order of the columns; they add up to `score` to 1e-9.
    lifts : tuple of Lift
        The one or two skills that would lift the score most.
    """

    score: float
    parts: tuple[tuple[str, float], ...]
    lifts: tuple[Lift, ...] = ()

    def reasons(self) -> tuple[Reason, ...]:
        """Give the largest parts, in whole per cent of the score, and the lifts, as codes."""
        if self.score <= 0:
            return ()
        moved = [(name, round(100 * part / self.score)) for name, part in self.parts[:SHOWN_PARTS]]
        return (
            *(Reason(f"moved_by_{name}", (str(share),)) for name, share in moved if share > 0),
            *(Reason("what_if_skill", (lift.skill_id, f"{lift.rise:.3f}")) for lift in self.lifts),
        )


class Explainer:
    """Explains the scores of an additive ranker, pair by pair.

    Parameters
    ----------
    scorer : AdditiveScorer
        Laid out for the demand.
    """

    def __init__(self, scorer: AdditiveScorer) -> None:
        self._scorer = scorer
        self._place = {one.vacancy_id: at for at, one in enumerate(scorer.maker.demand.vacancies)}
        self._of_vacancy: dict[str, AdditiveScorer] = {}

    def explain(self, profile: Profile, vacancy_id: str, *, lifts: bool = True) -> Explanation:
        """Explain one pair.

        Parameters
        ----------
        lifts : bool
            Whether to try the skills that are missing.
        """
        scorer = self._narrowed(vacancy_id)
        demand = scorer.maker.demand
        gaps = self._tried(profile, scorer) if lifts and demand.vacancies[0].needs else ()
        people = [profile, *(_with_skill(profile, gap, scorer) for gap in gaps)]
        codes = scorer.codes(Block.of(people, demand, scorer.maker.reader))[:, 0, :]
        most = scorer.tables.most or 1.0
        parts = scorer.tables.parts(codes) / most if demand.vacancies[0].needs else np.zeros(codes.shape)
        scores = parts.sum(axis=1)
        order = sorted(range(len(NAMES)), key=lambda at: (-parts[0, at], at))
        found = [
            Lift(gap.skill_id, _asked(gap.skill_id, scorer), float(after - scores[0]))
            for gap, after in zip(gaps, scores[1:], strict=True)
            if after - scores[0] > LEAST_LIFT
        ]
        best = sorted(found, key=lambda lift: (-round(lift.rise, 6), lift.skill_id))[:SHOWN_LIFTS]
        return Explanation(float(scores[0]), tuple((NAMES[at], float(parts[0, at])) for at in order), tuple(best))

    def parts_of(self, codes: Codes) -> tuple[Reason, ...]:
        """Give the largest parts of one pair whose columns are counted, shape (n_columns,)."""
        parts = self._scorer.tables.parts(codes) / (self._scorer.tables.most or 1.0)
        order = sorted(range(len(NAMES)), key=lambda at: (-parts[at], at))
        return Explanation(float(parts.sum()), tuple((NAMES[at], float(parts[at])) for at in order)).reasons()

    def tell(self, matches: Sequence[Match], people: Mapping[str, Profile], codes: Mapping[str, Codes]) -> list[Match]:
        """Add to the reasons of matches what moved each score; to the first of a list also what would lift it most.

        Parameters
        ----------
        people, codes : mapping
            By jobseeker_id; the columns of a person's pairs have shape (n_vacancies, n_columns).
        """
        found = []
        for match in matches:
            reasons = self.parts_of(codes[match.jobseeker_id][self._place[match.vacancy_id]])
            if match.rank <= LIFTED_RANKS:
                lifted = self.explain(people[match.jobseeker_id], match.vacancy_id)
                reasons += tuple(each for each in lifted.reasons() if each.code == "what_if_skill")
            found.append(replace(match, reasons=(*match.reasons, *reasons)))
        return found

    def tell_people(self, matches: Sequence[Match], people: Mapping[str, Profile]) -> list[Match]:
        """Do the same where the columns are not counted yet: block by block, in the order of `matches`."""
        needed = sorted({match.jobseeker_id for match in matches})
        told: dict[tuple[str, str], Match] = {}
        for start in range(0, len(needed), BLOCK):
            block = needed[start : start + BLOCK]
            counted = self._scorer.codes(
                Block.of([people[each] for each in block], self._scorer.maker.demand, self._scorer.maker.reader)
            )
            codes = dict(zip(block, counted, strict=True))
            for match in self.tell([one for one in matches if one.jobseeker_id in codes], people, codes):
                told[match.vacancy_id, match.jobseeker_id] = match
        return [told[match.vacancy_id, match.jobseeker_id] for match in matches]

    def _narrowed(self, vacancy_id: str) -> AdditiveScorer:
        if vacancy_id not in self._of_vacancy:
            maker = self._scorer.maker.narrowed(self._place[vacancy_id])
            self._of_vacancy[vacancy_id] = AdditiveScorer(maker, self._scorer.tables)
        return self._of_vacancy[vacancy_id]

    def _tried(self, profile: Profile, scorer: AdditiveScorer) -> Sequence[Gap]:
        taxonomy = scorer.maker.demand.taxonomy
        return find_gaps(held_levels(profile.skills, taxonomy), scorer.maker.demand.vacancies[0].needs)[:MOST_TRIED]


def explainer_of(scorer: BlockScorer) -> Explainer | None:
    """Give an explainer where the scorer is additive; None where it only counts (the reasons of a count are its met needs)."""
    return Explainer(scorer) if isinstance(scorer, AdditiveScorer) else None


def _asked(skill_id: str, scorer: AdditiveScorer) -> int:
    return max(needed_level(need) for need in scorer.maker.demand.vacancies[0].needs if need.skill_id == skill_id)


def _with_skill(profile: Profile, gap: Gap, scorer: AdditiveScorer) -> Profile:
    return replace(profile, skills=(*profile.skills, HeldSkill(gap.skill_id, _asked(gap.skill_id, scorer))))
