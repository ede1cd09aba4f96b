"""Quality on real data that nobody here wrote: one table, ours beside plain baselines, every figure with its 95 % bootstrap interval.

    python bench/quality.py [SHARED_BENCH_DIR] [--only transitions,talentclef,words,jcrec,local]

Every figure of a set comes from one run over the same queries. The last column is the first row less this one, over the same queries, on
the first metric: the first is better where the interval lies above 0. Sets that are absent are named and passed over.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path

import numpy as np

os.environ.setdefault("MATCHER_ENCODERS", "none")

from quality_courses import course_rows
from quality_local import local_rows
from quality_pairs import talentclef_rows, transition_rows
from quality_words import word_rows

from matcher.core.metrics import bootstrap, bootstrap_difference

ROOT = Path(__file__).resolve().parent.parent
SETS = {
    "transitions": ("transitions", transition_rows),
    "talentclef": ("talentclef2025_en", talentclef_rows),
    "words": ("esco_v1.2.0", word_rows),
    "jcrec": ("jcrec", course_rows),
    "local": ("trilingual", local_rows),
}


def shown(estimate, sign=False):
    form = "{:+.3f}" if sign else "{:.3f}"
    mean, low, high = (form.format(value) for value in (estimate.mean, estimate.low, estimate.high))
    return re.sub(r"(?<!\d)0\.", ".", f"{mean} [{low}, {high}]")


def print_set(title, rows):
    """Print (name, {metric: values of each query}) rows; the first row is ours."""
    ours, first = rows[0][1], next(iter(rows[0][1]))
    n_queries = int((~np.isnan(ours[first])).sum())
    print(f"\n{title}  (n={n_queries})")
    print(f"  {'':39s}" + "".join(f"{metric:<23s}" for metric in ours) + f"ours less this, {first}")
    for name, values in rows:
        cells = "".join(f"{shown(bootstrap(values[m])) if m in values else '-':<23s}" for m in ours)
        behind = shown(bootstrap_difference(ours[first], values[first]), sign=True) if values is not ours else ""
        print(f"  {name:39s}{cells}{behind}".rstrip(), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--only", default=",".join(SETS), help="names of sets, with commas between")
    given = parser.parse_args()
    wanted = given.only.split(",")
    if unknown := sorted(set(wanted) - set(SETS)):
        sys.exit(f"no such set: {', '.join(unknown)}; known: {', '.join(SETS)}")
    found = 0
    for name in wanted:
        folder, rows_of = SETS[name]
        if not (given.shared / folder).is_dir():
            print(f"\n{name}: no folder {given.shared / folder}", file=sys.stderr)
            continue
        started = time.perf_counter()
        for title, rows in rows_of(given.shared):
            print_set(title, rows)
            found += 1
        print(f"  {time.perf_counter() - started:.0f} s", file=sys.stderr)
    if not found:
        sys.exit("nothing to measure on")


if __name__ == "__main__":
    main()
