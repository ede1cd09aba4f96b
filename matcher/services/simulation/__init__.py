"""Invented tables for a town: jobseekers, vacancies, courses, sessions and outcomes, from a seed.

Every person and employer is invented; no table holds a name of a person. Words are labels of the taxonomy, said as people say them:
in Kazakh, Russian or English, mixed, with typos and with Russian letters for Kazakh ones.

Notes
-----
The generating model. A jobseeker has a trade (or only unpaid work), and holds each skill of the trade with probability 0.85 at the level
that the trade asks for, one below or one above. Shares (60 % women, a third under 30, carers with limited hours and day shifts) are
assumptions of the shape of a small industrial town, not statistics. An outcome is drawn for a referred pair: the jobseeker refuses when
the shifts do not fit (probability 0.6), else is hired with the probability of :func:`hiring_chance`.

Every table has its own stream of random numbers, so that the first rows stay the same when a table grows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matcher.core.taxonomy import Taxonomy
from matcher.services.simulation.fixtures import Row
from matcher.services.simulation.offers import invent_course, invent_role, invent_sessions
from matcher.services.simulation.outcomes import hiring_chance, invent_outcomes
from matcher.services.simulation.people import invent_person
from matcher.services.simulation.rng import Dice
from matcher.services.simulation.stream import invent_stream
from matcher.services.simulation.words import TextGenerator, with_typo

__all__ = ["Town", "hiring_chance", "simulate_town", "with_typo"]


@dataclass(frozen=True, slots=True)
class SyntheticData:
    """Invented tables; rows by our column names, in the order of the identifiers."""

    jobseekers: list[Row]
    vacancies: list[Row]
    courses: list[Row]
    sessions: list[Row]
    outcomes: list[Row]
    truth: list[Row] = field(default_factory=list)
    """What lies behind each outcome; empty where it was not asked for."""


def simulate_town(
    taxonomy: Taxonomy,
    *,
    jobseekers: int,
    vacancies: int,
    courses: int,
    outcomes: int,
    seed: int,
    with_truth: bool = False,
) -> SyntheticData:
    """Invent a town.

    Parameters
    ----------
    jobseekers, vacancies, courses, outcomes : int
        Rows of each table, 0 or more; pairs of outcomes are distinct, so there may be fewer. A course has one or two sessions.
    seed : int
        0 or more; the same seed and taxonomy give the same rows.
    with_truth : bool
        Draw the outcomes by the past policy of :mod:`matcher.services.simulation.stream`, with the truth behind each.
    """
    words = TextGenerator(taxonomy)
    people = [invent_person(words, Dice(seed, 1_000_003 * number + 1), number) for number in range(1, jobseekers + 1)]
    roles = [invent_role(words, Dice(seed, 1_000_003 * number + 2), number) for number in range(1, vacancies + 1)]
    rng = Dice(seed, 3)
    taught = [invent_course(words, rng, number) for number in range(1, courses + 1)]
    if with_truth:
        decided, truth = invent_stream(people, roles, Dice(seed, 6), outcomes)
    else:
        decided, truth = invent_outcomes(people, roles, Dice(seed, 5), outcomes), []
    return SyntheticData(
        [person.row for person in people],
        [role.row for role in roles],
        taught,
        invent_sessions(taught, Dice(seed, 4)),
        decided,
        truth,
    )
