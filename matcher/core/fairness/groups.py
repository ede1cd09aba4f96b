"""Groups that results are counted by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matcher.core.records import SensitiveFeatures
from matcher.core.sensitive import age_on

NOT_STATED = "not_stated"
DIMENSIONS = ("sex", "youth", "women_youth", "unemployed_over_year", "carers", "language")
CROSSED = "women_youth"
"""The dimension that crosses two others: its cells and their sums are both shown."""


def group_of(person: SensitiveFeatures, as_of: date, youth: tuple[int, int] = (14, 35)) -> dict[str, str]:
    """Give a person's group in each dimension of :data:`DIMENSIONS`; an empty field is ``not_stated``, never "no".

    Parameters
    ----------
    youth : (int, int)
        First and last age of youth, in full years, both included.

    Examples
    --------
    >>> group_of(SensitiveFeatures("J1", "F", date(2000, 1, 1), care_hours=10, languages=("kk", "ru")), date(2026, 1, 1))["women_youth"]
    'women_youth'
    """
    sex = {"F": "women", "M": "men"}.get(person.sex or "", NOT_STATED)
    age = NOT_STATED
    if person.birth_date is not None:
        age = "youth" if youth[0] <= age_on(person.birth_date, as_of) <= youth[1] else "other_ages"
    # Kept apart from one another: else a small cell were the difference of a sum and the cells that are shown.
    crossed = NOT_STATED if sex == age == NOT_STATED else f"{sex}_{age}"
    return {
        "sex": sex,
        "youth": age,
        "women_youth": crossed,
        "unemployed_over_year": _over_a_year(person.unemployed_since, as_of),
        "carers": NOT_STATED if person.care_hours is None else ("yes" if person.care_hours > 0 else "no"),
        "language": _language(person.languages),
    }


def _over_a_year(since: date | None, as_of: date) -> str:
    if since is None:
        return NOT_STATED
    return "yes" if age_on(since, as_of) >= 1 else "no"


def _language(languages: Sequence[str]) -> str:
    spoken = {"kk", "ru"} & set(languages)
    if len(spoken) == 2:
        return "kazakh_and_russian"
    if spoken:
        return "kazakh_only" if "kk" in spoken else "russian_only"
    return "other_languages" if languages else NOT_STATED
