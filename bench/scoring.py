"""Pairs a second: tables a column, beside a gradient-boosted classifier and a linear model on the same matrix, one core.

    python bench/scoring.py [--pairs 1000000] [--columns 16]

Machines differ and are shared: compare the ratios.
"""

from __future__ import annotations

import argparse
import os
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from matcher.core.additive import AdditiveTables  # noqa: E402
from matcher.core.features.columns import STEPS  # noqa: E402
from matcher.core.learned import LearnedRanker  # noqa: E402


def best_of(function, n=3):
    times = []
    for _ in range(n):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=16)
    given = parser.parse_args()
    chance = np.random.default_rng(0)
    rows = chance.random((given.pairs, given.columns))
    few = rows[:20_000]
    hired = (chance.random(len(few)) < 1 / (1 + np.exp(2 - 4 * few[:, 0] - few[:, 1]))).astype(int)
    ours = LearnedRanker(directions=[1] * given.columns, limits=(0.0, 1.0)).fit(few, hired)
    boosted = HistGradientBoostingClassifier(random_state=0).fit(few, hired)
    linear = LogisticRegression().fit(few, hired)
    codes = np.rint(rows * STEPS).astype(np.uint16)
    tables = AdditiveTables(ours.tables_)
    worst = float(np.abs(ours.parts(few).sum(axis=1) + ours.intercept_ - ours.decision_function(few)).max())
    cases = {
        "ours, from steps (as a match scores)": lambda: tables.raw(codes),
        "ours, from 0 to 1 (decision_function)": lambda: ours.decision_function(rows),
        "HistGradientBoosting.predict_proba": lambda: boosted.predict_proba(rows),
        "LogisticRegression.decision_function": lambda: linear.decision_function(rows),
    }
    print(f"{given.pairs:,} pairs, {given.columns} columns, one core; parts add up to the raw score within {worst:.0e}")
    for name, function in cases.items():
        print(f"{name:40} {given.pairs / best_of(function) / 1e6:8.2f} million pairs/s", flush=True)


if __name__ == "__main__":
    main()
