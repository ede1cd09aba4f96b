"""What the services ask of the outside world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from matcher.core.coverage import Demand
from matcher.core.ranker import Block
from matcher.core.records import Course

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Engine(Protocol):
    """Maps a function over chunks of work, in order.

    Every engine gives the same answers in the same order, so that a run writes the same bytes on each.
    """

    name: str

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield ``function(item)`` for each item, in the order of `items`."""
        ...


class BlockScorer(Protocol):
    """A ranker laid out for one demand."""

    def score_block(self, block: Block) -> npt.NDArray[np.float64]:
        """Score every pair of a block of people, 0 to 1, shape (n_people, n_vacancies)."""
        ...


class Ranker(Protocol):
    """What the batch flow asks of a ranker."""

    @property
    def name(self) -> str:
        """Name by which a run calls it."""
        ...

    @property
    def version(self) -> str:
        """Version that a run writes down."""
        ...

    def prepared(self, demand: Demand, courses: Sequence[Course] = ()) -> BlockScorer:
        """Lay out what does not depend on people, once before the blocks part."""
        ...
