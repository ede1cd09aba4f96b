"""A stream of random draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A stream of random draws; only uniform numbers of PCG64 are used, which NumPy keeps stable (NEP 19).

    Parameters
    ----------
    seed, stream : int
        The same two give the same draws.
    """

    def __init__(self, seed: int, stream: int) -> None:
        self._uniform: Callable[[], float] = np.random.Generator(np.random.PCG64([seed, stream])).random

    def chance(self, probability: float) -> bool:
        """Draw yes with a probability."""
        return self._uniform() < probability

    def between(self, low: int, high: int) -> int:
        """Draw a whole number, both bounds included."""
        return low + int(self._uniform() * (high - low + 1))

    def one(self, choices: Sequence[T]) -> T:
        """Draw one of several."""
        return choices[int(self._uniform() * len(choices))]

    def weighted(self, choices: Sequence[tuple[str, int]]) -> str:
        """Draw one of several with whole weights."""
        left = self._uniform() * sum(weight for _, weight in choices)
        for word, weight in choices:
            left -= weight
            if left < 0:
                return word
        return choices[-1][0]
