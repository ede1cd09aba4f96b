"""The flow of an evaluation: a ranker and plain baselines over the same judged pairs, with intervals, in one run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matcher.core.baselines import BASELINES, LabelIndex
from matcher.core.coverage import SkillWeights, build_demand
from matcher.core.matching.scoring import Block
from matcher.core.metrics import METRICS, Estimate, bootstrap, bootstrap_difference, gains_in_order
from matcher.core.places import Places
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Jobseeker, Vacancy
from matcher.core.tables import TypedRow
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.ports import Ranker

Matrix = npt.NDArray[np.float64]

OURS = "ours"
BLOCK = 500
_ANY_DAY = date(2026, 1, 1)
"""Ages and durations only constrain, and no ranker sees them: the day changes no figure."""
_JOBSEEKER_WORDS = ("skills", "occupations", "experience")
_VACANCY_WORDS = ("title", "occupation", "essential_skills", "optional_skills", "description")


@dataclass(frozen=True)
class Benchmark:
    """People, vacancies and judgements; both sides ascending by identifier.

    Attributes
    ----------
    jobseekers : tuple of Jobseeker
        The queries.
    vacancies : tuple of Vacancy
        What is ranked for each of them.
    pool : LabelIndex
        The same as plain baselines see it.
    truth : ndarray of float64, shape (n_people, n_vacancies)
        Gains; 0 where nobody judged.
    keep : ndarray of bool, same shape
        False for pairs that are left out.
    """

    jobseekers: tuple[Jobseeker, ...]
    vacancies: tuple[Vacancy, ...]
    pool: LabelIndex
    truth: Matrix
    keep: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Figures:
    """What one ranking reached.

    Attributes
    ----------
    estimates : mapping of str to Estimate
        By metric.
    behind : mapping of str to Estimate
        Ours less this one, over the same queries, by metric: ours is better where ``low`` is above 0. Empty for ours.
    """

    name: str
    estimates: Mapping[str, Estimate]
    behind: Mapping[str, Estimate]


@dataclass(frozen=True)
class Evaluation:
    """Figures of ours, first, and of every baseline, over the same queries.

    Attributes
    ----------
    n_queries : int
        People with at least one relevant vacancy; the others have no figure.
    n_vacancies, n_pairs : int
        Vacancies ranked for each, and judged pairs with a gain above 0.
    """

    rows: tuple[Figures, ...]
    n_queries: int
    n_vacancies: int
    n_pairs: int


def lay_out_benchmark(
    jobseekers: Sequence[TypedRow],
    vacancies: Sequence[TypedRow],
    *,
    resolver: Resolver,
    gains: Mapping[tuple[str, str], float],
    excluded: Collection[tuple[str, str]] = (),
) -> Benchmark:
    """Understand both tables, as a match does, and lay the judgements out.

    Parameters
    ----------
    jobseekers, vacancies : sequence of TypedRow
        In any order. Whoever is not judged may be left out of the first; the second is the whole of what can be ranked.
    gains : mapping of (jobseeker_id, vacancy_id) to float
        Pairs of other people or vacancies are passed over.
    """
    people_rows = sorted(jobseekers, key=lambda row: str(row.values["jobseeker_id"]))
    vacancy_rows = sorted(vacancies, key=lambda row: str(row.values["vacancy_id"]))
    parser = RecordParser(resolver, Places(), _ANY_DAY)
    people, _ = parser.jobseekers(people_rows)
    roles = parser.vacancies(vacancy_rows)
    row_of = {person.jobseeker_id: at for at, person in enumerate(people)}
    column_of = {role.vacancy_id: at for at, role in enumerate(roles)}
    truth = np.zeros((len(people), len(roles)))
    keep = np.ones(truth.shape, dtype=np.bool_)
    for (person, role), gain in gains.items():
        if person in row_of and role in column_of:
            truth[row_of[person], column_of[role]] = gain
    for person, role in excluded:
        if person in row_of and role in column_of:
            keep[row_of[person], column_of[role]] = False
    texts = (
        texts_of(people_rows, _JOBSEEKER_WORDS, resolver.taxonomy),
        texts_of(vacancy_rows, _VACANCY_WORDS, resolver.taxonomy),
    )
    return Benchmark(tuple(people), tuple(roles), pool_of(people, roles, texts), truth, keep)


def pool_of(people: Sequence[Jobseeker], roles: Sequence[Vacancy], texts: tuple[tuple[str, ...], ...]) -> LabelIndex:
    """Give what plain baselines see: sets of skills without levels, and words."""
    return LabelIndex(
        jobseeker_ids=tuple(person.jobseeker_id for person in people),
        vacancy_ids=tuple(role.vacancy_id for role in roles),
        held=tuple(frozenset(held.skill_id for held in p.profile.skills if held.level != 0) for p in people),
        essential=tuple(frozenset(need.skill_id for need in role.needs if need.essential) for role in roles),
        optional=tuple(frozenset(need.skill_id for need in role.needs if not need.essential) for role in roles),
        jobseeker_texts=texts[0],
        vacancy_texts=texts[1],
    )


def texts_of(rows: Iterable[TypedRow], columns: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Join the words of each row as its file has them.

    An ESCO URI gives way to the English label of its concept, or to its last part as one word where the taxonomy does not hold it.
    """
    return tuple(
        " ".join(_words(words, taxonomy) for column in columns for words in _cell_words(row.values.get(column)))
        for row in rows
    )


