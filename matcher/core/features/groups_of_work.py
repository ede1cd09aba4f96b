"""Nearness of ISCO-08 unit groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.core.features.candidate_features import Jobs, Positions
from matcher.core.features.columns import STEPS

DIGITS = 4

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class GroupsOfWork:
    """Places unit groups of ISCO-08 by what is done in them.

    Attributes
    ----------
    vectors : mapping of str to sequence of int
        One a unit group, all of one length; may be empty: then only leading digits count.

    Examples
    --------
    >>> GroupsOfWork({}).near(["7212"], ["7213", "7212"]).tolist()
    [[767, 1023]]
    >>> GroupsOfWork({"7212": (1, 0), "7213": (1, 0)}).near(["7212"], ["7213"]).tolist()
    [[1023]]
    """

    vectors: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {code: at for at, code in enumerate(sorted(self.vectors))}

    @cached_property
    def _near(self) -> Codes:
        rows = np.array([self.vectors[code] for code in self._position], dtype=np.float64)
        products = rows @ rows.T
        length = np.sqrt(np.diag(products))
        cosines = products / np.maximum(np.outer(length, length), 1e-12)
        return np.asarray(np.rint(STEPS * np.clip(cosines, 0, 1)), dtype=np.int64)

    def table(self, jobs: Jobs, n_people: int, asked: Sequence[str]) -> Codes:
        """Give the nearest of each person's groups to each asked one, shape (n_people, n_asked)."""
        kinds, place = _kinds(asked)
        return jobs.largest(self.near(jobs.kinds, kinds), n_people)[:, place]

    def shared(self, jobs: Jobs, n_people: int, asked: Sequence[str]) -> Codes:
        """Give the most leading digits shared, 0 to 1023, shape (n_people, n_asked)."""
        kinds, place = _kinds(asked)
        return jobs.largest(STEPS * shared_digits(jobs.kinds, kinds) // DIGITS, n_people)[:, place]

    def near(self, ones: Sequence[str], others: Sequence[str]) -> Codes:
        """Give 0 to 1023, shape (n_ones, n_others): by vectors where both groups have one, else by leading digits; 0 where unknown."""
        found = STEPS * shared_digits(ones, others) // DIGITS
        rows, columns = ([self._position.get(code, -1) for code in codes] for codes in (ones, others))
        known = np.ix_([at >= 0 for at in rows], [at >= 0 for at in columns])
        if found[known].size:
            found[known] = self._near[np.ix_([at for at in rows if at >= 0], [at for at in columns if at >= 0])]
        return found


def shared_digits(ones: Sequence[str], others: Sequence[str]) -> Codes:
    """Count the leading digits that codes share, shape (n_ones, n_others).

    Examples
    --------
    >>> shared_digits(("7212", ""), ("7233", "7212")).tolist()
    [[2, 4], [0, 0]]
    """
    left, right = _letters(ones), _letters(others)
    width = min(left.shape[1], right.shape[1])
    same = left[:, None, :width] == right[None, :, :width]
    same &= left[:, None, :width] != 0
    return np.asarray(np.cumprod(same, axis=2, dtype=np.int64).sum(axis=2))


def _letters(codes: Sequence[str]) -> npt.NDArray[np.uint32]:
    """Give the letters of codes as numbers; 0 past the end."""
    width = max(1, max(map(len, codes), default=0))
    return np.array(codes, dtype=f"U{width}").view(np.uint32).reshape(len(codes), width)


def _kinds(asked: Sequence[str]) -> tuple[tuple[str, ...], Positions]:
    kinds = tuple(sorted(set(asked)))
    place = {code: at for at, code in enumerate(kinds)}
    return kinds, np.array([place[code] for code in asked], dtype=np.intp)
