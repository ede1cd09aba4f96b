"""Metrics: sums worked by hand, slow plain twins, and what ties and queries without a relevant item do."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, ndcg_score

from matcher.core.metrics import (
    METRICS,
    average_precision,
    best_first,
    bootstrap,
    bootstrap_difference,
    gains_in_order,
    ndcg,
    r_precision,
    recall,
    reciprocal_rank,
)

GAINS = np.array([[2.0, 0.0, 1.0, 0.0, 1.0, 0.0]])
"""The ranking that every sum below is worked on: relevant at ranks 1, 3 and 5."""


def only(values):
    assert values.shape == (1,)
    return float(values[0])


# Sums worked by hand


def test_ndcg_at_three_is_two_and_a_half_over_three_and_an_eighth():
    # DCG@3 = 2/log2(2) + 0 + 1/log2(4) = 2.5; the best order 2, 1, 1 gives 2 + 1/log2(3) + 1/2 = 2 + 0.63093 + 0.5.
    assert only(ndcg(GAINS, k=3)) == pytest.approx(2.5 / 3.1309297535714573)


def test_average_precision_is_the_mean_of_one_two_thirds_and_three_fifths():
    assert only(average_precision(GAINS)) == pytest.approx((1 / 1 + 2 / 3 + 3 / 5) / 3)


def test_reciprocal_rank_of_a_first_hit_at_three_is_a_third():
    assert only(reciprocal_rank(np.array([[0.0, 0.0, 1.0, 2.0]]))) == pytest.approx(1 / 3)


def test_recall_at_three_is_two_of_three():
    assert only(recall(GAINS, k=3)) == pytest.approx(2 / 3)


def test_r_precision_at_two_is_one_of_two_and_at_five_three_of_three():
    assert only(r_precision(GAINS, k=2)) == pytest.approx(1 / 2)
    assert only(r_precision(GAINS, k=5)) == pytest.approx(3 / 3)


def test_a_gain_of_two_counts_twice_a_gain_of_one_and_not_three_times():
    # With gains as they are: (1 + 2/log2(3)) / (2 + 1/log2(3)); with 2**gain - 1 it would be (1 + 3/log2(3)) / (3 + 1/log2(3)).
    expected = (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))
    assert only(ndcg(np.array([[1.0, 2.0]]))) == pytest.approx(expected)


# Slow plain twins


def plain_metrics(gains):
    """The definitions, one item at a time."""
    relevant = [gain for gain in gains if gain > 0]
    if not relevant:
        return dict.fromkeys(METRICS, math.nan)
    found, precisions, first = 0, 0.0, None
    for rank, gain in enumerate(gains, start=1):
        if gain > 0:
            found += 1
            precisions += found / rank
            first = first or rank
    dcg = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], start=1))
    best = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(sorted(gains, reverse=True)[:10], start=1))
    return {
        "ndcg@10": dcg / best,
        "map": precisions / len(relevant),
        "mrr": 1 / first,
        "recall@20": sum(gain > 0 for gain in gains[:20]) / len(relevant),
    }


rankings = st.lists(st.sampled_from([0.0, 0.0, 0.0, 1.0, 2.0]), min_size=1, max_size=40)


@given(rankings)
def test_every_metric_equals_its_plain_twin(gains):
    expected = plain_metrics(gains)
    for name, metric in METRICS.items():
        assert only(metric(np.array([gains]))) == pytest.approx(expected[name], nan_ok=True), name


@given(rankings, st.integers(1, 50))
def test_r_precision_equals_its_plain_twin(gains, k):
    relevant = sum(gain > 0 for gain in gains)
    assume(relevant)
    assert only(r_precision(np.array([gains]), k)) == pytest.approx(sum(g > 0 for g in gains[:k]) / min(k, relevant))


@given(rankings)
def test_metrics_lie_between_nothing_and_one_and_the_best_order_reaches_one(gains):
    assume(any(gains))
    for name, metric in METRICS.items():
        assert 0 <= only(metric(np.array([gains]))) <= 1 + 1e-12
        if name != "recall@20":
            assert only(metric(np.array([sorted(gains, reverse=True)]))) == pytest.approx(1)


@given(rankings, st.data())
def test_a_relevant_item_that_moves_up_never_lowers_a_metric(gains, draw):
    relevant = [at for at, gain in enumerate(gains) if gain > 0 and at]
    assume(relevant)
    at = draw.draw(st.sampled_from(relevant))
    assume(gains[at] >= gains[at - 1])
    better = [*gains]
    better[at - 1], better[at] = better[at], better[at - 1]
    for metric in METRICS.values():
        assert only(metric(np.array([better]))) >= only(metric(np.array([gains]))) - 1e-12


@given(st.permutations(range(12)), st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=12, max_size=12))
def test_without_ties_scikit_learn_says_the_same(order, truth):
    assume(any(truth))
    scores, gains = np.array([order], dtype=float), np.array([truth])
    ranked = gains_in_order(scores, gains)
    assert only(ndcg(ranked, 10)) == pytest.approx(ndcg_score(gains, scores, k=10))
    assert only(average_precision(ranked)) == pytest.approx(average_precision_score(gains[0] > 0, scores[0]))


# Ties, left-out pairs, queries without a relevant item


def test_a_tie_goes_to_the_smaller_column():
    assert best_first(np.array([[0.5, 0.7, 0.5, 0.7]])).tolist() == [[1, 3, 0, 2]]


def test_the_last_bits_of_a_sum_do_not_break_a_tie():
    assert 0.1 + 0.2 > 0.3
    assert best_first(np.array([[0.3, 0.1 + 0.2]])).tolist() == [[0, 1]]


def test_a_left_out_pair_is_neither_ranked_nor_relevant():
    keep = np.array([[True, False, True]])
    gains = gains_in_order(np.array([[0.1, 0.9, 0.2]]), np.array([[1.0, 2.0, 0.0]]), keep)
    assert gains.tolist() == [[0.0, 1.0, 0.0]]
    assert only(average_precision(gains)) == 0.5


def test_a_query_without_a_relevant_item_is_left_out_of_the_mean_and_counted_out():
    gains = np.array([[0.0, 1.0], [0.0, 0.0]])
    for metric in METRICS.values():
        assert np.isnan(metric(gains)).tolist() == [False, True]
    estimate = bootstrap(average_precision(gains))
    assert (estimate.mean, estimate.n_queries) == (0.5, 1)


def test_no_query_at_all_gives_no_figure():
    estimate = bootstrap(np.array([math.nan]))
    assert math.isnan(estimate.mean)
    assert estimate.n_queries == 0


@pytest.mark.parametrize("fault", [math.nan, math.inf])
def test_scores_that_have_no_order_are_refused(fault):
    with pytest.raises(ValueError, match="finite"):
        best_first(np.array([[fault, 1.0]]))


def test_negative_gains_are_refused():
    with pytest.raises(ValueError, match="negative"):
        gains_in_order(np.array([[1.0]]), np.array([[-1.0]]))


# Intervals


def test_the_interval_of_two_values_is_worked_by_hand():
    # Two values 0 and 1, drawn twice with replacement: means 0, 0.5, 1 with chances 1/4, 1/2, 1/4; both tails lie in the outer quarters.
    estimate = bootstrap(np.array([0.0, 1.0]))
    assert (estimate.mean, estimate.low, estimate.high, estimate.n_queries) == (0.5, 0.0, 1.0, 2)


def test_the_interval_comes_near_the_normal_one_for_many_queries():
    values = np.linspace(0, 1, 1001)
    estimate, half = bootstrap(values), 1.96 * values.std() / math.sqrt(len(values))
    assert estimate.low == pytest.approx(0.5 - half, abs=0.002)
    assert estimate.high == pytest.approx(0.5 + half, abs=0.002)


def test_blocks_of_resamples_do_not_change_an_interval(monkeypatch):
    values = np.linspace(0, 1, 37)
    whole = bootstrap(values, n_resamples=500)
    monkeypatch.setattr("matcher.core.metrics._BLOCK", 37 * 64)
    assert bootstrap(values, n_resamples=500) == whole


def test_the_same_seed_gives_the_same_interval_and_another_seed_another():
    values = np.linspace(0, 1, 37) ** 2
    assert bootstrap(values) == bootstrap(values)
    assert bootstrap(values, seed=1) != bootstrap(values)


def test_a_paired_difference_is_surer_than_two_intervals():
    theirs = np.linspace(0, 0.9, 50)
    ours = theirs + 0.05
    difference = bootstrap_difference(ours, theirs)
    assert difference.low == pytest.approx(0.05)
    assert bootstrap(ours).low < bootstrap(theirs).high


def test_a_difference_over_other_queries_is_refused():
    with pytest.raises(ValueError, match="same queries"):
        bootstrap_difference(np.array([1.0, math.nan]), np.array([1.0, 0.5]))
