"""A centre in figures; no person is shown, and small groups stay hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock

import numpy as np

from matcher.core.fairness.listed import ListedPair
from matcher.core.matching.readiness import is_ready
from matcher.core.overview import (
    MonthFigures,
    SkillBalance,
    StageFigures,
    count_stage,
    positions_by_month,
    skill_balances,
    stage_figures,
)
from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import Referral, ShortlistEntry
from matcher.core.records.trainings import TrainingReferral
from matcher.errors import UsageError
from matcher.services.audit import Audit, AuditSettings, AuditTables, audit
from matcher.services.centre_cache import CentreCache, CentreSnapshot
from matcher.services.search.filters import MEASURES
from matcher.services.vacancy_ranking import VacancyRanking

SHOWN = 15
"""Skills that are told of each kind, the furthest from balance first."""
LISTED = 20
"""Places of a vacancy's list that the audit looks at."""
KEPT = timedelta(minutes=10)
"""How long figures stand although something was written meanwhile: counting a large centre takes seconds."""
FILLED = frozenset({"published", "expired"})


@dataclass(frozen=True)
class Overview:
    """A centre at a moment.

    Attributes
    ----------
    counted_at : datetime
    short, surplus : tuple of SkillBalance
        More positions than people, more people than positions; the furthest first, ties by skill_id.
    months : tuple of MonthFigures
    stages : tuple of StageFigures
        ``pool``, ``ready``, ``shortlisted``, ``referred``, ``in_training``, ``hired``.
    audit : Audit or None
        Of the lists of all open vacancies; None where nobody is listed.
    """

    counted_at: datetime
    n_open: int
    short: tuple[SkillBalance, ...] = ()
    surplus: tuple[SkillBalance, ...] = ()
    months: tuple[MonthFigures, ...] = ()
    stages: tuple[StageFigures, ...] = ()
    audit: Audit | None = None


