"""The columns of a pair: name, meaning and direction. Every one is free of scale, 0 to 1, and larger is better.

None of them reads sex, birth date, name, nationality, disability, family or locality: the type that reaches this room,
:class:`matcher.core.records.Profile`, does not hold them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

STEPS = 1023
"""A column is kept as an integer 0 to 1023, so that a table can be looked up and no answer depends on rounding."""


@dataclass(frozen=True, slots=True)
class FeatureColumn:
    """One column of a pair.

    Attributes
    ----------
    meaning : str
        What 1 says; 0 is its opposite.
    low, high : float
        Range.
    direction : int
        1 where a larger value may only raise a score, 0 where it may do either.
    """

    name: str
    meaning: str
    low: float = 0.0
    high: float = 1.0
    direction: int = 1


COLUMNS: tuple[FeatureColumn, ...] = (
    FeatureColumn("essential_met", "idf-weighted share of the essential needs that held skills meet at the needed level"),
    FeatureColumn("essential_coverage", "the same, with part credit for lower levels, broader, related and sibling skills"),
    FeatureColumn("optional_met", "idf-weighted share of the optional needs that are met; 0 where none is asked"),
    FeatureColumn(
        "latent_coverage", "idf-weighted mean over the essential needs of the cubed cosine of the nearest held skill"
    ),
    FeatureColumn("words_covered", "idf-weighted share of the vacancy's words that the person's skills, work and text hold"),
    FeatureColumn("near_skills", "how near an occupation that the person can practise is to the vacancy: same skills"),
    FeatureColumn("near_neighbours", "the same: skills shared with the same third occupations"),
    FeatureColumn("near_latent", "the same: cosine after singular value decomposition of occupations by skills"),
    FeatureColumn("near_groups", "the same: profile of skill groups, at all heights of the tree"),
    FeatureColumn("near_words", "the same: words of the labels and definitions of skills"),
    FeatureColumn("near_meaning", "the same: what ESCO says of the skills, where only their ESCO identifiers are known"),
    FeatureColumn("near_titles", "the same: character n-grams of titles"),
    FeatureColumn("isco_shared", "leading digits of ISCO-08 that work done shares with the vacancy, of four"),
    FeatureColumn("isco_near", "nearness of the ISCO-08 unit groups of work done and of the vacancy"),
    FeatureColumn("wanted_near", "nearness of the ISCO-08 unit groups of work wanted and of the vacancy"),
    FeatureColumn("experience", "years of near work done against the years asked; 1 where none are asked, 0.5 where unknown"),
    FeatureColumn("education", "1 where the level asked is reached, a quarter less a level; 0.5 where unknown"),
    FeatureColumn("languages", "share of the languages asked that are known at the level; 0.5 where unknown"),
    FeatureColumn("training_near", "200 hours against 200 hours and the shortest courses towards every unmet essential need"),
)

NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
NEAR = tuple(name for name in NAMES if name.startswith("near_"))


def schema_digest(columns: tuple[FeatureColumn, ...] = COLUMNS) -> str:
    """Give twelve hexadecimal digits that change when a column's name, range, direction or place does."""
    shape = [(one.name, one.low, one.high, one.direction) for one in columns]
    return hashlib.sha256(repr((STEPS, shape)).encode()).hexdigest()[:12]
