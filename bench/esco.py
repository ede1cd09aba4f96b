"""ESCO, measured: ``python bench/esco.py [--sets alt,melo,text,titles]``; plain baselines on the same labels in the same run.

Reads ``esco_v1.2.0``, ``melo_usa_en_en``, ``esco_skill_extraction`` and ``titles_esco`` under SHARED_BENCH_DIR (``../shared/bench``
when it is not set). Every figure stands with its 95 % bootstrap interval over queries. Ours is the product's own resolver with the
order that ``matcher taxonomy import`` learns from the labels of the taxonomy in use; no query was among them.
"""

import argparse
import csv
import dataclasses
import gzip
import os
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.adapters.esco import read_esco
from matcher.adapters.esco_files import open_esco
from matcher.cli.taxonomy_import import N_A_FOLD
from matcher.core.metrics import bootstrap, r_precision, recall, reciprocal_rank
from matcher.core.records import Occupation
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.training import ask, fit
from matcher.core.taxonomy.unit_groups import CodedTitles
from matcher.core.taxonomy.unit_groups import fit as learn
from matcher.core.text import fold

SHARED = Path(os.environ.get("SHARED_BENCH_DIR") or Path(__file__).resolve().parents[2] / "shared" / "bench")
CHAR = {"analyzer": "char_wb", "ngram_range": (3, 5)}
SETS = ("alt", "melo", "text", "titles")
N_RANKED = 50


def read(name, delimiter=","):
    path = SHARED / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        if delimiter == "\t":
            return [line.rstrip("\r\n").split("\t") for line in file]
        return list(csv.DictReader(file))


def ranked_gains(rankings, truths):
    """Return the gains in the order of each ranking; what is relevant and not ranked stands last, beyond any cut-off."""
    rows = np.zeros((len(rankings), N_RANKED + max(len(truth) for truth in truths)))
    for row, (ranking, truth) in zip(rows, zip(rankings, truths, strict=True), strict=True):
        hits = [concept in truth for concept in ranking[:N_RANKED]]
        row[: len(hits)] = hits
        n_missed = len(truth) - sum(hits)
        row[len(row) - n_missed :] = 1 if n_missed else row[len(row) - n_missed :]
    return rows


def reciprocal(rankings, truths):
    """Return 1 / rank of the first right concept; 0 where it is not ranked at all."""
    gains = ranked_gains(rankings, truths)
    values = reciprocal_rank(gains)
    return np.where(gains[:, :N_RANKED].any(axis=1), values, 0.0)


def show(name, rankings, truths, columns, rate=None):
    gains = ranked_gains(rankings, truths)
    of = {
        "R@1": lambda: recall(gains, 1),
        "R@5": lambda: recall(gains, 5),
        "MRR": lambda: reciprocal(rankings, truths),
        "RP@5": lambda: r_precision(gains, 5),
    }
    cells = []
    for column in columns:
        found = bootstrap(of[column]())
        cells.append(f"{column} {found.mean:.3f} [{found.low:.3f} {found.high:.3f}]")
    print(f"  {name:34s} {'  '.join(cells)}{f'  {rate:7.0f} texts/s' if rate else ''}", flush=True)


def ours(resolver, texts, kind):
    resolver.resolve(["start"], kind=kind)
    started = time.perf_counter()
    answers = resolver.resolve(texts, kind=kind)
    return [[each.concept_id for each in answer.candidates] for answer in answers], len(texts) / (
        time.perf_counter() - started
    )


def tfidf(texts, labels, owners, options):
    started = time.perf_counter()
    model = TfidfVectorizer(**options)
    index = model.fit_transform(map(fold, labels)).T.tocsr()
    found = []
    for at in range(0, len(texts), 500):
        scores = (model.transform(map(fold, texts[at : at + 500])) @ index).toarray()
        places = np.argpartition(-scores, 300, axis=1)[:, :300]
        for row, chosen in zip(scores, places, strict=True):
            order = chosen[np.lexsort((chosen, -row[chosen]))]
            found.append(list(dict.fromkeys(owners[place] for place in order))[:N_RANKED])
    return found, len(texts) / (time.perf_counter() - started)


def fuzzy(texts, labels, owners):
    folded = [fold(label) for label in labels]
    started = time.perf_counter()
    scores = process.cdist([fold(text) for text in texts], folded, scorer=fuzz.token_set_ratio)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :300]
    found = [list(dict.fromkeys(owners[place] for place in row))[:N_RANKED] for row in order]
    return found, len(texts) / (time.perf_counter() - started)


