"""People with vacancies, and titles with titles: what :mod:`quality` prints of ``transitions`` and ``talentclef2025_en``."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
from prior import FOLDS, SEED, columns_of, judged
from prior_sources import judgements
from scipy import sparse
from sklearn.preprocessing import normalize

from matcher.adapters.benchmark_files import read_benchmark
from matcher.adapters.esco import read_esco
from matcher.adapters.esco_files import open_esco
from matcher.adapters.prior_files import load_prior
from matcher.adapters.word_files import make_resolver
from matcher.bootstrap import build
from matcher.core.baselines import BASELINES, chance, tfidf_char
from matcher.core.baselines import TEXT_BASELINES as TEXT
from matcher.core.coverage import SkillWeights
from matcher.core.features.columns import NAMES
from matcher.core.features.meaning import SkillMeanings
from matcher.core.matching.scoring import OverlapRanker, PriorRanker
from matcher.core.metrics import METRICS, gains_in_order
from matcher.core.prior import fit_prior
from matcher.core.tables import TypedRow
from matcher.services.evaluation import lay_out_benchmark, score_people

ROOT = Path(__file__).resolve().parent.parent
PRIORS = ROOT / "data" / "priors"
MAP_FIRST = ("map", "ndcg@10", "mrr", "recall@20")


def measured(scores, truth, keep=None):
    gains = gains_in_order(scores, truth, keep)
    return {metric: METRICS[metric](gains) for metric in MAP_FIRST}


@cache
def esco_of(shared):
    """The classification, and a resolver over it alone."""
    taxonomy = read_esco(open_esco([shared / "esco_v1.2.0"]))
    return taxonomy, make_resolver(taxonomy, PRIORS)


def transition_rows(shared):
    container, files = build(), read_benchmark(shared / "transitions")
    bench = lay_out_benchmark(
        files.jobseekers, files.vacancies, resolver=container.resolver, gains=files.gains, excluded=files.excluded
    )
    source = judgements(shared / "transitions")
    rows = [
        (f"ours: prior, 5-fold, {case}", measured(scores, bench.truth, bench.keep))
        for case, scores in out_of_fold(source, bench, container.taxonomy, shared)
    ]
    overlap = score_people(bench.jobseekers, bench.vacancies, taxonomy=container.taxonomy, ranker=OverlapRanker())
    rows.append(("ours: overlap@1, learns nothing", measured(overlap, bench.truth, bench.keep)))
    rows += [(name, measured(rank(bench.pool), bench.truth, bench.keep)) for name, rank in BASELINES.items()]
    labels = lay_out_benchmark(files.jobseekers, files.vacancies, resolver=esco_of(shared)[1], gains={}).pool
    rows += [
        (
            f"{name}, labels of ESCO",
            measured(rank(labels.jobseeker_texts, labels.vacancy_texts), bench.truth, bench.keep),
        )
        for name, rank in TEXT.items()
    ]
    yield "transitions: skills and unit group of one occupation -> occupations that experts call related", rows


def out_of_fold(source, bench, own, shared):
    """Score each fifth of the people with a prior that learned from the others; best-informed case first."""
    shipped = load_prior(PRIORS)
    row_of = {row["jobseeker_id"]: at for at, row in enumerate(source.jobseekers)}
    column_of = {row["vacancy_id"]: at for at, row in enumerate(source.roles)}
    rows = [row_of[one] for one in bench.pool.jobseeker_ids]
    columns = [column_of[one] for one in bench.pool.vacancy_ids]
    fold_of = np.random.default_rng(SEED).permutation(len(rows)) % FOLDS
    cases = {
        "ESCO taxonomy": (esco_of(shared)[0], shipped.meanings),
        "own taxonomy": (own, shipped.meanings),
        "skills opaque": (own, SkillMeanings()),
    }
    for case, (taxonomy, known) in cases.items():
        views = columns_of(source, taxonomy, shipped.groups, known)
        scores = np.zeros(source.gains.shape)
        for fold in range(FOLDS):
            learned = [
                one for at in np.flatnonzero(fold_of != fold) for one in judged(views, source, at, source.allowed[at])
            ]
            weights = fit_prior(learned)
            scores[fold_of == fold] = views[0][fold_of == fold] @ np.array([weights[name] for name in NAMES])
        yield case, scores[np.ix_(rows, columns)]


def talentclef_rows(shared):
    folder = shared / "talentclef2025_en"
    queries, titles = (titles_of(folder / f"val_english_{side}") for side in ("queries", "corpus_elements"))
    truth = np.zeros((len(queries), len(titles)))
    row_of, column_of = ({key: at for at, (key, _) in enumerate(side)} for side in (queries, titles))
    with (folder / "val_english_qrels.tsv").open(encoding="utf-8", newline="") as file:
        for query, _, title, gain in csv.reader(file, delimiter="\t"):
            truth[row_of[query], column_of[title]] = float(gain)
    asked, ranked = [text for _, text in queries], [text for _, text in titles]
    taxonomy, resolver = esco_of(shared)
    skills = skill_likeness(asked, ranked, taxonomy, resolver)
    letters = tfidf_char(asked, ranked)
    rows = [
        ("ours: letters + skills of occupations", measured(letters + skills, truth)),
        ("ours: skills of occupations alone", measured(skills, truth)),
        ("ours: prior@1, whole flow", measured(through_the_flow(asked, ranked, taxonomy, resolver), truth)),
        *((name, measured(rank(asked, ranked), truth)) for name, rank in TEXT.items()),
        ("random", measured(chance([key for key, _ in queries], [key for key, _ in titles]), truth)),
    ]
    yield "talentclef2025_en: job title -> related job titles", rows


def through_the_flow(asked, ranked, taxonomy, resolver):
    """Score as a match does: a person who has done such work, a vacancy of such a title and nothing else."""
    people = [TypedRow("", 0, {"jobseeker_id": f"{at:05d}", "occupations": ((t, None),)}) for at, t in enumerate(asked)]
    roles = [TypedRow("", 0, {"vacancy_id": f"{at:05d}", "title": t}) for at, t in enumerate(ranked)]
    bench = lay_out_benchmark(people, roles, resolver=resolver, gains={})
    return score_people(bench.jobseekers, bench.vacancies, taxonomy=taxonomy, ranker=PriorRanker(load_prior(PRIORS)))


def titles_of(path):
    """(identifier, title) by number: ties go to the smaller."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    return sorted(((key, title) for key, title in rows), key=lambda row: int(row[0]))


