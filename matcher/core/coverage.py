"""Level-aware, idf-weighted coverage of needs, for blocks of people against many vacancies at once.

Every product here is of integers held in float64, whose sums stay far below 2**53: they are exact in any order, so a score does not
depend on the size of a block, the number of jobs, the engine, or who else is in the file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.core.gaps import effective_levels, needed_level
from matcher.core.records import HeldSkill, SkillNeed, Vacancy
from matcher.core.taxonomy import Taxonomy

FULL = 60
"""Credit of a need that is met: 60 divides by every level 1 to 5, and so do its half and its quarter."""
RELATED, SIBLING = 30, 15
"""Credit for the broader or a related skill (a half) and for a sibling of the same group (a quarter), at the needed level."""
WEIGHT_UNIT = 1024
OPTIONAL_SHARE = 0.25
"""All optional needs of a vacancy together weigh at most a quarter of its essential ones."""

Matrix = npt.NDArray[np.float64]
SkillPostings = tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]


@dataclass(frozen=True)
class SkillWeights:
    """Inverse document frequency of skills, as integers.

    Attributes
    ----------
    document_frequency : mapping of str to int
        Number of documents (occupations, or vacancies) that ask for the skill.
    n_documents : int

    Notes
    -----
    Smoothed idf as scikit-learn's ``TfidfTransformer``: ``1 + ln((1 + n) / (1 + df))``, times 1024, rounded.
    """

    document_frequency: Mapping[str, int]
    n_documents: int

    @classmethod
    def from_taxonomy(cls, taxonomy: Taxonomy) -> SkillWeights:
        """Count over the taxonomy's occupations, so that a pair's score does not depend on the rest of the file."""
        documents = [
            {skill_id for skill_id, _ in (*occupation.essential, *occupation.optional)}
            for occupation in taxonomy.occupations.values()
        ]
        counts: dict[str, int] = {}
        for document in documents:
            for skill_id in sorted(document):
                counts[skill_id] = counts.get(skill_id, 0) + 1
        return cls(counts, len(documents))

    def weight(self, skill_id: str) -> int:
        """Give the integer weight of a skill, at least 1024; a skill that no document asks for is the rarest."""
        idf = 1 + math.log((1 + self.n_documents) / (1 + self.document_frequency.get(skill_id, 0)))
        return round(WEIGHT_UNIT * idf)


@dataclass(frozen=True)
class Demand:
    """What a list of vacancies asks for, laid out as columns of (skill, level).

    Attributes
    ----------
    columns : tuple of (str, int)
        Distinct (skill_id, needed level), sorted.
    essential, optional : ndarray of float64, shape (n_columns, n_vacancies)
        Integer weights; 0 where the vacancy does not ask.
    """

    vacancies: tuple[Vacancy, ...]
    taxonomy: Taxonomy
    columns: tuple[tuple[str, int], ...]
    essential: Matrix
    optional: Matrix

    def for_vacancy(self, at: int) -> Demand:
        """Return the demand of one of the vacancies alone."""
        rows = np.flatnonzero((self.essential[:, at] > 0) | (self.optional[:, at] > 0))
        one = slice(at, at + 1)
        columns = tuple(self.columns[row] for row in rows)
        return Demand(self.vacancies[one], self.taxonomy, columns, self.essential[rows, one], self.optional[rows, one])

    @cached_property
    def asks_essential(self) -> Matrix:
        """1.0 where a vacancy asks for a column as essential."""
        return np.asarray(self.essential > 0, dtype=np.float64)

    @cached_property
    def column_of(self) -> dict[tuple[str, int], int]:
        """Position of each column."""
        return {column: position for position, column in enumerate(self.columns)}


def build_demand(vacancies: Sequence[Vacancy], taxonomy: Taxonomy, weights: SkillWeights) -> Demand:
    """Lay out what vacancies ask for.

    An optional need never weighs more than any essential need of its vacancy, and all of them together at most
    :data:`OPTIONAL_SHARE` of the essential ones, so an optional need never outranks an essential one.

    Parameters
    ----------
    vacancies : sequence of Vacancy
        In the order of the columns of every later matrix.
    """
    columns = sorted({(need.skill_id, needed_level(need)) for vacancy in vacancies for need in vacancy.needs})
    position = {column: number for number, column in enumerate(columns)}
    essential = np.zeros((len(columns), len(vacancies)))
    optional = np.zeros_like(essential)
    for number, vacancy in enumerate(vacancies):
        strongest = strongest_needs(vacancy.needs)
        for column, weight in _essential_weights(strongest, weights).items():
            essential[position[column], number] = weight
        for column, weight in _optional_weights(strongest, weights).items():
            optional[position[column], number] = weight
    return Demand(tuple(vacancies), taxonomy, tuple(columns), essential, optional)


def strongest_needs(needs: Sequence[SkillNeed]) -> dict[str, tuple[int, bool]]:
    """Keep one need a skill: essential before optional, then the higher level."""
    kept: dict[str, tuple[int, bool]] = {}
    for need in needs:
        candidate = (needed_level(need), need.essential)
        known = kept.get(need.skill_id)
        if known is None or (candidate[1], candidate[0]) > (known[1], known[0]):
            kept[need.skill_id] = candidate
    return kept


def _essential_weights(needs: Mapping[str, tuple[int, bool]], weights: SkillWeights) -> dict[tuple[str, int], int]:
    return {(skill, level): weights.weight(skill) for skill, (level, essential) in needs.items() if essential}


def _optional_weights(needs: Mapping[str, tuple[int, bool]], weights: SkillWeights) -> dict[tuple[str, int], int]:
    wanted = {(skill, level): weights.weight(skill) for skill, (level, essential) in needs.items() if not essential}
    bounds = list(_essential_weights(needs, weights).values())
    if not bounds or not wanted:
        return wanted
    scale = min(1.0, OPTIONAL_SHARE * sum(bounds) / sum(wanted.values()), min(bounds) / max(wanted.values()))
    return {column: max(1, math.floor(weight * scale)) for column, weight in wanted.items()}


class CoverageCalculator:
    """Turns held skills into credits towards the columns of a demand.

    Parameters
    ----------
    demand : Demand
    """

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        skills = sorted({skill_id for skill_id, _ in demand.columns})
        self._skill_position = {skill_id: number for number, skill_id in enumerate(skills)}
        self._column_skill = np.array([self._skill_position[skill] for skill, _ in demand.columns], dtype=np.intp)
        self._column_level = np.array([level for _, level in demand.columns], dtype=np.int64)
        self._helped: dict[str, list[tuple[int, int]]] = {}

    def credits(self, held: Sequence[Mapping[str, int]]) -> npt.NDArray[np.float64]:
        """Give the credit of each person towards each column.

        Parameters
        ----------
        held : sequence of mapping of str to int
            Levels by skill_id, one mapping a person, as :func:`matcher.core.gaps.effective_levels` gives.

        Returns
        -------
        ndarray of float64, shape (n_people, n_columns)
            Integers 0 to :data:`FULL`.
        """
        full, related, sibling = (np.zeros((len(held), len(self._skill_position)), dtype=np.int64) for _ in range(3))
        views = {FULL: full, RELATED: related, SIBLING: sibling}
        for row, levels in enumerate(held):
            for skill_id, level in levels.items():
                for credit, position in self._helps(skill_id):
                    view = views[credit]
                    view[row, position] = max(view[row, position], level)
        return np.asarray(
            np.maximum.reduce([self._towards(view, credit) for credit, view in views.items()]), dtype=np.float64
        )

    def credits_by_skill(self, holders: Mapping[str, SkillPostings], n_people: int) -> Matrix:
        """Give the same as :meth:`credits` for people who are laid out by skill, each skill with who holds it.

        Parameters
        ----------
        holders : mapping of str to (ndarray of intp, ndarray of int64)
            By skill_id the rows of those who hold it, each once, and their levels.

        Returns
        -------
        ndarray of float64, shape (n_people, n_columns)
        """
        best: dict[tuple[int, int], npt.NDArray[np.int16]] = {}
        for skill_id, (rows, levels) in holders.items():
            for key in self._helps(skill_id):
                view = best.setdefault(key, np.zeros(n_people, dtype=np.int16))
                view[rows] = np.maximum(view[rows], levels)
        found = np.zeros((len(self._column_skill), n_people))
        for (credit, position), view in best.items():
            for column in np.flatnonzero(self._column_skill == position):
                # Dividing by one number at a time is what arithmetic units do fast.
                level = np.int16(self._column_level[column])
                np.maximum(found[column], np.minimum(view, level) * np.int16(credit) // level, out=found[column])
        return found.T

    def _towards(self, levels: npt.NDArray[np.int64], credit: int) -> npt.NDArray[np.int64]:
        met = np.minimum(levels[:, self._column_skill], self._column_level)
        return np.asarray(met * credit // self._column_level)

    def _helps(self, skill_id: str) -> list[tuple[int, int]]:
        """List (credit, skill position) that holding `skill_id` gives."""
        if skill_id not in self._helped:
            taxonomy = self.demand.taxonomy
            reached: dict[int, int] = {}
            for credit, others in (
                (SIBLING, taxonomy.siblings(skill_id)),
                (RELATED, taxonomy.transfers.get(skill_id, ())),
                (FULL, (skill_id,)),
            ):
                for other in others:
                    position = self._skill_position.get(other)
                    if position is not None:
                        reached[position] = credit
            self._helped[skill_id] = [(credit, position) for position, credit in sorted(reached.items())]
        return self._helped[skill_id]


@dataclass(frozen=True)
class Coverage:
    """Coverage of a block of people against a demand.

    Attributes
    ----------
    essential, optional : ndarray of float64, shape (n_people, n_vacancies)
        Weighted credits, integers, 0 to ``FULL * total``.
    essential_total, optional_total : ndarray of float64, shape (n_vacancies,)
        The most that can be reached.
    n_unmet : ndarray of int64, shape (n_people, n_vacancies)
        Essential needs not fully met.
    unmet : ndarray of float64, shape (n_people, n_columns)
        1.0 where a column is not met by a skill that is really held.
    """

    essential: Matrix
    optional: Matrix
    essential_total: Matrix
    optional_total: Matrix
    n_unmet: npt.NDArray[np.int64]
    unmet: Matrix


def measure(demand: Demand, held: Sequence[Mapping[str, int]], reader: CoverageCalculator | None = None) -> Coverage:
    """Measure how far people cover a demand.

    Parameters
    ----------
    held : sequence of mapping of str to int
        Levels by skill_id, one mapping a person.
    reader : CoverageCalculator, optional
        Of the same demand, to keep what it has learned between blocks.
    """
    return covered(demand, (reader or CoverageCalculator(demand)).credits(held))


def covered(demand: Demand, credits: Matrix) -> Coverage:
    """Weigh credits, as a :class:`CoverageCalculator` of the same demand gives them."""
    unmet = np.asarray(credits < FULL, dtype=np.float64)
    return Coverage(
        essential=credits @ demand.essential,
        optional=credits @ demand.optional,
        essential_total=FULL * demand.essential.sum(axis=0),
        optional_total=FULL * demand.optional.sum(axis=0),
        n_unmet=np.asarray(unmet @ demand.asks_essential, dtype=np.int64),
        unmet=unmet,
    )


def levels_of(people: Sequence[Sequence[HeldSkill]], taxonomy: Taxonomy) -> list[dict[str, int]]:
    """Give the held levels of each person, as :func:`matcher.core.gaps.effective_levels`."""
    return [effective_levels(skills, taxonomy) for skills in people]