def compare(title, resolver, kind, texts, truths, columns):
    print(f"{title} ({len(texts)} queries)")
    show("ours", *_swap(ours(resolver, texts, kind), truths, columns))
    show("ours, order not learned", *_swap(ours(Resolver(resolver.taxonomy), texts, kind), truths, columns))
    labels = [(key, label) for key, _, label, _ in resolver.taxonomy.all_labels(kind)]
    owners, words = [key for key, _ in labels], [label for _, label in labels]
    show("TF-IDF char (3-5)", *_swap(tfidf(texts, words, owners, CHAR), truths, columns))
    show("TF-IDF word", *_swap(tfidf(texts, words, owners, {}), truths, columns))
    show("rapidfuzz (every 20th query)", *_swap(fuzzy(texts[::20], words, owners), truths[::20], columns))


def _swap(found, truths, columns):
    rankings, rate = found
    return rankings, truths, columns, rate


def held_out(esco, seed=0):
    """Return ESCO without one alternative label a concept, and the labels taken out with their concepts, by kind."""
    chance = random.Random(seed)
    kept, asked = {}, {}
    for kind, table in (("skill", esco.skills), ("occupation", esco.occupations)):
        kept[kind], asked[kind] = {}, []
        for key in sorted(table):
            others = table[key].alt_labels.get("en", ())
            if not others:
                kept[kind][key] = table[key]
                continue
            taken = chance.choice(others)
            asked[kind].append((taken, key))
            rest = tuple(each for each in others if each != taken)
            kept[kind][key] = dataclasses.replace(table[key], alt_labels={"en": rest})
    return Taxonomy(kept["skill"], kept["occupation"], esco.groups), asked


def bench_alternatives(resolver, asked):
    for kind in ("skill", "occupation"):
        texts, truths = [text for text, _ in asked[kind]], [{key} for _, key in asked[kind]]
        compare(f"ESCO {kind}s: an alternative label, held out", resolver, kind, texts, truths, ("R@1", "R@5"))


def bench_melo(esco, ranker):
    """Rank as MELO does; every label of the right concept is right, so the first one found has the concept's rank."""
    folder = "melo_usa_en_en"
    mapping = dict(read(f"{folder}/concept_mapping.tsv.gz", "\t"))
    labels = defaultdict(list)
    for element, text in read(f"{folder}/corpus_elements.tsv.gz", "\t"):
        labels[mapping[element]].append(text)
    truths = defaultdict(set)
    for query, _, element, _ in read(f"{folder}/annotations.tsv.gz", "\t"):
        truths[query].add(mapping[element])
    isco = {each.esco_uri: each.isco08 for each in esco.occupations.values()}
    works = {
        uri: Occupation(uri, isco.get(uri, ""), {"en": words[0]}, {"en": tuple(words[1:])})
        for uri, words in labels.items()
        if "/isco/" not in uri
    }
    queries = read(f"{folder}/queries.tsv", "\t")
    n_groups = sum("/isco/" in next(iter(truths[query])) for query, _ in queries)
    print(f"MELO: {n_groups} queries mean a group of ISCO, which is no occupation of ours: they count as wrong below")
    resolver = Resolver(Taxonomy({}, works), ranker=ranker)
    texts, right = [text for _, text in queries], [truths[query] for query, _ in queries]
    compare("MELO usa_q_en_c_en, ranks of concepts", resolver, "occupation", texts, right, ("MRR", "R@1", "R@5"))
    owners = [uri for uri, words in labels.items() for _ in words]
    words = [word for each in labels.values() for word in each]
    for name, options in (
        ("char (3-5)", CHAR),
        ("char (1-3)", {"analyzer": "char", "ngram_range": (1, 3)}),
        ("word", {}),
    ):
        found = tfidf(texts, words, owners, options)
        show(f"TF-IDF {name}, groups included", *_swap(found, right, ("MRR", "R@1", "R@5")))


def bench_sentences(esco, resolver):
    """Name the skills of a sentence: those it mentions, the likest to the whole sentence first, then those that it resembles."""
    keys = {skill.labels["en"].lower(): key for key, skill in esco.skills.items()}
    for name in ("tech", "house"):
        truths = defaultdict(set)
        for row in read(f"esco_skill_extraction/{name}_test_annotations.csv"):
            if row["label"].lower() in keys:
                truths[row["sentence"]].add(keys[row["label"].lower()])
        texts, right = list(truths), list(truths.values())
        print(f"{name.upper()} ({len(texts)} sentences with a label that is in ESCO 1.2.0)")
        columns = ("RP@5", "MRR")
        started = time.perf_counter()
        whole, _ = ours(resolver, texts, "skill")
        named = [
            [each.concept_id for each in sorted(found, key=lambda each: -each.score) if each.kind == "skill"]
            for found in resolver.mentions(texts)
        ]
        rankings = [_both(mentioned, alike) for mentioned, alike in zip(named, whole, strict=True)]
        show("ours", rankings, right, columns, len(texts) / (time.perf_counter() - started))
        for indexed, alternatives in (("preferred", False), ("all labels", True)):
            labels = [
                (key, label) for key, _, label, preferred in esco.all_labels("skill") if preferred or alternatives
            ]
            owners, words = [key for key, _ in labels], [label for _, label in labels]
            for kind, options in (("char (3-5)", CHAR), ("word", {})):
                show(f"TF-IDF {kind}, {indexed}", *_swap(tfidf(texts, words, owners, options), right, columns))


