"""Count results by group: pool, suitable work, lists, exposure, hiring; each figure with what it can and cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matcher.core.fairness.constraints import Barriers, find_barriers, main_barrier
from matcher.core.fairness.employers import Decided, employer_gaps
from matcher.core.fairness.estimates import Interval, holm, permutation_p, ratio_of_rates, smallest_visible
from matcher.core.fairness.groups import CROSSED, DIMENSIONS, group_of
from matcher.core.fairness.listed import ListedPair, Lists
from matcher.core.fairness.suppression import hidden_groups
from matcher.core.records import SensitiveFeatures
from matcher.errors import UsageError
from matcher.services.audit.records import Audit, AuditSettings, AuditTables, GroupFigures, Shares

__all__ = ["Audit", "AuditSettings", "AuditTables", "GroupFigures", "audit"]

Flags = npt.NDArray[np.bool_]


def audit(tables: AuditTables, settings: AuditSettings) -> Audit:
    """Count results by group.

    Raises
    ------
    UsageError
        ``audit_nobody_known`` when the matches name nobody of the pool: the files do not belong together.
    """
    people = tuple(sorted(tables.people, key=lambda one: one.jobseeker_id))
    known = {person.jobseeker_id for person in people}
    pairs = [pair for pair in tables.matches if pair.jobseeker_id in known]
    if not pairs:
        raise UsageError("audit_nobody_known", matches=len(tables.matches), people=len(people))
    counting = _Counting(tables, settings, people, pairs)
    groups = _corrected([one for name in DIMENSIONS for one in counting.dimension(name)])
    employers, n_hidden = employer_gaps(counting.decisions(), smallest=settings.smallest)
    return Audit(
        settings,
        len(people) if len(people) >= settings.smallest else None,
        tuple(groups),
        tuple(employers),
        n_hidden,
        len(tables.matches) - len(pairs),
        len(tables.vacancies),
        len(tables.outcomes),
    )


@dataclass(frozen=True)
class _Compared:
    """The groups of one dimension that are shown, and what was counted for all of them at once."""

    dimension: str
    members: Mapping[str, Flags]
    best: str
    exposure_p: Mapping[str, float]
    chances: Mapping[str, float]


class _Counting:
    """One audit under way: who is in which group, and what befell each."""

    def __init__(
        self,
        tables: AuditTables,
        settings: AuditSettings,
        people: Sequence[SensitiveFeatures],
        pairs: Sequence[ListedPair],
    ) -> None:
        self.tables, self.settings, self.people = tables, settings, people
        self.groups = [group_of(person, settings.as_of, settings.youth) for person in people]
        self.place = {person.jobseeker_id: at for at, person in enumerate(people)}
        self.lists = Lists(pairs)
        self.row_person = np.array([self.place[pair.jobseeker_id] for pair in self.lists.pairs], dtype=np.intp)
        self.top = {(pair.jobseeker_id, pair.vacancy_id) for pair in pairs if pair.rank <= settings.top_k}
        self.selected = self._flags(one for one, _ in self.top)
        self.ready = self._flags(pair.jobseeker_id for pair in pairs if pair.readiness == "ready")
        self.barriers = self._barriers()
        self.hired = [
            (one.jobseeker_id, one.vacancy_id)
            for one in tables.outcomes
            if one.outcome == "hired" and one.jobseeker_id in self.place
        ]

    def _flags(self, names: Iterable[str]) -> Flags:
        flags = np.zeros(len(self.people), dtype=np.bool_)
        flags[[self.place[name] for name in set(names)]] = True
        return flags

    def _barriers(self) -> Barriers | None:
        by_id = {one.jobseeker_id: one for one in self.tables.jobseekers}
        if not self.tables.vacancies or not all(name in by_id for name in self.place):
            return None
        ordered = [by_id[person.jobseeker_id] for person in self.people]
        return find_barriers(ordered, self.tables.vacancies, self.tables.travel)

    def dimension(self, name: str) -> list[GroupFigures]:
        """Count one dimension; p-values are not yet corrected."""
        labels = np.array([groups[name] for groups in self.groups])
        members = {str(group): labels == group for group in np.unique(labels)}
        sizes = {group: int(flags.sum()) for group, flags in members.items()}
        hidden = hidden_groups(sizes, smallest=self.settings.smallest, crossed=name == CROSSED)
        shown = [group for group in sorted(members) if group not in hidden]
        best = min(shown, key=lambda group: (-self._rate(members[group]), group), default="")
        exposures = [members[group][self.row_person] for group in shown]
        p_values = dict(zip(shown, self.lists.permutation_p(exposures, seed=self.settings.seed), strict=True))
        chances = self._opportunities({group: members[group] for group in shown})
        compared = _Compared(name, {group: members[group] for group in shown}, best, p_values, chances)
        found = [GroupFigures(name, group, is_hidden=True) for group in sorted(hidden)]
        found += [self._figures(compared, group) for group in shown]
        return sorted(found, key=lambda one: one.group)

    def _figures(self, compared: _Compared, group: str) -> GroupFigures:
        mine, theirs = compared.members[group], compared.members[compared.best]
        one, other = self._count(mine), self._count(theirs)
        exposure = self.lists.ratio(mine[self.row_person], seed=self.settings.seed)
        barriers = {} if self.barriers is None else self.barriers.shares(mine)
        alone, chances = len(compared.members) < 2, compared.chances
        is_best = group == compared.best or alone
        return GroupFigures(
            compared.dimension,
            group,
            is_hidden=False,
            pool=one[1],
            eligible=None if self.barriers is None else int((self.barriers.suitable[mine] > 0).sum()),
            ready=int((self.ready & mine).sum()),
            selected=one[0],
            selection_ratio=Interval() if alone else ratio_of_rates(one, other, seed=self.settings.seed),
            selection_p=None if is_best else permutation_p(one, other),
            exposure_ratio=exposure,
            exposure_p=None if exposure.value is None else compared.exposure_p[group],
            opportunity=chances.get(group),
            opportunity_difference=chances[group] - max(chances.values()) if group in chances else None,
            smallest_visible=None if is_best else smallest_visible(self._rate(mine | theirs), one[1], other[1]),
            barriers=barriers,
            main_barrier=None if self.barriers is None else self._main_barrier(barriers, compared.members),
        )

    def _main_barrier(self, ours: Shares, members: Mapping[str, Flags]) -> tuple[str, float] | None:
        """Compare with the group to whom most vacancies are suitable, among those that are shown."""
        assert self.barriers is not None
        best = max((self.barriers.shares(flags) for flags in members.values()), key=lambda one: one["all"]["suitable"])
        return main_barrier(ours, best)

    def _count(self, members: Flags) -> tuple[int, int]:
        return int((self.selected & members).sum()), int(members.sum())

    def _rate(self, members: Flags) -> float:
        return float(self.selected[members].mean())

    def _opportunities(self, members: Mapping[str, Flags]) -> dict[str, float]:
        """Give for each group the share of hired pairs that stand among the first k; too few hired are not shown.

        Only groups that all reach the smallest size are counted, so that none is found by subtraction.
        """
        found: dict[str, float] = {}
        for group, flags in members.items():
            mine = [pair for pair in self.hired if flags[self.place[pair[0]]]]
            if len({person for person, _ in mine}) >= self.settings.smallest:
                found[group] = sum(pair in self.top for pair in mine) / len(mine)
        return found if len(found) > 1 else {}

    def decisions(self) -> list[Decided]:
        """List the employers' decisions on women and men; refusals by the person and open referrals decide nothing."""
        employer = {one.vacancy_id: one.employer_id for one in self.tables.vacancies if one.employer_id}
        found = []
        for one in self.tables.outcomes:
            at = self.place.get(one.jobseeker_id)
            sex = "" if at is None else self.groups[at]["sex"]
            is_decided = one.outcome in ("hired", "refused_by_employer")
            if is_decided and one.vacancy_id in employer and sex in ("women", "men"):
                found.append(Decided(employer[one.vacancy_id], one.vacancy_id, sex, one.outcome == "hired"))
        return found


def _corrected(groups: Sequence[GroupFigures]) -> list[GroupFigures]:
    """Correct every test of the audit together."""
    n = len(groups)
    corrected = holm([one.selection_p for one in groups] + [one.exposure_p for one in groups])
    return [
        replace(one, selection_p_holm=selection, exposure_p_holm=exposure)
        for one, selection, exposure in zip(groups, corrected[:n], corrected[n:], strict=True)
    ]
