"""What the services ask of the outside world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

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
