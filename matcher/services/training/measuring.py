"""How good a ranking is on vacancies that came later, beside plain rankings over the same pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.core.baselines import BASELINES
from matcher.core.learned import LearnedRanker
from matcher.core.metrics import METRICS, bootstrap, bootstrap_difference, gains_in_order
from matcher.core.records import Jobseeker, Vacancy
from matcher.core.taxonomy import Taxonomy
from matcher.services.evaluation import pool_of
from matcher.services.training.pairs import SEED, Pairs, TrainingTown

Matrix = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]

DECIDES = "map"
"""The measure on which a model must beat the count with 95 % confidence."""
CURVE = (0.125, 0.25, 0.5, 1.0)


def measure_quality(town: TrainingTown, pairs: Pairs, past: LearnedRanker, measured: Rows) -> dict[str, Any]:
    """Measure ours and every plain ranking over the vacancies that came later."""
    scores = {"ours": past.decision_function(pairs.columns[measured]), **_plain(town, pairs, measured)}
    truth, keep, laid = _by_vacancy(pairs, measured, scores)
    gains = {name: gains_in_order(rows, truth, keep) for name, rows in laid.items()}
    told: dict[str, Any] = {"n_queries": len(truth), "decides": DECIDES, "estimates": {}, "ours_less": {}}
    for name, ranked in gains.items():
        values = {metric: measure(ranked) for metric, measure in METRICS.items()}
        told["estimates"][name] = {metric: asdict(bootstrap(reached)) for metric, reached in values.items()}
        if name != "ours":
            told["ours_less"][name] = {
                metric: asdict(bootstrap_difference(METRICS[metric](gains["ours"]), reached))
                for metric, reached in values.items()
            }
    return told


def _plain(town: TrainingTown, pairs: Pairs, measured: Rows) -> dict[str, Matrix]:
    referrals = [each for each, kept in zip(pairs.referrals, measured, strict=True) if kept]
    people, roles = sorted({each.person for each in referrals}), sorted({each.vacancy for each in referrals})
    row, column = {at: n for n, at in enumerate(people)}, {at: n for n, at in enumerate(roles)}
    seekers, asked = [pairs.people[at] for at in people], [pairs.vacancies[at] for at in roles]
    pool = pool_of(seekers, asked, (_words_of_people(seekers, town.taxonomy), _words_of_roles(asked, town.taxonomy)))
    rows, columns = [row[each.person] for each in referrals], [column[each.vacancy] for each in referrals]
    found = {f"plain_{name}": rank(pool)[rows, columns] for name, rank in BASELINES.items() if referrals}
    prior = town.prior.tables(pairs.known)
    return {"overlap": pairs.overlap[measured], "prior": prior.raw(pairs.codes[measured]), **found}


def _words_of_people(people: Sequence[Jobseeker], taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple(
        " ".join(
            [
                *(taxonomy.label(held.skill_id, "ru") for held in person.profile.skills),
                *(past.text for past in person.profile.occupations),
                person.profile.text,
            ]
        )
        for person in people
    )


def _words_of_roles(roles: Sequence[Vacancy], taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple(
        " ".join([role.title, *(taxonomy.label(need.skill_id, "ru") for need in role.needs), role.text])
        for role in roles
    )


def _by_vacancy(
    pairs: Pairs, measured: Rows, scores: Mapping[str, Matrix]
) -> tuple[Matrix, npt.NDArray[np.bool_], dict[str, Matrix]]:
    """Lay one row a vacancy with both a hired and a not hired person out, shape (n_vacancies, most referrals)."""
    kept = [each for each, used in zip(pairs.referrals, measured, strict=True) if used]
    places: dict[int, list[int]] = {}
    for at, each in enumerate(kept):
        places.setdefault(each.vacancy, []).append(at)
    queries = [listed for _, listed in sorted(places.items()) if 0 < sum(kept[at].hired for at in listed) < len(listed)]
    width = max((len(listed) for listed in queries), default=1)
    truth, keep = np.zeros((len(queries), width)), np.zeros((len(queries), width), dtype=np.bool_)
    laid = {name: np.zeros((len(queries), width)) for name in scores}
    for row, listed in enumerate(queries):
        truth[row, : len(listed)] = [kept[at].hired for at in listed]
        keep[row, : len(listed)] = True
        for name, values in scores.items():
            laid[name][row, : len(listed)] = values[listed]
    return truth, keep, laid


def learning_curve(
    town: TrainingTown, pairs: Pairs, fit: Callable[[Rows], LearnedRanker], *, learned: Rows, measured: Rows
) -> list[dict[str, Any]]:
    """Measure how the ranking grows with outcomes: ours less the prior, and less the count, at parts of the past."""
    found = []
    order = np.random.default_rng(SEED).permutation(np.flatnonzero(learned))
    plain = {"prior": town.prior.tables(pairs.known).raw(pairs.codes[measured]), "overlap": pairs.overlap[measured]}
    for share in CURVE:
        rows = np.zeros(len(learned), dtype=np.bool_)
        rows[order[: int(share * len(order))]] = True
        if not 0 < pairs.hired[rows].sum() < rows.sum():
            continue
        ours = fit(rows).decision_function(pairs.columns[measured])
        truth, keep, laid = _by_vacancy(pairs, measured, {"ours": ours, **plain})
        if len(truth):
            reached = {name: METRICS[DECIDES](gains_in_order(each, truth, keep)) for name, each in laid.items()}
            less = {name: asdict(bootstrap_difference(reached["ours"], reached[name])) for name in plain}
            found.append({"outcomes": int(rows.sum()), **{f"less_{name}": each for name, each in less.items()}})
    return found
