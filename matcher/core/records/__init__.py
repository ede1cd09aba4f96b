"""Frozen records that walk through the house; one word per thing.

What may be scored (:class:`Profile`) is apart from what only constrains (:class:`Circumstances`) and from what may only be
counted (:class:`SensitiveFeatures`): a ranker receives a profile, so sex, age, family or place cannot reach a score.
``None`` means unknown, never zero and never "no".
"""

from matcher.core.records.concepts import LANGUAGES, Language, Occupation, Skill
from matcher.core.records.matches import READINESS, Check, Gap, Match, Readiness, Reason, Recommendation, Status
from matcher.core.records.people import (
    Circumstances,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    PastOccupation,
    Profile,
    SensitiveFeatures,
)
from matcher.core.records.work import Course, Outcome, Session, SkillNeed, TaughtSkill, Vacancy

__all__ = [
    "Check",
    "Circumstances",
    "Course",
    "Gap",
    "HeldSkill",
    "Jobseeker",
    "LANGUAGES",
    "Language",
    "LanguageLevel",
    "Match",
    "Occupation",
    "Outcome",
    "PastOccupation",
    "Profile",
    "READINESS",
    "Readiness",
    "Reason",
    "Recommendation",
    "SensitiveFeatures",
    "Session",
    "Skill",
    "SkillNeed",
    "Status",
    "TaughtSkill",
    "Vacancy",
]
