"""What matching holds fixed while people change: words, vacancies, courses, travel times, ranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matcher.core.coverage import Demand, SkillWeights, build_demand
from matcher.core.matching.constraints import Groups, group_vacancies
from matcher.core.matching.scoring import BlockScorer, Ranker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.paths import PathFinder, with_broader_skills
from matcher.core.records import Course, Vacancy
from matcher.core.taxonomy import Taxonomy


@dataclass(frozen=True)
class MatchingContext:
    """The fixed side of matching.

    Attributes
    ----------
    vacancies : tuple of Vacancy
        Sorted by vacancy_id where made by :meth:`of`.
    courses : tuple of Course
        With their broader skills, sorted by course_id where made by :meth:`of`.
    top : int
        Places of a list.
    """

    taxonomy: Taxonomy
    vacancies: tuple[Vacancy, ...]
    courses: tuple[Course, ...]
    ranker: Ranker
    travel: TravelTimes = TravelTimes()
    top: int = 20

    @classmethod
    def of(
        cls, taxonomy: Taxonomy, vacancies: Sequence[Vacancy], courses: Sequence[Course], **rest: Any
    ) -> MatchingContext:
        """Sort vacancies and courses by identifier, so that the order of the files never matters."""
        ordered = tuple(sorted(vacancies, key=lambda vacancy: vacancy.vacancy_id))
        return cls(taxonomy, ordered, with_broader_skills(courses, taxonomy), **rest)

    def bind(self, weights: SkillWeights | None = None) -> BoundContext:
        """Compute what does not depend on people, once for all of them.

        Parameters
        ----------
        weights : SkillWeights, optional
            Of the taxonomy, where the caller keeps them.
        """
        demand = build_demand(
            self.vacancies, self.taxonomy, weights or SkillWeights.from_taxonomy(self.taxonomy)
        )
        scorer = self.ranker.bind(demand, self.courses)
        return BoundContext(self, demand, scorer, group_vacancies(self.vacancies))


@dataclass(frozen=True)
class BoundContext:
    """A context with all that is computed before people come.

    Attributes
    ----------
    demand : Demand
        Of the context's vacancies, in their order.
    groups : mapping of str to ValueGroups
        What constraints see of the vacancies.
    """

    context: MatchingContext
    demand: Demand
    scorer: BlockScorer
    groups: Groups

    @property
    def vacancies(self) -> tuple[Vacancy, ...]:
        """The vacancies, in the order of the columns of every score."""
        return self.context.vacancies

    def finder(self) -> PathFinder:
        """Return a finder of paths over the courses."""
        return PathFinder(self.context.courses)

    def for_vacancy(self, at: int) -> BoundContext:
        """Return the context of one of the vacancies alone; scores and checks are the same."""
        vacancies = self.context.vacancies[at : at + 1]
        context = MatchingContext(
            self.context.taxonomy,
            vacancies,
            self.context.courses,
            self.context.ranker,
            self.context.travel,
            self.context.top,
        )
        return BoundContext(context, self.demand.for_vacancy(at), self.scorer.for_vacancy(at), group_vacancies(vacancies))
