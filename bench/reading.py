"""Speed of reading and checking a table of jobseekers on one core, beside ``pandas.read_csv(dtype=str)`` on the same file.

    python bench/reading.py [--rows 50000]

pandas only parts the text into cells; ours also finds the encoding and the delimiter, types every cell, names every fault with its line
and checks identifiers. Machines differ and are shared: compare the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
import time
from pathlib import Path

import pandas as pd

from matcher.adapters.tables_io.csv_rows import find_delimiter, split_rows
from matcher.adapters.tables_io.encodings import decode
from matcher.adapters.tables_io.reading import read_table

ROOT = Path(__file__).resolve().parent.parent
ENCODINGS = ("utf-8", "utf-16", "kz1048")
REPEATS = 3


def town(n_rows):
    """The sample's jobseekers over and over, each with an identifier of its own."""
    with (ROOT / "data" / "samples" / "jobseekers.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    at = header.index("jobseeker_id")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for n in range(n_rows):
        row = list(rows[n % len(rows)])
        row[at] = f"J{n:07d}"
        writer.writerow(row)
    return text.getvalue()


def plain_table(n_rows):
    """What most centres have: eight short columns."""
    head = "jobseeker_id,birth_date,sex,locality,education_level,skills,languages,consent\n"
    lines = [
        f"J{n:07d},{n % 28 + 1:02d}.{n % 12 + 1:02d}.{1960 + n % 45},{'FM'[n % 2]},Сарань,{n % 6 + 2},"
        f"сварка:{n % 6};уборка,kk:C1;ru:B2,yes\n"
        for n in range(n_rows)
    ]
    return head + "".join(lines)


def seconds(task):
    best = float("inf")
    for _ in range(REPEATS):
        started = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - started)
    return best


def rows_only(path):
    text = decode(path.read_bytes(), path.name)
    return sum(1 for _ in split_rows(text, find_delimiter(text)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    n_rows = parser.parse_args().rows
    print(
        f"{'table':8} {'encoding':9} {'rows/s':>9} {'rows/s, unchecked':>18} {'pandas':>9} {'pandas is faster by':>20}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "J.csv")
        for name, text in (("plain", plain_table(n_rows)), ("sample", town(n_rows))):
            for encoding in ENCODINGS:
                path.write_bytes(text.encode(encoding, errors="replace"))
                assert read_table(path, "jobseekers").n_rows == n_rows
                ours = seconds(lambda: read_table(path, "jobseekers"))
                parting = seconds(lambda: rows_only(path))
                theirs = seconds(lambda e=encoding: pd.read_csv(path, dtype=str, encoding=e))
                figures = (n_rows / ours, n_rows / parting, n_rows / theirs, ours / theirs)
                print(
                    f"{name:8} {encoding:9} {figures[0]:9,.0f} {figures[1]:18,.0f} {figures[2]:9,.0f} {figures[3]:20.1f}"
                )


if __name__ == "__main__":
    main()
