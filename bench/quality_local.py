"""People's words and the words of Kazakhstan: what :mod:`quality` prints of ``trilingual``, ``kz_courses`` and ``kz_vacancies_astana``."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict

import numpy as np
from text_peers import PEERS, SLOW, concepts

from matcher.bootstrap import build

OURS = "ours: resolver"
ASKED = (("typing errors", "typo", "label"), ("paraphrases", "paraphrase", "p1"))


def local_rows(shared):
    container = build()
    if (shared / "trilingual").is_dir():
        yield from trilingual_rows(shared, container)
    if (shared / "kz_courses").is_dir():
        yield course_name_rows(shared, container)
    if (shared / "kz_vacancies_astana").is_dir():
        yield vacancy_title_rows(shared, container)


def read(path):
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def trilingual_rows(shared, container):
    """A text is answered when a concept that one of its row's three labels names stands among the answers."""
    rows = read(shared / "trilingual" / "skills.csv")
    truth = defaultdict(set)
    labels = [row for row in rows if row["kind"] == "label"]
    for row, answer in zip(labels, container.resolver.resolve([row["text"] for row in labels]), strict=True):
        if answer.accepted:
            truth[row["concept_id"]].add(answer.concept_id)
    table = container.resolver.table("skill")
    owners = [table.concepts_[place] for place in table.concept_]
    peers = {name: make(table.labels_) for name, make in PEERS.items() if name not in SLOW}
    for told, kind, base in ASKED:
        for lang in ("kk", "ru", "en"):
            asked = [row for row in rows if (row["kind"], row["base"], row["lang"]) == (kind, base, lang)]
            texts, right = [row["text"] for row in asked], [truth[row["concept_id"]] for row in asked]
            ours = [[c.concept_id for c in answer.candidates] for answer in container.resolver.resolve(texts)]
            found = {OURS: ours} | {name: concepts(peer, texts, owners) for name, peer in peers.items()}
            yield f"trilingual, {told}, {lang}: words -> concept", [(n, hits(each, right)) for n, each in found.items()]


def hits(found, right):
    places = [
        next((at for at, one in enumerate(each[:5], 1) if one in truth), 0)
        for each, truth in zip(found, right, strict=True)
    ]
    place = np.array(places, dtype=float)
    return {
        "recall@1": (place == 1).astype(float),
        "recall@5": (place > 0).astype(float),
        "mrr": np.where(place > 0, 1 / np.maximum(place, 1), 0.0),
    }


def course_name_rows(shared, container):
    rows = read(shared / "kz_courses" / "courses.csv")
    names = [row[name] for row in rows for name in ("name_ru", "name_kk")]
    table = container.resolver.table("occupation")
    owners = [table.concepts_[place] for place in table.concept_]
    answers = container.resolver.resolve(names, kind="occupation")
    found = {OURS: [[c.concept_id for c in each.candidates] for each in answers]}
    found |= {name: concepts(make(table.labels_), names, owners) for name, make in PEERS.items() if name not in SLOW}
    same = {
        name: np.array(
            [float(bool(ru and kk) and ru[0] == kk[0]) for ru, kk in zip(each[::2], each[1::2], strict=True)]
        )
        for name, each in found.items()
    }
    return "kz_courses: Russian and Kazakh name of a course -> one occupation", [
        (n, {"same": v}) for n, v in same.items()
    ]


def vacancy_title_rows(shared, container):
    """Nobody has said which occupation is right: only whether there is an answer that a match would take."""
    rows = read(shared / "kz_vacancies_astana" / "vacancies_flat.csv.gz")
    titles = [row.get("name") or row.get("title") or "" for row in rows]
    taken = [float(answer.accepted) for answer in container.resolver.resolve(titles, kind="occupation")]
    return "kz_vacancies_astana: titles that name an occupation (no truth, no peer)", [
        (OURS, {"accepted": np.array(taken)})
    ]
