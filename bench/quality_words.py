"""Words with concepts: what :mod:`quality` prints of ``titles_esco``, ``melo_usa_en_en`` and ``esco_skill_extraction``."""

from __future__ import annotations

import csv
import gzip
import io

import numpy as np
from quality_pairs import esco_of, measured
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.core.baselines import TEXT_BASELINES as TEXT
from matcher.core.baselines import chance, tfidf_char, tfidf_word
from matcher.core.metrics import gains_in_order, r_precision, reciprocal_rank
from matcher.core.taxonomy.unit_groups import CodedTitles, fit

K, BLOCK = 10, 500
NO_LABEL = {"LABEL NOT PRESENT", "UNDERSPECIFIED"}


def read(path, delimiter=","):
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def word_rows(shared):
    if (shared / "titles_esco").is_dir():
        yield unit_group_rows(shared)
    if (shared / "melo_usa_en_en").is_dir():
        yield melo_rows(shared)
    if (shared / "esco_skill_extraction").is_dir():
        for part in ("tech", "house"):
            yield skill_rows(shared, part)


def unit_group_rows(shared):
    """Real vacancy titles to ISCO-08 unit groups; `unseen` are titles that no learned title equals but for case."""
    taxonomy, resolver = esco_of(shared)
    code_of = {one.esco_uri: one.isco08 for one in taxonomy.occupations.values()}
    learned, asked = (
        [(title, code_of[uri]) for _, title, uri in read(shared / "titles_esco" / name)[1:] if uri in code_of]
        for name in ("titles.csv.gz", "titles.test.csv.gz")
    )
    labels = [
        (label, one.isco08)
        for _, one in sorted(taxonomy.occupations.items())
        for label in [*one.labels.values(), *(alt for alts in one.alt_labels.values() for alt in alts)]
    ]
    titles, truth = zip(*asked, strict=True)
    model = fit(CodedTitles(*zip(*learned, strict=True), *zip(*labels, strict=True)))
    known = {title.strip().lower() for title, _ in learned}
    unseen = np.array([title.strip().lower() not in known for title in titles])
    answers = {
        "ours: learned unit groups": [code for code, _ in model.predict(titles)],
        "ours: resolver, learns nothing": [
            taxonomy.occupations[answer.candidates[0].concept_id].isco08
            if answer.candidates and answer.candidates[0].concept_id in taxonomy.occupations
            else answer.isco08
            for answer in resolver.resolve(titles, kind="occupation")
        ],
        f"char TF-IDF, {K} nearest titles": nearest_codes(titles, learned),
        "the most frequent unit group": [most_frequent([code for _, code in learned], np.ones(len(learned)))]
        * len(titles),
    }
    rows = []
    for name, codes in answers.items():
        right = np.array([code == expected for code, expected in zip(codes, truth, strict=True)], dtype=float)
        rows.append((name, {"right, all": right, "right, unseen": np.where(unseen, right, np.nan)}))
    return "titles_esco: vacancy title -> ISCO-08 unit group", rows


def nearest_codes(titles, learned):
    """Vote of the nearest learned titles, each by its cosine."""
    texts, codes = zip(*learned, strict=True)
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 4))
    index = vectors.fit_transform(texts).T.tocsr()
    found = []
    for start in range(0, len(titles), BLOCK):
        cosines = (vectors.transform(titles[start : start + BLOCK]) @ index).toarray().round(9)
        for row in cosines:
            first = np.argsort(-row, kind="stable")[:K]
            found.append(most_frequent([codes[at] for at in first], row[first]))
    return found


def most_frequent(codes, weights):
    votes = {}
    for code, weight in zip(codes, weights, strict=True):
        votes[code] = votes.get(code, 0.0) + weight
    return min(votes, key=lambda code: (-round(votes[code], 9), code))


