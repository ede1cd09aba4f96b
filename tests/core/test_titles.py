"""Job titles as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.records import Occupation
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.title_forms import either_gender, one_person
from matcher.core.taxonomy.titles import plain_titles
from matcher.core.text import fold


def occupation(key, isco08, en, ru, kk, *, more=()):
    return Occupation(key, isco08, {"kk": kk, "ru": ru, "en": en}, {"ru": more} if more else {})


WORKS = [
    occupation("cook", "5120", "cook", "Повар", "Аспаз"),
    occupation("cashier", "5230", "cashier", "Кассир", "Касса қызметкері"),
    occupation("waiter", "5131", "waiter", "Официант", "Даяшы"),
    occupation("carer", "5311", "kindergarten teacher", "Воспитатель", "Тәрбиеші"),
    occupation("teacher", "2330", "teacher", "Учитель", "Мұғалім"),
    occupation("welder", "7212", "welder", "Электрогазосварщик", "Дәнекерлеуші"),
    occupation("cleaner", "9112", "cleaner", "Уборщица", "Тазалаушы"),
    occupation("sales", "2433", "sales manager", "Менеджер по продажам", "Сату менеджері"),
    occupation("metal", "7213", "sheet metal worker", "Жестянщик", "Қаңылтыршы"),
    occupation("worker", "9329", "worker", "Рабочий", "Жұмысшы"),
]
RESOLVER = Resolver(Taxonomy({}, {each.occupation_id: each for each in WORKS}))


def resolved(title):
    return RESOLVER.resolve([title], kind="occupation")[0]


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("Электрогазосварщик 3-го разряда", "welder"),
        ("Электрогазосварщик (4-5 разряд)", "welder"),
        ("Дәнекерлеуші 4-ші дәреже", "welder"),
        ("Учитель высшей категории", "teacher"),
        ("Повар/Кассир", "cook"),
        ("Менеджер по продажам строительных материалов", "sales"),
        ("Старший повар (вахта)", "cook"),
    ],
)
def test_ranks_grades_and_what_stands_around_are_left_out(title, concept):
    assert resolved(title).concept_id == concept


def test_several_titles_in_one_cell_are_all_listed_the_first_one_first():
    found = resolved("Повар, кассир, официантка")
    assert [each.concept_id for each in found.candidates] == ["cook", "cashier", "waiter"]
    assert found.concept_id == "cook"


@pytest.mark.parametrize(
    ("woman", "man"),
    [
        ("Воспитательница", "Воспитатель"),
        ("Официантка", "Официант"),
        ("Кассирша", "Кассир"),
        ("Повариха", "Повар"),
        ("Учительница", "Учитель"),
        ("Мұғалима", "Мұғалім"),
        ("Тәрбиеші қыз", "Тәрбиеші"),
        ("Уборщица", "Уборщик"),
        ("Cooks", "Cook"),
    ],
)
def test_women_and_men_and_groups_have_the_same_occupation(woman, man):
    assert resolved(woman).concept_id == resolved(man).concept_id != ""


@pytest.mark.parametrize(
    ("feminine", "shared"),
    [
        ("уборщица", "уборщик"),
        ("буфетчица", "буфетчик"),
        ("работница", "работник"),
        ("массажистка", "массажист"),
        ("заведующая складом", "заведующий складом"),
        ("секретарша", "секретарь"),
        ("стюардесса", "стюард"),
        ("policewomen", "policeman"),
        ("дворник", "дворник"),
        ("горничная", "горничная"),
    ],
)
def test_each_feminine_ending_has_its_other_form(feminine, shared):
    assert either_gender(feminine) == shared


def test_a_typist_is_no_engine_driver():
    assert either_gender("машинистка") != either_gender("машинист")


@given(st.text(max_size=40))
def test_the_shared_form_of_a_shared_form_is_itself(text):
    once = either_gender(fold(text))
    assert either_gender(once) == once


@pytest.mark.parametrize(
    ("group", "one"),
    [
        ("Actors", "Actor"),
        ("Potters, Manufacturing", "Potter, Manufacturing"),
        ("Firemen", "Fireman"),
        ("Sales", "Sales"),
    ],
)
def test_a_group_of_people_is_named_as_one(group, one):
    assert one_person(group) == one


def test_a_word_that_tells_another_occupation_keeps_a_label_from_being_found_inside():
    assert not resolved("metal worker assistant").accepted
    assert resolved("metal worker").candidates[0].concept_id == "metal"


def test_words_that_no_label_has_say_nothing():
    assert resolved("Повар Бурабай").concept_id == "cook"


def test_a_helper_is_another_occupation():
    assert resolved("Помощник повара").concept_id == ""


def test_a_title_with_an_alternative_label_shows_others_beside_it():
    shared = occupation("pastry", "7512", "pastry cook", "Кондитер", "Кондитерші", more=("Пекарь-кондитер",))
    resolver = Resolver(Taxonomy({}, {each.occupation_id: each for each in [*WORKS, shared]}))
    assert resolver.resolve(["Пекарь-кондитер"], kind="occupation")[0].candidates[0].score == 1.0


@given(st.text(max_size=120))
def test_every_part_of_a_cell_is_more_than_a_letter_and_stands_once(text):
    found = plain_titles(text)
    assert all(len(each) > 1 for each in found)
    assert len(set(found)) == len(found)


@given(st.text(alphabet="пкоуваршмиелнстэ /,()4567разрядbcdeфилwelder", max_size=60))
def test_any_title_is_answered_and_no_score_is_above_the_first(title):
    scores = [each.score for each in resolved(title).candidates]
    assert all(each <= scores[0] for each in scores)