def _both(mentioned, alike):
    place = {key: at for at, key in enumerate(alike)}
    first = sorted((key for key in dict.fromkeys(mentioned) if key), key=lambda key: place.get(key, len(alike)))
    return list(dict.fromkeys([*first, *alike]))


def bench_titles(esco):
    """ISCO-08 unit group of a vacancy's title, learned from other titles; 5 in 6 titles were not seen in training."""
    isco = {each.esco_uri: each.isco08 for each in esco.occupations.values()}
    parts = []
    for name in ("titles.csv.gz", "titles.test.csv.gz"):
        rows = [row for row in read(f"titles_esco/{name}") if row["conceptUri"] in isco]
        parts.append(([row["vacancyTitle"] for row in rows], np.array([isco[row["conceptUri"]] for row in rows])))
    (titles, codes), (asked, truth) = parts
    labels = [(label, esco.isco(key)) for key, _, label, _ in esco.all_labels("occupation")]
    seen = {fold(title) for title in titles}
    unseen = np.array([fold(title) not in seen for title in asked])
    print(
        f"titles to ISCO-08 unit groups: learned from {len(titles)}, asked {len(asked)}, of them unseen {unseen.sum()}"
    )

    def row(name, found, rate):
        right = (np.array(found) == truth).astype(float)
        cells = [(part, bootstrap(right[chosen])) for part, chosen in (("all", slice(None)), ("unseen", unseen))]
        shown = "  ".join(f"{part} {each.mean:.3f} [{each.low:.3f} {each.high:.3f}]" for part, each in cells)
        print(f"  {name:34s} {shown}  {rate:7.0f} titles/s", flush=True)

    started = time.perf_counter()
    words, label_codes = tuple(label for label, _ in labels), tuple(code for _, code in labels)
    model = learn(CodedTitles(tuple(titles), tuple(codes.tolist()), words, label_codes))
    print(f"  learned in {time.perf_counter() - started:.0f} s, {model.weights.nnz} weights")
    started = time.perf_counter()
    predicted = model.predict(asked)
    row("ours", [code for code, _ in predicted], len(asked) / (time.perf_counter() - started))
    sure = np.array([chance >= model.accept for _, chance in predicted])
    right = np.array([code for code, _ in predicted]) == truth
    print(f"  ours, sure: {sure.mean():.3f} of the titles, right {right[sure].mean() if sure.any() else 0:.3f}")
    for name, options in (("char", CHAR), ("word", {})):
        started = time.perf_counter()
        found = neighbours(titles, codes, asked, options)
        row(f"kNN TF-IDF {name} (10)", found, len(asked) / (time.perf_counter() - started))


def neighbours(titles, codes, asked, options, k=10):
    model = TfidfVectorizer(sublinear_tf=True, **options)
    index = model.fit_transform(map(fold, titles)).T.tocsr()
    names, number = np.unique(codes, return_inverse=True)
    found = []
    for at in range(0, len(asked), 500):
        scores = (model.transform(map(fold, asked[at : at + 500])) @ index).toarray()
        places = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        votes = np.zeros((len(scores), len(names)))
        rows = np.arange(len(scores))[:, None]
        np.add.at(votes, (rows, number[places]), np.take_along_axis(scores, places, axis=1) ** 4)
        found += names[votes.argmax(axis=1)].tolist()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS), help="which sets, by comma")
    chosen = parser.parse_args().sets.split(",")
    if not (SHARED / "esco_v1.2.0").is_dir():
        raise SystemExit(f"no ESCO under {SHARED}: set SHARED_BENCH_DIR")
    started = time.perf_counter()
    esco = read_esco(open_esco([SHARED / "esco_v1.2.0"]))
    counts = f"{len(esco.skills)} skills, {len(esco.occupations)} occupations"
    print(f"ESCO 1.2.0: {counts}, read in {time.perf_counter() - started:.1f} s")
    taxonomy, asked = held_out(esco)
    resolver = None
    if {"alt", "melo", "text"} & set(chosen):
        started = time.perf_counter()
        resolver = Resolver(taxonomy, ranker=fit(ask(taxonomy, n_a_fold=N_A_FOLD)))
        print(f"order learned from its labels in {time.perf_counter() - started:.0f} s")
    if "alt" in chosen:
        bench_alternatives(resolver, asked)
    if "melo" in chosen:
        bench_melo(esco, resolver.ranker)
    if "text" in chosen:
        bench_sentences(esco, Resolver(esco, ranker=resolver.ranker))
    if "titles" in chosen:
        bench_titles(esco)


if __name__ == "__main__":
    main()
