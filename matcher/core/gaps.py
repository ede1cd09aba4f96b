"""What stands between a jobseeker and a need, in levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcher.core.records import Gap, HeldSkill, SkillNeed
from matcher.core.records.matches import shared_gap
from matcher.core.taxonomy import Taxonomy

UNSTATED_LEVEL = 3
"""Level taken for a skill that is named without one: 3, "independent" (what people mean when they name a skill).

It is an assumption, so a match in which it decides lists ``level:<skill_id>`` among its unknowns."""


def effective_levels(skills: Iterable[HeldSkill], taxonomy: Taxonomy) -> dict[str, int]:
    """Give the level of every skill that a person holds, directly or through another.

    A narrower skill proves the broader one at the same level (who welds MIG/MAG can weld); unpaid experience proves the skills
    that the taxonomy says it evidences, at most at the level of the experience itself.

    Parameters
    ----------
    skills : iterable of HeldSkill
        In any order; the highest level of a skill counts. An unstated level counts as :data:`UNSTATED_LEVEL`.
    taxonomy : Taxonomy

    Returns
    -------
    dict of str to int
        Level 1 to 5 by skill_id; a skill stated at level 0 is not held.
    """
    levels: dict[str, int] = {}
    waiting = [(skill.skill_id, UNSTATED_LEVEL if skill.level is None else skill.level) for skill in skills]
    while waiting:
        skill_id, level = waiting.pop()
        if level <= levels.get(skill_id, 0):
            continue
        levels[skill_id] = level
        concept = taxonomy.skills.get(skill_id)
        if concept is not None:
            if concept.broader:
                waiting.append((concept.broader, level))
            waiting.extend((proved, min(level, at_most)) for proved, at_most in concept.evidences)
    return levels


def needed_level(need: SkillNeed) -> int:
    """Give the level that meets a need, 1 to 5; an unstated one is met by any level."""
    return max(1, need.level or 1)


def find_gaps(levels: Mapping[str, int], needs: Iterable[SkillNeed]) -> tuple[Gap, ...]:
    """List the needs that are not met, essential ones first, then by skill_id.

    Parameters
    ----------
    levels : mapping of str to int
        As :func:`effective_levels` gives.
    needs : iterable of SkillNeed
        Of one vacancy: one need a skill.

    Returns
    -------
    tuple of Gap
        Empty when every need is met.

    Examples
    --------
    >>> find_gaps({"welding": 2}, [SkillNeed("welding", 3), SkillNeed("drawings", None, False)])
    (Gap(skill_id='welding', levels=1, essential=True), Gap(skill_id='drawings', levels=1, essential=False))
    """
    found = [
        shared_gap(need.skill_id, needed_level(need) - levels.get(need.skill_id, 0), need.essential)
        for need in needs
        if levels.get(need.skill_id, 0) < needed_level(need)
    ]
    return tuple(sorted(found, key=lambda gap: (not gap.essential, gap.skill_id, gap.levels)))
