"""Unit groups learned from coded titles."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.core.records import Occupation
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.unit_groups import CodedTitles, UnitGroups, fit, terms_of, vectors
from matcher.errors import ModelError

WORKS = {"7212": "welder", "5120": "cook", "8332": "truck driver"}
WHERE = (
    "night",
    "plant",
    "city",
    "junior",
    "urgent",
    "north",
    "harbour",
    "station",
    "bakery",
    "mine",
    "office",
    "school",
)
TITLES = [(f"{work} {place} {more}", code) for code, work in WORKS.items() for place in WHERE for more in ("a1", "b2")]
CODED = CodedTitles(tuple(t for t, _ in TITLES), tuple(c for _, c in TITLES), ("Welder", "Cook"), ("7212", "5120"))
MODEL = fit(CODED)


def test_a_title_has_the_unit_group_of_titles_like_it():
    assert [code for code, _ in MODEL.predict(["truck driver south", "night cook", "welder"])] == [
        "8332",
        "5120",
        "7212",
    ]


def test_words_that_nobody_wrote_have_no_unit_group():
    assert MODEL.predict(["қққ", ""]) == [("", 0.0), ("", 0.0)]
    assert MODEL.predict([]) == []


def test_the_same_titles_give_the_same_numbers_and_numbers_give_the_same_answers():
    numbers = json.loads(json.dumps(MODEL.to_numbers()))
    assert numbers == json.loads(json.dumps(fit(CODED).to_numbers()))
    again = UnitGroups.from_numbers(numbers)
    titles = [title for title, _ in TITLES]
    assert [code for code, _ in again.predict(titles)] == [code for code, _ in MODEL.predict(titles)]


@given(st.lists(st.text(max_size=30), max_size=5))
@settings(max_examples=30)
def test_a_batch_is_answered_as_one_by_one_and_chances_are_chances(titles):
    together = MODEL.predict(titles)
    assert together == [MODEL.predict([title])[0] for title in titles]
    assert all(0 <= chance <= 1 for _, chance in together)


def test_two_unit_groups_are_enough_and_one_is_not():
    two = CodedTitles(CODED.titles[:48], CODED.codes[:48], ("a", "b"), ("7212", "5120"))
    many = CodedTitles(two.titles * 2, two.codes * 2)
    assert fit(many).predict(["cook", "welder"])[0][0] == "5120"
    with pytest.raises(ModelError, match="too_few_titles"):
        fit(CodedTitles(("cook",) * 60, ("5120",) * 60))
    with pytest.raises(ModelError, match="too_few_titles"):
        fit(two)


def test_a_vector_has_length_one_over_the_terms_that_are_known():
    # Two words of weights 3 and 4 and no pair: 3/5 and 4/5.
    rows, known = vectors(["cook welder", "x"], {"cook": 0, "welder": 1}, np.array([3.0, 4.0]))
    assert rows.toarray().tolist() == [[0.6, 0.8], [0.0, 0.0]]
    assert known.tolist() == [True, False]


def test_terms_are_words_and_pairs_each_once():
    assert terms_of("Cook, cook!") == ["cook", "cook cook"]
    assert terms_of("") == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda numbers: numbers.pop("codes"),
        lambda numbers: numbers.update(sure=[1.0]),
        lambda numbers: numbers.update(intercepts=[]),
        lambda numbers: numbers["terms"].update(cook=[1.0, 99, 0.5]),
        lambda numbers: numbers["terms"].update(cook=[1.0, 0]),
        lambda numbers: numbers["terms"].update(cook=[]),
        lambda numbers: numbers.update(terms=[1, 2]),
    ],
)
def test_damaged_numbers_are_refused(damage):
    numbers = json.loads(json.dumps(MODEL.to_numbers()))
    damage(numbers)
    with pytest.raises(ModelError, match="model_damaged"):
        UnitGroups.from_numbers(numbers)


def test_a_title_that_no_label_names_has_the_unit_group_of_coded_titles_where_they_are_sure():
    taxonomy = Taxonomy({}, {"judge": Occupation("judge", "2612", {"en": "judge"})})
    sure = UnitGroups(**{**MODEL.__dict__, "accept": 0.0})
    unsure = UnitGroups(**{**MODEL.__dict__, "accept": 1.1})
    for model, expected in ((sure, "7212"), (unsure, ""), (None, "")):
        answer, judge = Resolver(taxonomy, unit_groups=model).resolve(["welder harbour", "judge"], kind="occupation")
        assert (answer.isco08, answer.accepted) == (expected, False)
        assert (judge.concept_id, judge.isco08) == ("judge", "")


def test_skills_have_no_unit_group():
    resolver = Resolver(Taxonomy({}, {}), unit_groups=UnitGroups(**{**MODEL.__dict__, "accept": 0.0}))
    assert resolver.resolve(["welder"], kind="skill")[0].isco08 == ""
