"""Rows of a CSV text: each is told with its line, and a broken one never takes another with it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.tables_io.csv_rows import find_delimiter, split_rows

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\ufeff"), max_size=12)


def told(text, delimiter=","):
    return [(line.number, line.cells, line.fault, line.column) for line in split_rows(text, delimiter)]


def sound(text, delimiter=","):
    return [cells for _, cells, fault, _ in told(text, delimiter) if not fault]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_line(end):
    text = end.join(["id,text", "1,a", "", '2,"b', 'c"', "3,d"])
    assert told(text) == [
        (1, ("id", "text"), "", 0),
        (2, ("1", "a"), "", 0),
        (4, ("2", "b\nc"), "", 0),
        (6, ("3", "d"), "", 0),
    ]


def test_form_feeds_and_line_separators_end_no_line():
    assert sound("id,text\n1,a\x0cb\u2028c\x85d\n") == [("id", "text"), ("1", "a\x0cb\u2028c\x85d")]


@pytest.mark.parametrize(("head", "mark"), [("a,b", ","), ("a;b", ";"), ("a\tb", "\t"), ("a", ","), ('"a;b",c,d', ",")])
def test_the_delimiter_is_found_in_the_header(head, mark):
    assert find_delimiter(f"\n\n{head}\n1;2;3;4\n") == mark


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
def test_a_first_line_that_names_the_delimiter_is_obeyed_and_is_no_row(first):
    text = f"{first}\nid\n1\n"
    assert find_delimiter(text) == ";"
    assert [(number, cells) for number, cells, _, _ in told(text, ";")] == [(2, ("id",)), (3, ("1",))]


def test_an_open_quote_at_the_end_costs_its_row_only():
    assert told('id,text\n1,"a\n2,b\n3,c\n')[1:] == [
        (2, ("1", "a"), "unclosed_quote", 3),
        (3, ("2", "b"), "", 0),
        (4, ("3", "c"), "", 0),
    ]


@pytest.mark.parametrize("n_between", [0, 1, 2, 5, 50])
def test_two_stray_quotes_do_not_swallow_the_rows_between(n_between):
    between = [f"{n:03d},text,day" for n in range(1, n_between + 1)]
    last = f'{n_between + 1:03d},te"xt",day'.replace('te"xt"', 'text"')
    rows = told("\n".join(["id,text,shift", '000,"text,day', *between, last]))
    assert rows[1][2:] == ("unclosed_quote", 5)
    assert len(rows) == n_between + 3
    assert all(not fault for _, _, fault, _ in rows[2:])


@pytest.mark.parametrize(
    "text",
    [
        "first, a\nsecond, b",
        "one\ntwo\nthree",
        "a, b, c\nd, e, f\ng",
        "- welded, cut\n- baked, sold\n- cleaned, cooked",
        ",",
    ],
)
@pytest.mark.parametrize("width", [2, 3, 4])
def test_text_with_line_ends_and_commas_in_quotes_is_one_sound_row(text, width):
    more = ",x" * (width - 2)
    names = ",name" * (width - 2)
    assert sound(f'id,text{names}\n01,"{text}"{more}\n02,b{more}\n')[1] == ("01", text, *["x"] * (width - 2))


def test_spreadsheets_leave_empty_cells_behind_the_header_and_behind_rows():
    text = "id,text,,\n1,a,,\n2,b\n3,c,,,,\n4,d,x\n"
    assert sound(text) == [("id", "text"), ("1", "a"), ("2", "b"), ("3", "c")]
    assert told(text)[-1] == (5, ("4", "d", "x"), "row_too_long", 3)


def test_a_header_that_stands_again_in_the_middle_is_no_row():
    assert [line[0::2] for line in told("id,text\n1,a\n\ufeffid,text\n2,b\n")][1:] == [
        (2, ""),
        (3, "repeated_header"),
        (4, ""),
    ]


def test_quotes_behind_a_space_are_minded_where_the_row_fits_then():
    assert sound('id, text\n1, "a, b"\n2, "Qarmet" works\n')[1:] == [("1", "a, b"), ("2", ' "Qarmet" works')]


def test_a_lost_byte_is_named_with_its_place():
    text = "id,text\n1,a\n2,\udcf1b\n"
    assert told(text)[2] == (3, ("2", "\ufffdb"), "bad_bytes", 3)


def test_a_broken_line_is_shown_by_its_own_delimiter():
    assert told('id;text\n1;"a"b\n', ";")[1] == (2, ("1", "ab"), "bad_quote", 3)


def test_a_header_with_an_open_quote_is_told_as_broken():
    assert told('id,"text\n1,a\n')[0][2] == "unclosed_quote"


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_comes_back_row_by_row(rows, delimiter):
    rows = [(f"{at:04d}", *row) for at, row in enumerate(rows)]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
        [("id", "a", "b", "c"), *rows]
    )
    assert sound(written.getvalue(), delimiter)[1:] == rows


@given(st.lists(st.sampled_from(["1,a", '2,"b', 'c"', '"', ",,", "x,y,z", '3,"d""', '4,"e"f', "5"]), max_size=12))
def test_every_line_that_is_not_blank_is_part_of_just_one_row(lines):
    rows = told("\n".join(["id,text", *lines]))
    starts = [number for number, *_ in rows]
    assert starts == sorted(set(starts))
    in_rows = 1 + sum(1 + (0 if fault else "".join(cells).count("\n")) for _, cells, fault, _ in rows[1:])
    faulty = sum(bool(fault) for *_, fault, _ in rows)
    blank = lines.count(",,") + lines.count("")
    assert in_rows + blank >= len(lines) + 1 - 2 * faulty
