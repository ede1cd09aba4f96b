"""What the beginning of a word finds among the labels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.bootstrap import build
from matcher.core.records import Skill
from matcher.core.taxonomy import Taxonomy
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.prefix_index import LabelBeginnings
from matcher.core.text import fold

TAXONOMY = build().taxonomy
TABLE = LabelTable(TAXONOMY, "skill")
BEGINNINGS = LabelBeginnings(TABLE)


def slow_twin(text, table=TABLE):
    """Every concept that has a label with a word where the text begins."""
    folded = fold(text)
    return {
        table.concepts_[table.concept_[place]]
        for place, label in enumerate(table.folded_texts_)
        if any(" ".join(label.split()[at:]).startswith(folded) for at in range(len(label.split())))
    }


@settings(max_examples=25)
@given(st.sampled_from(range(len(TABLE))), st.integers(1, 12))
def test_the_same_concepts_are_found_as_by_looking_at_every_label(place, n_letters):
    text = TABLE.folded_texts_[place][:n_letters].strip()
    found = BEGINNINGS.find(text, most=100_000)
    assert {concept for concept, _ in found} == slow_twin(text)


def test_there_are_as_many_as_asked_and_no_concept_twice():
    found = [concept for concept, _ in BEGINNINGS.find("с", lang="ru", most=10)]
    assert len(set(found)) == len(found) == 10


@pytest.mark.parametrize("text", ["", "  ", "!!!", "\u200b"])
def test_nothing_typed_finds_nothing(text):
    assert BEGINNINGS.find(text) == []


def made(**labels):
    skills = {key: Skill(key, {"kk": f"{key} кк", "en": f"{key} en", **value}) for key, value in labels.items()}
    return LabelBeginnings(LabelTable(Taxonomy(skills, {}), "skill"))


def test_the_whole_label_comes_first_then_the_first_word_then_a_later_one():
    beginnings = made(a={"ru": "ремонт сварка"}, b={"ru": "сварка труб"}, c={"ru": "сварка"})
    assert [concept for concept, _ in beginnings.find("сварка", lang="ru")] == ["c", "b", "a"]


def test_labels_of_the_readers_language_come_first():
    beginnings = made(a={"en": "стол"}, b={"ru": "стол два"})
    assert [concept for concept, _ in beginnings.find("сто", lang="ru")] == ["b", "a"]
    assert [concept for concept, _ in beginnings.find("сто", lang="en")] == ["a", "b"]


@pytest.mark.parametrize("typed", ["сврака", "сварак", "сваркк", "сварк труб", "сварка турб"])
def test_a_typing_error_behind_the_first_letter_is_forgiven(typed):
    assert made(a={"ru": "сварка труб"}, b={"ru": "уборка"}).find(typed)[0] == ("a", "сварка труб")


def test_russian_letters_stand_for_kazakh_ones_and_latin_ones_for_both():
    beginnings = made(a={"kk": "дәнекерлеу"})
    assert beginnings.find("данекер") == beginnings.find("danek") == [("a", "дәнекерлеу")]
