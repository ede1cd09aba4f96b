"""Counting by group: sums worked by hand, and small groups that nobody can find by subtraction."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import permutation_test

from matcher.core.fairness.constraints import find_barriers, main_barrier
from matcher.core.fairness.employers import Decided, employer_gaps, pooled_gap
from matcher.core.fairness.estimates import holm, permutation_p, ratio_of_rates, smallest_visible
from matcher.core.fairness.groups import DIMENSIONS, group_of
from matcher.core.fairness.listed import ListedPair, Lists
from matcher.core.fairness.suppression import SMALLEST, hidden_groups
from matcher.core.matching.constraints import HARD, check_pair
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import Circumstances, Jobseeker, Profile, SensitiveFeatures, SkillNeed, Vacancy

DAY = date(2026, 11, 23)
GROUPS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), max_size=6)


@given(GROUPS)
def test_what_is_hidden_is_never_one_small_group_that_the_total_tells(sizes):
    hidden = hidden_groups(sizes)
    assert {name for name, size in sizes.items() if 0 < size < SMALLEST} <= hidden
    lost = [sizes[name] for name in hidden]
    if lost and len(hidden) < sum(size > 0 for size in sizes.values()):
        assert len(lost) >= 2
        assert sum(lost) >= SMALLEST


@given(GROUPS)
def test_one_small_cell_of_a_crossed_table_hides_all_of_it(sizes):
    small = any(0 < size < SMALLEST for size in sizes.values())
    assert hidden_groups(sizes, crossed=True) == (
        {name for name, size in sizes.items() if size} if small else frozenset()
    )


def test_an_empty_field_is_not_stated_and_never_no():
    assert set(group_of(SensitiveFeatures("J1"), DAY).values()) == {"not_stated"}
    assert set(group_of(SensitiveFeatures("J1"), DAY)) == set(DIMENSIONS)


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(2012, 11, 23), "youth"),
        (date(2012, 11, 24), "other_ages"),
        (date(1991, 11, 24), "youth"),
        (date(1990, 11, 23), "other_ages"),
        (date(1990, 11, 24), "youth"),
    ],
)
def test_youth_is_from_fourteen_to_thirty_five_full_years(born, group):
    assert group_of(SensitiveFeatures("J1", birth_date=born), DAY)["youth"] == group


def test_the_permutation_test_is_that_of_scipy_over_all_orders():
    one, other = [1, 1, 1, 0, 1], [0, 0, 1, 0]

    def difference(x, y, axis):
        return np.mean(x, axis=axis) - np.mean(y, axis=axis)

    # SciPy doubles the smaller tail; ours, as Fisher, adds up all tables that are no likelier.
    theirs = permutation_test((one, other), difference, n_resamples=np.inf, alternative="greater", vectorized=True)
    ours = permutation_p((sum(one), len(one)), (sum(other), len(other)))
    assert theirs.pvalue <= ours <= 2 * theirs.pvalue + 1e-12


def test_the_interval_of_a_ratio_holds_the_ratio_and_narrows_with_people():
    small, large = ratio_of_rates((6, 30), (12, 40)), ratio_of_rates((600, 3000), (1200, 4000))
    assert small.low < small.value < small.high
    assert large.high - large.low < (small.high - small.low) / 5
    assert ratio_of_rates((1, 10), (0, 10)).value is None


def test_a_smaller_pool_sees_only_larger_differences():
    seen = [smallest_visible(0.3, n, n) for n in (10, 30, 100, 1000)]
    assert seen == sorted(seen, reverse=True)
    assert smallest_visible(0.3, 0, 10) is None


@given(st.lists(st.floats(0, 1), max_size=8))
def test_a_corrected_p_is_never_smaller_and_keeps_the_order(p_values):
    corrected = holm(p_values)
    assert all(p <= after <= 1 for p, after in zip(p_values, corrected, strict=True))
    pairs = sorted(zip(p_values, corrected, strict=True))
    assert [after for _, after in pairs] == sorted(after for _, after in pairs)


def listed(*rows):
    return [ListedPair(vacancy, person, rank, "ready", gap) for vacancy, person, rank, gap in rows]


def test_exposure_is_compared_among_equally_qualified_people_of_one_vacancy_only():
    # V1: A (rank 1) and B (rank 3) are equals; C lacks much and is no measure for either.
    lists = Lists(listed(("V1", "A", 1, 0), ("V1", "B", 3, 0), ("V1", "C", 2, 9), ("V2", "A", 1, 0)))
    group = np.array([pair.jobseeker_id == "B" for pair in lists.pairs])
    assert lists.ratio(group).value == pytest.approx((1 / np.log2(4)) / (1 / np.log2(2)))


def test_exposure_of_many_strata_is_pooled_by_mantel_haenszel_worked_plainly():
    chance = np.random.default_rng(3)
    rows = [
        (f"V{v}", f"J{n}", rank, int(chance.integers(0, 12)))
        for v in range(6)
        for rank, n in enumerate(chance.permutation(20), 1)
    ]
    lists = Lists(listed(*rows))
    members = np.array([int(pair.jobseeker_id[1:]) < 8 for pair in lists.pairs])
    ours = theirs = 0.0
    for stratum in {pair.stratum for pair in lists.pairs}:
        inside = [
            1 / np.log2(1 + p.rank) for p, m in zip(lists.pairs, members, strict=True) if p.stratum == stratum and m
        ]
        rest = [
            1 / np.log2(1 + p.rank) for p, m in zip(lists.pairs, members, strict=True) if p.stratum == stratum and not m
        ]
        if inside and rest:
            weight = len(inside) * len(rest) / (len(inside) + len(rest))
            ours, theirs = ours + weight * np.mean(inside), theirs + weight * np.mean(rest)
    assert lists.ratio(members).value == pytest.approx(ours / theirs)


def test_a_group_that_always_stands_last_is_seen_and_one_drawn_by_lot_is_not():
    last = [(f"V{v}", f"J{n}", rank, 0) for v in range(12) for rank, n in enumerate(range(10), 1)]
    lists = Lists(listed(*last))
    behind = np.array([int(pair.jobseeker_id[1:]) >= 5 for pair in lists.pairs])
    even = np.array([int(pair.jobseeker_id[1:]) in (0, 3, 4, 7, 9) for pair in lists.pairs])
    p_behind, p_even = lists.permutation_p([behind, even])
    assert p_behind <= 0.002
    assert p_even > 0.1


def decided(vacancy, group, hired, n, employer="E1"):
    return [Decided(employer, vacancy, group, at < hired) for at in range(n)]


def test_the_gap_of_an_employer_is_pooled_within_vacancies_worked_by_hand():
    rows = (
        decided("V1", "women", 1, 4)
        + decided("V1", "men", 3, 4)
        + decided("V2", "women", 3, 6)
        + decided("V2", "men", 2, 2)
    )
    # weights 4*4/8 = 2 and 6*2/8 = 1.5; gaps -0.5 and -0.5
    gap, p = pooled_gap(rows)
    assert gap == pytest.approx(-0.5)
    assert 0.05 < p < 0.2


def test_an_employer_whose_vacancies_differ_is_no_discriminator():
    # Simpson: women apply where few are hired; within each vacancy women and men fare alike.
    rows = (
        decided("V1", "women", 4, 40)
        + decided("V1", "men", 1, 10)
        + decided("V2", "women", 8, 10)
        + decided("V2", "men", 32, 40)
    )
    assert pooled_gap(rows)[0] == pytest.approx(0, abs=1e-12)


def test_employers_with_few_decisions_are_hidden_and_two_at_least():
    many = [
        row for n in range(3) for row in decided("V1", "women", 5, 12, f"E{n}") + decided("V1", "men", 5, 12, f"E{n}")
    ]
    shown, hidden = employer_gaps([*many, *decided("V1", "women", 1, 2, "E9"), *decided("V1", "men", 1, 9, "E9")])
    assert hidden == 2
    assert len(shown) == 2


SHIFTS = ("day", "evening", "night", "rotating")


def people_and_vacancies():
    chance = np.random.default_rng(5)
    people = [
        Jobseeker(
            f"J{n}",
            Profile(education_level=int(chance.integers(1, 6))),
            Circumstances(
                shifts=frozenset(chance.choice(SHIFTS, 2)),
                hours_per_week=float(chance.integers(10, 41)),
                is_adult=n % 9 > 0,
            ),
        )
        for n in range(40)
    ]
    vacancies = [
        Vacancy(
            f"V{n}",
            "welder",
            (SkillNeed("s1", 2),),
            education_level=int(chance.integers(0, 5)),
            shifts=frozenset([SHIFTS[n % 4]]),
            hours_per_week=float(chance.integers(15, 45)),
        )
        for n in range(12)
    ]
    return people, vacancies


def test_barriers_are_those_of_the_plain_check_of_every_pair():
    people, vacancies = people_and_vacancies()
    found = find_barriers(people, vacancies, TravelTimes())
    for row, person in enumerate(people):
        failed = [
            {check.name for check in check_pair(person, one, TravelTimes()) if check.status == "failed"} & set(HARD)
            for one in vacancies
        ]
        assert found.suitable[row] == pytest.approx(np.mean([not each for each in failed]))
        for name in HARD:
            assert found.failed[name][row] == pytest.approx(np.mean([name in each for each in failed]))
            assert found.alone[name][row] == pytest.approx(np.mean([each == {name} for each in failed]))


def test_lifting_the_named_constraint_for_all_closes_the_gap_by_what_is_said():
    people, vacancies = people_and_vacancies()
    found = find_barriers(people, vacancies, TravelTimes())
    for one, two in itertools.permutations((0, 1, 2), 2):
        ours, best = (np.arange(40) % 3 == at for at in (one, two))
        told = main_barrier(found.shares(ours), found.shares(best))
        gap = found.suitable[best].mean() - found.suitable[ours].mean()
        if told is None:
            continue
        lifted = found.suitable + found.alone[told[0]]
        assert gap - (lifted[best].mean() - lifted[ours].mean()) == pytest.approx(told[1])
