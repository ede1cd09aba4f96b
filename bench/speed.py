"""Speed and memory of the batch flow, beside a plain scikit-learn NearestNeighbors over the same pairs; then of scoring alone.

    python bench/speed.py [--jobseekers 5000] [--vacancies 500] [--courses 60]

Machines differ and are shared: compare the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from matcher.adapters.tables_io.reading import read_table

ROOT = Path(__file__).resolve().parent.parent


def matcher(*arguments):
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "matcher", *map(str, arguments)], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def match_folder(folder, out):
    names = ("jobseekers", "vacancies", "courses")
    tables = [part for name in names for part in (f"--{name}", folder / f"{name}.csv")]
    return matcher("match", *tables, "--out", out, "--as-of", "2026-11-23")


def nearest_neighbours(folder, k=20):
    """Cosine over words of the same files, both ways, k best: what a plain script would do."""
    texts = {}
    for name in ("jobseekers", "vacancies"):
        rows = read_table(folder / f"{name}.csv", name).accepted
        texts[name] = [" ".join(str(value) for value in row.values.values()) for row in rows]
    started = time.perf_counter()
    vectors = TfidfVectorizer().fit(texts["jobseekers"] + texts["vacancies"])
    people, roles = vectors.transform(texts["jobseekers"]), vectors.transform(texts["vacancies"])
    for one, other in ((people, roles), (roles, people)):
        n = min(k, one.shape[0])
        NearestNeighbors(n_neighbors=n, metric="cosine", algorithm="brute").fit(one).kneighbors(other)
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser()
    for name, default in (("jobseekers", 5000), ("vacancies", 500), ("courses", 60)):
        parser.add_argument(f"--{name}", type=int, default=default)
    sizes = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder, "large")
        options = [part for name, n in sizes.items() for part in (f"--{name}", n)]
        matcher("simulate", *options, "--seed", 1, "--out", large)
        cases = {"start (--help)": None, "sample town": ROOT / "data" / "samples", "large": large}
        print(f"{'case':18} {'seconds':>8} {'nearest':>8} {'ratio':>7}  stages")
        for case, source in cases.items():
            if source is None:
                print(f"{case:18} {matcher('--help'):8.2f}")
                continue
            out = Path(folder, "out", case)
            seconds, plain = match_folder(source, out), nearest_neighbours(source)
            stages = json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"]
            print(f"{case:18} {seconds:8.2f} {plain:8.2f} {seconds / plain:7.1f}  {stages}")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"largest process: {peak:.0f} MB; sizes {sizes}\n", flush=True)
    # A process of its own: one thread for everything that is numeric must be asked for before it is loaded.
    subprocess.run([sys.executable, ROOT / "bench" / "scoring.py"], check=True)


if __name__ == "__main__":
    main()
