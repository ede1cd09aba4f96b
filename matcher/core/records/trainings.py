"""Training that a centre refers people to (Social Code art. 109): with which reason, and when one has a right to it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

TrainingReason = Literal["no_suitable_work", "trade_must_change", "ability_lost"]
TRAINING_REASONS: tuple[TrainingReason, ...] = get_args(TrainingReason)
"""A referral to training needs one of the three; each has words in the catalogues (``value.training_reason.<code>``)."""
YEARS_BETWEEN = 2
"""Publicly paid training is given to the unemployed once in so many years."""


@dataclass(frozen=True, slots=True)
class TrainingReferral:
    """A referral to training, or a note of training that a person had elsewhere.

    Attributes
    ----------
    reason : str
        One of ``TRAINING_REASONS``; empty for training that was only noted.
    course_id : str
        Empty for training that was only noted.
    begins_on : date
        From here the two years count: the day of the referral where no beginning is known.
    words : str
        Why the officer referred the person although the two years are not over; empty where they are.
    """

    jobseeker_id: str
    referred_by: str
    referred_at: datetime
    begins_on: date
    reason: str = ""
    course_id: str = ""
    is_publicly_paid: bool = True
    words: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""


def right_again_on(trainings: Iterable[TrainingReferral]) -> date | None:
    """Give the day from which a person has a right to publicly paid training again; None where they had none.

    Notes
    -----
    Social Code of the Republic of Kazakhstan, art. 109: once in two years.

    Examples
    --------
    >>> had = TrainingReferral("J1", "aigul", datetime(2026, 3, 1), date(2028, 2, 29))
    >>> right_again_on([had])
    datetime.date(2030, 3, 1)
    """
    paid = [each.begins_on for each in trainings if each.is_publicly_paid and each.withdrawn_at is None]
    return _years_later(max(paid)) if paid else None


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + YEARS_BETWEEN)
    except ValueError:
        # The 29th of February has no day of its own in other years: the time is over when the next day begins.
        return date(day.year + YEARS_BETWEEN, 3, 1)
