"""Nearness of ISCO-08 unit groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

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
    >>> GroupsOfWork({}).near("7212", "7213"), GroupsOfWork({"7212": (1, 0), "7213": (1, 0)}).near("7212", "7213")
    (767, 1023)
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

    def near(self, one: str, other: str) -> int:
        """Give 0 to 1023; by vectors where both groups have one, else by leading digits; 0 where either is unknown."""
        if one in self._position and other in self._position:
            return int(self._near[self._position[one], self._position[other]])
        return STEPS * shared_digits(one, other) // DIGITS

    def table(self, people: Sequence[Iterable[str]], asked: Sequence[str]) -> Codes:
        """Give the nearest of each person's groups to each asked one, shape (n_people, n_asked)."""
        return _largest(people, asked, self.near)

    def shared(self, people: Sequence[Iterable[str]], asked: Sequence[str]) -> Codes:
        """Give the most leading digits shared, 0 to 1023, shape (n_people, n_asked)."""
        return _largest(people, asked, lambda one, other: STEPS * shared_digits(one, other) // DIGITS)


def shared_digits(one: str, other: str) -> int:
    """Count the leading digits that two codes share.

    Examples
    --------
    >>> shared_digits("7212", "7233"), shared_digits("", "7233")
    (2, 0)
    """
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _largest(people: Sequence[Iterable[str]], asked: Sequence[str], near: Callable[[str, str], int]) -> Codes:
    kinds = sorted(set(asked))
    place = np.array([kinds.index(code) for code in asked], dtype=np.intp)
    rows: dict[str, npt.NDArray[np.int64]] = {}
    found = np.zeros((len(people), len(asked)), dtype=np.int64)
    for row, codes in enumerate(people):
        for code in codes:
            if code not in rows:
                rows[code] = np.array([near(code, kind) for kind in kinds], dtype=np.int64)
            np.maximum(found[row], rows[code][place], out=found[row])
    return found
