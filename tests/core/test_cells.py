"""Cells: typed values, or the rule that they break."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core import cells
from matcher.core.cell_lists import read_languages, read_skills, read_titles, split_list
from matcher.core.cells import CellFault


def broken(read, text):
    with pytest.raises(CellFault) as caught:
        read(text)
    return caught.value.rule


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_comes_back_from_every_form(day):
    forms = [
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day:%d.%m.%Y} г.",
        f"{day:%d.%m.%Y}г.",
        f"{day:%d/%m/%Y}",
        f"{day.isoformat()}T08:30",
    ]
    assert {cells.read_date(form) for form in forms} == {day}


@given(st.integers(10_000, 73_415))
def test_a_spreadsheet_s_count_of_days_is_a_date(days):
    assert cells.read_date(str(days)) == date(1899, 12, 30) + timedelta(days=days)
    assert cells.read_date(f"{days}.75") == cells.read_date(str(days))


def test_day_32905_is_the_first_of_february_1990():
    assert cells.read_date("32905") == date(1990, 2, 1)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("31.02.1990", "bad_date"),
        ("1990", "bad_date"),
        ("02.1990", "bad_date"),
        ("1990-13-01", "bad_date"),
        ("99999", "bad_date"),
        ("05999", "bad_date"),
        ("yesterday", "bad_date"),
        ("01.01.1899", "date_out_of_range"),
        ("2101-01-01", "date_out_of_range"),
        ("73500", "date_out_of_range"),
    ],
)
def test_what_is_no_date_is_named(text, rule):
    assert broken(cells.read_date, text) == rule


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85 000", 85_000),
        ("85\u00a0000,50", 85_000.5),
        ("1\u202f234\u202f567", 1_234_567),
        ("85\u2009000 ₸", 85_000),
        ("85000 тг.", 85_000),
        ("85000теңге", 85_000),
        ("85000 KZT", 85_000),
        ("0,5", 0.5),
        ("-3.25", -3.25),
        ("\u22123", -3),
        ("007", 7),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert cells.read_number(text) == value


@pytest.mark.parametrize(
    "text", ["forty", "1,2,3", "1.2.3", "5 5", "1e5", "--1", "12 34", "1 23", "9" * 21, "5%", "nan", "inf"]
)
def test_what_is_no_number_is_named(text):
    assert broken(cells.read_number, text) == "bad_number"


@given(st.integers(-(10**9), 10**9), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_thousands_apart_change_no_number(value, space):
    assert cells.read_number(f"{value:,}".replace(",", space)) == value


@pytest.mark.parametrize(
    ("text", "rule"), [("2.5", "not_whole"), ("-1", "number_out_of_range"), ("601", "number_out_of_range")]
)
def test_bounds_and_wholes_are_held(text, rule):
    assert broken(cells.number_between(0, 600, whole=True), text) == rule


def test_bounds_themselves_are_within():
    read = cells.number_between(0, 600, whole=True)
    assert (read("0"), read("600"), read("60,0")) == (0, 600, 60)


@pytest.mark.parametrize("text", ["007", "KZ-12/3", "Ж-001", "871231300123", "1E10", "№5", "J 1"])
def test_an_identifier_is_kept_as_it_stands(text):
    assert cells.read_id(text) == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("x" * 65, "id_too_long"),
        ("a;b", "id_bad_character"),
        ("a,b", "id_bad_character"),
        ("a\nb", "id_bad_character"),
        ("a\tb", "id_bad_character"),
        ("a\u200bb", "id_invisible_character"),
        ("\ufeffJ1", "id_invisible_character"),
        ("a\u00adb", "id_invisible_character"),
        ("8,71231E+11", "id_rounded"),
        ("8.71231E+11", "id_rounded"),
        ("1.234567890123457e+19", "id_rounded"),
    ],
)
def test_an_identifier_that_cannot_be_trusted_is_named(text, rule):
    assert broken(cells.read_id, text) == rule


@pytest.mark.parametrize("text", ["yes", "Да", "ИӘ", "1", "true", " да "])
def test_yes_is_read_in_three_languages(text):
    assert cells.read_yes_no(text) is True
    assert not cells.means_no(text)


@pytest.mark.parametrize("text", ["no", "Нет", "ЖОҚ", "0", "False", " нет "])
def test_no_is_read_in_three_languages(text):
    assert cells.read_yes_no(text) is False
    assert cells.means_no(text)


@pytest.mark.parametrize("text", ["", "maybe", "-"])
def test_what_is_neither_yes_nor_no_withholds_nothing(text):
    assert not cells.means_no(text)
    assert broken(cells.read_yes_no, text) == "bad_choice"


def test_choices_know_case_and_words():
    sex = cells.choice("F", "M", words=cells.SEXES)
    assert [sex(text) for text in ("f", "Жен.", "әйел", "М")] == ["F", "F", "F", "M"]
    assert broken(sex, "x") == "bad_choice"
    assert cells.codes("day", "night")("Day; night,;") == {"day", "night"}


@pytest.mark.parametrize(
    ("text", "level"), [("6", 6), ("Высшее образование", 6), ("орта білім", 3), ("ТиППО", 4), ("3,0", 3)]
)
def test_education_is_read_as_level_or_by_name(text, level):
    assert cells.read_education(text) == level


def test_cyrillic_look_alikes_of_driving_categories_are_latin():
    assert cells.read_licences("В; с1, СЕ; Стропальщик") == {"B", "C1", "CE", "стропальщик"}


@given(st.lists(st.text("абв xyz", min_size=1).map(str.strip).filter(bool), max_size=6))
def test_a_list_comes_back_also_with_a_separator_behind_it(parts):
    assert split_list("; ".join(parts)) == split_list("; ".join(parts) + ";") == parts


def test_levels_and_years_stand_behind_a_colon():
    assert read_skills("сварка: 3;MIG/MAG;1С: Бухгалтерия;") == (
        ("сварка", 3),
        ("MIG/MAG", None),
        ("1С: Бухгалтерия", None),
    )
    assert read_titles("повар:2,5; 7212") == (("повар", 2.5), ("7212", None))
    assert read_languages("русский:родной; KK:В2") == (("kk", "B2"), ("ru", "C2"))


@pytest.mark.parametrize(
    ("read", "text", "rule"),
    [
        (read_skills, "a:6", "bad_level"),
        (read_skills, "a:-1", "bad_level"),
        (read_skills, "a:2.5", "bad_level"),
        (read_titles, "a:71", "bad_years"),
        (read_languages, "klingon", "bad_language"),
        (read_languages, "kk:D1", "bad_language_level"),
        (cells.read_text, "x" * 20_001, "text_too_long"),
    ],
)
def test_parts_that_break_a_rule_are_named(read, text, rule):
    assert broken(read, text) == rule
