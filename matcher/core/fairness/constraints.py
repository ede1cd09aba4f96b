"""Which constraint of suitable work stands between a group and the vacancies: what a centre or an employer can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.core.matching.constraints import HARD, check_all
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import Jobseeker, Vacancy

Vector = npt.NDArray[np.float64]
BLOCK = 2000


@dataclass(frozen=True)
class Barriers:
    """For each person, as a share of all vacancies.

    Attributes
    ----------
    suitable : ndarray of float64, shape (n_people,)
        No hard constraint fails.
    failed : mapping of str to ndarray of float64, shape (n_people,)
        This constraint fails.
    alone : mapping of str to ndarray of float64, shape (n_people,)
        This constraint fails and no other: what becomes suitable when it is lifted.
    """

    suitable: Vector
    failed: Mapping[str, Vector]
    alone: Mapping[str, Vector]

    def shares(self, members: npt.NDArray[np.bool_]) -> dict[str, dict[str, float]]:
        """Give the mean of a group: ``suitable`` under "all", and for each constraint ``failed`` and ``alone``."""
        found = {"all": {"suitable": float(self.suitable[members].mean())}}
        for name in self.failed:
            found[name] = {
                "failed": float(self.failed[name][members].mean()),
                "alone": float(self.alone[name][members].mean()),
            }
        return found


def find_barriers(jobseekers: Sequence[Jobseeker], vacancies: Sequence[Vacancy], travel: TravelTimes) -> Barriers:
    """Check every pair again, in blocks of people."""
    n_people, names = len(jobseekers), HARD
    suitable = np.zeros(n_people)
    failed, alone = ({name: np.zeros(n_people) for name in names} for _ in range(2))
    for start in range(0, n_people if vacancies else 0, BLOCK):
        rows = slice(start, start + BLOCK)
        tables = check_all(jobseekers[rows], vacancies, travel).failed
        count = np.sum([tables[name] for name in names], axis=0)
        suitable[rows] = (count == 0).mean(axis=1)
        for name in names:
            failed[name][rows] = tables[name].mean(axis=1)
            alone[name][rows] = (tables[name] & (count == 1)).mean(axis=1)
    return Barriers(suitable, failed, alone)


def main_barrier(
    ours: Mapping[str, Mapping[str, float]], best: Mapping[str, Mapping[str, float]]
) -> tuple[str, float] | None:
    """Name the constraint that, were it lifted for all, would close most of the gap in suitable vacancies, and by how much.

    None where there is no gap, or no single constraint closes any of it.

    Examples
    --------
    >>> main_barrier({"all": {"suitable": 0.2}, "shifts": {"failed": 0.7, "alone": 0.4}},
    ...              {"all": {"suitable": 0.6}, "shifts": {"failed": 0.2, "alone": 0.1}})  # gap 0.4; lifted 0.7 - 0.6
    ('shifts', 0.3)
    """
    gap = best["all"]["suitable"] - ours["all"]["suitable"]
    closed = sorted((-round(ours[name]["alone"] - best[name]["alone"], 12), name) for name in ours if name != "all")
    if gap <= 0 or not closed or closed[0][0] >= 0:
        return None
    return closed[0][1], -closed[0][0]
