"""What may be counted and filtered by, and never scored: read apart from the profile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from matcher.core.records import SensitiveFeatures


def sensitive_features(values: Mapping[str, Any]) -> SensitiveFeatures:
    """Take from a row of jobseekers what may only be counted and filtered by."""
    return SensitiveFeatures(
        jobseeker_id=values["jobseeker_id"],
        sex=values.get("sex"),
        birth_date=values.get("birth_date"),
        unemployed_since=values.get("unemployed_since"),
        care_hours=values.get("care_hours"),
        languages=tuple(language for language, _ in values.get("languages") or ()),
    )


def age_on(born: date, day: date) -> int:
    """Give the age in full years on a day.

    Examples
    --------
    >>> age_on(date(2008, 11, 24), date(2026, 11, 23))
    17
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
