"""A centre in figures, counted by hand; and what stays hidden."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.overview import (
    SMALLEST,
    SkillBalance,
    StageFigures,
    count_stage,
    positions_by_month,
    shown,
    skill_balances,
    stage_figures,
)
from matcher.core.records import Outcome, SensitiveFeatures, SkillNeed, Vacancy

TODAY = date(2026, 11, 27)


def holders(*levels):
    return np.arange(len(levels)), np.array(levels)


def test_demand_is_open_positions_and_supply_the_people_at_the_level_that_most_ask_for():
    vacancies = [
        Vacancy("1", "a", (SkillNeed("weld", 3), SkillNeed("read", 1, essential=False)), positions=4),
        Vacancy("2", "b", (SkillNeed("weld", 5),), positions=1),
        Vacancy("3", "c", (SkillNeed("paint"),)),
    ]
    found = skill_balances(vacancies, {"weld": holders(1, 2, 3, 3, 4, 5, 5), "read": holders(*[2] * 6)})
    assert found == [
        SkillBalance("paint", 1, 1, 0),
        SkillBalance("read", 1, 0, 6),
        SkillBalance("weld", 3, 5, 5),
    ]
    assert [each.balance for each in found] == [-1, 6, 0]


def test_of_two_levels_that_as_many_ask_for_the_higher_counts():
    vacancies = [Vacancy(str(level), "x", (SkillNeed("weld", level),), positions=2) for level in (2, 4)]
    assert skill_balances(vacancies, {})[0].level == 4


def test_fewer_than_five_holders_are_hidden_and_nobody_is_told():
    assert [skill_balances([], {"a": holders(*[1] * n)})[0].supply for n in (1, 4, 5)] == [None, None, 5]
    assert shown(0) == 0


def test_positions_are_counted_in_the_month_of_their_own_day():
    vacancy = Vacancy(
        "1",
        "a",
        positions=3,
        start_date=date(2027, 2, 14),
        jobs_planned=9,
        jobs_planned_by=date(2027, 6, 1),
        positions_filled=2,
        filled_on=date(2026, 11, 1),
    )
    outcomes = [Outcome(f"J{n}", "1", "hired", decided_on=date(2026, 10, 31)) for n in range(6)]
    outcomes.append(Outcome("J9", "1", "refused_by_employer", decided_on=date(2026, 10, 31)))
    rows = {row.month: row for row in positions_by_month([vacancy], [vacancy], outcomes=outcomes, today=TODAY)}
    assert len(rows) == 25
    assert rows[date(2027, 2, 1)].open == 3
    assert rows[date(2027, 6, 1)].planned == 9
    assert rows[date(2026, 11, 1)].filled == 2
    assert rows[date(2026, 10, 1)].hired == 6
    assert (min(rows), max(rows)) == (date(2025, 11, 1), date(2027, 11, 1))


def test_what_has_no_day_or_a_far_one_stands_in_a_row_of_its_own():
    vacancies = [Vacancy("1", "a", positions=2), Vacancy("2", "b", positions=5, start_date=date(2040, 1, 1))]
    assert positions_by_month(vacancies, [], outcomes=[], today=TODAY)[-1].open == 7
    assert positions_by_month(vacancies, [], outcomes=[], today=TODAY)[-1].month is None


def test_planned_jobs_without_a_day_of_their_own_count_with_the_start():
    (row,) = [
        row
        for row in positions_by_month(
            [Vacancy("1", "a", jobs_planned=8, start_date=TODAY)], [], outcomes=[], today=TODAY
        )
        if row.planned
    ]
    assert row.month == date(2026, 11, 1)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=25))
def test_no_small_month_is_found_by_subtraction_from_the_whole(hired):
    outcomes = [
        Outcome(f"J{month}.{n}", "1", "hired", decided_on=date(2025 + (10 + month) // 12, (10 + month) % 12 + 1, 5))
        for month, count in enumerate(hired)
        for n in range(count)
    ]
    rows = positions_by_month([], [], outcomes=outcomes, today=TODAY)
    assert all(row.hired is None or row.hired == 0 or row.hired >= SMALLEST for row in rows)
    hidden = sum(hired) - sum(row.hired or 0 for row in rows)
    n_hidden = sum(row.hired is None for row in rows)
    # All that is left is hidden: no figure is beside the hidden ones to be subtracted from.
    assert n_hidden == 0 or n_hidden >= 2 or n_hidden == sum(count > 0 for count in hired)
    assert n_hidden == 0 or hidden >= SMALLEST or n_hidden == sum(count > 0 for count in hired)


@pytest.mark.parametrize(
    ("total", "women", "youth", "told"),
    [
        (4, 4, 0, (None, None, None)),
        (30, 4, 10, (30, None, 10)),
        (30, 26, 10, (30, None, 10)),
        (30, 30, 0, (30, 30, 0)),
        (0, 0, 0, (0, 0, 0)),
    ],
)
def test_a_part_is_hidden_with_what_it_would_tell_of_the_rest(total, women, youth, told):
    assert stage_figures("x", total, women=women, youth=youth) == StageFigures("x", *told)


@given(st.integers(0, 60), st.data())
def test_no_stage_tells_of_one_to_four_people(total, drawn):
    women, youth = drawn.draw(st.integers(0, total)), drawn.draw(st.integers(0, total))
    found = stage_figures("x", total, women=women, youth=youth)
    for part in (found.women, found.youth):
        assert found.total is None or found.total == total
        assert part is None or not 0 < part < SMALLEST
        assert part is None or not 0 < total - part < SMALLEST


def test_women_and_youth_of_a_stage_are_counted_and_the_unknown_only_in_the_whole():
    features = {f"J{n}": SensitiveFeatures(f"J{n}", "F", date(1970 if n < 6 else 2000, 1, 1)) for n in range(12)}
    ids = [*features, *(f"U{n}" for n in range(7)), "J0"]
    assert count_stage("pool", ids, features=features, today=TODAY) == StageFigures("pool", 19, 12, 6)
