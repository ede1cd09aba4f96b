"""What an audit reads, how it counts, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.core.fairness.employers import EmployerGap
from matcher.core.fairness.estimates import FOUR_FIFTHS, Interval, rounded
from matcher.core.fairness.groups import DIMENSIONS
from matcher.core.fairness.listed import ListedPair
from matcher.core.fairness.suppression import SMALLEST
from matcher.core.fairness.twins import TwinFigures
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import Jobseeker, Outcome, SensitiveFeatures, Vacancy

Shares = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class AuditTables:
    """What an audit reads.

    Attributes
    ----------
    people : tuple of SensitiveFeatures
        The pool; who withheld consent is left out by the caller.
    jobseekers, vacancies : tuple
        For suitable work and for employers; empty where not given. `jobseekers` without a row in `people` are ignored.
    """

    matches: tuple[ListedPair, ...]
    people: tuple[SensitiveFeatures, ...]
    jobseekers: tuple[Jobseeker, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    travel: TravelTimes = TravelTimes()


@dataclass(frozen=True)
class AuditSettings:
    """How an audit counts.

    Attributes
    ----------
    top_k : int
        A person is selected who stands among the first `top_k` of at least one vacancy.
    youth : (int, int)
        First and last age of youth.
    smallest : int
        A group under this size is hidden.
    """

    as_of: date
    top_k: int = 10
    youth: tuple[int, int] = (14, 35)
    smallest: int = SMALLEST
    seed: int = 0


@dataclass(frozen=True)
class GroupFigures:
    """Figures of one group; all but the names are None where the group is hidden."""

    dimension: str
    group: str
    is_hidden: bool
    pool: int | None = None
    eligible: int | None = None
    ready: int | None = None
    selected: int | None = None
    selection_ratio: Interval = Interval()
    selection_p: float | None = None
    selection_p_holm: float | None = None
    exposure_ratio: Interval = Interval()
    exposure_p: float | None = None
    exposure_p_holm: float | None = None
    opportunity: float | None = None
    opportunity_difference: float | None = None
    smallest_visible: float | None = None
    barriers: Shares = field(default_factory=dict)
    main_barrier: tuple[str, float] | None = None

    @property
    def selection_rate(self) -> float | None:
        """Share of the pool that is selected."""
        return self.selected / self.pool if self.pool and self.selected is not None else None

    @property
    def is_below_line(self) -> bool:
        """Whether the ratio lies under the four-fifths line."""
        return self.selection_ratio.value is not None and self.selection_ratio.value < FOUR_FIFTHS

    def as_dict(self) -> dict[str, Any]:
        """Give the figures for JSON."""
        return {
            "group": self.group,
            "hidden": self.is_hidden,
            "pool": self.pool,
            "eligible": self.eligible,
            "ready": self.ready,
            "selected": self.selected,
            "selection_rate": rounded(self.selection_rate),
            "selection_ratio": self.selection_ratio.as_dict(),
            "below_four_fifths": None if self.selection_ratio.value is None else self.is_below_line,
            "selection_p": rounded(self.selection_p),
            "selection_p_holm": rounded(self.selection_p_holm),
            "exposure_ratio": self.exposure_ratio.as_dict(),
            "exposure_p": rounded(self.exposure_p),
            "exposure_p_holm": rounded(self.exposure_p_holm),
            "equal_opportunity_rate": rounded(self.opportunity),
            "equal_opportunity_difference": rounded(self.opportunity_difference),
            "smallest_visible_difference": rounded(self.smallest_visible),
            "constraints": {name: {k: rounded(v) for k, v in shares.items()} for name, shares in self.barriers.items()},
            "main_constraint": None if self.main_barrier is None else self.main_barrier[0],
            "main_constraint_closes": None if self.main_barrier is None else rounded(self.main_barrier[1]),
        }


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes
    ----------
    pool : int or None
        People; None where there are fewer than the smallest group.
    n_foreign : int
        Rows of matches that name nobody of the pool; they are not counted.
    n_vacancies, n_outcomes : int
        Rows that were given beside the lists; without them no constraint, employer or equal opportunity is counted.
    twins : TwinFigures or None
        Of the ranker that made the lists; None where it is not known.
    """

    settings: AuditSettings
    pool: int | None
    groups: tuple[GroupFigures, ...]
    employers: tuple[EmployerGap, ...] = ()
    n_hidden_employers: int = 0
    n_foreign: int = 0
    n_vacancies: int = 0
    n_outcomes: int = 0
    twins: TwinFigures | None = None

    @property
    def is_complete(self) -> bool:
        """Whether women and men, and youth and others, could be compared."""
        compared = {(one.dimension, one.group) for one in self.groups if one.selection_ratio.value is not None}
        return {("sex", "women"), ("sex", "men"), ("youth", "youth"), ("youth", "other_ages")} <= compared

    def of(self, dimension: str) -> list[GroupFigures]:
        """Give the groups of one dimension, by name."""
        return [one for one in self.groups if one.dimension == dimension]

    def as_dict(self) -> dict[str, Any]:
        """Give every figure for JSON and for a model's card; the same for any order of rows."""
        return {
            "as_of": self.settings.as_of.isoformat(),
            "top_k": self.settings.top_k,
            "youth": list(self.settings.youth),
            "smallest_group": self.settings.smallest,
            "four_fifths_line": FOUR_FIFTHS,
            "seed": self.settings.seed,
            "pool": self.pool,
            "complete": self.is_complete,
            "matches_not_in_pool": self.n_foreign,
            "tables": {"vacancies": self.n_vacancies, "outcomes": self.n_outcomes},
            "dimensions": {name: [one.as_dict() for one in self.of(name)] for name in DIMENSIONS},
            "employers": [
                {
                    "employer_id": one.employer_id,
                    "hired_women": one.women[0],
                    "decided_women": one.women[1],
                    "hired_men": one.men[0],
                    "decided_men": one.men[1],
                    "gap": rounded(one.gap),
                    "p_holm": rounded(one.p_holm),
                    "clear": one.is_clear,
                }
                for one in self.employers
            ],
            "hidden_employers": self.n_hidden_employers,
            "twins": None if self.twins is None else self.twins.as_dict(),
        }
