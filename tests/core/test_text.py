"""Words as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.text import fold, normalise, skeleton, split_phrases, stated_level, stated_years, strip_grades

anything = st.text(max_size=120)


@given(anything)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_a_skeleton_holds_only_its_own_letters(text):
    assert set(skeleton(fold(text))) <= set("abcdefghijklmnopqrstuvwxyz0123456789+# ")


@given(anything)
def test_phrases_stand_in_the_text_where_they_say(text):
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in split_phrases(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Қызмет көрсету", "кызмет корсету"), ("ёлка", "елка"), ("Cварка", "сварка"), ("<b>сварка</b>\u200b", "сварка")],
)
def test_differences_that_people_do_not_mean_are_gone(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("latin", ["danekerleuwi", "dánekerleýshi", "dänekerleuşı"])
def test_the_latin_alphabets_of_kazakh_meet(latin):
    assert skeleton(fold(latin)).replace("w", "w") == skeleton(fold("дәнекерлеуші"))


@pytest.mark.parametrize("text", ["не умею варить", "Без опыта сварки", "дәнекерлей алмаймын", "I do not know Excel"])
def test_negation_marks_its_phrase(text):
    assert split_phrases(text)[0].negated


@pytest.mark.parametrize("text", ["хочу научиться варить", "тігін тігуді үйренгім келеді", "I want to learn welding"])
def test_a_wish_marks_its_phrase(text):
    assert split_phrases(text)[0].wished


def test_a_but_ends_the_negation():
    assert [phrase.negated for phrase in split_phrases("Не умею варить, но умею шить")] == [True, False]


@pytest.mark.parametrize(
    ("text", "years"),
    [("стаж 5 лет", 5), ("5 жыл тәжірибе", 5), ("полгода", 0.5), ("мне 25 лет", None), ("два года", 2)],
)
def test_years_are_read_where_they_are_stated(text, years):
    assert stated_years(text) == years


@pytest.mark.parametrize(("text", "level"), [("базовый Excel", 2), ("еркін", 4), ("5 разряда", 4), ("Excel", None)])
def test_levels_are_read_where_they_are_stated(text, level):
    assert stated_level(text) == level


def test_grades_are_taken_off_a_title():
    assert strip_grades("Электрогазосварщик 3-го разряда") == "Электрогазосварщик"


def test_control_characters_and_markup_are_gone():
    assert normalise("a\x00b\u202e <i>c</i>") == "a b c"
