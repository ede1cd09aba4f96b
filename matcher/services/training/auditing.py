"""The audit of a model before it is served: the whole pool is matched with it, and results are counted by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from matcher.core.additive import AdditiveTables
from matcher.core.fairness.listed import ListedPair
from matcher.core.learned import LearnedRanker
from matcher.core.matching.context import MatchingContext
from matcher.core.matching.scoring import TrainedRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import Outcome
from matcher.ports import Engine
from matcher.services.audit import Audit as Audited
from matcher.services.audit import AuditSettings, AuditTables, audit
from matcher.services.audit.twins import measure_twins
from matcher.services.matching import match_people
from matcher.services.training.flow import Audit
from matcher.services.training.pairs import Pairs, TrainingTown

TOP = 20


def audit_with(
    town: TrainingTown, outcomes: Sequence[Outcome], *, engine: Engine, travel: TravelTimes, as_of: date
) -> Audit:
    """Give the audit that a training asks for.

    Parameters
    ----------
    town : TrainingTown
        Whose `sensitive` tells the groups; the model never sees it.
    outcomes : sequence of Outcome
        For equal opportunity and for employers.
    travel : TravelTimes
        As a match takes it, so that suitable work is the same.

    Returns
    -------
    callable
        Given the model learned from the past and the pairs that it learned from.
    """
    willing = {person.jobseeker_id for person in town.jobseekers if person.consent is not False}
    pool = tuple(one for one in town.sensitive if one.jobseeker_id in willing)

    def audited(model: LearnedRanker, pairs: Pairs) -> Audited:
        ranker = TrainedRanker(AdditiveTables(model.tables_), town.prior, "audited", "0")
        asked = MatchingContext.of(town.taxonomy, town.vacancies, town.courses, ranker=ranker, travel=travel, top=TOP)
        listed = tuple(
            ListedPair(one.vacancy_id, one.jobseeker_id, one.rank, one.readiness, sum(gap.levels for gap in one.gaps))
            for one in match_people(pairs.people, asked, engine).by_vacancy
        )
        tables = AuditTables(listed, pool, pairs.people, asked.vacancies, tuple(outcomes), travel)
        found = audit(tables, AuditSettings(as_of))
        return replace(found, twins=measure_twins(town.twins, town.taxonomy, ranker) if town.twins else None)

    return audited
