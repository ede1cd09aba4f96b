"""The re-ranker: complete trees of plain numbers, and the sureness of the best answer."""

import copy

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from matcher.core.taxonomy.candidates import FEATURES, Candidates
from matcher.core.taxonomy.reranker import PlainRanker, Reranker, Trees, misspelt, sureness_columns
from matcher.core.taxonomy.training import DEPTH, plain_trees
from matcher.errors import ModelError

# One tree of depth 2: x0 <= .5 ? (x1 <= 2 ? 1 : 2) : (x1 <= 3 ? 4 : 8), on top of 10.
TREES = Trees(np.array([[0, 1, 1]]), np.array([[0.5, 2.0, 3.0]]), np.array([[1.0, 2.0, 4.0, 8.0]]), 10.0)


def candidates(cosines, *, concepts=None, valid=None):
    """Make candidates that differ in their cosine only; one text a row."""
    values = np.array(cosines, dtype=np.float32)
    features = np.zeros((*values.shape, len(FEATURES)), dtype=np.float32)
    for name in ("cosine", "covered", "ratio", "sorted_ratio"):
        features[:, :, FEATURES.index(name)] = values
    places = np.tile(np.arange(values.shape[1]), (len(values), 1)) if concepts is None else np.array(concepts)
    there = np.ones(values.shape, bool) if valid is None else np.array(valid)
    return Candidates(places, places, there, features)


def by_cosine(accept=0.5):
    """Make a re-ranker of one tree: a cosine above .5 is likely (logit 2), one below is not (logit -2)."""
    trees = Trees(np.array([[0]]), np.array([[0.5]]), np.array([[-2.0, 2.0]]), 0.0)
    return Reranker(FEATURES, trees, np.array([1.0, 0, 0, 0, 0, 0]), accept)


@pytest.mark.parametrize(
    ("row", "total"), [((0, 2), 11), ((0.5, 2.5), 12), ((0.6, 3), 14), ((0.6, 3.1), 18), ((9, 9), 18)]
)
def test_a_tree_worked_by_hand(row, total):
    assert TREES.total(np.array([row], dtype=np.float32)).tolist() == [total]


def test_no_rows_have_no_total():
    assert TREES.total(np.zeros((0, 2), dtype=np.float32)).shape == (0,)


def test_the_plain_trees_add_up_to_the_library_s_own_decision():
    draw = np.random.default_rng(0)
    columns = draw.normal(size=(600, 5)).astype(np.float32)
    truth = (columns[:, 0] + columns[:, 1] * columns[:, 2] > 0.3).astype(int)
    model = HistGradientBoostingClassifier(max_iter=25, max_depth=DEPTH, early_stopping=False, random_state=0)
    model.fit(columns, truth)
    assert np.allclose(plain_trees(model).total(columns), model.decision_function(columns), atol=1e-6)


def test_the_best_answer_s_score_is_its_sureness_and_no_other_is_above_it():
    order, scores = by_cosine().scores(candidates([[0.2, 0.9, 0.4]]))
    assert order.tolist() == [[1, 0, 2]]
    assert scores[0].round(4).tolist() == [0.8808, 0.1192, 0.1192]  # 1 / (1 + exp(-2)), 1 / (1 + exp(2))


def with_edits(edits, n_letters=8):
    found = candidates([[0.4] * len(edits)])
    found.features[0, :, FEATURES.index("edits")] = edits
    for name in ("log_chars", "log_label_chars"):
        found.features[:, :, FEATURES.index(name)] = np.log1p(n_letters)
    return found


@pytest.mark.parametrize(
    ("edits", "n_letters", "expected"),
    [
        ((9, 2, 3), 8, [False, True, False]),  # eight letters have two errors at most
        ((9, 3, 4), 8, [False, False, False]),
        ((2, 2, 9), 8, [False, False, False]),  # two labels are as near: none is the one
        ((1, 2, 9), 8, [True, False, False]),
        ((1, 9, 9), 3, [False, False, False]),  # so short a word with an error is another word
        ((1, 9, 9), 4, [True, False, False]),
        ((3, 9, 9), 16, [True, False, False]),
    ],
)
def test_the_only_label_a_few_errors_away_is_told(edits, n_letters, expected):
    assert misspelt(with_edits(edits, n_letters)).tolist() == [expected]


