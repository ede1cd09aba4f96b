"""One record a skill, where words name it more than once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.core.records import HeldSkill, SkillNeed, TaughtSkill


def strongest_skills(skills: Sequence[HeldSkill]) -> tuple[HeldSkill, ...]:
    """Keep one record a skill: a stated level before an unstated one, then the higher; sorted by skill_id."""
    kept: dict[str, HeldSkill] = {}
    for skill in skills:
        known = kept.get(skill.skill_id)
        if known is None or _rank_of(skill) > _rank_of(known):
            kept[skill.skill_id] = skill
    return tuple(kept[skill_id] for skill_id in sorted(kept))


def _rank_of(skill: HeldSkill) -> tuple[bool, int]:
    return skill.level is not None, skill.level or 0


def highest_taught(taught: Iterable[TaughtSkill]) -> tuple[TaughtSkill, ...]:
    """Keep the highest level of each skill; sorted by skill_id."""
    kept: dict[str, TaughtSkill] = {}
    for skill in taught:
        known = kept.get(skill.skill_id)
        if known is None or (skill.level or 0) > (known.level or 0):
            kept[skill.skill_id] = skill
    return tuple(kept[skill_id] for skill_id in sorted(kept))


def distinct_needs(needs: Sequence[SkillNeed]) -> tuple[SkillNeed, ...]:
    """Keep one need a skill: essential before optional, then the higher level; sorted by skill_id."""
    kept: dict[str, SkillNeed] = {}
    for need in needs:
        known = kept.get(need.skill_id)
        if known is None or (need.essential, need.level or 0) > (known.essential, known.level or 0):
            kept[need.skill_id] = need
    return tuple(kept[skill_id] for skill_id in sorted(kept))
