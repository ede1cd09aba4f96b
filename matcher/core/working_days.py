"""Working days of Kazakhstan, counted by its five-day week."""

from __future__ import annotations

from datetime import date, timedelta

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as ``date.weekday`` counts them."""
ANSWER_DAYS = 3
"""Working days within which an objection is answered (Law on Personal Data and their Protection, art. 25)."""

CORRECTION_DAYS = 1
"""Working days within which a record is corrected or blocked (the same article)."""


def after_working_days(day: date, n: int) -> date:
    """Give the day that comes some working days after another; the first day itself is not counted.

    Parameters
    ----------
    n : int
        1 or more.

    Raises
    ------
    ValueError
        For less than one day.

    Notes
    -----
    Limit: weekends only. Public holidays, and the days off that the government moves every year, are counted as working days, so an
    answer falls due on or before the date that the law gives, never after it.

    Examples
    --------
    >>> after_working_days(date(2026, 11, 26), 3)  # a Thursday: Friday, Monday, Tuesday
    datetime.date(2026, 12, 1)
    """
    if n < 1:
        raise ValueError(f"n is {n}, expected 1 or more")
    left = n
    while left:
        day += timedelta(days=1)
        left -= day.weekday() not in WEEKEND
    return day
