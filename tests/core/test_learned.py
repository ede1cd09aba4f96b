"""The additive ranker: scikit-learn's contract, exact parts, monotone tables, near the prior while outcomes are few."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.estimator_checks import parametrize_with_checks

from matcher.core.additive import KNOTS, N_TERMS, AdditiveTables, bounds, terms, to_tables
from matcher.core.exposure import exposure_weights, steps_to_shares
from matcher.core.features.columns import STEPS
from matcher.core.learned import LearnedRanker

CHANCE = np.random.default_rng(0)


def invented(n_rows, weights, seed=0):
    chance = np.random.default_rng(seed)
    rows = chance.random((n_rows, len(weights)))
    raw = rows @ np.array(weights) - np.sum(weights) / 2
    return rows, (chance.random(n_rows) < 1 / (1 + np.exp(-raw))).astype(int)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning", "ignore::UserWarning")
@parametrize_with_checks([LearnedRanker()])
def test_it_keeps_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


def test_the_parts_add_up_to_the_raw_score():
    rows, hired = invented(400, [3, 2, 0, 1])
    model = LearnedRanker(directions=[1] * 4, limits=(0, 1)).fit(rows, hired)
    fresh = CHANCE.random((1000, 4))
    assert np.abs(model.parts(fresh).sum(axis=1) + model.intercept_ - model.decision_function(fresh)).max() < 1e-9


def test_a_column_with_a_direction_never_turns_back():
    rows, hired = invented(600, [4, -4, 2])
    model = LearnedRanker(directions=[1, 1, -1], limits=(0, 1)).fit(rows, hired)
    steps = np.diff(model.tables_, axis=1)
    assert (steps[:2] >= 0).all()
    assert (steps[2] <= 0).all()
    # the second column really lowers the chance, and may only raise the score: it does nothing
    assert np.abs(model.tables_[1]).max() < 0.2


def test_a_column_without_a_direction_may_fall():
    rows, hired = invented(2000, [-5.0, 0.0])
    model = LearnedRanker(limits=(0, 1)).fit(rows, hired)
    assert model.tables_[0, -1] < -2


def test_a_bent_effect_is_learned_from_many_outcomes():
    chance = np.random.default_rng(1)
    rows = chance.random((20_000, 1))
    hired = (chance.random(20_000) < np.where(rows[:, 0] > 0.5, 0.9, 0.1)).astype(int)
    table = LearnedRanker(directions=[1], limits=(0, 1)).fit(rows, hired).tables_[0]
    half = table[: STEPS // 4].max(), table[-1] - table[3 * STEPS // 4], table[3 * STEPS // 4] - table[STEPS // 4]
    assert half[2] > 5 * max(half[0], half[1])


def prior_of(*weights):
    return np.outer(weights, np.linspace(0, 1, STEPS + 1))


def test_with_few_outcomes_the_order_is_that_of_the_prior():
    rows, hired = invented(20, [0.0, 6.0])
    model = LearnedRanker(prior=prior_of(1.0, 0.0), directions=[1, 1], limits=(0, 1)).fit(rows[:8], hired[:8])
    fresh = np.random.default_rng(2).random((300, 2))
    agreement = np.corrcoef(model.decision_function(fresh), fresh[:, 0])[0, 1]
    assert agreement > 0.9


def test_with_many_outcomes_the_outcomes_decide():
    rows, hired = invented(20_000, [0.0, 6.0])
    model = LearnedRanker(prior=prior_of(1.0, 0.0), directions=[1, 1], limits=(0, 1)).fit(rows, hired)
    fresh = np.random.default_rng(2).random((300, 2))
    assert np.corrcoef(model.decision_function(fresh), fresh[:, 1])[0, 1] > 0.97
    assert model.scale_ < 1


def test_the_order_of_the_rows_does_not_matter():
    rows, hired = invented(300, [3, 1])
    order = np.random.default_rng(3).permutation(300)
    one = LearnedRanker(directions=[1, 1], limits=(0, 1)).fit(rows, hired)
    other = LearnedRanker(directions=[1, 1], limits=(0, 1)).fit(rows[order], hired[order])
    assert np.allclose(one.tables_, other.tables_, atol=1e-5)


def test_a_row_of_weight_two_counts_as_two_rows():
    rows, hired = invented(200, [3, 1])
    twice = LearnedRanker(limits=(0, 1)).fit(rows, hired, np.full(200, 2.0))
    doubled = LearnedRanker(limits=(0, 1)).fit(np.vstack([rows, rows]), np.tile(hired, 2))
    assert np.allclose(twice.tables_, doubled.tables_, atol=1e-5)


def test_values_beyond_the_limits_are_taken_at_the_limit():
    rows, hired = invented(200, [3, 1])
    model = LearnedRanker(limits=(0, 1)).fit(rows, hired)
    assert model.decision_function([[-5, 2]]) == model.decision_function([[0, 1]])


def test_chances_add_up_to_one_and_rise_with_the_raw_score():
    rows, hired = invented(500, [4, 1])
    model = LearnedRanker(limits=(0, 1)).fit(rows, hired)
    chances = model.predict_proba(rows)
    assert np.allclose(chances.sum(axis=1), 1)
    order = np.argsort(model.decision_function(rows))
    assert (np.diff(chances[order, 1]) >= 0).all()


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="two classes"):
        LearnedRanker().fit([[0.1], [0.2]], [1, 1])


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 1))
def test_raising_a_column_never_lowers_the_score(fitted, row, at, raised):
    higher = list(row)
    higher[at] = max(row[at], raised)
    low, high = fitted.decision_function([row, higher])
    assert high >= low


@pytest.fixture(scope="module")
def fitted():
    rows, hired = invented(500, [3, -2, 1])
    return LearnedRanker(directions=[1, 1, 1], limits=(0, 1)).fit(rows, hired)


def test_the_terms_of_a_column_are_its_line_and_its_ramps():
    assert terms(np.array([[0.0], [0.5], [0.6], [1.0]])).round(6).tolist() == [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.5, 1.0, 1.0, 0.0, 0.0],
        [0.6, 1.0, 1.0, 0.4, 0.0],
        [1.0, 1.0, 1.0, 1.0, 1.0],
    ]
    assert len(KNOTS) == N_TERMS


def test_a_table_is_the_weighted_terms_of_every_step():
    table = to_tables(np.array([2.0, 0.0, 1.0, 0.0, 0.0]), 1, 5)
    assert table.tolist() == [[0.0, 0.5, 2.0, 2.5, 3.0]]


def test_bounds_follow_directions():
    assert bounds(np.array([1, -1, 0]))[::N_TERMS] == [(0.0, None), (None, 0.0), (None, None)]


def test_the_fast_sum_of_tables_equals_the_slow_one():
    tables = AdditiveTables(CHANCE.random((4, 16)))
    codes = CHANCE.integers(0, 16, (7, 5, 4)).astype(np.uint16)
    slow = [[sum(tables.tables[k, codes[i, j, k]] for k in range(4)) for j in range(5)] for i in range(7)]
    assert np.allclose(tables.raw(codes), slow, atol=1e-12)
    assert np.allclose(tables.parts(codes).sum(axis=2), slow, atol=1e-12)
    assert tables.max_score == pytest.approx(sum(tables.tables.max(axis=1)))


def test_outcomes_that_were_unlikely_to_be_seen_weigh_more():
    chance = np.random.default_rng(4)
    often, rarely = 0.7 + 0.3 * chance.random((900, 1)), 0.3 * chance.random((100, 1))
    seen = np.vstack([often, rarely])
    unseen = np.vstack([0.7 + 0.3 * chance.random((100, 1)), 0.3 * chance.random((900, 1))])
    weights = exposure_weights(seen, unseen, share_kept=1.0)
    # referred 9 times of 10, and 1 time of 10: nine times the weight
    assert 5 < weights[900:].mean() / weights[:900].mean() < 10
    assert weights.mean() == pytest.approx(1)


def test_no_outcome_weighs_more_than_the_clip_allows():
    chance = np.random.default_rng(5)
    seen = np.vstack([0.9 + 0.1 * chance.random((990, 1)), 0.1 * chance.random((10, 1))])
    weights = exposure_weights(seen, 0.1 * chance.random((2000, 1)), share_kept=0.01, clip=4.0)
    assert weights.max() / weights.min() <= 4.0 + 1e-9


def test_weighting_brings_back_the_truth_that_past_choices_hid():
    chance = np.random.default_rng(6)
    rows = chance.random((40_000, 2))
    hired = (chance.random(40_000) < 0.1 + 0.8 * rows[:, 0]).astype(int)
    # people with little in the second column were referred only when the first was high
    referred = chance.random(40_000) < np.where((rows[:, 1] < 0.5) & (rows[:, 0] < 0.7), 0.02, 0.5)
    unseen = rows[~referred]
    weights = exposure_weights(rows[referred], unseen[:10_000], share_kept=10_000 / len(unseen))
    share = np.average(hired[referred], weights=weights)
    assert abs(share - hired.mean()) < abs(hired[referred].mean() - hired.mean())


def test_without_anything_to_compare_with_all_weigh_the_same():
    assert exposure_weights(np.zeros((3, 2)), np.zeros((0, 2)), share_kept=1.0).tolist() == [1.0, 1.0, 1.0]


def test_steps_are_shares_of_the_last_step():
    assert steps_to_shares(np.array([0, STEPS])).tolist() == [0.0, 1.0]
