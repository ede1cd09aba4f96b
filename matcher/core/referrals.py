"""Outcomes that a ranker may learn from: which are taken, which are not and why, and how they part into past and future."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from matcher.core.records import Outcome, Vacancy

HIRED = "hired"
PENDING = "pending"
MOST_DAYS_AHEAD = timedelta(days=730)
"""No vacancy is open more than two years before its work starts: a referral older than that was to another vacancy."""
TEST_SHARE, PAST_SHARE = 0.4, 0.5

Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """An outcome to learn from.

    Attributes
    ----------
    person, vacancy : int
        Positions among people and vacancies.
    hired : bool
        False for every other decision: the model ranks who is taken on.
    """

    person: int
    vacancy: int
    hired: bool
    referred_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """An outcome that is not learned from.

    Attributes
    ----------
    at : int
        Position among the outcomes given.
    rule : str
        ``outcome_unknown_jobseeker``, ``outcome_unknown_vacancy``, ``outcome_no_consent``, ``outcome_twice``, ``outcome_in_future``,
        ``outcome_before_referral``, ``outcome_before_vacancy`` or ``outcome_after_vacancy``.
    """

    at: int
    rule: str
    params: tuple[tuple[str, str], ...] = ()


def take(
    outcomes: Sequence[Outcome], people: Mapping[str, int], vacancies: Sequence[Vacancy], *, as_of: date
) -> tuple[list[ReferralRow], list[Rejection]]:
    """Part outcomes into those to learn from and those that are not, with the rule.

    Parameters
    ----------
    people : mapping of str to int
        Position of each person; -1 for one who withheld consent.
    as_of : date
        The day of the training.

    Returns
    -------
    list of ReferralRow
        Without pending ones; ordered by person, then vacancy.
    list of Rejection
        Both outcomes of a pair that has two: nothing says which one is right.
    """
    place = {vacancy.vacancy_id: at for at, vacancy in enumerate(vacancies)}
    times = Counter((one.jobseeker_id, one.vacancy_id) for one in outcomes)
    taken, rejected = [], []
    for at, one in enumerate(outcomes):
        fault = _fault(one, people, place, vacancies=vacancies, as_of=as_of)
        if fault is None and times[one.jobseeker_id, one.vacancy_id] > 1:
            fault = ("outcome_twice", {"found": f"{one.jobseeker_id}, {one.vacancy_id}"})
        if fault is not None:
            rejected.append(Rejection(at, fault[0], tuple(sorted(fault[1].items()))))
        elif one.outcome != PENDING:
            taken.append(
                ReferralRow(
                    people[one.jobseeker_id],
                    place[one.vacancy_id],
                    one.outcome == HIRED,
                    one.referred_on,
                    one.decided_on or one.referred_on,
                )
            )
    return sorted(taken, key=lambda each: (each.person, each.vacancy)), rejected


def _fault(
    one: Outcome, people: Mapping[str, int], place: Mapping[str, int], *, vacancies: Sequence[Vacancy], as_of: date
) -> tuple[str, dict[str, str]] | None:
    if one.jobseeker_id not in people:
        return "outcome_unknown_jobseeker", {"found": one.jobseeker_id}
    if one.vacancy_id not in place:
        return "outcome_unknown_vacancy", {"found": one.vacancy_id}
    if people[one.jobseeker_id] < 0:
        return "outcome_no_consent", {"found": one.jobseeker_id}
    return _fault_of_dates(one, vacancies[place[one.vacancy_id]], as_of)


def _fault_of_dates(one: Outcome, vacancy: Vacancy, as_of: date) -> tuple[str, dict[str, str]] | None:
    days = [day for day in (one.referred_on, one.decided_on) if day is not None]
    if any(day > as_of for day in days):
        return "outcome_in_future", {"found": max(days).isoformat(), "expected": as_of.isoformat()}
    if len(days) == 2 and days[1] < days[0]:
        return "outcome_before_referral", {"found": days[1].isoformat(), "expected": days[0].isoformat()}
    start = vacancy.start_date
    if days and start is not None and min(days) < start - MOST_DAYS_AHEAD:
        return "outcome_before_vacancy", {"found": min(days).isoformat(), "expected": start.isoformat()}
    closed = vacancy.valid_through
    if one.referred_on is not None and closed is not None and one.referred_on > closed:
        return "outcome_after_vacancy", {"found": one.referred_on.isoformat(), "expected": closed.isoformat()}
    return None


def past_and_future(referrals: Sequence[ReferralRow]) -> tuple[Rows, Rows, date | None]:
    """Part referrals into what is learned from and what is measured on: other vacancies, and later.

    The vacancies with the latest referrals, with four tenths of all referrals, are kept apart; of them those referred from the cut day
    on are measured on, and of the others those decided before it are learned from. The rest is used for neither.

    Returns
    -------
    learned, measured : ndarray of bool, shape (n_referrals,)
        No vacancy is in both, and no outcome that is learned from was known later than a referral that is measured on.
    cut : date or None
        None where no referral has a date: then vacancies alone part them.
    """
    vacancy = np.array([each.vacancy for each in referrals], dtype=np.int64)
    if not len(vacancy):
        return np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_), None
    referred = np.array([_day(each.referred_on) for each in referrals])
    decided = np.array([_day(each.decided_on) for each in referrals])
    apart = np.isin(vacancy, _latest(vacancy, referred))
    if not (referred > 0).any():
        return ~apart, apart, None
    days = np.sort(referred[referred > 0])
    cut = int(days[int(PAST_SHARE * (len(days) - 1))])
    return ~apart & (decided > 0) & (decided < cut), apart & (referred >= cut), date.fromordinal(cut)


def _latest(vacancy: npt.NDArray[np.int64], referred: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    kinds, counts = np.unique(vacancy, return_counts=True)
    middle = np.array([np.median(referred[vacancy == kind]) for kind in kinds])
    order = np.lexsort((kinds, -middle))
    enough = int(np.searchsorted(np.cumsum(counts[order]), TEST_SHARE * len(vacancy))) + 1
    return np.asarray(kinds[order[: min(enough, len(kinds) - 1)]])


def _day(day: date | None) -> int:
    return 0 if day is None else day.toordinal()
