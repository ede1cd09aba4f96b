"""The shares of an audit, counted a second time by other people's code: what both agree on is no slip of ours."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from matcher.core.fairness.estimates import rounded
from matcher.core.fairness.groups import DIMENSIONS, group_of
from matcher.services.audit.records import Audit, AuditTables

TOLERANCE = 1e-9


class ShareCounter(Protocol):
    """Counts shares by group."""

    @property
    def name(self) -> str:
        """Name and version."""
        ...

    def shares(self, chosen: Sequence[bool], groups: Sequence[str], *, hired: bool = False) -> dict[str, float]:
        """Give the share of chosen in each group; of those who should have been, where `hired`."""
        ...

    def difference(self, chosen: Sequence[bool], groups: Sequence[str], *, hired: bool = False) -> float:
        """Give the largest difference of two groups."""
        ...

    def ratio(self, chosen: Sequence[bool], groups: Sequence[str]) -> float:
        """Give the smallest share as a ratio to the largest."""
        ...


def count_again(tables: AuditTables, found: Audit, counter: ShareCounter) -> dict[str, Any]:
    """Count selection rates and equal opportunity again, over the groups that are shown.

    Returns
    -------
    dict
        ``by``, ``agrees``, and ``dimensions`` with ``selection_rate_difference``, ``selection_rate_ratio`` and
        ``equal_opportunity_difference`` (None where it was not counted).
    """
    settings = found.settings
    groups = {one.jobseeker_id: group_of(one, settings.as_of, settings.youth) for one in tables.people}
    top = {(one.jobseeker_id, one.vacancy_id) for one in tables.matches if one.rank <= settings.top_k}
    selected = {person for person, _ in top}
    hired = [(one.jobseeker_id, one.vacancy_id) for one in tables.outcomes if one.outcome == "hired"]
    agrees, told = True, {}
    for name in DIMENSIONS:
        ours = {one.group: one for one in found.of(name) if not one.is_hidden}
        if len(ours) < 2:
            continue
        people = [person for person in sorted(groups) if groups[person][name] in ours]
        chosen, labels = [person in selected for person in people], [groups[person][name] for person in people]
        agrees &= _same({group: one.selection_rate for group, one in ours.items()}, counter.shares(chosen, labels))
        told[name] = {
            "selection_rate_difference": rounded(counter.difference(chosen, labels)),
            "selection_rate_ratio": rounded(counter.ratio(chosen, labels)),
            "equal_opportunity_difference": None,
        }
        compared = {group: one.opportunity for group, one in ours.items() if one.opportunity is not None}
        pairs = [pair for pair in hired if pair[0] in groups and groups[pair[0]][name] in compared]
        if pairs:
            chosen, labels = [pair in top for pair in pairs], [groups[pair[0]][name] for pair in pairs]
            agrees &= _same(compared, counter.shares(chosen, labels, hired=True))
            told[name]["equal_opportunity_difference"] = rounded(counter.difference(chosen, labels, hired=True))
    return {"by": counter.name, "agrees": agrees, "dimensions": told}


def _same(ours: Mapping[str, float | None], theirs: Mapping[str, float]) -> bool:
    return ours.keys() == theirs.keys() and all(
        math.isclose(value or 0.0, theirs[group], abs_tol=TOLERANCE) for group, value in ours.items()
    )