def _cell_words(cell: object) -> list[str]:
    if cell is None:
        return []
    return [cell] if isinstance(cell, str) else [str(entry[0]) for entry in cell]  # type: ignore[attr-defined]


def _words(text: str, taxonomy: Taxonomy) -> str:
    if "://" not in text:
        return taxonomy.label(text, "en")
    concept_id = taxonomy.skill_by_uri.get(text) or taxonomy.occupation_by_uri.get(text)
    return taxonomy.label(concept_id, "en") if concept_id else text.rsplit("/", 1)[-1].replace("-", "")


def score_people(
    people: Sequence[Jobseeker], vacancies: Sequence[Vacancy], *, taxonomy: Taxonomy, ranker: Ranker
) -> Matrix:
    """Score every pair as a match does, rounded to the six decimals that a match shows; nobody is filtered by a constraint.

    Returns
    -------
    ndarray of float64, shape (n_people, n_vacancies)
    """
    demand = build_demand(vacancies, taxonomy, SkillWeights.from_taxonomy(taxonomy))
    blocks = [people[start : start + BLOCK] for start in range(0, len(people), BLOCK)]
    scorer = ranker.bind(demand)
    scores = [scorer.score(Block.of([person.profile for person in block], demand)).scores for block in blocks]
    return np.asarray(np.round(np.vstack(scores), 6), dtype=np.float64)


def evaluate(
    benchmark: Benchmark, ours: Matrix, *, baselines: Mapping[str, Callable[[LabelIndex], Matrix]] = BASELINES
) -> Evaluation:
    """Measure our scores and those of every baseline.

    Parameters
    ----------
    ours : ndarray of float64, shape (n_people, n_vacancies)
        Larger is better; ties go to the smaller vacancy_id.

    Returns
    -------
    Evaluation
        The same on every run: the bootstrap is seeded, and every ranking is measured on the same resamples.
    """
    values = {OURS: _values(benchmark, ours)}
    for name, rank in baselines.items():
        # One matrix of scores at a time: a large folder has hundreds of millions of pairs.
        values[name] = _values(benchmark, rank(benchmark.pool))
    rows = [
        Figures(
            name,
            {metric: bootstrap(reached) for metric, reached in own.items()},
            {} if name == OURS else {m: bootstrap_difference(values[OURS][m], reached) for m, reached in own.items()},
        )
        for name, own in values.items()
    ]
    relevant = (benchmark.truth > 0) & benchmark.keep
    return Evaluation(
        rows=tuple(rows),
        n_queries=int(relevant.any(axis=1).sum()),
        n_vacancies=len(benchmark.vacancies),
        n_pairs=int(relevant.sum()),
    )


def _values(benchmark: Benchmark, scores: Matrix) -> dict[str, Matrix]:
    """Give one number a query, by metric."""
    gains = gains_in_order(scores, benchmark.truth, benchmark.keep)
    return {metric: measured(gains) for metric, measured in METRICS.items()}
