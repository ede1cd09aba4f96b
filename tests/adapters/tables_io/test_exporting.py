"""Files that leave the centre: nothing runs, nothing is lost."""

import csv
import io
import zipfile
from datetime import date

import pytest
from adapters.tables_io.formulas import FORMULAS, live_cells
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from matcher.adapters.tables_io.exporting import FORMS, LONGEST, ExportColumn, export_bytes
from matcher.adapters.tables_io.writing import read_back

TEXTS = [
    "+7 701 000 00 00",
    "+77010000000",
    "000123456789",
    "000123",
    "Әбілқайыр Ғ., Қ., Ң., Ө., Ұ., Ү., І., Һ.",
    "1E5",
    "00:30",
    "3-5",
    "12.03.2026",
    "TRUE",
    "-5",
    "'=1+1",
    "''x",
    "a;=1+1\n=2",
    "line\nline",
    'with "quotes", commas; semicolons',
    " blanks ",
    "https://example.org",
]
COLUMNS = [ExportColumn("Текст"), ExportColumn("Сан", "number"), ExportColumn("Ақша", "money"), ExportColumn("Күні", "day")]


def rows_of(content, form):
    """Read back what our own reader of that form sees, header apart."""
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]


@pytest.mark.parametrize("form", FORMS)
def test_thirty_formulas_and_more_leave_no_live_cell(form):
    assert len(set(FORMULAS)) >= 30
    content = export_bytes(form, "=1+1", [ExportColumn("=cmd|'/c calc'!A0")], rows=[(text,) for text in FORMULAS])
    assert live_cells(content, form) == []


@pytest.mark.parametrize("form", FORMS)
def test_texts_come_back_as_they_were(form):
    content = export_bytes(form, "x", [ExportColumn("a")], rows=[(text,) for text in [*TEXTS, *FORMULAS]])
    assert [read_back(row[0]) for row in rows_of(content, form)] == [*TEXTS, *FORMULAS]


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1), min_size=1, max_size=20))
def test_any_text_comes_back_from_a_csv(texts):
    content = export_bytes("csv", "x", [ExportColumn("a")], rows=[(text,) for text in texts])
    assert [read_back(row[0]) for row in rows_of(content, "csv")] == texts


def test_a_workbook_knows_numbers_sums_and_days():
    content = export_bytes(
        "xlsx", "Есеп", COLUMNS, rows=[("0012", 1.5, 85_000, date(2026, 3, 1)), ("", None, None, None)]
    )
    assert rows_of(content, "xlsx")[0] == ["0012", 1.5, 85_000, date(2026, 3, 1)]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"dd.mm.yyyy" in parts.read("xl/styles.xml")
    assert load_workbook(io.BytesIO(content)).sheet_names == ["Есеп"]


def test_a_csv_begins_with_a_mark_and_writes_days_as_programs_do():
    content = export_bytes("csv", "x", COLUMNS, rows=[("0012", 1.5, 1e15, date(2026, 3, 1))])
    assert content == "\ufeffТекст,Сан,Ақша,Күні\r\n0012,1.5,1e+15,2026-03-01\r\n".encode()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_table_gives_the_same_bytes(form):
    made = {export_bytes(form, "x", COLUMNS, rows=[("a", 1, 2, date(2026, 3, 1))]) for _ in range(2)}
    assert len(made) == 1


@pytest.mark.parametrize("form", FORMS)
def test_letters_that_no_file_holds_are_left_out_and_what_is_too_long_says_so(form):
    content = export_bytes(form, "a[b]:*?/\\" * 9, [ExportColumn("a")], rows=[("x\x00\x1f\ud800y\uffff",), ("я" * 40_000,)])
    first, second = (row[0] for row in rows_of(content, form))
    assert first == "xy"
    if form == "xlsx":
        assert len(second) == LONGEST
        assert second.endswith(" […]")


def test_another_form_or_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="pdf"):
        export_bytes("pdf", "x", COLUMNS, rows=[])
    for form in FORMS:
        with pytest.raises(ValueError, match="zip"):
            export_bytes(form, "x", COLUMNS, rows=[("a",)])