def melo_rows(shared):
    """Titles of O*NET to labels of ESCO: occupations, and groups of ISCO."""
    folder = shared / "melo_usa_en_en"
    taxonomy, resolver = esco_of(shared)
    queries, labels = read(folder / "queries.tsv", "\t"), read(folder / "corpus_elements.tsv.gz", "\t")
    concept_of = dict(read(folder / "concept_mapping.tsv.gz", "\t"))
    row_of, column_of = ({row[0]: at for at, row in enumerate(side)} for side in (queries, labels))
    truth = np.zeros((len(queries), len(labels)))
    for query, _, label, gain in read(folder / "annotations.tsv.gz", "\t"):
        truth[row_of[query], column_of[label]] = float(gain)
    columns = {}
    for key, at in column_of.items():
        columns.setdefault(concept_of[key], []).append(at)
    asked, texts = [row[1] for row in queries], [row[1] for row in labels]
    letters, named = tfidf_char(asked, texts), np.zeros(truth.shape)
    for row, answer in enumerate(resolver.resolve(asked, kind="occupation")):
        for candidate in answer.candidates:
            named[row, columns.get(taxonomy.occupations[candidate.concept_id].esco_uri, [])] = candidate.score
    rows = [
        ("ours: letters + resolver", mrr_first(letters + named, truth)),
        ("tfidf_word", mrr_first(tfidf_word(asked, texts), truth)),
        ("tfidf_char", mrr_first(letters, truth)),
        ("bm25", mrr_first(TEXT["bm25"](asked, texts), truth)),
        ("random", mrr_first(chance(list(row_of), list(column_of)), truth)),
    ]
    return "melo_usa_en_en: O*NET title -> labels of the ESCO occupations that it stands for", rows


def mrr_first(scores, truth):
    found = measured(scores, truth)
    return {"mrr": found["mrr"], "map": found["map"], "recall@20": found["recall@20"]}


def skill_rows(shared, part):
    """Sentences of job advertisements to ESCO skills, as people marked them."""
    taxonomy, resolver = esco_of(shared)
    skills = sorted(taxonomy.skills)
    labels = [taxonomy.label(skill, "en") for skill in skills]
    column_of = {}
    for at, label in enumerate(labels):
        column_of.setdefault(label.lower(), at)
    for at, skill in enumerate(
        skills
    ):  # the people who marked them had an older ESCO: some of its labels are alternative ones now
        for label in taxonomy.skills[skill].alt_labels.get("en", ()):
            column_of.setdefault(label.lower(), at)
    marked = {}
    for sentence, _, _, label in read(shared / "esco_skill_extraction" / f"{part}_test_annotations.csv")[1:]:
        if label not in NO_LABEL:
            marked.setdefault(sentence, set()).update(column_of[one] for one in [label.lower()] if one in column_of)
    sentences = sorted(sentence for sentence, found in marked.items() if found)
    truth = np.zeros((len(sentences), len(skills)))
    for row, sentence in enumerate(sentences):
        truth[row, sorted(marked[sentence])] = 1
    position = {skill: at for at, skill in enumerate(skills)}
    words, named = tfidf_word(sentences, labels), np.zeros(truth.shape)
    for row, (mentions, answer) in enumerate(
        zip(resolver.mentions(sentences), resolver.resolve(sentences), strict=True)
    ):
        for one in answer.candidates:
            named[row, position[one.concept_id]] = one.score
        for one in mentions:
            if one.concept_id in position:
                named[row, position[one.concept_id]] = max(named[row, position[one.concept_id]], one.score)
    scored = {
        "ours: words + mentions": words + named,
        "tfidf_word": words,
        "tfidf_char": tfidf_char(sentences, labels),
        "bm25": TEXT["bm25"](sentences, labels),
        "random": chance(sentences, skills),
    }
    rows = []
    for name, scores in scored.items():
        gains = gains_in_order(scores, truth)
        rows.append((name, {"rp@5": r_precision(gains, 5), "mrr": reciprocal_rank(gains)}))
    return f"esco_skill_extraction {part}: sentence of a job advertisement -> ESCO skills", rows
