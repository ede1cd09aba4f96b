"""One pair, with the numbers that the batch flow gives it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.core import topk
from matcher.core.coverage import Demand, SkillWeights, build_demand
from matcher.core.gaps import effective_levels
from matcher.core.records import Course, Jobseeker, Match, Vacancy
from matcher.ports import BlockScorer, Ranker
from matcher.services.match_builder import MatchBuilder, MatchingContext
from matcher.services.matching import explained, score_block


class CachedRanker:
    """A ranker whose lay-out is kept, while the vacancies are the same."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker
        self._scorer: BlockScorer | None = None
        self.name, self.version = ranker.name, ranker.version

    def bind(self, demand: Demand, courses: Sequence[Course] = ()) -> BlockScorer:
        """Lay out once."""
        if self._scorer is None:
            self._scorer = self._ranker.bind(demand, courses)
        return self._scorer


def match_pair(person: Jobseeker, vacancy: Vacancy, town: MatchingContext) -> Match:
    """Match a person with one vacancy of a town; the caller has asked for consent.

    Returns
    -------
    Match
        Its rank is that among all vacancies that suit the person; rank and score are 0 where this one does not.
    """
    at = next(place for place, each in enumerate(town.vacancies) if each.vacancy_id == vacancy.vacancy_id)
    levels = effective_levels(person.profile.skills, town.taxonomy)
    match_builder = MatchBuilder(town)
    if not person.profile.skills:
        return match_builder.assemble(person, levels, vacancy, rank=0, score=0.0)
    demand = build_demand(town.vacancies, town.taxonomy, SkillWeights.from_taxonomy(town.taxonomy))
    scorer = town.ranker.bind(demand, town.courses)
    scored = score_block((person,), town, demand, scorer)
    scores, places = topk.unpack(topk.best(scored.by_person, len(town.vacancies)))
    ranks = np.flatnonzero(places[:, 0] == at)
    if not len(ranks):
        return match_builder.assemble(person, levels, vacancy, rank=0, score=0.0)
    match = match_builder.assemble(person, levels, vacancy, rank=int(ranks[0]) + 1, score=float(scores[ranks[0], 0]))
    return explained(scorer, (person,), [[match]], scored.codes)[0][0]
