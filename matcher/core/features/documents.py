"""The reference corpus: which skills are asked for together. Occupations of the taxonomy, or the vacancies where it knows too few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matcher.core.coverage import WEIGHT_UNIT, SkillWeights
from matcher.core.gaps import needed_level
from matcher.core.records import Occupation, Vacancy
from matcher.core.taxonomy import Taxonomy

FEWEST_KNOWN = 0.5
"""Share of the skills asked for that the taxonomy must hold, for its occupations to be the reference."""
FEWEST_DOCUMENTS = 2

Sparse = sparse.csr_matrix


@dataclass(frozen=True)
class Documents:
    """Sets of needs in the order of their identifiers.

    Attributes
    ----------
    needs : tuple of tuple of (str, int, bool)
        Skill, level (1 to 5) and whether it is essential.
    titles : tuple of str
        All labels of the occupation, or the vacancy's title.
    isco08 : tuple of str
        Unit groups; empty where unknown.
    """

    needs: tuple[tuple[tuple[str, int, bool], ...], ...]
    titles: tuple[str, ...]
    isco08: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.needs)

    @cached_property
    def skills(self) -> frozenset[str]:
        """Every skill that is asked for."""
        return frozenset(skill for needs in self.needs for skill, _, _ in needs)

    def matrix(self, position: dict[str, int], optional: float) -> Sparse:
        """Give 1 for an essential skill and `optional` for an optional one, shape (n_documents, n_skills)."""
        cells = [
            (row, position[skill], 1.0 if essential else optional)
            for row, needs in enumerate(self.needs)
            for skill, _, essential in needs
            if skill in position
        ]
        return as_sparse(cells, (len(self), len(position)))

    @cached_property
    def weights(self) -> SkillWeights:
        """Rarity of skills among these documents."""
        counts: dict[str, int] = {}
        for needs in self.needs:
            for skill in sorted({skill for skill, _, _ in needs}):
                counts[skill] = counts.get(skill, 0) + 1
        return SkillWeights(counts, len(self))


def as_sparse(cells: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> Sparse:
    """Make a sparse matrix of (row, column, value)."""
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((np.array(values, dtype=np.float64), (rows, columns)), shape=shape)


def of_vacancies(vacancies: Iterable[Vacancy]) -> Documents:
    """Take vacancies as documents, in their own order."""
    listed = tuple(vacancies)
    return Documents(
        tuple(tuple((need.skill_id, needed_level(need), need.essential) for need in one.needs) for one in listed),
        tuple(one.title for one in listed),
        tuple(one.isco08 for one in listed),
    )


def of_taxonomy(taxonomy: Taxonomy) -> Documents:
    """Take the occupations that ask for a skill, in order of identifier."""
    listed = [found for _, found in sorted(taxonomy.occupations.items()) if found.essential]
    return Documents(
        tuple(_needs(one) for one in listed), tuple(_titles(one) for one in listed), tuple(one.isco08 for one in listed)
    )


def _needs(occupation: Occupation) -> tuple[tuple[str, int, bool], ...]:
    essential = {skill: (max(1, level), True) for skill, level in occupation.essential}
    optional = {skill: (max(1, level), False) for skill, level in occupation.optional}
    return tuple((skill, level, must) for skill, (level, must) in sorted((optional | essential).items()))


def _titles(occupation: Occupation) -> str:
    labels = [label for _, label in sorted(occupation.labels.items())]
    others = [label for _, listed in sorted(occupation.alt_labels.items()) for label in listed]
    return " ".join([*labels, *others])


def choose(taxonomy: Taxonomy, asked: Documents) -> tuple[Documents, bool]:
    """Choose the reference: the taxonomy's occupations where it knows the skills asked for, else the vacancies themselves.

    Where all words were resolved by the taxonomy it knows them all: no score then depends on which other vacancies there are.

    Returns
    -------
    Documents
    bool
        True where they are the taxonomy's.
    """
    known = of_taxonomy(taxonomy)
    n_known = len(asked.skills & taxonomy.skills.keys())
    if len(known) >= FEWEST_DOCUMENTS and n_known >= FEWEST_KNOWN * len(asked.skills):
        return known, True
    return asked, False


def rarity(weights: SkillWeights, skills: Sequence[str], power: float) -> Sparse:
    """Give the idf of skills to a power, as a diagonal."""
    idf: npt.NDArray[np.float64] = np.array([weights.weight(skill) / WEIGHT_UNIT for skill in skills], dtype=np.float64)
    return sparse.diags(idf**power).tocsr()
