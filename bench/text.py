"""Words to concepts, measured: ``python bench/text.py [SHARED]``; beside plain baselines on the same labels, in the same run.

Reads ``trilingual`` and ``kz_courses`` under SHARED (``../shared/bench`` when not given). Each figure is recall@1 / recall@5.
"""

import csv
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.bootstrap import build
from matcher.core.text import fold

SHARED = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "bench")


def read(name):
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def first_concepts(scores, owners, k=5):
    order = np.argsort(-scores, axis=1, kind="stable")[:, :60]
    return [list(dict.fromkeys(owners[place] for place in row))[:k] for row in order]


def baselines(texts, labels, owners):
    folded, queries = [fold(label) for label in labels], [fold(text) for text in texts]
    for name, options in (("TF-IDF char", {"analyzer": "char_wb", "ngram_range": (3, 5)}), ("TF-IDF word", {})):
        started = time.perf_counter()
        model = TfidfVectorizer(**options)
        index = model.fit_transform(folded).T
        blocks = [(model.transform(queries[at : at + 200]) @ index).toarray() for at in range(0, len(queries), 200)]
        found = [each for block in blocks for each in first_concepts(block, owners)]
        yield name, found, len(texts) / (time.perf_counter() - started)
    started = time.perf_counter()
    scores = process.cdist(queries[::10], folded, scorer=fuzz.token_set_ratio)
    found = [None] * len(texts)
    found[::10] = first_concepts(scores, owners)
    yield "rapidfuzz (a tenth)", found, len(queries[::10]) / (time.perf_counter() - started)


def report(name, rows, found, truth, rate):
    sums = defaultdict(lambda: np.zeros(3))
    for row, concepts in zip(rows, found, strict=True):
        if concepts is not None:
            right = truth[row["concept_id"]]
            sums[row["kind"], row["base"], row["lang"]] += (
                1,
                bool(concepts) and concepts[0] in right,
                bool(right & set(concepts)),
            )
    shown = "  ".join(
        f"{'/'.join(dict.fromkeys(key))} {s[1] / s[0]:.3f}/{s[2] / s[0]:.3f}" for key, s in sorted(sums.items())
    )
    print(f"{name:20s} {rate:8.0f} texts/s  {shown}")


def main():
    house = build()
    resolver = house.resolver
    rows = read("trilingual/skills.csv")
    texts = [row["text"] for row in rows]
    resolver.resolve(["start"])
    started = time.perf_counter()
    answers = resolver.resolve(texts)
    rate = len(texts) / (time.perf_counter() - started)
    truth = defaultdict(set)
    for row, answer in zip(rows, answers, strict=True):
        if row["kind"] == "label" and answer.accepted:
            truth[row["concept_id"]].add(answer.concept_id)
    report("ours", rows, [[each.concept_id for each in answer.candidates] for answer in answers], truth, rate)
    table = resolver.table("skill")
    owners = [table.concepts_[place] for place in table.concept_]
    for name, found, speed in baselines(texts, table.labels_, owners):
        report(name, rows, found, truth, speed)
    taken = [
        (row, answer)
        for row, answer in zip(rows, answers, strict=True)
        if answer.accepted and row["kind"] == "paraphrase"
    ]
    right = sum(answer.concept_id in truth[row["concept_id"]] for row, answer in taken)
    n_paraphrases = sum(row["kind"] == "paraphrase" for row in rows)
    print(f"paraphrases accepted {len(taken) / n_paraphrases:.3f}, right {right / len(taken):.3f}")
    courses = read("kz_courses/courses.csv")
    pairs = [resolver.resolve([row["name_ru"], row["name_kk"]], kind="occupation") for row in courses]
    same = sum(
        bool(a.candidates and b.candidates) and a.candidates[0].concept_id == b.candidates[0].concept_id
        for a, b in pairs
    )
    print(f"kz_courses: ru and kk agree for {same} of {len(courses)}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
