"""Why nobody was found: what emptied the list, and how many come back without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from matcher.core.matching.constraints import HARD
from matcher.services.candidate_index import CandidateIndex
from matcher.services.search.filters import Mask
from matcher.services.vacancy_ranking import VacancyRanking

Key = TypeVar("Key")
Kind = Literal["filter", "constraint", "all_filters", "all_constraints"]


@dataclass(frozen=True)
class EmptyResultCause:
    """Something without which people come back.

    Attributes
    ----------
    name, value : str
        Of the filter (its value where it has one), or the name of the constraint; empty for all of them together.
    n_back : int
        People who are found without it, everything else unchanged.
    """

    kind: Kind
    name: str
    value: str
    n_back: int


def find_empty_result_causes(
    index: CandidateIndex, ranking: VacancyRanking | None, masks: Mapping[tuple[str, str], Mask]
) -> tuple[EmptyResultCause, ...]:
    """List what empties a list, the largest return first.

    Where no single filter or constraint does it alone, all filters and all constraints are tried together; empty where nobody has
    any of the skills asked for.
    """
    scored = index.is_here if ranking is None else index.is_here & (ranking.score_millionths > 0)
    failed = {} if ranking is None else {name: ranking.failed[name] for name in sorted(HARD)}
    all_fit = _all(masks, scored)
    suitable = _none(failed, scored)
    single = [
        EmptyResultCause("filter", name, value, int(_all(_without(masks, (name, value)), suitable).sum()))
        for name, value in masks
    ]
    single += [EmptyResultCause("constraint", name, "", int(_none(_without(failed, name), all_fit).sum())) for name in failed]
    found = [each for each in single if each.n_back]
    if not found:
        together = [
            EmptyResultCause("all_filters", "", "", int(suitable.sum()) if masks else 0),
            EmptyResultCause("all_constraints", "", "", int(all_fit.sum()) if failed else 0),
        ]
        found = [each for each in together if each.n_back]
    return tuple(sorted(found, key=lambda each: (-each.n_back, each.kind, each.name, each.value)))


def _without(masks: Mapping[Key, Mask], left_out: Key) -> dict[Key, Mask]:
    return {key: mask for key, mask in masks.items() if key != left_out}


def _all(masks: Mapping[tuple[str, str], Mask], among: Mask) -> Mask:
    return np.asarray(np.logical_and.reduce([among, *masks.values()]))


def _none(failed: Mapping[str, Mask], among: Mask) -> Mask:
    return np.asarray(among & ~np.logical_or.reduce([np.zeros_like(among), *failed.values()]))