@dataclass
class Overviews:
    """Makes overviews of centres, and keeps the last one of each for ten minutes, longer while nothing is written; never past its day.

    Parameters
    ----------
    cache : CentreCache
    now : callable
        Gives the moment, in the time of the centre.
    """

    cache: CentreCache
    now: Callable[[], datetime]
    _kept: dict[str, tuple[int, Overview]] = field(default_factory=dict, init=False, repr=False)
    _making: Lock = field(default_factory=Lock, init=False, repr=False)

    def of(self, centre_id: str) -> Overview:
        """Give the overview of a centre."""
        with self._making:
            now, revision = self.now(), self.cache.repository.revision(centre_id)
            kept = self._kept.get(centre_id)
            if kept is not None and _stands(kept[1], now, is_same=kept[0] == revision):
                return kept[1]
            centre = self.cache.snapshot(centre_id)
            made = self._make(centre_id, centre, now)
            self._kept[centre_id] = centre.revision, made
            return made

    def _make(self, centre_id: str, centre: CentreSnapshot, now: datetime) -> Overview:
        today = now.date()
        vacancies = [row.record for row in centre.work.open_vacancies(today).values()]
        outcomes = [row.record for row in self.cache.repository.find(centre_id, Outcome)]
        balances = skill_balances(vacancies, centre.index.skills())
        short = sorted((each for each in balances if each.balance < 0), key=lambda each: (each.balance, each.skill_id))
        surplus = sorted(
            (each for each in balances if each.balance > 0), key=lambda each: (-each.balance, each.skill_id)
        )
        told = [row.record for key, row in centre.work.vacancies.items() if centre.work.status.get(key, "published") in FILLED]
        rankings = self._rankings(centre_id, centre, vacancies, today)
        return Overview(
            now,
            len(vacancies),
            tuple(short[:SHOWN]),
            tuple(surplus[:SHOWN]),
            tuple(positions_by_month(vacancies, told, outcomes=outcomes, today=today)),
            tuple(self._stages(centre_id, centre, rankings, outcomes=outcomes, today=today)),
            self._audit(centre_id, rankings, outcomes, today),
        )

    def _rankings(
        self, centre_id: str, centre: CentreSnapshot, vacancies: Sequence[Vacancy], today: date
    ) -> list[VacancyRanking]:
        """Rank everybody for every vacancy that names an essential skill: another tells nothing about who is ready."""
        asked = [vacancy for vacancy in vacancies if any(need.essential for need in vacancy.needs)]
        return [self.cache.rank(centre_id, centre, vacancy, day=today) for vacancy in asked]

    def _stages(
        self, centre_id: str, centre: CentreSnapshot, rankings: Sequence[VacancyRanking], *, outcomes: Sequence[Outcome], today: date
    ) -> list[StageFigures]:
        pool = centre.index
        women, youth = (MEASURES[name](pool, today) for name in ("women", "youth"))
        ready = np.zeros(len(pool.ids), dtype=bool)
        for ranking in rankings:
            ready |= ranking.suitable & is_ready(ranking.n_unmet, ranking.failed)
        found = [
            stage_figures(
                name,
                int(members.sum()),
                women=int((members & women).sum()),
                youth=int((members & youth).sum()),
            )
            for name, members in (("pool", pool.is_here), ("ready", ready))
        ]
        referrals = [row.record for row in self.cache.repository.find(centre_id, Referral) if row.record.is_live]
        hired = {outcome.jobseeker_id for outcome in outcomes if outcome.outcome == "hired"}
        members = {
            "shortlisted": {row.record.jobseeker_id for row in self.cache.repository.find(centre_id, ShortlistEntry)},
            "referred": {each.jobseeker_id for each in referrals},
            "in_training": self._in_training(centre_id, referrals) - hired,
            "hired": hired,
        }
        features = self.cache.repository.sensitive_features(centre_id, sorted(set().union(*members.values())))
        return [*found, *(count_stage(name, ids, features=features, today=today) for name, ids in members.items())]

    def _in_training(self, centre_id: str, referrals: Sequence[Referral]) -> set[str]:
        """Give who promised to take a job after training, or was referred to a course; what became of the course is not known."""
        rows = (row.record for row in self.cache.repository.find(centre_id, TrainingReferral))
        referred = {each.jobseeker_id for each in rows if each.course_id and each.withdrawn_at is None}
        return referred | {each.jobseeker_id for each in referrals if each.person_commits_on}

    def _audit(
        self, centre_id: str, rankings: Sequence[VacancyRanking], outcomes: Sequence[Outcome], today: date
    ) -> Audit | None:
        if not rankings:
            return None
        pool = rankings[0].index
        people = self.cache.repository.sensitive_features(centre_id, [each for each in pool.ids if each])
        # Only those on a list are read: how far everybody else is would take a path of courses for each of them.
        named = sorted({pool.ids[at] for ranking in rankings for at in ranking.order[:LISTED]})
        read = {row.record.jobseeker_id: row.record for row in self.cache.repository.candidates(centre_id, only=named)}
        listed = tuple(pair for ranking in rankings for pair in _listed(ranking, read))
        vacancies = tuple(ranking.vacancy for ranking in rankings)
        tables = AuditTables(listed, tuple(people.values()), (), vacancies, tuple(outcomes), self.cache.travel)
        try:
            return audit(tables, AuditSettings(today))
        except UsageError:
            # Nobody stands on any list.
            return None


def _stands(kept: Overview, now: datetime, *, is_same: bool) -> bool:
    return kept.counted_at.date() == now.date() and (is_same or now - kept.counted_at < KEPT)


def _listed(ranking: VacancyRanking, people: Mapping[str, Jobseeker]) -> list[ListedPair]:
    """Give the first of a vacancy's list; who has left since the pool was read is passed over."""
    found = []
    for rank, at in enumerate(ranking.order[:LISTED], 1):
        person = people.get(ranking.index.ids[at])
        if person is not None:
            match = ranking.build(person, rank)
            missing = sum(gap.levels for gap in match.gaps)
            found.append(ListedPair(match.vacancy_id, person.jobseeker_id, rank, match.readiness, missing))
    return found
