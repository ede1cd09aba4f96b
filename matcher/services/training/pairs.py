"""What a training reads: columns of the pairs that were referred, and of a sample of those that were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Demand, SkillWeights, build_demand
from matcher.core.exposure import steps_to_shares
from matcher.core.features.columns import NAMES
from matcher.core.matching.scoring import AdditiveScorer, Block, OverlapRanker, PriorRanker
from matcher.core.prior import Prior
from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Vacancy
from matcher.core.referrals import ReferralRow, Rejection, take
from matcher.core.taxonomy import Taxonomy
from matcher.services.audit.twins import TwinPair

Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint16]

BLOCK = 500
SEED = 0


@dataclass(frozen=True)
class TrainingTown:
    """What a training reads beside outcomes.

    Attributes
    ----------
    jobseekers : tuple of Jobseeker
        Who withheld consent is neither learned from nor audited.
    sensitive : tuple of SensitiveFeatures
        For the audit and the card only.
    twins : tuple of TwinPair
        For the audit only.
    """

    taxonomy: Taxonomy
    jobseekers: tuple[Jobseeker, ...]
    vacancies: tuple[Vacancy, ...]
    courses: tuple[Course, ...]
    prior: Prior
    sensitive: tuple[SensitiveFeatures, ...] = ()
    twins: tuple[TwinPair, ...] = ()


@dataclass(frozen=True)
class Pairs:
    """Columns of the referred pairs, and what plain rankings see of them.

    Attributes
    ----------
    codes : ndarray of uint16, shape (n_referrals, n_columns)
    others : ndarray of uint16, shape (n_sampled, n_columns)
        Pairs that nobody referred.
    share_sampled : float
        Share of all pairs that nobody referred that is among them.
    overlap : ndarray of float64, shape (n_referrals,)
    """

    people: tuple[Jobseeker, ...]
    vacancies: tuple[Vacancy, ...]
    referrals: tuple[ReferralRow, ...]
    codes: npt.NDArray[np.uint16]
    others: npt.NDArray[np.uint16]
    share_sampled: float
    overlap: Matrix
    known: str

    @property
    def hired(self) -> npt.NDArray[np.int64]:
        """1 where hired."""
        return np.array([each.hired for each in self.referrals], dtype=np.int64)

    @property
    def columns(self) -> Matrix:
        """Columns, 0 to 1, shape (n_referrals, n_columns)."""
        return steps_to_shares(self.codes)


def gather(town: TrainingTown, outcomes: Sequence[Outcome], *, as_of: date) -> tuple[Pairs, list[Rejection], int]:
    """Count the columns of every referred pair, and of a sample of the others.

    Returns
    -------
    Pairs
    list of Rejection
    int
        Number of pending outcomes.
    """
    people = tuple(sorted((p for p in town.jobseekers if p.consent is not False), key=lambda p: p.jobseeker_id))
    vacancies = tuple(sorted(town.vacancies, key=lambda one: one.vacancy_id))
    place = {p.jobseeker_id: -1 for p in town.jobseekers} | {p.jobseeker_id: at for at, p in enumerate(people)}
    referrals, rejections = take(outcomes, place, vacancies, as_of=as_of)
    demand = build_demand(vacancies, town.taxonomy, SkillWeights.from_taxonomy(town.taxonomy))
    scorer = PriorRanker(town.prior).bind(demand, town.courses)
    codes, others, overlap = _columns(people, demand, scorer, referrals)
    n_others = max(1, len(people) * len(vacancies) - len(referrals))
    pairs = Pairs(
        people, vacancies, tuple(referrals), codes, others, len(others) / n_others, overlap, scorer.extractor.known
    )
    return pairs, rejections, len(outcomes) - len(rejections) - len(referrals)


def _columns(
    people: Sequence[Jobseeker], demand: Demand, scorer: AdditiveScorer, referrals: Sequence[ReferralRow]
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16], Matrix]:
    """Count columns block by block, over the people who were referred at all."""
    chance = np.random.default_rng(SEED)
    by_person: dict[int, list[int]] = {}
    for each in referrals:
        by_person.setdefault(each.person, []).append(each.vacancy)
    referred = sorted(by_person)
    codes, others, overlap = (
        [np.zeros((0, len(NAMES)), dtype=np.uint16)],
        [np.zeros((0, len(NAMES)), dtype=np.uint16)],
        [np.zeros(0)],
    )
    for start in range(0, len(referred), BLOCK):
        block = referred[start : start + BLOCK]
        seen = Block.of([people[at].profile for at in block], demand)
        columns, counted = scorer.score(seen).columns, OverlapRanker().bind(demand).score(seen).scores
        row = np.repeat(np.arange(len(block)), [len(by_person[at]) for at in block])
        column = np.array([vacancy for at in block for vacancy in by_person[at]], dtype=np.intp)
        codes.append(columns[row, column])
        overlap.append(counted[row, column])
        unseen = np.ones(counted.shape, dtype=np.bool_)
        unseen[row, column] = False
        free = np.argwhere(unseen)
        drawn = free[np.sort(chance.choice(len(free), min(len(free), len(row)), replace=False))]
        others.append(columns[drawn[:, 0], drawn[:, 1]])
    return np.concatenate(codes), np.concatenate(others), np.concatenate(overlap)
