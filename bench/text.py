"""Words to concepts, measured: ours with and without encoders, and plain peers on the same labels, in the same run.

    python bench/text.py [SHARED_BENCH_DIR] [--only words,everyday,crossing,courses,speed,esco]

``words``: `trilingual` by kind and language: labels, typing errors, Russian letters for Kazakh ones and Latin letters (made
by code from the labels), near paraphrases; then what is accepted. ``everyday``: our own held-out phrases of this folder, as
people say what they did. ``crossing``: labels of a language when only the other two are indexed. ``courses``: whether the
Russian and the Kazakh name of a course name one occupation. ``speed``: ESCO's labels, in a process of its own. Each figure is
recall@1 / recall@5 with the half width of the 95 % bootstrap interval of recall@1 over queries. Encoders take part where they
are installed. ``esco``, only when asked for: `titles_esco`, `melo`, TECH and HOUSE, by ``bench/esco.py``.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from text_peers import PEERS, SLOW, concepts

from matcher.adapters.encoders.choice import chosen
from matcher.adapters.word_files import make_resolver
from matcher.bootstrap import build
from matcher.config import read_settings
from matcher.core.metrics import bootstrap
from matcher.core.taxonomy import Taxonomy
from matcher.core.text.noise import in_latin, in_russian_letters

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SHARED_BENCH_DIR") or ROOT.parent / "shared" / "bench")
KINDS = ("label", "typing errors", "Russian letters", "Latin letters", "paraphrase", "typo in paraphrase")
N_ALONE = 100
LANGUAGES = ("kk", "ru", "en")


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def houses():
    """Give our resolvers: without encoders, and with those that are installed."""
    settings = read_settings()
    found = {"ours": build(replace(settings, encoders="none"))}
    names = "+".join(offer.name for offer in chosen(settings.encoders, settings.encoder_dir))
    if names:
        found[f"ours {names}"] = build(settings)
    return found


def queries(path):
    """Give (concept of the set, language, kind, text) of each row, and of the labels in other letters."""
    kind = {("label", "label"): 0, ("typo", "label"): 1, ("paraphrase", "p1"): 4, ("typo", "p1"): 5}
    for row in read(path):
        text, lang = row["text"], row["lang"]
        yield row["concept_id"], lang, KINDS[kind[row["kind"], row["base"]]], text
        if row["kind"] == "label" and lang != "en":
            yield row["concept_id"], lang, "Latin letters", in_latin(text)
            if lang == "kk":
                yield row["concept_id"], lang, "Russian letters", in_russian_letters(text)


def table(title, asked, systems, truth):
    """Print recall@1/@5 by kind (columns) and language (rows) of each system: {name: (concepts of each text, texts a second)}."""
    kinds = [kind for kind in KINDS if any(each[2] == kind for each in asked)]
    print(f"\n{title}\n  {'':24s}{'texts/s':>9s}  " + "".join(f"{kind:<22s}" for kind in kinds))
    for lang in LANGUAGES:
        for name, (found, rate) in systems.items():
            cells = []
            for kind in kinds:
                places = [at for at, each in enumerate(asked) if each[1:3] == (lang, kind) and found[at] is not None]
                first = np.array(
                    [bool(found[at]) and found[at][0] in truth[asked[at][0]] for at in places], dtype=float
                )
                five = np.array([bool(truth[asked[at][0]] & set(found[at])) for at in places], dtype=float)
                cells.append(f"{shown(first)} / {five.mean():.3f}" if places else "-")
            print(f"  {lang} {name:21s}{rate:9.0f}  " + "".join(f"{cell:<22s}" for cell in cells), flush=True)


def shown(values):
    estimate = bootstrap(values)
    return f"{estimate.mean:.3f} ±{(estimate.high - estimate.low) / 2:.3f}"


def timed(asked, answer):
    started = time.perf_counter()
    found = answer([each[3] for each in asked])
    return found, len(asked) / (time.perf_counter() - started)


def peers(asked, label_table):
    owners = [label_table.concepts_[place] for place in label_table.concept_]
    for name, make in PEERS.items():
        peer, step = make(label_table.labels_), SLOW.get(name, 1)
        found, rate = timed(asked[::step], lambda texts, peer=peer: concepts(peer, texts, owners))
        spread = [None] * len(asked)
        spread[::step] = found
        yield f"{name}{' (a tenth)' * (step > 1)}", (spread, rate)


def words(shared, found):
    asked = list(queries(shared / "trilingual" / "skills.csv"))
    answers, systems = {}, {}
    for name, container in found.items():
        container.resolver.resolve(["start of everything"])
        answers[name], rate = timed(asked, container.resolver.resolve)
        systems[name] = [[c.concept_id for c in each.candidates] for each in answers[name]], rate
    truth = defaultdict(set)
    for (concept, _, kind, _), answer in zip(asked, answers["ours"], strict=True):
        if kind == "label" and answer.accepted:
            truth[concept].add(answer.concept_id)
    systems |= dict(peers(asked, found["ours"].resolver.table("skill")))
    table(f"trilingual: {len(truth)} concepts, {len(asked)} texts", asked, systems, truth)
    for name, given in answers.items():
        accepted(name, asked, given, truth)
    print(f"\none text alone, not asked before ({N_ALONE} paraphrases)")
    first = None
    for name, container in found.items():
        half, most = np.percentile(alone(asked, container), [50, 95])
        first = first or half
        print(f"  {name:24s}p50 {half:5.1f} ms, p95 {most:5.1f} ms, {half / first:.1f} times {next(iter(found))}")


def alone(asked, container):
    """Give the milliseconds of paraphrases that were not asked before."""
    taken = []
    for each in [each for each in asked if each[2] == "paraphrase"][:: len(asked) // N_ALONE // 8][:N_ALONE]:
        started = time.perf_counter()
        container.resolver.resolve([f"{each[3]} anew"])
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def accepted(name, asked, answers, truth):
    """Print which share is accepted and which of that is right, by kind and language, and over equal parts of three kinds."""
    print(
        f"\naccepted by {name}: share, of which right\n  {'':4s}"
        + "".join(f"{kind:<21s}" for kind in KINDS)
        + "equal parts*"
    )
    for lang in (*LANGUAGES, "all"):
        shares = {}
        for kind in KINDS:
            of_kind = [
                (each, a)
                for each, a in zip(asked, answers, strict=True)
                if each[2] == kind and lang in (each[1], "all")
            ]
            taken = sum(a.accepted for _, a in of_kind)
            right = sum(a.accepted and a.concept_id in truth[each[0]] for each, a in of_kind)
            shares[kind] = (taken / len(of_kind), right / len(of_kind)) if of_kind else (0.0, 0.0)
        three = [shares[kind] for kind in ("label", "typing errors", "paraphrase")]
        cells = [f"{taken:.3f} {right / taken:.3f}" if taken else "-" for taken, right in shares.values()]
        mixed = sum(right for _, right in three) / max(sum(taken for taken, _ in three), 1e-9)
        print(f"  {lang:4s}" + "".join(f"{cell:<21s}" for cell in cells) + f"{mixed:.3f}")
    print("  * labels, typing errors and paraphrases")


def without(taxonomy, lang):
    """Give the taxonomy without the labels of a language."""

    def drop(each):
        kept = {
            key: {at: value for at, value in getattr(each, key).items() if at != lang}
            for key in ("labels", "alt_labels")
        }
        return replace(each, **kept)

    return Taxonomy({key: drop(each) for key, each in taxonomy.skills.items()}, {}, taxonomy.groups)


def crossing(shared, found):
    """Ask for the labels of a language when only the other two are indexed."""
    whole = found["ours"]
    labels = [each for each in queries(shared / "trilingual" / "skills.csv") if each[2] == "label"]
    truth = defaultdict(set)
    for each, answer in zip(labels, whole.resolver.resolve([each[3] for each in labels]), strict=True):
        truth[each[0]].update([answer.concept_id] if answer.accepted else [])
    everything, systems = [], defaultdict(lambda: ([], 0.0))
    for lang in LANGUAGES:
        asked = [each for each in labels if each[1] == lang]
        everything += asked
        taxonomy = without(whole.untaught_taxonomy, lang)
        parts = {}
        for name, container in found.items():
            resolver = make_resolver(taxonomy, container.settings.data_dir / "priors", encoders=container.resolver.encoders)
            resolver.resolve(["start of everything"])
            answers, rate = timed(asked, resolver.resolve)
            parts[name] = [[c.concept_id for c in each.candidates] for each in answers], rate
        parts |= {name: part for name, part in peers(asked, resolver.table("skill")) if "a tenth" not in name}
        for name, (answers, rate) in parts.items():
            systems[name] = systems[name][0] + answers, rate
    table("trilingual across languages: only labels of the other two are indexed", everything, systems, truth)


def courses(shared, found):
    """Ask for both names of each retraining course."""
    rows = read(shared / "kz_courses" / "courses.csv")
    asked = [("", "ru", "label", row[name]) for row in rows for name in ("name_ru", "name_kk")]
    label_table = found["ours"].resolver.table("occupation")
    answers = {
        name: [
            [c.concept_id for c in each.candidates]
            for each in container.resolver.resolve([a[3] for a in asked], kind="occupation")
        ]
        for name, container in found.items()
    }
    answers |= {name: part for name, (part, _) in peers(asked, label_table) if "a tenth" not in name}
    print(f"\nkz_courses: both names of {len(rows)} courses give the same first occupation")
    for name, given in answers.items():
        same = np.array(
            [bool(ru and kk) and ru[0] == kk[0] for ru, kk in zip(given[::2], given[1::2], strict=True)], dtype=float
        )
        print(f"  {name:24s}{shown(same)}")


def everyday(_, found):
    """Ask for phrases of our own that were written down before any label was made of them; the same hand wrote both."""
    rows = read(Path(__file__).with_name("everyday_phrases.csv"))
    print(f"\neveryday phrases of our own: {len(rows)}; right first / in five, accepted, of which right")
    for name, container in found.items():
        for kind, lang in sorted({(row["kind"], row["lang"]) for row in rows}):
            own = [row for row in rows if (row["kind"], row["lang"]) == (kind, lang)]
            answers = container.resolver.resolve([row["text"] for row in own], kind=kind)
            right = [
                [c.concept_id in row["concepts"].split(";") for c in a.candidates]
                for a, row in zip(answers, own, strict=True)
            ]
            first = np.array([any(each[:1]) for each in right])
            taken = np.array([answer.accepted for answer in answers])
            print(
                f"  {name:20} {kind:10} {lang}  {first.mean():.2f} / {np.mean([any(each) for each in right]):.2f}"
                f"  {taken.sum()} of {len(own)}, right {first[taken].mean() if taken.any() else 0:.2f}"
            )


def speed(shared, _):
    """Measure against ESCO's labels in a process of its own, so that its memory is its own."""
    subprocess.run([sys.executable, str(Path(__file__).with_name("text_speed.py")), str(shared)], check=True)


def esco(shared, _):
    """Measure what needs the whole of ESCO."""
    environment = {**os.environ, "SHARED_BENCH_DIR": str(shared)}
    subprocess.run([sys.executable, str(Path(__file__).with_name("esco.py"))], check=True, env=environment)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument(
        "--only", default="words,everyday,crossing,courses,speed", help="names of parts, with commas between"
    )
    given = parser.parse_args()
    needs = {
        "words": (words, "trilingual"),
        "everyday": (everyday, "."),
        "crossing": (crossing, "trilingual"),
        "courses": (courses, "kz_courses"),
        "speed": (speed, "esco_v1.2.0"),
        "esco": (esco, "esco_v1.2.0"),
    }
    wanted = given.only.split(",")
    if unknown := sorted(set(wanted) - set(needs)):
        sys.exit(f"no such part: {', '.join(unknown)}; known: {', '.join(needs)}")
    found = houses()
    for part in wanted:
        measure, folder = needs[part]
        if folder == "." or (given.shared / folder).is_dir():
            measure(given.shared, found)
        else:
            print(f"\n{part}: {folder} is absent")
    print(
        f"\npeak memory of this process, peers and all: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
