"""A corpus of bad files made by code: each fault is named, nothing is lost, no sound row behind a fault is dropped."""

import csv
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.adapters.tables_io.reading import read_table
from matcher.adapters.tables_io.writing import write_table
from matcher.errors import InputError

HEADER = "jobseeker_id,birth_date,skills,experience,hours_per_week,shifts,languages,consent"
GOOD = "{n:04d},01.02.1990,welding:3,пеку хлеб,40,day,kk:C1,yes"
N_GOOD = 20
PLACES = (0, 1, 10, 19)

ROW_FAULTS = {
    "unclosed_quote": '9000,01.02.1990,"welding:3,x,40,day,kk:C1,yes',
    "row_too_short": "9000,01.02.1990,welding:3",
    "row_too_long": "9000,01.02.1990,welding:3,x,40,day,kk:C1,yes,more,cells",
    "nul_byte": "9000,01.02.1990,wel\x00ding,x,40,day,kk:C1,yes",
    "bad_date": "9000,31.02.1990,welding:3,x,40,day,kk:C1,yes",
    "date_out_of_range": "9000,01.01.1800,welding:3,x,40,day,kk:C1,yes",
    "bad_level": "9000,01.02.1990,welding:7,x,40,day,kk:C1,yes",
    "bad_number": "9000,01.02.1990,welding:3,x,forty,day,kk:C1,yes",
    "number_out_of_range": "9000,01.02.1990,welding:3,x,200,day,kk:C1,yes",
    "bad_choice": "9000,01.02.1990,welding:3,x,40,noon,kk:C1,yes",
    "bad_language": "9000,01.02.1990,welding:3,x,40,day,klingon:C1,yes",
    "bad_language_level": "9000,01.02.1990,welding:3,x,40,day,kk:Z9,yes",
    "required": ",01.02.1990,welding:3,x,40,day,kk:C1,yes",
    "duplicate_id": "0000,01.02.1990,welding:3,x,40,day,kk:C1,yes",
    "id_too_long": "9" * 65 + ",01.02.1990,welding:3,x,40,day,kk:C1,yes",
    "id_bad_character": '"90;00",01.02.1990,welding:3,x,40,day,kk:C1,yes',
    "text_too_long": "9000,01.02.1990,welding:3," + "x" * 20_001 + ",40,day,kk:C1,yes",
    "bad_quote": '9000,01.02.1990,"wel"ding,x,40,day,kk:C1,yes',
    "repeated_header": HEADER,
    "id_rounded": "8.71231E+11,01.02.1990,welding:3,x,40,day,kk:C1,yes",
    "id_invisible_character": "90\u200b00,01.02.1990,welding:3,x,40,day,kk:C1,yes",
    "sheet_error": "9000,01.02.1990,#REF!,x,40,day,kk:C1,yes",
}


