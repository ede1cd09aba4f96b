"""Working days: weekends of Kazakhstan, nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.working_days import ANSWER_DAYS, WEEKEND, after_working_days

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday: Tuesday, Wednesday, Thursday
        (date(2026, 11, 25), date(2026, 11, 30)),  # Wednesday: Thursday, Friday, Monday
        (date(2026, 11, 27), date(2026, 12, 2)),  # Friday: Monday, Tuesday, Wednesday
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday
        (date(2026, 11, 29), date(2026, 12, 2)),  # Sunday
        (date(2027, 12, 31), date(2028, 1, 5)),  # holidays of the new year are counted: a named limit
    ],
)
def test_three_working_days_by_hand(raised, due):
    assert after_working_days(raised, ANSWER_DAYS) == due


@given(DAYS, st.integers(1, 40))
def test_as_many_working_days_lie_between_as_were_asked_and_the_last_is_one(day, n):
    due = after_working_days(day, n)
    between = [day + timedelta(days=1 + at) for at in range((due - day).days)]
    assert sum(each.weekday() not in WEEKEND for each in between) == n
    assert due.weekday() not in WEEKEND


@given(DAYS, DAYS)
def test_who_objects_earlier_is_never_answered_later(one, other):
    first, second = sorted((one, other))
    assert after_working_days(first, 3) <= after_working_days(second, 3)


def test_no_days_are_no_term():
    with pytest.raises(ValueError, match="1 or more"):
        after_working_days(date(2026, 11, 23), 0)
