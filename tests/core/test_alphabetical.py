"""Lists in the order of the Kazakh alphabet."""

import random

from hypothesis import given
from hypothesis import strategies as st

from matcher.core.text.alphabetical import ALPHABET, alphabetical


def shuffled(letters):
    return random.Random(5).sample(letters, len(letters))


def test_there_are_42_letters_and_each_has_its_place():
    assert len(set(ALPHABET)) == 42
    assert sorted(shuffled(ALPHABET), key=alphabetical) == list(ALPHABET)
    assert sorted(shuffled(ALPHABET.upper()), key=alphabetical) == list(ALPHABET.upper())


def test_the_russian_alphabet_keeps_its_own_order_within_it():
    russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert sorted(shuffled(russian), key=alphabetical) == list(russian)


def test_kazakh_words_stand_where_people_look_for_them():
    words = ["қазан", "кран", "қой", "кілт", "ұста", "удай", "үй", "іс", "ыдыс", "һ", "хат", "цех", "ғимарат", "гүл"]
    told = ["гүл", "ғимарат", "кілт", "кран", "қазан", "қой", "удай", "ұста", "үй", "хат", "һ", "цех", "ыдыс", "іс"]
    # і comes behind р in the alphabet.
    told[2:4] = ["кран", "кілт"]
    assert sorted(words, key=alphabetical) == told


def test_a_shorter_word_comes_first_and_a_blank_before_any_letter():
    assert sorted(["сваркалау", "сварка труб", "сварка"], key=alphabetical) == ["сварка", "сварка труб", "сваркалау"]


@given(st.lists(st.text()))
def test_any_texts_have_an_order_that_case_does_not_change(texts):
    ordered = sorted(texts, key=alphabetical)
    assert sorted(ordered, key=alphabetical) == ordered
