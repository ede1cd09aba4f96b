"""Sparse vectors of n-grams beside their slow twins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from matcher.core.records import Skill
from matcher.core.taxonomy import Taxonomy, candidates
from matcher.core.taxonomy.candidates import likeliest
from matcher.core.taxonomy.char_ngrams import GramSpace, RowSums
from matcher.core.taxonomy.labels import LabelTable

WORDS = st.text("abcde ", min_size=0, max_size=12)


@given(
    texts=st.lists(WORDS, min_size=1, max_size=6),
    labels=st.lists(WORDS, min_size=1, max_size=6),
    seed=st.integers(0, 9),
)
def test_row_sums_are_the_dot_products_of_the_rows(texts, labels, seed):
    space = GramSpace(labels)
    unit, _ = space.queries(texts)
    draw = np.random.default_rng(seed)
    rows = np.sort(draw.integers(len(texts), size=(4, 3)), axis=0)
    others = draw.integers(len(labels), size=(4, 3))
    found = RowSums(unit).products(rows, space.labels_, others)
    plain = unit.toarray() @ space.labels_.toarray().T
    assert np.allclose(found, plain[rows, others], atol=1e-6)


def test_nothing_asked_for_and_a_matrix_without_entries_sum_to_zero():
    space = GramSpace(["welding", "sewing"])
    unit, _ = space.queries(["welder"])
    sums, nothing = RowSums(unit), np.zeros((0, 3), dtype=np.int64)
    assert sums.products(nothing, space.labels_, nothing).shape == (0, 3)
    assert sums.products(np.zeros((1, 2), np.int64), space.incidence(["", ""]), np.array([[0, 1]])).tolist() == [[0, 0]]


@given(
    values=st.lists(st.lists(st.integers(0, 4), min_size=9, max_size=9), min_size=1, max_size=5), k=st.integers(1, 10)
)
def test_the_likeliest_are_the_greatest_values_and_ties_stand_by_column(values, k):
    rows, columns = likeliest(sparse.csr_array(np.array(values, dtype=np.float32)), k)
    twin = [
        (row, column)
        for row, each in enumerate(values)
        for column in sorted((at for at in range(9) if each[at]), key=lambda at, each=each: (-each[at], at))[:k]
    ]
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == twin


LABELS = {"tubes": ("сварка труб", "варю трубы"), "clothes": ("пошив одежды", "sewing clothes"), "wire": ("wire",)}
TABLE = LabelTable(
    Taxonomy({key: Skill(key, {"ru": ru[0]}, {"ru": ru[1:]}) for key, ru in LABELS.items()}, {}), "skill"
)


@pytest.mark.parametrize("block", [1, 2, 5])
def test_the_block_that_a_text_stands_in_does_not_matter(monkeypatch, block):
    texts = ["сварка труб", "варю трубу", "пошив", "welding of pipes", "шью одежду"]
    index = candidates.CandidateIndex(TABLE)
    whole = index.find(texts)
    monkeypatch.setattr(candidates, "BLOCK", block)
    parts = index.find(texts)
    assert np.array_equal(whole.concepts, parts.concepts)
    assert np.array_equal(whole.features, parts.features)
