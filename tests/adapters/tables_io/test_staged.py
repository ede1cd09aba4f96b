"""The beginning of a file as a clerk sees it, and the columns that fit it."""

import io

import pytest
import xlsxwriter

from matcher.adapters.tables_io.staged import StagedTables, chosen_columns
from matcher.config import ROOT
from matcher.core.records.imports import ColumnPair, Columns
from matcher.errors import InputError, UsageError

PRESETS = ROOT / "data" / "columns"


@pytest.fixture
def tables():
    return StagedTables(PRESETS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "kz1048"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found_and_told(tables, tmp_path, encoding, delimiter):
    words = "сварка труб и рам" if encoding == "cp1251" else "дәнекерлеу, құбыр төсеу"
    path = tmp_path / "P.csv"
    path.write_bytes(delimiter.join(["jobseeker_id", "skills"]).encode(encoding))
    lines = [delimiter.join(["jobseeker_id", "skills"]), *(delimiter.join([f"{at}", f'"{words}"']) for at in range(30))]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    found = tables.preview(path)
    assert found.delimiter == delimiter
    assert found.names == ("jobseeker_id", "skills")
    assert (len(found.rows), found.rows[0]) == (10, ("0", words))
    assert found.encoding.replace("-sig", "") in {encoding.replace("-sig", ""), "utf-16"}


def test_a_workbook_is_shown_from_its_header_on_with_titles_above_and_armour_off(tables, tmp_path):
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Список")
    sheet.write_row(2, 0, ["jobseeker_id", "skills"])
    sheet.write_row(3, 0, ["007", "'=1+1"])
    book.close()
    path = tmp_path / "P.xlsx"
    path.write_bytes(written.getvalue())
    found = tables.preview(path)
    assert (found.encoding, found.names, found.rows) == ("", ("jobseeker_id", "skills"), (("007", "=1+1"),))


def test_presets_are_told_by_table_without_their_parts(tables):
    assert "hh" in tables.presets("vacancies")
    assert tables.presets("jobseekers") == ("enbek",)
    assert tables.presets("sessions") == ()


def test_columns_are_suggested_by_what_the_header_has(tables):
    assert tables.suggested(["Jobseeker ID", "skills"], "jobseekers") == Columns()
    assert tables.suggested(["id", "name", "requirement"], "vacancies") == Columns("hh")
    pairs = (ColumnPair("birth_date", "birth date"), ColumnPair("skills", "Skills"))
    assert tables.suggested(["№", "Skills", "birth date"], "jobseekers") == Columns("own", pairs)


def test_columns_may_be_named_by_a_preset_or_a_file_of_plain_pairs(tmp_path):
    path = tmp_path / "map.json"
    path.write_text('{"table": "courses", "columns": {"title": "Курс"}}', encoding="utf-8")
    assert chosen_columns("hh", PRESETS) == Columns("hh")
    assert chosen_columns(str(path), PRESETS) == Columns("own", (ColumnPair("title", "Курс"),))
    path.write_text('{"table": "courses", "columns": {"title": {"join": ["a", "b"]}}}', encoding="utf-8")
    with pytest.raises(InputError, match="bad_columns"):
        chosen_columns(str(path), PRESETS)
    with pytest.raises(UsageError, match="unknown_columns"):
        chosen_columns("none", PRESETS)
