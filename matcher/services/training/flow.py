"""The flow of a training: outcomes in, a ranker with its card out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matcher.core.exposure import exposure_weights, steps_to_shares
from matcher.core.features.columns import COLUMNS, NAMES, schema_digest
from matcher.core.learned import CLIP, LearnedRanker
from matcher.core.prior import Prior
from matcher.core.records import Outcome
from matcher.core.referrals import Rejection, past_and_future
from matcher.errors import InputError
from matcher.services.reporting import calibration, proxy_auc
from matcher.services.training.measuring import DECIDES, learning_curve, measure_quality
from matcher.services.training.pairs import Pairs, TrainingTown, gather

Matrix = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]

FEWEST_FITTED, FEWEST_EACH = 30, 5
"""Below these nothing is fitted at all."""
FEWEST_SERVED = 200
"""Outcomes from which a model may be served; below, the prior serves better (the card shows the curve)."""
FEWEST_QUERIES = 10


class AuditResult(Protocol):
    """What a fairness audit answers."""

    @property
    def is_complete(self) -> bool:
        """Whether every figure that the audit needs could be counted."""
        ...

    def as_dict(self) -> dict[str, Any]:
        """Give its figures for the card."""
        ...


Audit = Callable[[LearnedRanker, Pairs], AuditResult]


@dataclass(frozen=True)
class Trained:
    """A model and what is known of it.

    Attributes
    ----------
    refusals : tuple of str
        Why it must not be served; empty when it may.
    """

    model: LearnedRanker
    card: Mapping[str, Any]
    refusals: tuple[str, ...]
    rejections: tuple[Rejection, ...] = field(default_factory=tuple)

    @property
    def served(self) -> bool:
        """Whether it may be served."""
        return not self.refusals


def train(town: TrainingTown, outcomes: Sequence[Outcome], *, as_of: date, audit: Audit | None = None) -> Trained:
    """Train, measure on what came later, audit, and say whether the model may be served.

    Parameters
    ----------
    as_of : date
        The day of the training.
    audit : callable, optional
        Given the model learned from the past and all pairs; without it the model is refused.

    Returns
    -------
    Trained
        The same for the same tables, in any order of their rows.

    Raises
    ------
    InputError
        ``too_few_outcomes`` or ``one_class``, with counts; nothing is fitted then.
    """
    pairs, rejections, n_pending = gather(town, outcomes, as_of=as_of)
    _check_enough(pairs, rejections)
    weights = exposure_weights(pairs.columns, steps_to_shares(pairs.others), share_kept=pairs.share_sampled)
    fit = partial(_fitted, town.prior, pairs, weights)
    learned, measured, cut = past_and_future(pairs.referrals)
    past = fit(learned) if _both(pairs.hired[learned]) else None
    quality = measure_quality(town, pairs, past, measured) if past is not None else {"n_queries": 0}
    audited = audit(past, pairs) if audit is not None and past is not None else None
    refusals = _refusals(pairs, quality, audited)
    model = fit(np.ones(len(pairs.referrals), dtype=np.bool_))
    card = {
        **_provenance(town, pairs, as_of),
        "status": "refused" if refusals else "served",
        "refusals": list(refusals),
        "outcomes": _counts(pairs, outcomes, n_pending, len(rejections)),
        "split": {
            "by": "vacancy and day" if cut else "vacancy",
            "cut": cut.isoformat() if cut else None,
            "learned": int(learned.sum()),
            "measured": int(measured.sum()),
        },
        "exposure": _spread(weights),
        "quality": quality,
        "served_from": FEWEST_SERVED,
        **_grown(learning_curve(town, pairs, fit, learned=learned, measured=measured)),
        "calibration": None if past is None else calibration(past, pairs.columns[measured], pairs.hired[measured]),
        "proxy": {"sex_auc": proxy_auc(pairs.columns, _sexes(town, pairs))},
        "audit": None if audited is None else audited.as_dict(),
        "columns": [asdict(column) for column in COLUMNS],
        "weight_of_columns": _importance(model),
    }
    return Trained(model, card, refusals, tuple(rejections))


def _provenance(town: TrainingTown, pairs: Pairs, as_of: date) -> dict[str, str]:
    return {
        "known": pairs.known,
        "as_of": as_of.isoformat(),
        "taxonomy": town.taxonomy.version,
        "prior": town.prior.version,
        "schema": schema_digest(),
    }


def _grown(curve: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Add to the learning curve from how many outcomes on the ranking was better than the prior's, with 95 % confidence."""
    better = [part["outcomes"] for part in curve if part["less_prior"]["low"] > 0]
    return {"learning_curve": list(curve), "better_than_prior_from": min(better, default=None)}


def _counts(pairs: Pairs, outcomes: Sequence[Outcome], n_pending: int, n_rejected: int) -> dict[str, int]:
    used, hired = len(pairs.referrals), int(pairs.hired.sum())
    return {"given": len(outcomes), "pending": n_pending, "rejected": n_rejected, "used": used, "hired": hired}


def _check_enough(pairs: Pairs, rejections: Sequence[Rejection]) -> None:
    counts = {"found": len(pairs.referrals), "rejected": len(rejections)}
    hired = int(pairs.hired.sum())
    if len(pairs.referrals) < FEWEST_FITTED:
        raise InputError("too_few_outcomes", expected=FEWEST_FITTED, **counts)
    if min(hired, len(pairs.referrals) - hired) < FEWEST_EACH:
        raise InputError("one_class", hired=hired, expected=FEWEST_EACH, **counts)


def _both(hired: npt.NDArray[np.int64]) -> bool:
    return bool(0 < hired.sum() < len(hired))


def _fitted(prior: Prior, pairs: Pairs, weights: Matrix, rows: Rows) -> LearnedRanker:
    model = LearnedRanker(
        prior=prior.tables(pairs.known).tables,
        directions=np.array([column.direction for column in COLUMNS]),
        limits=(0.0, 1.0),
    )
    return model.fit(pairs.columns[rows], pairs.hired[rows], weights[rows])


def _refusals(pairs: Pairs, quality: Mapping[str, Any], audited: AuditResult | None) -> tuple[str, ...]:
    found = []
    if len(pairs.referrals) < FEWEST_SERVED:
        found.append("refused_few_outcomes")
    if quality["n_queries"] < FEWEST_QUERIES:
        found.append("refused_few_vacancies")
    else:
        rivals = {"overlap": "refused_not_better", "prior": "refused_not_better_than_prior"}
        less = quality["ours_less"]
        found += [code for rival, code in rivals.items() if float(less[rival][DECIDES]["low"]) <= 0]
    if audited is None or not audited.is_complete:
        found.append("refused_no_audit")
    return tuple(found)


def _importance(model: LearnedRanker) -> dict[str, float]:
    most = model.tables_.max(axis=1)
    whole = float(most.sum()) or 1.0
    return {name: round(float(each / whole), 4) for name, each in zip(NAMES, most, strict=True)}


def _spread(weights: Matrix) -> dict[str, Any]:
    effective = float(weights.sum() ** 2 / (weights @ weights))
    return {
        "weights": "clipped inverse propensity (Joachims et al. 2017)",
        "clip": CLIP,
        "smallest": round(float(weights.min()), 4),
        "largest": round(float(weights.max()), 4),
        "effective_outcomes": round(effective, 1),
    }


def _sexes(town: TrainingTown, pairs: Pairs) -> list[tuple[int, str | None]]:
    sex = {one.jobseeker_id: one.sex for one in town.sensitive}
    return [(each.person, sex.get(pairs.people[each.person].jobseeker_id)) for each in pairs.referrals]
