"""Twins through words: two texts of one person that may differ in nothing but protected words must have the same scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Place = Literal["experience", "skills", "occupations", "wanted"]
Kind = Literal["gender", "status", "whom"]
PLACES: tuple[Place, ...] = ("experience", "skills", "occupations", "wanted")
KINDS: tuple[Kind, ...] = ("gender", "status", "whom")


@dataclass(frozen=True, slots=True)
class Twin:
    """Two texts that differ in the gender of a word, in a word of leave, status or family, or in whom care was for.

    Attributes
    ----------
    place : {"experience", "skills", "occupations", "wanted"}
        Where a person writes it; a cell of a list is separated by ``;``.
    """

    lang: str
    place: Place
    text_a: str
    text_b: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class TwinCount:
    """How many pairs there are, how many have different scores, and the largest difference, 0 to 1."""

    n: int
    n_differing: int
    largest: float

    def as_dict(self) -> dict[str, Any]:
        """Give the figures for JSON; `share` is None where there is no pair."""
        share = round(self.n_differing / self.n, 4) if self.n else None
        return {"n": self.n, "differing": self.n_differing, "share": share, "largest": round(self.largest, 6)}


@dataclass(frozen=True, slots=True)
class TwinFigures:
    """The figure of a ranker: of all pairs, and by kind."""

    whole: TwinCount
    by_kind: tuple[tuple[Kind, TwinCount], ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the figures for JSON and for a model's card."""
        return {**self.whole.as_dict(), "by_kind": {kind: count.as_dict() for kind, count in self.by_kind}}


def compare_twins(
    twins: Sequence[Twin], first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> TwinFigures:
    """Compare the scores of twins.

    Parameters
    ----------
    first, second : ndarray, shape (n_twins, n_vacancies)
        Scores of `text_a` and of `text_b`.

    Examples
    --------
    >>> twins = [Twin("en", "skills", "cook;housewife", "cook", "status"), Twin("en", "wanted", "waitress", "waiter", "gender")]
    >>> found = compare_twins(twins, np.array([[0.5], [0.3]]), np.array([[0.5], [0.4]]))
    >>> found.as_dict()["share"], found.as_dict()["by_kind"]["status"]["largest"]
    (0.5, 0.0)
    """
    differences = np.abs(first - second).max(axis=1, initial=0.0).round(6)
    kinds = np.array([twin.kind for twin in twins])
    by_kind = tuple((kind, _count(differences[kinds == kind])) for kind in KINDS)
    return TwinFigures(_count(differences), by_kind)


def _count(differences: npt.NDArray[np.float64]) -> TwinCount:
    return TwinCount(len(differences), int((differences > 0).sum()), float(differences.max(initial=0.0)))
