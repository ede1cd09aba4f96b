"""What the people shown are filtered by. A filter shows fewer people; it never moves a score, a rank or an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matcher.core.records import READINESS
from matcher.services.candidate_index import UNKNOWN, CandidateIndex
from matcher.services.vacancy_ranking import VacancyRanking

YOUTH = (14, 35)
"""Years of age, both ends included, as the audit counts them."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see; an empty value wants everything.

    Attributes
    ----------
    readiness : str
        One of :data:`matcher.core.records.READINESS`; only where there is a vacancy or wanted skills.
    women, youth, long_unemployed, carers : bool
        Information for special measures, such as youth practice.
    languages, licences, shifts : tuple of str
        Every one of these codes.
    travel_minutes : int
        People who can be on their way at least so long; 0 for any.
    locality : str
        Where people live.
    """

    readiness: str = ""
    women: bool = False
    youth: bool = False
    long_unemployed: bool = False
    carers: bool = False
    languages: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    travel_minutes: int = 0
    locality: str = ""

    def masks(self, index: CandidateIndex, ranking: VacancyRanking | None, today: date) -> dict[tuple[str, str], Mask]:
        """Say for each filter in use, by name and value, whom it shows."""
        found: dict[tuple[str, str], Mask] = {}
        if self.readiness in READINESS and ranking is not None:
            found["readiness", self.readiness] = ranking.readiness.status == READINESS.index(self.readiness)
        found |= {(name, ""): whom(index, today) for name, whom in MEASURES.items() if getattr(self, name)}
        for name, kind in (("languages", "language"), ("licences", "licence"), ("shifts", "shift")):
            found |= {(name, code): index.has(kind, code) for code in getattr(self, name)}
        if self.travel_minutes:
            found["travel_minutes", str(self.travel_minutes)] = index.numbers["travel_minutes"] >= self.travel_minutes
        if self.locality:
            found["locality", self.locality] = index.has("locality", self.locality)
        return found


def _youth(index: CandidateIndex, today: date) -> Mask:
    born = index.numbers["born"]
    youngest, oldest = _years_before(today, YOUTH[0]), _years_before(today, YOUTH[1] + 1)
    return np.asarray((born != UNKNOWN) & (born <= youngest.toordinal()) & (born > oldest.toordinal()))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February: who was born then is a year older on 1 March
        return date(day.year - years, 2, 28)


def _long_unemployed(index: CandidateIndex, today: date) -> Mask:
    since = index.numbers["unemployed_since"]
    return np.asarray((since != UNKNOWN) & (since <= _years_before(today, 1).toordinal()))


MEASURES: Mapping[str, Callable[[CandidateIndex, date], Mask]] = {
    "women": lambda index, today: index.has("sex", "F"),
    "youth": _youth,
    "long_unemployed": _long_unemployed,
    "carers": lambda index, today: index.has("carer", ""),
}
"""Filters that are on or off."""