def test_the_only_label_a_few_errors_away_comes_first():
    order, _ = by_cosine().scores(with_edits((9, 2, 3)))
    assert order[0, 0] == 1


def test_equal_candidates_stand_in_order_of_concept():
    order, _ = by_cosine().scores(candidates([[0.9, 0.9, 0.9]], concepts=[[7, 3, 5]]))
    assert order.tolist() == [[1, 2, 0]]


def test_what_is_no_candidate_comes_last_with_score_zero():
    order, scores = by_cosine().scores(candidates([[0.9, 0.9], [0.9, 0.9]], valid=[[False, True], [False, False]]))
    assert order[0].tolist() == [1, 0]
    assert scores[0, 1] < 1e-9
    assert scores[1, 0] == 0


def test_the_columns_of_sureness_by_hand():
    found = candidates([[0.9, 0.2]])
    columns = sureness_columns(found, np.array([[0, 1]]), np.array([[2.0, -2.0]]))
    assert columns.round(4).tolist() == [[2.0, 4.0, 0.8808, 0.9, 0.0]]  # .8808 / (.8808 + .1192)


def test_the_plain_ranker_orders_by_likeness_and_never_is_certain():
    order, scores = PlainRanker().scores(candidates([[0.3, 1.0, 0.6]]))
    assert order.tolist() == [[1, 2, 0]]
    assert scores[0].round(2).tolist() == [0.97, 0.6, 0.3]


def test_numbers_come_back_as_they_were():
    ranker = Reranker(("a", "b"), TREES, np.arange(6, dtype=float), 0.7, 0.9)
    again = Reranker.from_numbers(ranker.to_numbers())
    assert again.to_numbers() == ranker.to_numbers()
    assert (again.accept, again.accept_in_text) == (0.7, 0.9)


@pytest.mark.parametrize(
    "damage",
    [
        lambda numbers: numbers.pop("trees"),
        lambda numbers: numbers["sure"].pop(),
        lambda numbers: numbers["trees"]["leaf"][0].pop(),
        lambda numbers: numbers["trees"]["feature"][0].__setitem__(0, 99),
        lambda numbers: numbers["trees"]["feature"][0].__setitem__(0, -1),
        lambda numbers: numbers["trees"].update(base="no number"),
        lambda numbers: numbers.update(accept=None),
        lambda numbers: numbers["trees"].update(feature=[], threshold=[], leaf=[]),
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(damage):
    numbers = copy.deepcopy(Reranker(("a", "b"), TREES, np.zeros(6), 0.7).to_numbers())
    damage(numbers)
    with pytest.raises(ModelError) as caught:
        Reranker.from_numbers(numbers)
    assert caught.value.code == "model_damaged"


def test_many_rows_add_up_as_one_by_one():
    rows = np.random.default_rng(1).normal(size=(20_000, 2)).astype(np.float32)
    together = TREES.total(rows)
    assert np.array_equal(together[::997], np.concatenate([TREES.total(row[None]) for row in rows[::997]]))


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_row_has_the_same_sum_in_any_company(depth):
    chance = np.random.default_rng(depth)
    n_inner = 2**depth - 1
    trees = Trees(
        chance.integers(0, 5, (40, n_inner)),
        chance.normal(size=(40, n_inner)),
        chance.normal(size=(40, n_inner + 1)),
        0.3,
    )
    columns = chance.normal(size=(1000, 5)).astype(np.float32)
    alone = np.concatenate([trees.total(columns[at : at + 1]) for at in range(300)])
    assert (alone == trees.total(columns)[:300]).all()
    assert (trees.total(columns[:200]) == trees.total(columns)[:200]).all()
