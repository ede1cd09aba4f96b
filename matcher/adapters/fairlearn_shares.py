"""Shares by group as fairlearn counts them (the extra ``audit``)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any


def is_installed() -> bool:
    """Say whether the extra ``audit`` is there."""
    return find_spec("fairlearn") is not None


class FairlearnShares:
    """Counts with ``fairlearn.metrics.MetricFrame``; loads fairlearn when it is made, which takes seconds.

    Examples
    --------
    >>> from pytest import importorskip
    >>> _ = importorskip("fairlearn")
    >>> FairlearnShares().ratio([True, False, True, True], ["a", "a", "b", "b"])
    0.5
    """

    def __init__(self) -> None:
        from fairlearn import __version__
        from fairlearn.metrics import MetricFrame, selection_rate, true_positive_rate

        self.name = f"fairlearn {__version__}"
        self._frame, self._selection, self._opportunity = MetricFrame, selection_rate, true_positive_rate

    def shares(self, chosen: Sequence[bool], groups: Sequence[str], *, hired: bool = False) -> dict[str, float]:
        """Give the share of chosen in each group; of those who were hired, where `hired`."""
        counted = self._counted(chosen, groups, hired=hired).by_group
        return {str(group): float(share) for group, share in counted.items()}

    def difference(self, chosen: Sequence[bool], groups: Sequence[str], *, hired: bool = False) -> float:
        """Give the largest difference of two groups."""
        return float(self._counted(chosen, groups, hired=hired).difference())

    def ratio(self, chosen: Sequence[bool], groups: Sequence[str]) -> float:
        """Give the smallest share as a ratio to the largest."""
        return float(self._counted(chosen, groups, hired=False).ratio())

    def _counted(self, chosen: Sequence[bool], groups: Sequence[str], *, hired: bool) -> Any:
        metric = self._opportunity if hired else self._selection
        predicted = [int(one) for one in chosen]
        return self._frame(
            metrics=metric, y_true=[1] * len(predicted), y_pred=predicted, sensitive_features=list(groups)
        )
