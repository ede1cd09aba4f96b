"""Who is hired where: women and men whom an employer decided on, compared within the same vacancy.

Notes
-----
N. Mantel and W. Haenszel, "Statistical aspects of the analysis of data from retrospective studies of disease", 1959. The gap is the
pooled difference of shares within vacancies. It does not know how qualified people were: a gap asks for a conversation, it proves nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.core.fairness.estimates import holm
from matcher.core.fairness.suppression import SMALLEST, hidden_groups

CLEAR = 0.05


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of an employer on a referred person; `group` is ``women`` or ``men``."""

    employer_id: str
    vacancy_id: str
    group: str
    hired: bool


@dataclass(frozen=True, slots=True)
class EmployerGap:
    """Hiring of women and men by one employer.

    Attributes
    ----------
    gap : float
        Share of women hired less that of men, pooled over vacancies, -1 to 1.
    p_holm : float
        Of the Mantel-Haenszel test, corrected for the number of employers shown.
    """

    employer_id: str
    women: tuple[int, int]
    men: tuple[int, int]
    gap: float
    p: float
    p_holm: float

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would hardly give such a gap."""
        return self.p_holm < CLEAR


def pooled_gap(decisions: Iterable[Decided]) -> tuple[float, float]:
    """Give the pooled difference (women less men) within vacancies, and its two-sided p.

    Vacancies that saw one sex only say nothing and are left out.
    """
    tables: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in decisions:
        table = tables[one.vacancy_id]
        side = 0 if one.group == "women" else 2
        table[side] += 1
        table[side + 1] += one.hired
    top = weight = excess = variance = 0.0
    for _, (n_women, hired_women, n_men, hired_men) in sorted(tables.items()):
        n, hired = n_women + n_men, hired_women + hired_men
        if not n_women or not n_men:
            continue
        share = n_women * n_men / n
        top, weight = top + share * (hired_women / n_women - hired_men / n_men), weight + share
        excess += hired_women - n_women * hired / n
        variance += n_women * n_men * hired * (n - hired) / (n * n * (n - 1))
    if not weight:
        return 0.0, 1.0
    return top / weight, math.erfc(abs(excess) / math.sqrt(2 * variance)) if variance > 0 else 1.0


def employer_gaps(decisions: Iterable[Decided], *, smallest: int = SMALLEST) -> tuple[list[EmployerGap], int]:
    """Count the gap of each employer with enough decisions on both sexes.

    Returns
    -------
    list of EmployerGap
        Clearest first, then by identifier.
    int
        Employers that are hidden.
    """
    by_employer: dict[str, list[Decided]] = defaultdict(list)
    for one in decisions:
        by_employer[one.employer_id].append(one)
    counts = {name: (_counted(rows, "women"), _counted(rows, "men")) for name, rows in sorted(by_employer.items())}
    hidden = hidden_groups({name: max(1, min(w[1], m[1])) for name, (w, m) in counts.items()}, smallest=smallest)
    shown = [name for name in counts if name not in hidden]
    gaps = [pooled_gap(by_employer[name]) for name in shown]
    corrected = holm([p for _, p in gaps])
    found = [
        EmployerGap(name, *counts[name], gap, p, 1.0 if p_holm is None else p_holm)
        for name, (gap, p), p_holm in zip(shown, gaps, corrected, strict=True)
    ]
    return sorted(found, key=lambda one: (one.p_holm, one.employer_id)), len(hidden)


def _counted(rows: Iterable[Decided], group: str) -> tuple[int, int]:
    """Give the number of hired and of all."""
    mine = [row for row in rows if row.group == group]
    return sum(row.hired for row in mine), len(mine)