def lines_with(fault, place):
    lines = [GOOD.format(n=n) for n in range(N_GOOD)]
    return [HEADER, *lines[:place], fault, *lines[place:]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("rule", sorted(ROW_FAULTS))
def test_a_bad_row_is_named_and_every_other_row_is_kept(tmp_path, rule, place):
    path = tmp_path / "J.csv"
    path.write_text("\n".join(lines_with(ROW_FAULTS[rule], place)) + "\n", encoding="utf-8")
    checked = read_table(path, "jobseekers")
    # A duplicate before its first is the one that stands: the later row is the one rejected.
    line = 3 if rule == "duplicate_id" and place == 0 else place + 2
    assert [(error.rule, error.line) for error in checked.errors] == [(rule, line)]
    assert checked.n_rows == N_GOOD + 1
    assert len(checked.accepted) == N_GOOD


WHOLE_ROWS = {
    "two hundred cells": (",".join("x" * 200), "row_too_long"),
    "a byte of another encoding": ("9000,01.02.1990,сварка\udcf1,x,40,day,kk:C1,yes", "bad_bytes"),
    "an open quote before a quoted cell": ('9000,01.02.1990,"welding:3,"x, y",40,day,kk:C1,yes', "bad_quote"),
    "a quote of inches": ('9000,01.02.1990,"1/2" pipes",x,40,day,kk:C1,yes', "bad_quote"),
    "only the first cell": ("9000", "row_too_short"),
    "a table in one cell": ('"9000,01.02.1990,welding:3,x,40,day,kk:C1,yes"', "row_too_short"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", sorted(WHOLE_ROWS))
def test_a_row_of_broken_structure_costs_itself_only(tmp_path, name, place):
    fault, rule = WHOLE_ROWS[name]
    path = tmp_path / "J.csv"
    good = [line.replace("пеку хлеб", "пеку хлеб каждый день") for line in lines_with(fault, place)]
    path.write_text("\n".join(good) + "\n", encoding="utf-8", errors="surrogateescape")
    checked = read_table(path, "jobseekers")
    assert [(error.rule, error.line) for error in checked.errors] == [(rule, place + 2)]
    assert len(checked.accepted) == N_GOOD


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_odd_but_sound_rows_are_all_accepted(tmp_path, delimiter, end):
    odd = [
        "jobseeker_id,skills,experience,birth_date,hours_per_week",
        '001,"сварка:3;;","one, two;\tthree\nfour, five; six",05.10.1990,"40,0"',
        '002,"a;b;","she said ""yes""",1990-10-05 00:00:00,\u00a040\u00a0',
        '003,a,"=not a formula",32905,40',
        "004,a,'quoted',\"05.10.1990 г.\",40",
    ]
    text = end.join(odd).replace("\n", end) if end != "\n" else "\n".join(odd)
    if delimiter != ",":
        rows = list(csv.reader(text.replace(end, "\n").splitlines(keepends=True)))
        text = end.join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path = tmp_path / "J.csv"
    path.write_bytes(text.encode())
    checked = read_table(path, "jobseekers")
    assert checked.errors == []
    assert [row.values["jobseeker_id"] for row in checked.accepted] == ["001", "002", "003", "004"]
    assert checked.accepted[0].values["skills"] == (("сварка", 3),)
    assert checked.accepted[0].values["experience"] == "one, two;\tthree\nfour, five; six"
    assert {row.values["hours_per_week"] for row in checked.accepted} == {40}


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048", "ptcp154")
TEXT = "жұмыс тәжірибесі: дәнекерлеу, қызмет көрсету, Өскемен, өңдеу, шаруашылық"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_kazakh_is_read_from_every_encoding_and_delimiter(tmp_path, encoding, delimiter):
    path = tmp_path / "T.csv"
    text = f'id{delimiter}text{delimiter}lang\r\n007{delimiter}"{TEXT}"{delimiter}kk\r\n'
    path.write_bytes(text.encode(encoding))
    (row,) = read_table(path, "text").accepted
    assert row.values == {"text": TEXT, "lang": "kk"}
    assert row.extra == {"id": "007"}


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
def test_russian_is_read_from_old_encodings(tmp_path, encoding):
    path = tmp_path / "T.csv"
    text = "Сварщик 4 разряда, опыт работы пять лет; Щётка, объём"
    path.write_bytes(f'text,lang\n"{text}",ru\n'.encode(encoding))
    assert read_table(path, "text").accepted[0].values["text"] == text


WHOLE_FAULTS = {
    "broken_header": [b'jobseeker_id,"skills\n1,a\n', b'"jobseeker"_id,skills\n1,a\n'],
    "undecodable": ["jobseeker_id,skills\n1,сварка\n".encode("utf-16-le") + b"x", b"\xff\xfej\x00o"],
    "unknown_encoding": [bytes(range(128, 256)) * 9, gzip.compress(gzip.compress(b"jobseeker_id,skills\n1,a\n"))],
    "empty_file": [b"", b"\n\n", b"   ", b"\xef\xbb\xbf"],
    "missing_column": [b"name,age\n1,2\n", b"jobseeker_id\n1\n", b"skills\nx\n", b"jobseeker_id,age\n1,2\n"],
    "duplicate_column": [b"jobseeker_id,skills,skills\n1,a,b\n", b"jobseeker_id,jobseeker_id,skills\n1,1,b\n"],
    "bad_workbook": [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 100, b"PK\x03\x04garbage" * 20, b"\xd0\xcf\x11\xe0" * 9],
    "unreadable_file": [
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00" + b"\x00" * 30,
        gzip.compress(b"jobseeker_id,skills\n1,a\n")[:-9],
    ],
}
CASES = [(rule, at) for rule, contents in WHOLE_FAULTS.items() for at in range(len(contents))]


@pytest.mark.parametrize(("rule", "at"), CASES)
def test_a_file_that_is_no_table_is_refused_as_a_whole(tmp_path, rule, at):
    path = tmp_path / "J.csv"
    path.write_bytes(WHOLE_FAULTS[rule][at])
    with pytest.raises(InputError) as caught:
        read_table(path, "jobseekers")
    assert caught.value.code == rule
    assert caught.value.params["file"]


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path, code in ((tmp_path / "none.csv", "file_not_found"), (tmp_path, "unreadable_file")):
        with pytest.raises(InputError) as caught:
            read_table(path, "jobseekers")
        assert caught.value.code == code


def test_a_quoted_line_break_and_a_packed_file_are_no_faults(tmp_path):
    path = tmp_path / "J.csv.gz"
    path.write_bytes(gzip.compress(b'jobseeker_id,experience\n01,"first\nsecond"\n02,third\n'))
    checked = read_table(path, "jobseekers")
    assert [row.values.get("experience") for row in checked.accepted] == ["first\nsecond", "third"]
    assert [(row.line, row.values["jobseeker_id"]) for row in checked.accepted] == [(2, "01"), (4, "02")]


def test_one_open_quote_in_a_thousand_rows_costs_one_row(tmp_path):
    lines = [f"{n:04d},welding:3" for n in range(1000)]
    lines[199] = '0199,"welding'
    path = tmp_path / "J.csv"
    path.write_text("\n".join(["jobseeker_id,skills", *lines]), encoding="utf-8")
    checked = read_table(path, "jobseekers")
    assert (len(checked.accepted), checked.n_rejected, checked.errors[0].line) == (999, 1, 201)


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_a_table_or_a_named_error(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "T.csv"
    path.write_bytes(b"text,lang\n" + content)
    try:
        checked = read_table(path, "text")
    except InputError:
        return
    assert checked.n_rows == len(checked.accepted) + checked.n_rejected
    assert {error.line for error in checked.errors} == {row.line for row in checked.rejected}


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
@settings(deadline=None, max_examples=100)
def test_no_cell_that_we_write_starts_a_formula_and_all_come_back(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("out") / "O.csv"
    write_table(path, ("text", "other"), [{"text": one, "other": two} for one, two in cells])
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert not any(text.startswith(("=", "+", "@")) for text in row)
    written = [one.strip() for one, _ in cells if one.strip()]
    assert [row.values["text"] for row in read_table(path, "text").accepted] == written


def test_a_long_list_of_addresses_is_read_whole_and_an_endless_one_is_named(tmp_path):
    path = tmp_path / "J.csv"
    addresses = ";".join(f"http://data.europa.eu/esco/skill/{n:036d}" for n in range(318))
    path.write_text(f"jobseeker_id,skills\n1,{addresses}\n2,{addresses * 5}\n", encoding="utf-8")
    checked = read_table(path, "jobseekers")
    assert [len(row.values["skills"]) for row in checked.accepted] == [318]
    assert [(error.rule, error.line) for error in checked.errors] == [("text_too_long", 3)]
