"""Additive scores: a table a column, so that scoring is a lookup and an explanation is exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

Matrix = npt.NDArray[np.float64]

KNOTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Between these the effect of a column may bend."""
BEND_PENALTY = 10.0
"""A bend costs ten times what a straight line does: with few observations every effect is a straight line."""
N_TERMS = len(KNOTS)
"""Terms a column: the line and one ramp an interval."""


@dataclass(frozen=True)
class AdditiveTables:
    """The effect of every step of every column.

    Attributes
    ----------
    tables : ndarray of float64, shape (n_columns, n_steps)
        Effect of step ``j`` of column ``k``; 0 at step 0.
    """

    tables: Matrix

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return int(self.tables.shape[0])

    @property
    def max_score(self) -> float:
        """Largest raw score that there is."""
        return float(self.tables.max(axis=1).sum())

    def parts(self, codes: npt.NDArray[np.integer]) -> Matrix:
        """Give what each column adds, the shape of `codes`, whose last axis is the columns."""
        return np.asarray(self.tables[np.arange(self.n_columns), codes])

    def raw(self, codes: npt.NDArray[np.integer]) -> Matrix:
        """Add the parts up, column by column, in the order of the columns."""
        total = np.zeros(codes.shape[:-1])
        for column in range(self.n_columns):
            total += self.tables[column].take(codes[..., column])
        return total


def terms(columns: Matrix) -> Matrix:
    """Give the line and the ramps of every column.

    Parameters
    ----------
    columns : ndarray of float64, shape (n_rows, n_columns)
        0 to 1.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_columns * N_TERMS)
        Each term rises from 0 to 1.
    """
    low, high = np.array(KNOTS[:-1]), np.array(KNOTS[1:])
    ramps = np.clip((columns[:, :, None] - low) / (high - low), 0, 1)
    return np.concatenate([columns[:, :, None], ramps], axis=2).reshape(len(columns), -1)


def penalties(n_columns: int, strength: float) -> Matrix:
    """Give the penalty of every term."""
    return np.tile(np.array([strength, *[strength * BEND_PENALTY] * (N_TERMS - 1)]), n_columns)


def bounds(directions: npt.NDArray[np.int64]) -> list[tuple[float | None, float | None]]:
    """Bind every term of a column with a direction to be positive (1) or negative (-1); free where it is 0."""
    of_sign: dict[int, tuple[float | None, float | None]] = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    return [of_sign[int(sign)] for sign in directions for _ in range(N_TERMS)]


def to_tables(weights: Matrix, n_columns: int, n_steps: int) -> Matrix:
    """Turn weights of terms into a table a column, shape (n_columns, n_steps); 0 at step 0."""
    steps = np.linspace(0, 1, n_steps)[:, None]
    shapes = terms(steps)
    return np.asarray(weights.reshape(n_columns, N_TERMS) @ shapes.T)


def descend(
    loss: Callable[[Matrix], tuple[float, Matrix]], start: Matrix, limits: list[tuple[float | None, float | None]]
) -> Matrix:
    """Minimise a convex loss within bounds (L-BFGS-B; Byrd, Lu, Nocedal and Zhu 1995).

    Parameters
    ----------
    loss : callable
        Gives value and gradient.
    """
    # Small problems: more threads would wait for each other, and add in another order.
    from scipy.optimize import minimize  # slow to load, and only a fit needs it

    with threadpool_limits(1, user_api="blas"):
        found = minimize(
            loss,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=limits,
            options={"maxiter": 1000, "ftol": 1e-13, "gtol": 1e-8},
        )
    return np.asarray(found.x)