def skill_likeness(one, other, taxonomy, resolver):
    """Cosine of the skills that two titles ask for, through the occupations that the resolver names (up to five, by score).

    Essential skills count 1, optional ones a half, times idf over the occupations; nothing here was fitted to the judgements.
    """
    occupations = {key: at for at, key in enumerate(sorted(taxonomy.occupations))}
    skills = {key: at for at, key in enumerate(sorted(taxonomy.skills))}
    weights = SkillWeights.from_taxonomy(taxonomy)
    cells = [
        (occupations[key], skills[skill], share * weights.weight(skill))
        for key, occupation in taxonomy.occupations.items()
        for share, needs in ((0.5, occupation.optional), (1.0, occupation.essential))
        for skill, _ in needs
        if skill in skills
    ]
    profiles = normalize(as_sparse(cells, (len(occupations), len(skills))))
    sides = []
    for texts in (one, other):
        named = [
            (row, occupations[candidate.concept_id], candidate.score)
            for row, answer in enumerate(resolver.resolve(texts, kind="occupation"))
            for candidate in answer.candidates
            if candidate.concept_id in occupations
        ]
        sides.append(normalize(normalize(as_sparse(named, (len(texts), len(occupations)))) @ profiles))
    return np.asarray((sides[0] @ sides[1].T).toarray())


def as_sparse(cells, shape):
    rows, columns, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)
