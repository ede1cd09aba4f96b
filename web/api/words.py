"""Skills, gaps and reasons as programs are told them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g

from matcher.core.records import Gap, LanguageLevel, Reason
from web.api.models import GapOut, LanguageOut, ReasonOut, SkillOut


def skill(skill_id: str, level: int | None) -> SkillOut:
    """Tell a skill."""
    return SkillOut(skill_id=skill_id, label=g.say.skill(skill_id), level=level)


def gaps(found: Iterable[Gap]) -> list[GapOut]:
    """Tell gaps."""
    return [
        GapOut(skill_id=gap.skill_id, label=g.say.skill(gap.skill_id), levels=gap.levels, essential=gap.essential)
        for gap in found
    ]


def reasons(found: Iterable[Reason]) -> list[ReasonOut]:
    """Tell reasons."""
    return [ReasonOut(code=each.code, params=list(each.params), text=g.say.reason(str(each))) for each in found]


def languages(found: Iterable[LanguageLevel] | None) -> list[LanguageOut] | None:
    """Tell languages; None where unknown."""
    return None if found is None else [LanguageOut(language=each.language, level=each.level) for each in found]


def codes(found: Iterable[str] | None) -> list[str] | None:
    """Tell a set in an order that stays; None where unknown."""
    return None if found is None else sorted(found)
