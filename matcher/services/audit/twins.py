"""The figure "twins through words" of a ranker: the shipped pairs of texts, scored for every occupation of the taxonomy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.core.fairness.twins import Twin, TwinFigures, compare_twins
from matcher.core.matching.context import MatchingContext
from matcher.core.matching.scoring import Block, Ranker
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Jobseeker, Profile, SkillNeed, Vacancy
from matcher.core.tables import TypedRow
from matcher.core.taxonomy import Taxonomy

MOST_OCCUPATIONS = 400
"""Of a larger taxonomy so many are taken, evenly."""
_SAME_SKILLS = (("сварка", 3), ("уборка помещений", 2))
"""Every twin holds these beside: a person without a skill has no score."""
_COLUMNS = {"skills": "skills", "occupations": "occupations", "wanted": "wanted_occupations"}


@dataclass(frozen=True)
class TwinPair:
    """Twins as they were understood."""

    twin: Twin
    first: Jobseeker
    second: Jobseeker


def read_twins(twins: Sequence[Twin], reading: RecordParser) -> tuple[TwinPair, ...]:
    """Understand both texts of each pair as those of a person, as a match does."""
    first, _ = reading.jobseekers([_row(twin, twin.text_a) for twin in twins])
    second, _ = reading.jobseekers([_row(twin, twin.text_b) for twin in twins])
    return tuple(TwinPair(*each) for each in zip(twins, first, second, strict=True))


def measure_twins(pairs: Sequence[TwinPair], taxonomy: Taxonomy, ranker: Ranker) -> TwinFigures:
    """Score twins for the occupations of a taxonomy and compare them.

    The occupations stand for vacancies, so that the figure does not depend on a town and two models can be compared.
    """
    people = [person for pair in pairs for person in (pair.first, pair.second)]
    scores = _scores(
        [person.profile for person in people], MatchingContext.of(taxonomy, _vacancies(taxonomy), (), ranker=ranker)
    )
    return compare_twins([pair.twin for pair in pairs], scores[::2], scores[1::2])


def _row(twin: Twin, text: str) -> TypedRow:
    values: dict[str, Any] = {"jobseeker_id": "twin", "skills": list(_SAME_SKILLS)}
    if twin.place == "experience":
        values["experience"] = text
    else:
        cell = [(part.strip(), None) for part in text.split(";") if part.strip()]
        values[_COLUMNS[twin.place]] = [*values.get(_COLUMNS[twin.place], ()), *cell]
    return TypedRow("twins", 0, values)


def _vacancies(taxonomy: Taxonomy) -> tuple[Vacancy, ...]:
    known = [one for _, one in sorted(taxonomy.occupations.items()) if one.essential]
    step = max(1, -(-len(known) // MOST_OCCUPATIONS))
    return tuple(
        Vacancy(
            one.occupation_id,
            taxonomy.label(one.occupation_id, "ru"),
            tuple(SkillNeed(skill, level or None) for skill, level in one.essential),
            occupation_id=one.occupation_id,
            isco08=one.isco08,
        )
        for one in known[::step]
    )


def _scores(profiles: Sequence[Profile], context: MatchingContext) -> npt.NDArray[np.float64]:
    """Give the scores, shape (n_profiles, n_vacancies); 0 for who names no skill. Equal profiles are scored once."""
    place: dict[Profile, int] = {}
    places = [place.setdefault(profile, len(place)) for profile in profiles]
    bound = context.bind()
    scores = bound.scorer.score(Block.of(list(place), bound.demand)).scores
    has_skills = np.array([bool(profile.skills) for profile in place], dtype=np.bool_)
    return np.where(has_skills[:, None], scores, 0.0)[places]
