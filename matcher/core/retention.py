"""How long a person's record is kept: two years without activity, and thirty days after they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

YEARS = 2
NOTICE_DAYS = 30
"""Between the notice and the erasure, at least."""

Step = Literal["keep", "notify", "wait", "erase"]


@dataclass(frozen=True)
class Activity:
    """What is known of a person's activity.

    Attributes
    ----------
    version : int
        Of the record today; another one than `seen_version` is activity.
    dated_on : date or None
        Latest day that a record about the person names (consent, referral, objection, sign-in ...); None for none.
    seen_version, active_on, notified_on : optional
        As the last run noted; None before the first run, and where no notice is given.
    """

    jobseeker_id: str
    version: int
    dated_on: date | None = None
    seen_version: int | None = None
    active_on: date | None = None
    notified_on: date | None = None


@dataclass(frozen=True)
class Retention:
    """What happens to a person's record today.

    Attributes
    ----------
    active_on : date
        Last day of activity; the day of the first run for a record without any date.
    notified_on : date or None
        Day of the notice that holds; activity takes it back.
    erase_on : date
        Earliest day of the erasure, should nothing happen until then.
    """

    jobseeker_id: str
    version: int
    step: Step
    active_on: date
    notified_on: date | None
    erase_on: date


def retention(person: Activity, today: date) -> Retention:
    """Say what happens to a record on a day.

    Examples
    --------
    >>> told = retention(Activity("1", 1, date(2024, 3, 1), 1, date(2024, 3, 1)), date(2026, 2, 1))
    >>> told.step, told.erase_on
    ('notify', datetime.date(2026, 3, 3))
    >>> retention(Activity("1", 1, date(2024, 3, 1), 1, date(2024, 3, 1), date(2026, 2, 1)), date(2026, 3, 3)).step
    'erase'
    >>> retention(Activity("1", 2, date(2024, 3, 1), 1, date(2024, 3, 1), date(2026, 2, 1)), date(2026, 3, 3)).step
    'keep'
    """
    active_on = _active_on(person, today)
    told = person.notified_on if person.notified_on is not None and person.notified_on >= active_on else None
    step: Step = "keep"
    if told is not None:
        step = "erase" if today >= erasure_day(active_on, told) else "wait"
    elif today >= erasure_day(active_on) - timedelta(days=NOTICE_DAYS):
        step, told = "notify", today
    return Retention(person.jobseeker_id, person.version, step, active_on, told, erasure_day(active_on, told))


def erasure_day(active_on: date, notified_on: date | None = None) -> date:
    """Give the earliest day of the erasure after a last day of activity, and after a notice where there was one."""
    due = after_years(active_on, YEARS)
    return max(due, notified_on + timedelta(days=NOTICE_DAYS)) if notified_on else due


def _active_on(person: Activity, today: date) -> date:
    if person.seen_version is not None and person.version != person.seen_version:
        return today
    known = [day for day in (person.dated_on, person.active_on) if day is not None]
    # A day in the future (a course that begins) is no activity yet, and no reason to keep anything longer than from today.
    return min(max(known), today) if known else today


def after_years(day: date, years: int) -> date:
    """Give the same day some years later; 28 February for a 29th that the year does not have.

    Examples
    --------
    >>> after_years(date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
