"""Workbooks as people save them: titles, merged cells, several sheets, numbers for identifiers."""

import gzip
import io
import zipfile
from datetime import date, datetime
from random import Random

import pytest
import xlsxwriter

from matcher.adapters.tables_io.reading import read_table
from matcher.errors import InputError, MatcherError

HEADER = ("jobseeker_id", "skills", "locality", "birth_date")


def book(*sheets):
    """Make a workbook; each sheet is a function of (sheet, book)."""
    written = io.BytesIO()
    made = xlsxwriter.Workbook(written, {"default_date_format": "dd.mm.yyyy"})
    for at, fill in enumerate(sheets):
        fill(made.add_worksheet(f"Sheet{at}"), made)
    made.close()
    return written.getvalue()


def rows(*lines, start=0):
    def fill(sheet, _):
        for at, line in enumerate(lines, start):
            sheet.write_row(at, 0, line)

    return fill


@pytest.fixture
def read(tmp_path):
    def from_bytes(content, name="J.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_table(path, "jobseekers")

    return from_bytes


def ids(checked):
    return [(row.line, row.values["jobseeker_id"]) for row in checked.accepted]


def test_numbers_dates_and_texts_come_as_they_are_shown(read):
    def fill(sheet, made):
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [7, "сварка:3", "Сарань"])
        sheet.write_datetime(1, 3, datetime(1990, 2, 1))
        sheet.write_string(2, 0, "007")
        sheet.write_number(2, 3, 32905)
        sheet.write_row(3, 0, [871231300123, "a", "b", "1.2.1990"])

    checked = read(book(fill))
    assert ids(checked) == [(2, "7"), (3, "007"), (4, "871231300123")]
    assert [row.values["birth_date"] for row in checked.accepted] == [date(1990, 2, 1)] * 3


def test_a_number_that_the_sheet_rounded_is_no_identifier(read):
    checked = read(book(rows(HEADER, [1.2345678901234567e19, "a"], [8, "b"])))
    assert ids(checked) == [(3, "8")]
    assert [(error.line, error.rule) for error in checked.errors] == [(2, "id_rounded")]


def test_titles_may_stand_above_the_header(read):
    def fill(sheet, _):
        sheet.merge_range(0, 0, 0, 3, "List of jobseekers")
        rows(HEADER, ["1", "a"], start=3)(sheet, _)

    assert ids(read(book(fill))) == [(5, "1")]


def test_a_cell_merged_over_rows_counts_for_each(read):
    def fill(sheet, _):
        rows(HEADER, ["1", "a"], ["2", "b"], ["3", "c", "Шахтинск"])(sheet, _)
        sheet.merge_range(1, 2, 2, 2, "Сарань")

    assert [row.values["locality"] for row in read(book(fill)).accepted] == ["Сарань", "Сарань", "Шахтинск"]


def test_a_merged_identifier_is_a_duplicate_and_told(read):
    def fill(sheet, _):
        rows(HEADER, ["", "a"], ["", "b"])(sheet, _)
        sheet.merge_range(1, 0, 2, 0, "1")

    assert [(error.line, error.rule) for error in read(book(fill)).errors] == [(3, "duplicate_id")]


def test_the_sheet_that_is_the_table_is_read_wherever_it_stands(read):
    assert ids(read(book(rows(["Notes"], ["of the clerk"]), rows(HEADER, ["1", "a"]), rows()))) == [(2, "1")]


def test_two_sheets_of_the_table_are_refused_and_named(read):
    with pytest.raises(InputError) as caught:
        read(book(rows(HEADER, ["1", "a"]), rows(HEADER, ["2", "b"])))
    assert (caught.value.code, caught.value.params["sheets"]) == ("several_sheets", "Sheet0, Sheet1")


def test_no_sheet_of_the_table_is_told_by_what_was_found(read):
    with pytest.raises(InputError) as caught:
        read(book(rows(["Name", "Age"], ["A", 5])))
    assert caught.value.code == "missing_column"
    assert "Name" in caught.value.params["found"]


def test_blank_rows_are_passed_over_and_lines_stay_right(read):
    assert ids(read(book(rows(HEADER, ["1", "a"], [], ["", ""], ["2", "b"])))) == [(2, "1"), (5, "2")]


def test_a_cell_beyond_the_header_and_a_second_header_are_named(read):
    checked = read(book(rows(HEADER, ["1", "a", "b", "", "x"], HEADER, ["2", "b"])))
    assert [(error.line, error.rule, error.column) for error in checked.errors] == [
        (2, "row_too_long", "5"),
        (3, "repeated_header", "1"),
    ]
    assert ids(checked) == [(4, "2")]


@pytest.mark.parametrize("name", ["J.csv", "J.xls", "J.txt", "J"])
def test_a_workbook_is_known_by_its_bytes_not_its_name(read, name):
    content = book(rows(HEADER, ["1", "a"]))
    assert ids(read(content, name)) == ids(read(gzip.compress(content), name)) == [(2, "1")]


def test_a_text_table_named_xlsx_is_read_as_text(read):
    assert ids(read(b"jobseeker_id;skills\n1;a\n", "J.xlsx")) == [(2, "1")]


@pytest.mark.parametrize("sheets", [(rows(),), (rows([""]),)])
def test_an_empty_workbook_is_told_as_empty(read, sheets):
    with pytest.raises(InputError) as caught:
        read(book(*sheets))
    assert caught.value.code == "empty_file"


def test_a_header_alone_is_a_table_of_no_rows(read):
    assert read(book(rows(HEADER))).n_rows == 0


def test_an_archive_that_is_no_workbook_is_refused(read):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("J.csv", "jobseeker_id,skills\n1,a\n")
    with pytest.raises(InputError) as caught:
        read(packed.getvalue())
    assert caught.value.code == "bad_workbook"


def test_no_damage_to_a_workbook_ends_in_a_traceback(read, at_size):
    dice, content, told = Random(3), book(rows(HEADER, ["1", "a"], ["2", "b"])), set()
    for _ in range(at_size(40, 150)):
        damaged = bytearray(content)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(4, len(damaged))] = dice.randrange(256)
        try:
            read(bytes(damaged))
        except MatcherError as fault:
            told.add(fault.code)
    assert "bad_workbook" in told
