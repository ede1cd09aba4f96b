"""Plain rankings: worked by hand, equal to slow twins, and deaf to the order of rows."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.baselines import (
    BASELINES,
    K1,
    TEXT_BASELINES,
    B,
    LabelIndex,
    bm25,
    chance,
    idf_cosine,
    idf_overlap,
    jaccard,
    overlap,
    tfidf_char,
    tfidf_word,
)

skill_sets = st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=5), min_size=1, max_size=6)
words = st.lists(st.sampled_from(["weld", "cook", "turn", "cut", "sew"]), max_size=6).map(" ".join)


def pool(**more):
    texts = {"jobseeker_texts": ("weld cut", "sew"), "vacancy_texts": ("weld", "sew sew", "")}
    sides = {
        "held": (frozenset("ab"), frozenset("c")),
        "essential": (frozenset("a"), frozenset("bc"), frozenset()),
        "optional": (frozenset(), frozenset("d"), frozenset("c")),
    }
    return LabelIndex(("J1", "J2"), ("V1", "V2", "V3"), **{**sides, **texts, **more})


# Worked by hand


def test_overlap_is_the_share_of_needs_held():
    assert overlap([frozenset("ab")], [frozenset("bcde"), frozenset()]).tolist() == [[0.25, 0.0]]


def test_jaccard_is_both_over_either():
    assert jaccard([frozenset("ab")], [frozenset("bc")]).tolist() == [[pytest.approx(1 / 3)]]


def test_idf_overlap_weighs_the_rare_skill_more():
    # Two vacancies {a, b} and {a}: idf(a) = 1 + ln(3/3) = 1, idf(b) = 1 + ln(3/2).
    rare = 1 + math.log(3 / 2)
    needs = [frozenset("ab"), frozenset("a")]
    assert idf_overlap([frozenset("b")], needs)[0].tolist() == [pytest.approx(rare / (1 + rare)), 0.0]


def test_idf_cosine_of_the_same_numbers():
    rare = 1 + math.log(3 / 2)
    needs = [frozenset("ab"), frozenset("a")]
    assert idf_cosine([frozenset("b")], needs)[0, 0] == pytest.approx(rare / math.sqrt(1 + rare**2))
    assert idf_cosine([frozenset("ab")], needs)[0, 0] == pytest.approx(1)


def test_bm25_of_one_word_in_one_of_two_documents():
    # idf = ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = ln 2; both documents have one word, so the length does not count: tf part = 2.2 / 2.2 = 1.
    assert bm25(["weld"], ["weld", "sew"])[0].tolist() == [pytest.approx(math.log(2)), 0.0]


def test_tfidf_of_equal_texts_is_one_and_of_strangers_nothing():
    assert tfidf_word(["weld steel"], ["steel weld", "cook soup"])[0].round(9).tolist() == [1.0, 0.0]
    assert tfidf_char(["weld"], ["weld", "12"])[0].round(9).tolist() == [1.0, 0.0]


def test_a_vacancy_without_essential_needs_is_covered_by_its_optional_ones():
    assert BASELINES["overlap"](pool())[:, 2].tolist() == [0.0, 1.0]


# Slow plain twins


@given(skill_sets, skill_sets)
def test_rules_over_skills_equal_their_plain_twins(held, needs):
    n = len(needs)
    idf = {s: 1 + math.log((1 + n) / (1 + sum(s in need for need in needs))) for s in "abcdef"}
    for row, have in enumerate(held):
        for at, want in enumerate(needs):
            both = have & want
            weight, norms = sum(idf[s] for s in want), [math.sqrt(sum(idf[s] ** 2 for s in x)) for x in (have, want)]
            assert overlap(held, needs)[row, at] == pytest.approx(len(both) / len(want) if want else 0)
            assert jaccard(held, needs)[row, at] == pytest.approx(len(both) / len(have | want) if have | want else 0)
            assert idf_overlap(held, needs)[row, at] == pytest.approx(sum(idf[s] for s in both) / weight if want else 0)
            cosine = sum(idf[s] ** 2 for s in both) / math.prod(norms) if have and want else 0
            assert idf_cosine(held, needs)[row, at] == pytest.approx(cosine)


@given(st.lists(words, min_size=1, max_size=4), st.lists(words, min_size=1, max_size=5))
def test_bm25_equals_its_plain_twin(queries, documents):
    cut = [Counter(text.split()) for text in documents]
    mean = sum(sum(one.values()) for one in cut) / len(cut)
    for row, query in enumerate(queries):
        for at, counts in enumerate(cut):
            score = 0.0
            for word in query.split():
                df = sum(word in one for one in cut)
                if counts[word]:
                    idf = math.log(1 + (len(cut) - df + 0.5) / (df + 0.5))
                    length = 1 - B + B * sum(counts.values()) / mean
                    score += idf * counts[word] * (K1 + 1) / (counts[word] + K1 * length)
            assert bm25(queries, documents)[row, at] == pytest.approx(score)


# Properties


@pytest.mark.parametrize("name", BASELINES)
def test_a_pool_gives_one_finite_number_a_pair(name):
    scores = BASELINES[name](pool())
    assert scores.shape == (2, 3)
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("name", BASELINES)
def test_the_order_of_the_rows_changes_no_score_by_a_bit(name):
    one = pool()
    turned = LabelIndex(
        *(getattr(one, field)[::-1] for field in ("jobseeker_ids", "vacancy_ids", "held", "essential", "optional")),
        one.jobseeker_texts[::-1],
        one.vacancy_texts[::-1],
    )
    assert np.array_equal(BASELINES[name](turned)[::-1, ::-1], BASELINES[name](one))


@pytest.mark.parametrize("name", TEXT_BASELINES)
def test_texts_without_a_word_score_nothing_instead_of_failing(name):
    assert TEXT_BASELINES[name](["weld"], ["", "  "]).tolist() == [[0.0, 0.0]]
    assert TEXT_BASELINES[name](["", "?"], ["weld"]).tolist() == [[0.0], [0.0]]


def test_chance_is_drawn_by_identifier_and_seed():
    whole = chance(["J1", "J2"], ["V1", "V2"])
    assert whole[1:, :1].tolist() == chance(["J2"], ["V1"]).tolist()
    assert not np.array_equal(whole, chance(["J1", "J2"], ["V1", "V2"], seed=1))


def test_chance_is_even():
    lots = chance([f"J{n}" for n in range(100)], [f"V{n}" for n in range(100)])
    assert lots.mean() == pytest.approx(0.5, abs=0.01)
    assert np.histogram(lots, bins=10, range=(0, 1))[0].min() > 850
